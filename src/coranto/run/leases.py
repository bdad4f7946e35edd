"""The leases of this process: taken, renewed while it works, ended with the result."""

import contextlib
import threading
from collections.abc import Collection, Iterator, Mapping

import structlog

from coranto import errors
from coranto.model.change import PendingEntry
from coranto.model.lease import QueueName
from coranto.model.source import Source
from coranto.newsroom import Newsroom

log = structlog.get_logger("coranto")

_RENEWALS = 3  # within the time of a lease


def take_sources(newsroom: Newsroom, limit: int, busy: Collection[str]) -> list[tuple[Source, int]]:
    """Take due sources, each with the number of the attempt; ``busy`` are those being polled."""
    return newsroom.store.take_sources(newsroom.now(), newsroom.worker, limit, list(busy), newsroom.lease)


def take_entries(newsroom: Newsroom, limit: int, per_source: int, busy: Mapping[int, str]) -> list[PendingEntry]:
    """Take entries whose page is to be read; ``busy`` maps those being read to their sources."""
    return newsroom.store.take_entries(newsroom.now(), newsroom.worker, limit, per_source, busy, newsroom.lease)


def take_webhook(newsroom: Newsroom, number: int) -> int | None:
    """Take a webhook, so that no other worker sends to it; return the number of the attempt."""
    return newsroom.store.take_lease("hook", number, newsroom.worker, newsroom.lease)


def end(newsroom: Newsroom, queue: QueueName, key: str | int, attempt: int) -> bool:
    """End a lease in the transaction that saves the result; False if the result is not to be saved."""
    return newsroom.store.end_lease(queue, key, newsroom.worker, attempt)


def note_late(what: str) -> None:
    """Say that a result came too late."""
    log.warning("came too late: another worker has it by now, and nothing was saved twice", what=what)


@contextlib.contextmanager
def kept(newsroom: Newsroom) -> Iterator[None]:
    """Renew what this process works on (``Newsroom.at_work``) during the block, and give all of it back at the end.

    In a thread of its own, so that a step that takes long costs no lease.
    """
    ended = threading.Event()
    thread = threading.Thread(target=_renew, args=(newsroom, ended), name="leases", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
        with contextlib.suppress(errors.StoreError):  # then they run out
            newsroom.store.give_back_leases(newsroom.worker)


def _renew(newsroom: Newsroom, ended: threading.Event) -> None:
    while not ended.wait(newsroom.lease / _RENEWALS):
        try:
            for queue, keys in list(newsroom.at_work.items()):
                if busy := _copy(keys):
                    newsroom.store.renew_leases(queue, busy, newsroom.worker, newsroom.lease)
        except errors.StoreError as why:
            log.warning("leases not renewed", reason=str(why))


def _copy(keys: Collection[str | int]) -> list[str | int]:
    """Return the keys of a collection that another thread changes."""
    while True:
        with contextlib.suppress(RuntimeError):  # it changed while it was copied
            return list(keys)
