"""Rate limits per host: concurrent requests, the delay between them, and hosts that asked us to wait."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from typing import Protocol

from coranto.model.lease import HostTurn
from coranto.model.settings import Fetch

DAY = 86400.0
TURN = 10.0  # seconds after which a worker lets another one ask a host
_TICK = 1e-6  # seconds: tolerance for a clock that lags


class Turns(Protocol):
    """Whose turn it is at a host, where several workers ask hosts."""

    async def take(self, host: str) -> HostTurn:
        """Take a host for this worker alone, unless another one has it."""

    async def release(self, host: str, wait: float, held: float) -> None:
        """Release a host: it may be asked again after ``wait`` seconds, and wants to be left alone for ``held``."""


class _Turn:
    """The turn of this worker at a host."""

    def __init__(self) -> None:
        self.changing = asyncio.Lock()
        self.mine, self.until = False, 0.0
        self.asking = 0  # requests that wait for the host, or are under way
        self.idle = asyncio.Event()


class Hosts:
    """Enforces the delay between requests to one host and the limit on all requests.

    A request that waits for its host never holds a slot that another host could use: the slot is taken last.

    Parameters
    ----------
    settings : Fetch
        ``concurrency``, ``per_host``, ``spacing``.
    clock : callable
        Seconds, going forward only.
    turns : Turns, optional
        How several workers take turns at a host; None if this one is the only one.

    """

    def __init__(self, settings: Fetch, clock: Callable[[], float], turns: Turns | None = None) -> None:
        self._settings = settings
        self._turns = turns
        self._turn: dict[str, _Turn] = {}
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
            async with self._alone(host):
                while True:
                    await asyncio.sleep(self._next.get(host, 0.0) - self._clock())
                    async with self._places:
                        # While this request waited for the slot, another request may have been sent to the same host.
                        now = self._clock()
                        if now + _TICK >= self._next.get(host, 0.0):
                            self._next[host] = now + self._settings.spacing
                            yield
                            return

    @contextlib.asynccontextmanager
    async def _alone(self, host: str) -> AsyncIterator[None]:
        """Be the only worker that asks a host, as long as requests come, but not longer than ``TURN`` at a time."""
        if self._turns is None:
            yield
            return
        turn = self._turn.setdefault(host, _Turn())
        async with turn.changing:
            if turn.mine and self._clock() >= turn.until:
                await turn.idle.wait()
                await self._release(host, turn)
            while not turn.mine:
                got = await self._turns.take(host)
                if got.mine:
                    turn.mine, turn.until = True, self._clock() + TURN
                    self._next[host] = max(self._next.get(host, 0.0), self._clock() + got.wait)
                    self.hold(host, got.held)
                else:
                    await asyncio.sleep(got.wait)
            turn.asking += 1
            turn.idle.clear()
        try:
            yield
        finally:
            turn.asking -= 1
            if not turn.asking:
                turn.idle.set()
                async with turn.changing:
                    if not turn.asking:
                        await self._release(host, turn)

    async def _release(self, host: str, turn: _Turn) -> None:
        if turn.mine and self._turns is not None:
            turn.mine = False
            await self._turns.release(host, max(0.0, self._next.get(host, 0.0) - self._clock()), self.held(host))

    def hold(self, host: str, seconds: float) -> None:
        """Send no requests to a host for some seconds, as it asked."""
        self._held[host] = max(self._held.get(host, 0.0), self._clock() + min(seconds, DAY))

    def held(self, host: str) -> float:
        """Return the seconds for which a host still asks us to wait."""
        return max(0.0, self._held.get(host, 0.0) - self._clock())
