"""Count readers without knowing them.

A reader is a hash of address and browser with a salt that is drawn every UTC day and then overwritten: within
the day the same reader counts once for an article; afterwards nobody can identify or follow a reader.
"""

import hashlib
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

    def count(self, article: str, address: str, agent: str) -> None:
        """Count a reader of an article's page: once a day, and no program that identifies itself."""
        if not person(agent):
            return
        day = f"{self._now():%Y-%m-%d}"
        fingerprint = hashlib.sha256(b"\0".join((self._of(day), address.encode(), agent.encode(errors="replace"))))
        self._store.count_reader(article, fingerprint.hexdigest()[:24], day)

    def count_all(self, readers: Iterable[tuple[str, str, str]]) -> None:
        """Count several readers in one transaction: articles, addresses and user agents."""
        readers = [one for one in readers if person(one[2])]
        if readers:
            self._of(f"{self._now():%Y-%m-%d}")  # a new day's salt is not lost with the transaction
            with self._store.transaction(writes=True):
                for article, address, agent in readers:
                    self.count(article, address, agent)

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


def person(agent: str) -> bool:
    """Whether a user agent may be a person's browser."""
    return bool(agent) and _PROGRAM.search(agent) is None
