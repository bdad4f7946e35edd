"""A cache of site-wide files (robots.txt, tdmrep.json), each fetched once and kept for a while."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar
from urllib.parse import urlsplit

_T = TypeVar("_T")


class SiteFileCache(Generic[_T]):
    """A cache per site; concurrent callers share one request.

    Parameters
    ----------
    ask : callable
        Returns the parsed file of a site (``https://daily.example``), and the seconds for which to keep it.
    clock : callable
        Seconds, going forward only.

    """

    def __init__(self, ask: Callable[[str], Awaitable[tuple[_T, float]]], clock: Callable[[], float]) -> None:
        self._ask, self._clock = ask, clock
        self._kept: dict[str, tuple[_T, float]] = {}
        self._asking: dict[str, asyncio.Task[_T]] = {}

    async def of(self, url: str) -> _T:
        """Return the file of an address's site."""
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        kept = self._kept.get(site)
        if kept and kept[1] > self._clock():
            return kept[0]
        if site not in self._asking:
            self._asking[site] = asyncio.create_task(self._fetched(site))
        return await asyncio.shield(self._asking[site])

    async def _fetched(self, site: str) -> _T:
        try:
            content, seconds = await self._ask(site)
            self._kept[site] = content, self._clock() + seconds
            return content
        finally:
            del self._asking[site]
