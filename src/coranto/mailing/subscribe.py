"""Subscribe, confirm, change, leave, be forgotten: what a person may do with the newsletter.

A form only adds a request to the store, whatever the address is; whether it is known, left or waiting is looked at when
the request is carried out (``mailing.requests``). So no form tells one address from another, by answer or by time.
"""

import hmac
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from coranto import errors
from coranto.i18n.messages import N_
from coranto.mailing import held_list, left_file, links
from coranto.model.subscriber import LeftBecause, MailRequest, Subscriber, Suppression, Wish
from coranto.newsroom import Newsroom
from coranto.text import mail_address

_FOR_EVER, _ALL = datetime(9000, 1, 1, tzinfo=UTC), 1_000_000
FORGOTTEN = timedelta(days=7)  # after which an unconfirmed address is forgotten
NO_ADDRESS = N_("This is no address that mail can be sent to. Write one like name@example.org.")
NOTHING_CHOSEN = N_("Choose at least one of the lists, or leave.")
CONSENT = N_("Send me the newsletter of {site}. I can leave at any time, with one click.")


def ask(newsroom: Newsroom, email: str, wish: Wish, consent: str, origin: str) -> None:
    """Ask an address whether it wants the newsletter: a mail with a link goes to it soon.

    Parameters
    ----------
    newsroom : Newsroom
        The newsroom.
    email : str
        As it was typed.
    wish : Wish
        The wish; lists that do not exist are left out.
    consent, origin : str
        The text that was agreed to, word by word, and the path of the form, or who says so.

    Raises
    ------
    SubscriberError
        This is no address.

    """
    if not (address := mail_address.clean(email)):
        raise errors.SubscriberError(NO_ADDRESS)
    now = newsroom.now()
    request = MailRequest(
        at=now, due=now, email=address, wish=fitting(newsroom, wish), consent=consent, origin=origin
    )  # fmt: skip
    newsroom.store.add_mail_requests([request])


def ask_for_data(newsroom: Newsroom, one: Subscriber) -> None:
    """Send what is known of an address to that address."""
    now = newsroom.now()
    newsroom.store.add_mail_requests([MailRequest(kind="data", at=now, due=now, email=one.email)])


def fitting(newsroom: Newsroom, wish: Wish) -> Wish:
    """Return a wish without lists that do not exist; everything if none remains."""
    topics = tuple(dict.fromkeys(one for one in wish.topics if not one or one in newsroom.taxonomy.by_id))
    return msgspec.structs.replace(wish, topics=topics or ("",))


def confirm(newsroom: Newsroom, token: str, *, act: bool) -> Subscriber | None:
    """Return whom the link of an asking mail is for, confirmed if ``act``; None if it was used or has ended."""
    found = links.read(links.key(newsroom), "confirm", token)
    if found is None:
        return None
    number, nonce = found
    with newsroom.store.transaction(writes=act):
        one = newsroom.store.get_subscriber(number)
        if one is None or not one.nonce or not hmac.compare_digest(one.nonce, nonce):
            return None
        if not act:
            return one
        one = msgspec.structs.replace(
            one, state="confirmed", confirmed=newsroom.now(), nonce="", asks=0, bounces=0, trouble=""
        )
        newsroom.store.save_subscriber(one)
        newsroom.store.delete_suppression(links.digest(newsroom, one.email))
    return one


def find(newsroom: Newsroom, token: str) -> Subscriber | None:
    """Return the subscriber of a personal link; None for one who left, or a forged link."""
    found = links.read(links.key(newsroom), "person", token)
    return newsroom.store.get_subscriber(found[0]) if found else None


def change(newsroom: Newsroom, one: Subscriber, wish: Wish) -> Subscriber:
    """Change what a subscriber gets; ``SubscriberError`` if nothing is chosen."""
    if not wish.topics:
        raise errors.SubscriberError(NOTHING_CHOSEN)
    with newsroom.store.transaction(writes=True):
        known = newsroom.store.get_subscriber(one.number)
        changed = msgspec.structs.replace(known or one, wish=fitting(newsroom, wish))
        newsroom.store.save_subscriber(changed)
    return changed


def leave(newsroom: Newsroom, one: Subscriber, why: LeftBecause = "left") -> None:
    """Delete a subscriber; the address stays as a hash, so that no list brings it back."""
    _keep_out(newsroom, one.email, why, one)


def by_address(newsroom: Newsroom, email: str) -> Subscriber | None:
    """Return the subscriber with an address; ``SubscriberError`` for what is no address."""
    if not (address := mail_address.clean(email)):
        raise errors.SubscriberError(NO_ADDRESS, email)
    return newsroom.store.find_subscriber(links.digest(newsroom, address))


def forget(newsroom: Newsroom, email: str) -> bool:
    """Forget an address, known or not: only its hash stays. Return whether it was known."""
    one = by_address(newsroom, email)
    if one is not None:
        leave(newsroom, one, "forgotten")
        return True
    _keep_out(newsroom, mail_address.clean(email), "forgotten")
    return False


def _keep_out(newsroom: Newsroom, address: str, why: LeftBecause, one: Subscriber | None = None) -> None:
    """Keep only the hash of an address: its subscriber, wishes that wait and lists not yet brought lose it."""
    store, suppression = newsroom.store, Suppression(links.digest(newsroom, address), newsroom.now(), why)
    with store.transaction(writes=True):
        store.add_suppressions([suppression])
        if one is not None:
            store.delete_subscriber(one.number)
        for request in _waiting(newsroom, suppression.digest):
            store.delete_mail_request(request.number)
        held_list.forget(newsroom, address)
    store.empty_log()
    left_file.add(newsroom.settings, suppression)


def _waiting(newsroom: Newsroom, digest: str) -> list[MailRequest]:
    """Return the wishes of an address that wait to be carried out."""
    requests = newsroom.store.due_mail_requests(_FOR_EVER, _ALL)
    return [one for one in requests if links.digest(newsroom, one.email) == digest]


def data(newsroom: Newsroom, email: str) -> dict[str, Any]:
    """Return everything that is known of an address, for its owner."""
    one = by_address(newsroom, email)
    hashed = links.digest(newsroom, mail_address.clean(email))
    suppression = newsroom.store.get_suppressions([hashed]).get(hashed)
    known: dict[str, Any] = {"address": mail_address.clean(email), "known": one is not None}
    if one is not None:
        kept = msgspec.to_builtins(one)
        known["subscriber"] = {name: value for name, value in kept.items() if name != "nonce"}
        known["mails"] = [
            {"issue": row.issue, "state": row.state, "at": row.at, "status": row.status}
            for row in newsroom.store.deliveries_of_subscriber(one.number)
        ]
        batches = {batch.number: batch for batch in newsroom.store.get_batches()}
        if one.batch in batches:
            known["brought"] = batches[one.batch]
    if requests := _waiting(newsroom, hashed):
        known["asked"] = [{"kind": one.kind, "at": one.at, "consent": one.consent} for one in requests]
    if suppression is not None:
        known["gets_nothing"] = {"since": suppression.at, "why": suppression.why}
    return dict(msgspec.to_builtins(known))


def forget_unconfirmed(newsroom: Newsroom) -> int:
    """Forget those who were asked and did not confirm for seven days, and held lists that were not added within a day.

    Return how many people were forgotten.
    """
    held_list.forget_old(newsroom)
    count = newsroom.store.delete_waiting_subscribers(newsroom.now() - FORGOTTEN)
    if count:
        newsroom.store.empty_log()
    return count
