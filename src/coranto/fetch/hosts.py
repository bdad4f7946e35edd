"""Courtesy to hosts: how many requests at a time, how far apart, and who asked to be left alone."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable

from coranto.model.settings import Fetch

DAY = 86400.0
_TICK = 1e-6  # seconds: what a clock may be short of


class Hosts:
    """Keeps the distance between requests to one host, and all requests below the limit.

    Waiting for one host never takes a place that another could use: the place is taken last.

    Parameters
    ----------
    settings : Fetch
        ``concurrency``, ``per_host``, ``spacing``.
    clock : callable
        Seconds, going forward only.

    """

    def __init__(self, settings: Fetch, clock: Callable[[], float]) -> None:
        self._settings = settings
        self._clock = clock
        self._places = asyncio.Semaphore(settings.concurrency)
        self._per_host: dict[str, asyncio.Semaphore] = {}
        self._next: dict[str, float] = {}
        self._held: dict[str, float] = {}

    @contextlib.asynccontextmanager
    async def turn(self, host: str, *, neighbour: bool = False) -> AsyncIterator[None]:
        """Wait for a turn at a host; a neighbour (allowed by the settings) is spared the distance, not the limits."""
        limit = self._settings.concurrency if neighbour else self._settings.per_host
        async with self._per_host.setdefault(host, asyncio.Semaphore(limit)):
            if neighbour:
                async with self._places:
                    yield
                return
            while True:
                await asyncio.sleep(self._next.get(host, 0.0) - self._clock())
                async with self._places:
                    # Whoever waited for the place may have been overtaken by another one of the same host.
                    now = self._clock()
                    if now + _TICK >= self._next.get(host, 0.0):
                        self._next[host] = now + self._settings.spacing
                        yield
                        return

    def hold(self, host: str, seconds: float) -> None:
        """Leave a host alone for a while, as it asked."""
        self._held[host] = max(self._held.get(host, 0.0), self._clock() + min(seconds, DAY))

    def held(self, host: str) -> float:
        """Give the seconds for which a host still wants to be left alone."""
        return max(0.0, self._held.get(host, 0.0) - self._clock())
