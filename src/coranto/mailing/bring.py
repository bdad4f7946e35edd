"""Bring a list of addresses: look first, then add, and take it back as a whole for a day. And write one."""

import csv
import io
from datetime import timedelta

import msgspec

from coranto import errors
from coranto.mailing import address_list, links
from coranto.mailing.address_list import Row
from coranto.model.subscriber import Batch, MailRequest, Subscriber, Suppression
from coranto.newsroom import Newsroom

UNDO = timedelta(hours=24)
_SHORTEST = 10  # letters of a consent
COLUMNS = ("email", "name", "state", "topics", "rhythm", "language", "asked", "confirmed", "consent", "origin")


class Look(msgspec.Struct, frozen=True, kw_only=True):
    """What a list would bring: addresses that are new, known, or kept out for they left here or there; bad lines."""

    new: list[Row]
    known: int
    left_here: int
    left_there: list[Row]
    bad: list[int]

    def says(self) -> str:
        """Return it in a sentence."""
        rows = len(self.new) + self.known + self.left_here + len(self.left_there) + len(self.bad)
        bad = f", {len(self.bad)} no address (line {', '.join(map(str, self.bad[:5]))})" if self.bad else ""
        return (
            f"{rows} rows: {len(self.new)} new, {self.known} known, {self.left_here} left before and stay out, "
            f"{len(self.left_there)} left there and stay out{bad}"
        )


def look(newsroom: Newsroom, rows: list[Row]) -> Look:
    """Return what a list would bring; nothing is changed."""
    hashed = {row.line: links.digest(newsroom, row.email) for row in rows if row.email}
    known = newsroom.store.known_digests(hashed.values())
    suppressed = newsroom.store.get_suppressions(hashed.values())
    found = Look(new=[], known=0, left_here=0, left_there=[], bad=[])
    counts = {"known": 0, "left_here": 0}
    for row in rows:
        if not row.email:
            found.bad.append(row.line)
        elif hashed[row.line] in suppressed:
            counts["left_here"] += 1
        elif row.left:
            found.left_there.append(row)
        elif hashed[row.line] in known:
            counts["known"] += 1
        else:
            found.new.append(row)
    return msgspec.structs.replace(found, **counts)


def bring(newsroom: Newsroom, rows: list[Row], file: str, consent: str, *, confirmed: bool = False) -> Batch:
    """Add the new addresses of a list.

    Parameters
    ----------
    newsroom : Newsroom
        The newsroom.
    rows : list of Row
        The list.
    file : str
        Its name, for the log.
    consent : str
        Where and when these people agreed, in a sentence; it is kept with each of them.
    confirmed : bool
        They confirmed elsewhere, and that can be shown. Otherwise each gets one mail that asks.

    Raises
    ------
    SubscriberError
        The sentence is missing, or nothing is new.

    """
    consent = check_consent(consent)
    now = newsroom.now()
    with newsroom.store.transaction(writes=True):
        found = look(newsroom, rows)
        _keep_out(newsroom, found.left_there)
        if not found.new:
            raise errors.SubscriberError(f"nothing to add: {found.says()}", file)
        batch = Batch(at=now, file=file, consent=consent, added=len(found.new))
        batch = msgspec.structs.replace(batch, number=newsroom.store.add_batch(batch))
        if confirmed:
            for row in found.new:
                one = Subscriber(
                    email=row.email, name=row.name, state="confirmed", at=now, confirmed=now, consent=consent,
                    origin=f"brought with {file}", batch=batch.number,
                )  # fmt: skip
                newsroom.store.add_subscriber(one, links.digest(newsroom, row.email))
        else:
            newsroom.store.add_mail_requests(
                MailRequest(
                    at=now, due=now, email=row.email, name=row.name, consent=consent, origin=f"brought with {file}",
                    batch=batch.number,
                )
                for row in found.new
            )  # fmt: skip
    return batch


def check_consent(consent: str) -> str:
    """Return a sentence of consent, cleaned; ``SubscriberError`` if it is missing."""
    said = " ".join(consent.split())
    if len(said) < _SHORTEST:
        raise errors.SubscriberError(
            "say where and when these people agreed, in a sentence: the law asks for it, and it is kept with each of "
            "them (“signed at the bee fair, May 2024”)"
        )
    return said


def undo(newsroom: Newsroom, number: int) -> tuple[Batch, int]:
    """Take a list back as a whole, within a day: its addresses are deleted, and no mail that asks goes out any more.

    Who left stays out. Return the list, and how many addresses were deleted.

    Raises
    ------
    SubscriberError
        There is no such list, it was taken back already, or more than a day has passed.

    """
    with newsroom.store.transaction(writes=True):
        batches = {batch.number: batch for batch in newsroom.store.get_batches()}
        batch = batches.get(number)
        if batch is None:
            known = ", ".join(map(str, batches)) or "none yet"
            raise errors.SubscriberError(f"there is no list {number}; there are {known}")
        if batch.undone:
            raise errors.SubscriberError(f"list {number} was taken back at {batch.undone:%Y-%m-%d %H:%M} UTC")
        if newsroom.now() - batch.at > UNDO:
            raise errors.SubscriberError(f"list {number} was brought more than 24 hours ago; it stays")
        people = newsroom.store.get_subscribers(batch=number)
        for one in people:
            newsroom.store.delete_subscriber(one.number)
        newsroom.store.delete_mail_requests_of(number)
        batch = msgspec.structs.replace(batch, undone=newsroom.now())
        newsroom.store.save_batch(batch)
    newsroom.store.empty_log()
    return batch, len(people)


def write(newsroom: Newsroom) -> str:
    """Return all subscribers as CSV; those who left are not in it: their addresses are not kept."""
    out = io.StringIO(newline="")
    table = csv.writer(out, lineterminator="\n")
    table.writerow(COLUMNS)
    for one in newsroom.store.get_subscribers():
        confirmed = f"{one.confirmed:%Y-%m-%dT%H:%M:%SZ}" if one.confirmed else ""
        topics = " ".join(topic or "everything" for topic in one.wish.topics)
        table.writerow(
            map(address_list.harmless,
                (one.email, one.name, one.state, topics, "weekly" if one.wish.weekly else "daily", one.wish.language,
                 f"{one.at:%Y-%m-%dT%H:%M:%SZ}", confirmed, one.consent, one.origin))
        )  # fmt: skip
    return out.getvalue()


def _keep_out(newsroom: Newsroom, rows: list[Row]) -> None:
    """Suppress those who left elsewhere; one who subscribed here since then stays."""
    hashed = {links.digest(newsroom, row.email) for row in rows}
    left = hashed - newsroom.store.known_digests(hashed)
    newsroom.store.add_suppressions([Suppression(digest, newsroom.now(), "imported") for digest in sorted(left)])
