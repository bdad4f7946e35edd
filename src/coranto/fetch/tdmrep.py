"""Text and data mining reserved by a site for all of its pages: ``/.well-known/tdmrep.json``, asked for once a day.

What a page or the header of its answer says counts more (https://www.w3.org/community/reports/tdmrep/CG-FINAL-tdmrep-20240510/).
"""

import json
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from coranto.fetch.site_file_cache import SiteFileCache
from coranto.model.response import Failure, Response

KEEP = 86400.0  # seconds for which an answer holds
_RULES = 1_000  # of a file
_Rules = list[tuple[str, str]]  # pattern of a path, "1" or "0"


class TdmReservations:
    """Says whether a page's site reserves it.

    Parameters
    ----------
    get : callable
        Fetches an address.
    clock : callable
        Seconds, going forward only.

    """

    def __init__(self, get: Callable[[str], Awaitable[Response | Failure]], clock: Callable[[], float]) -> None:
        self._get = get
        self._sites = SiteFileCache(self._ask, clock)

    async def of(self, url: str) -> str | None:
        """Return ``1`` (reserved) or ``0`` as the site's file says of an address, or None where it says nothing."""
        parts = urlsplit(url)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        found = [(len(pattern), value) for pattern, value in await self._sites.of(url) if _matches(pattern, path)]
        return max(found)[1] if found else None

    async def _ask(self, site: str) -> tuple[_Rules, float]:
        answer = await self._get(f"{site}/.well-known/tdmrep.json")
        return (rules(answer.body) if isinstance(answer, Response) else []), KEEP


def rules(body: bytes) -> _Rules:
    """Read the file; what is no rule in it is left out."""
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return []
    found = []
    for one in (told if isinstance(told, list) else [])[:_RULES]:
        where, value = (one.get("location"), str(one.get("tdm-reservation"))) if isinstance(one, dict) else (None, "")
        if isinstance(where, str) and where.startswith("/") and len(where) < 500 and value in ("0", "1"):
            found.append((where, value))
    return found


def _matches(pattern: str, path: str) -> bool:
    """Match as robots.txt does: a beginning, ``*`` for anything, ``$`` for the end.

    Each part is looked for once, after the one before: no pattern takes longer than its path is long, part by part.
    """
    first, *parts = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    at = len(first)
    last = parts.pop() if parts and pattern.endswith("$") else None
    for part in parts:
        found = path.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    if not pattern.endswith("$"):
        return True
    return path.endswith(last) and len(path) - len(last) >= at if last is not None else at == len(path)
