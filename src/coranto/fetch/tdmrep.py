"""Text and data mining reserved by a site for its pages: ``/.well-known/tdmrep.json``, fetched once a day.

The page and its response header take precedence (https://www.w3.org/community/reports/tdmrep/CG-FINAL-tdmrep-20240510/).
"""

import json
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from coranto.fetch.site_file_cache import SiteFileCache
from coranto.model.response import Failure, Response

KEEP = 86400.0  # seconds for which a response is kept
_RULES = 1_000  # rules per file
SITES = 500  # files kept at a time
ROOM = 1_000_000  # letters of all of them together
_Rules = list[tuple[str, str]]  # pattern of a path, "1" or "0"


class TdmReservations:
    """Decides whether a site reserves mining of a page.

    Parameters
    ----------
    get : callable
        Fetches an address.
    clock : callable
        Seconds, going forward only.

    """

    def __init__(self, get: Callable[[str], Awaitable[Response | Failure]], clock: Callable[[], float]) -> None:
        self._get = get
        self._sites = SiteFileCache(self._ask, clock, SITES, ROOM)

    async def of(self, url: str) -> str | None:
        """Return ``1`` (reserved) or ``0`` for an address by its site's file, or None where no rule matches."""
        parts = urlsplit(url)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        found = [(len(pattern), value) for pattern, value in await self._sites.of(url) if _matches(pattern, path)]
        return max(found)[1] if found else None

    async def _ask(self, site: str) -> tuple[_Rules, float, int]:
        answer = await self._get(f"{site}/.well-known/tdmrep.json")
        found = rules(answer.body) if isinstance(answer, Response) else []
        return found, KEEP, sum(len(pattern) for pattern, _ in found)


def rules(body: bytes) -> _Rules:
    """Read the file; invalid rules are skipped."""
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        return []
    found = []
    for rule in (document if isinstance(document, list) else [])[:_RULES]:
        where, value = (
            (rule.get("location"), str(rule.get("tdm-reservation"))) if isinstance(rule, dict) else (None, "")
        )
        if isinstance(where, str) and where.startswith("/") and len(where) < 500 and value in ("0", "1"):
            found.append((where, value))
    return found


def _matches(pattern: str, path: str) -> bool:
    """Match as robots.txt does: a prefix, ``*`` for anything, ``$`` for the end.

    Each part is searched once, after the part before it, so the time is bounded by the path's length per part.
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
