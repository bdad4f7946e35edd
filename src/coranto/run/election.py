"""Elections: of all workers one groups articles into stories, and one publishes. The others stand by.

Each tries to take the lock of a role twice a second. Who gets it begins a new term, so that the one before cannot write
any more, even if it does not know yet that its connection is lost (``coranto.store.term``).
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

import structlog

from coranto import errors
from coranto.newsroom import Newsroom
from coranto.store.lock import Lock

log = structlog.get_logger("coranto")

_TRY = 0.5  # seconds between two tries to take a lock
_WATCH = 1.0  # seconds between two looks whether it is still held
_CALM = 2.0  # seconds after an error


async def stand(
    newsroom: Newsroom, role: str, work: Callable[[], Awaitable[None]], stop: asyncio.Event, pause: float = 0.0
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

    """
    while not stop.is_set():
        try:
            with newsroom.store.lock(role) as lock:
                if lock is not None:
                    term = await asyncio.to_thread(newsroom.store.begin_term, role)
                    log.info("this worker is elected", role=role, term=term.number)
                    await rest(stop, pause)
                    with newsroom.store.fenced(term):
                        await until(work, _lost(lock), stop.wait())
                    if not stop.is_set():
                        log.warning("the lock is lost with its connection; another worker may take over", role=role)
        except errors.TakenOver as why:
            log.warning("taken over", role=role, reason=str(why))
        except errors.CorantoError as why:
            log.error("work failed and begins again", role=role, reason=str(why))  # noqa: TRY400 - the message says it
            await rest(stop, _CALM)
        except Exception as why:
            log.exception("work failed and begins again", role=role, reason=f"{type(why).__name__}: {why}")
            await rest(stop, _CALM)
        await rest(stop, _TRY)


async def rest(stop: asyncio.Event, seconds: float) -> None:
    """Wait, but not longer than until ``stop`` is set."""
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), seconds)


async def until(work: Callable[[], Awaitable[object]], *ends: Coroutine[Any, Any, object]) -> None:
    """Do work until it ends by itself, or one of the ``ends`` comes; raise what it raised."""
    tasks = [asyncio.ensure_future(work()), *map(asyncio.create_task, ends)]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        (end, *_) = await asyncio.gather(*tasks, return_exceptions=True)
    if isinstance(end, Exception):
        raise end


async def _lost(lock: Lock) -> None:
    held = True
    while held:
        await asyncio.sleep(_WATCH)
        held = await asyncio.to_thread(lock.held)
