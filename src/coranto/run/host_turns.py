"""Turns at hosts, in the database: of all workers one at a time asks a host, and knows when it was asked last."""

import asyncio

import structlog

from coranto import errors
from coranto.fetch.hosts import Turns
from coranto.model.lease import HostTurn
from coranto.newsroom import Newsroom

log = structlog.get_logger("coranto")

_AGAIN = 1.0  # seconds until the next try of a database that did not answer


def of(newsroom: Newsroom) -> Turns | None:
    """Return how the workers of a newsroom take turns; None where there can be only one."""
    return HostTurns(newsroom) if newsroom.store.is_shared() else None


class HostTurns:
    """Takes and releases hosts in the store of a newsroom."""

    def __init__(self, newsroom: Newsroom) -> None:
        self._newsroom = newsroom
        self._mine: set[str] = set()
        newsroom.at_work["host"] = self._mine

    async def take(self, host: str) -> HostTurn:
        """Take a host, unless another worker has it. While the database does not answer, no request is sent."""
        newsroom = self._newsroom
        try:
            turn = await asyncio.to_thread(newsroom.store.take_host, host, newsroom.worker, newsroom.lease)
        except errors.StoreError as why:
            log.warning("a host waits for the database", host=host, reason=str(why))
            return HostTurn(False, _AGAIN)
        if turn.mine:
            self._mine.add(host)
        return turn

    async def release(self, host: str, wait: float, held: float) -> None:
        """Release a host; if the database does not take it, the lease runs out."""
        self._mine.discard(host)
        try:
            await asyncio.to_thread(self._newsroom.store.release_host, host, self._newsroom.worker, wait, held)
        except errors.StoreError as why:
            log.warning("a host is not released", host=host, reason=str(why))
