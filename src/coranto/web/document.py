"""A document: what an address answers with, live and as a file."""

import hashlib
from datetime import datetime, timedelta
from functools import cached_property

import msgspec

HTML = "text/html"
JSON = "application/json"


class Document(msgspec.Struct, frozen=True, dict=True):
    """The bytes of a page, feed or API page.

    ``path`` is its own address within the site; whoever asked under another one is sent there. ``read`` is the article
    that is read by opening it, where a reader counts. ``until`` is the time from which the page says something else
    though nothing has happened; None for one that waits for something to happen.
    """

    path: str
    body: bytes
    type: str = HTML
    read: str = ""
    until: datetime | None = None

    @cached_property
    def etag(self) -> str:
        """A validator of the bytes; weak, because they may travel compressed."""
        return f'W/"{hashlib.sha256(self.body).hexdigest()[:20]}"'


def midnight(now: datetime) -> datetime:
    """Give the next midnight (UTC): until then a page that tells of today says the same."""
    return now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
