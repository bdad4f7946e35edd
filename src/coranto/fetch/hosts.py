"""Rate limits per host: concurrent requests, the delay between them, and hosts that asked us to wait."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable

from coranto.model.settings import Fetch

DAY = 86400.0
_TICK = 1e-6  # seconds: tolerance for a clock that lags


class Hosts:
    """Enforces the delay between requests to one host and the limit on all requests.

    A request that waits for its host never holds a slot that another host could use: the slot is taken last.

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
        """Wait for a slot. Allowed private hosts skip the delay but count towards the concurrency limit."""
        limit = self._settings.concurrency if neighbour else self._settings.per_host
        async with self._per_host.setdefault(host, asyncio.Semaphore(limit)):
            if neighbour:
                async with self._places:
                    yield
                return
            while True:
                await asyncio.sleep(self._next.get(host, 0.0) - self._clock())
                async with self._places:
                    # While this request waited for the slot, another request may have been sent to the same host.
                    now = self._clock()
                    if now + _TICK >= self._next.get(host, 0.0):
                        self._next[host] = now + self._settings.spacing
                        yield
                        return

    def hold(self, host: str, seconds: float) -> None:
        """Send no requests to a host for some seconds, as it asked."""
        self._held[host] = max(self._held.get(host, 0.0), self._clock() + min(seconds, DAY))

    def held(self, host: str) -> float:
        """Return the seconds for which a host still asks us to wait."""
        return max(0.0, self._held.get(host, 0.0) - self._clock())
