"""robots.txt: fetched once a day per host, reduced to the rules for us, parsed by protego."""

import asyncio
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from protego import Protego

from coranto.fetch.own_rules import own_rules
from coranto.fetch.site_file_cache import SiteFileCache
from coranto.model.reason import Reason
from coranto.model.response import Failure, Response

KEEP = 86400.0  # seconds for which a response is kept
SOON = 600.0  # seconds for which a server's failure is kept
SITES = 500  # files kept at a time; the least recently used goes first
ROOM = 1_000_000  # letters of all of them together
_LARGE = 20_000  # bytes of a file that is reduced in a thread


class Robots:
    """Decides whether a page may be fetched.

    Parameters
    ----------
    get : callable
        Fetches an address.
    agent : str
        The name to match in the file.
    clock : callable
        Seconds, going forward only.

    """

    def __init__(
        self, get: Callable[[str], Awaitable[Response | Failure]], agent: str, clock: Callable[[], float]
    ) -> None:
        self._get, self._agent = get, agent
        self._sites = SiteFileCache(self._ask, clock, SITES, ROOM)

    async def forbids(self, url: str) -> Reason | None:
        """Return the reason why a page may not be fetched, or None where it may.

        No robots.txt (any 4xx) allows everything; a server that fails to serve it (5xx, no response) gets no requests
        for a while, as RFC 9309 requires.
        """
        rules = await self._sites.of(url)
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        if rules is None:
            return Reason("fetch.robots_silent", {"site": site})
        if rules.can_fetch(url, self._agent):
            return None
        return Reason("fetch.robots", {"site": site})

    async def sitemaps(self, url: str) -> list[str]:
        """Return the sitemaps that the file of an address's site names (``Sitemap:``)."""
        rules = await self._sites.of(url)
        return list(rules.sitemaps) if rules else []

    async def _ask(self, site: str) -> tuple[Protego | None, float, int]:
        answer = await self._get(f"{site}/robots.txt")
        if isinstance(answer, Response):
            body = answer.body
            text = await asyncio.to_thread(self._own, body) if len(body) > _LARGE else self._own(body)
            return Protego.parse(text), KEEP, len(text)
        if answer.status is not None and 400 <= answer.status < 500 and answer.status != 429:
            return Protego.parse(""), KEEP, 0
        return None, SOON, 0

    def _own(self, body: bytes) -> str:
        return own_rules(_text(body), self._agent)


def _text(body: bytes) -> str:
    """Decode the file: a byte order mark is not part of its first line."""
    body = body[:512_000]
    encoding = "utf-16" if body.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8"
    return body.decode(encoding, "replace").replace("\ufeff", "")
