"""A cache of site-wide files (robots.txt, tdmrep.json), each fetched once and kept for a while."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar
from urllib.parse import urlsplit

_T = TypeVar("_T")


class SiteFileCache(Generic[_T]):
    """A cache per site; concurrent callers share one request.

    Parameters
    ----------
    ask : callable
        Returns the parsed file of a site (``https://daily.example``), the seconds for which to keep it, and its weight.
    clock : callable
        Seconds, going forward only.
    sites, room : int
        How many files are kept, and what they may weigh together; the least recently used go first. Whoever
        writes a feed decides how many sites it names.

    """

    def __init__(
        self,
        ask: Callable[[str], Awaitable[tuple[_T, float, int]]],
        clock: Callable[[], float],
        sites: int,
        room: int,
    ) -> None:
        self._ask, self._clock = ask, clock
        self._sites, self._room, self._weight = sites, room, 0
        self._kept: OrderedDict[str, tuple[_T, float, int]] = OrderedDict()
        self._asking: dict[str, asyncio.Task[_T]] = {}

    async def of(self, url: str) -> _T:
        """Return the file of an address's site."""
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        kept = self._kept.get(site)
        if kept and kept[1] > self._clock():
            self._kept.move_to_end(site)
            return kept[0]
        if site not in self._asking:
            self._asking[site] = asyncio.create_task(self._fetched(site))
        return await asyncio.shield(self._asking[site])

    async def _fetched(self, site: str) -> _T:
        try:
            content, seconds, weight = await self._ask(site)
            self._keep(site, content, seconds, weight + len(site))
            return content
        finally:
            del self._asking[site]

    def _keep(self, site: str, content: _T, seconds: float, weight: int) -> None:
        self._weight += weight - self._kept.pop(site, (None, 0.0, 0))[2]
        self._kept[site] = content, self._clock() + seconds, weight
        while len(self._kept) > self._sites or (self._weight > self._room and len(self._kept) > 1):
            self._weight -= self._kept.popitem(last=False)[1][2]
