"""Wait for coroutines: until one of several ends, for all of them, or for some seconds."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any


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


async def together(*work: Awaitable[None]) -> None:
    """Wait for several at the same time; when one fails, the others end before its error is raised."""
    tasks = [asyncio.ensure_future(one) for one in work]
    try:
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
