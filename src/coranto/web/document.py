"""A document: the bytes for a path, live and as a file."""

import hashlib
from datetime import datetime, timedelta
from functools import cached_property

import msgspec

HTML = "text/html"
JSON = "application/json"


class TakenDown(Exception):
    """The requested page was taken down by an editor, for good."""


class Document(msgspec.Struct, frozen=True, dict=True):
    """The bytes of a page, feed or API page.

    ``path`` is its own address within the site; requests under another address are redirected to it. ``read`` is the
    article that a reader reads by opening it, for the reader count. ``until`` is the time at which the page changes
    without a change in the store; None for a page that does not.
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
    """Return the next midnight (UTC): until then a page that tells of today says the same."""
    return now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
