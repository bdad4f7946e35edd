"""Elections: of all workers one groups articles into stories, and one publishes. The others stand by.

Each tries to take the lock of a role twice a second. Who gets it begins a new term, so that the one before cannot write
any more, even if it does not know yet that its connection is lost (``coranto.store.term``). Where a role needs to be
prepared for, one of those who stand by is next, by a lock of its own: it prepares itself, and it alone tries, more
often. Another one that came before it would have to prepare itself first.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable

import structlog

from coranto import errors
from coranto.newsroom import Newsroom
from coranto.run.waiting import rest, until
from coranto.store.lock import Lock

log = structlog.get_logger("coranto")

_TRY = 0.5  # seconds between two tries to take a lock
_NEXT = 0.2  # the same for the one that is next
_WATCH = 1.0  # seconds between two looks whether it is still held
_CALM = 2.0  # seconds after an error


async def stand(
    newsroom: Newsroom,
    role: str,
    work: Callable[[], Awaitable[None]],
    stop: asyncio.Event,
    pause: float = 0.0,
    prepare: Callable[[], Awaitable[None]] | None = None,
) -> None:
    """Do the work of a role whenever this worker is elected, until ``stop`` is set.

    Parameters
    ----------
    newsroom : Newsroom
        Its store has the locks.
    role : str
        One of ``coranto.newsroom.ROLES``.
    work : callable
        Begins the work; it goes on until it is cancelled.
    stop : asyncio.Event
        Ends it.
    pause : float
        Seconds to wait after the election, in which one that lost its lock ends the file that it writes.
    prepare : callable, optional
        Called again and again while this worker is the next one.

    """
    with _Line(newsroom, role) as line:
        while not stop.is_set():
            try:
                if prepare is None or line.is_next():
                    with newsroom.store.lock(role) as lock:
                        if lock is not None:
                            line.leave()
                            await _elected(newsroom, role, work, stop, pause, lock)
                if prepare is not None and line.place:
                    await prepare()
            except errors.TakenOver as why:
                log.warning("taken over", role=role, reason=str(why))
            except errors.CorantoError as why:
                log.error("work failed and begins again", role=role, reason=str(why))  # noqa: TRY400 - it says it
                await rest(stop, _CALM)
            except Exception as why:
                log.exception("work failed and begins again", role=role, reason=f"{type(why).__name__}: {why}")
                await rest(stop, _CALM)
            await rest(stop, _NEXT if line.place else _TRY)


class _Line(contextlib.ExitStack):
    """The line of those who stand by for a role: one of them is next, by a lock of its own."""

    def __init__(self, newsroom: Newsroom, role: str) -> None:
        super().__init__()
        self._newsroom, self._lock = newsroom, f"next: {role}"
        self.place: Lock | None = None

    def is_next(self) -> bool:
        """Whether this worker is next; it takes the place if no other one has it."""
        if self.place is None or not self.place.held():
            self.leave()
            self.place = self.enter_context(self._newsroom.store.lock(self._lock))
            if self.place is None:
                self.leave()
        return self.place is not None

    def leave(self) -> None:
        """Leave the place to another one."""
        self.place = None
        self.close()


async def _elected(
    newsroom: Newsroom, role: str, work: Callable[[], Awaitable[None]], stop: asyncio.Event, pause: float, lock: Lock
) -> None:
    """Do the work of a role, in a new term, until the lock is lost or ``stop`` is set."""
    term = await asyncio.to_thread(newsroom.store.begin_term, role)
    log.info("this worker is elected", role=role, term=term.number)
    await rest(stop, pause)
    with newsroom.store.fenced(term):
        await until(work, _lost(lock), stop.wait())
    if not stop.is_set():
        log.warning("the lock is lost with its connection; another worker may take over", role=role)


async def _lost(lock: Lock) -> None:
    held = True
    while held:
        await asyncio.sleep(_WATCH)
        held = await asyncio.to_thread(lock.held)
