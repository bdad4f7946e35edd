"""Who is to get an issue, entered before the first mail leaves; and what is done when the sender ends in between.

A row is ``sending`` while one connection has it. A sender finds such rows at its start only after a program
that ended in the middle: those may have arrived, so they become ``uncertain``, and a person decides.
"""

import contextlib
import fcntl
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

import msgspec
import structlog

from coranto import errors
from coranto.letter import lists, schedule
from coranto.model.newsletter import StoredIssue
from coranto.model.settings import Settings
from coranto.newsroom import Newsroom
from coranto.store import restored

log = structlog.get_logger("coranto")

_ALIVE = "letter.alive"  # when a process last was ready to send
_LOCK = ".coranto-mail.lock"
_ROLE = "mail"


def is_set_up(settings: Settings) -> bool:
    """Whether mail can be sent: there are a sender and a server."""
    return bool(settings.mail.sender and settings.mail.servers)


def readers(newsroom: Newsroom, name: str) -> list[int]:
    """Return the numbers of those who get a list."""
    return [one.number for one in newsroom.store.get_subscribers(state="confirmed") if name in lists.of(one.wish)]


def enter(newsroom: Newsroom, issue: StoredIssue) -> int:
    """Enter all who are to get an issue and are not entered yet; return how many they are."""
    return newsroom.store.add_deliveries(issue.issue.ident, readers(newsroom, issue.topic), newsroom.now())


@contextlib.contextmanager
def alone(newsroom: Newsroom) -> Iterator[bool]:
    """Be the only one who sends; False if another program does. A program that is killed lets go.

    In PostgreSQL the lock is the database's, so it holds between machines; in SQLite it is a file's.
    """
    if newsroom.store.is_shared():
        with newsroom.store.lock(_ROLE) as lock:
            yield lock is not None
        return
    path = Path(newsroom.settings.folder) / _LOCK
    try:
        handle = path.open("w")
    except OSError as why:
        raise errors.ConfigError(f"cannot be written: {why.strerror}", str(path)) from why
    with handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


def recover(newsroom: Newsroom) -> int:
    """Make what was under way when a sender ended ``uncertain``; hold what is late. Called alone, before sending.

    An issue is held if no process could send for ``schedule.LATE``, or if the store was restored since: what its
    past says was not sent may have been sent.
    """
    store, now = newsroom.store, newsroom.now()
    with store.transaction(writes=True):
        count = store.change_deliveries("sending", "uncertain", now)
        alive, back = _alive(newsroom), restored.of(store)
        old = back is not None and (alive is None or back.at > alive)
        if old or (alive is not None and now - alive > schedule.LATE):
            for issue in sending(newsroom):
                store.save_issue(msgspec.structs.replace(issue, mail="held"))
                log.warning(
                    "mail is late and waits for a person",
                    issue=issue.issue.ident,
                    next=f"coranto issue send {issue.issue.ident}",
                )
        if old and back is not None:
            for request in store.due_mail_requests(back.at, 1_000_000):
                store.delete_mail_request(request.number)
        beat(newsroom)
    if count:
        log.warning("mails are uncertain", mails=count, next="coranto issue send --uncertain")
    return count


def beat(newsroom: Newsroom) -> None:
    """Note that a process is ready to send."""
    newsroom.store.put_value(_ALIVE, newsroom.now().isoformat().encode())


def sending(newsroom: Newsroom) -> list[StoredIssue]:
    """Return the issues whose mail is under way, whose file is written, and of which rows wait."""
    found = (newsroom.store.get_issue(ident) for ident in newsroom.store.issues_waiting())
    return [one for one in found if one is not None and one.mail == "sending" and one.state == "archived"]


def settle(newsroom: Newsroom, idents: Iterable[str]) -> None:
    """Mark the issues as sent of which nothing waits any more."""
    store = newsroom.store
    for ident in idents:
        with store.transaction(writes=True):
            issue, counts = store.get_issue(ident), store.count_deliveries(ident)
            if issue is not None and issue.mail == "sending" and not {"waiting", "sending"} & set(counts):
                store.save_issue(msgspec.structs.replace(issue, mail="sent"))
                log.info("mail is sent", issue=ident, **counts)


def _alive(newsroom: Newsroom) -> datetime | None:
    kept = newsroom.store.get_value(_ALIVE)
    return datetime.fromisoformat(kept.decode()) if kept else None
