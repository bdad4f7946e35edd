"""Count readers without knowing them.

A reader is a hash of a network with a salt that is drawn every UTC day and then overwritten: within the day the same
network (of IPv6 the /64 of one household) counts once for an article, whatever browsers it claims to have; afterwards
nobody can identify or follow a reader. A cookie with the same value for all shows whether a browser keeps cookies.
"""

import hashlib
import ipaddress
import re
import secrets
import threading
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from coranto.store.protocol import Store

_KEY = "readers.salt"
_PROGRAM = re.compile(
    r"bot\b|bot/|crawl|spider|slurp|preview|monitor|scan|feed|fetch|curl|wget|python|java/|go-http|httpx?/|axios|"
    r"headless|lighthouse|facebookexternalhit|archiver",
    re.IGNORECASE,
)


class ReaderCount:
    """Counts who opens a story or an article.

    Parameters
    ----------
    store : Store
        Keeps the counts, and the salt of the day.
    now : callable
        The clock.

    """

    def __init__(self, store: Store, now: Callable[[], datetime]) -> None:
        self._store, self._now = store, now
        self._lock = threading.Lock()
        self._salt = ("", b"")

    def count(self, article: str, address: str, agent: str, known: bool = False) -> None:
        """Count a reader of an article's page: once a day, and no program that identifies itself.

        ``known`` says whether the browser brought the site's cookie.
        """
        if person(agent):
            self.count_all([(article, network(address), known)])

    def count_all(self, readers: Iterable[tuple[str, str, bool]]) -> None:
        """Count readers in one transaction: articles, networks, and whether the browser brought the site's cookie."""
        day = f"{self._now():%Y-%m-%d}"
        salt = self._of(day)  # a new day's salt is not lost with the transaction
        with self._store.transaction(writes=True):
            for article, who, known in readers:
                fingerprint = hashlib.sha256(b"\0".join((salt, who.encode(errors="replace"))))
                self._store.count_reader(article, fingerprint.hexdigest()[:24], day, known)

    def _of(self, day: str) -> bytes:
        """Return the salt of the day; on a new day draw one and overwrite yesterday's."""
        with self._lock:
            if self._salt[0] == day:
                return self._salt[1]
            kept = self._store.get_value(_KEY) or b""
            if kept[:10] != day.encode():
                kept = day.encode() + secrets.token_bytes(16)
                self._store.put_value(_KEY, kept)
                self._store.delete_readers(f"{self._now() - timedelta(days=1):%Y-%m-%d}")
            self._salt = (day, kept[10:])
            return self._salt[1]


def network(address: str) -> str:
    """Return what counts as one reader: an IPv4 address, or the network of a household (IPv6 /64)."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    found = getattr(found, "ipv4_mapped", None) or found
    return str(ipaddress.ip_network((found, 64), strict=False)) if found.version == 6 else str(found)


def person(agent: str) -> bool:
    """Whether a user agent may be a person's browser."""
    return bool(agent) and _PROGRAM.search(agent) is None
