"""A source: whom we read, what we know of it, and how it has been doing."""

from datetime import datetime

import msgspec

from coranto.model.reason import Reason


class Subscription(msgspec.Struct, frozen=True, kw_only=True):
    """A hub's promise to tell us what is new (WebSub). The secret signs its deliveries and is shown nowhere."""

    hub: str
    topic: str  # the feed's address, as the hub knows it
    secret: str
    asked: datetime
    until: datetime | None = None  # None: not confirmed
    delivered: datetime | None = None  # None: it has not delivered yet, or not everything

    def __repr__(self) -> str:
        """Keep the secret out of logs and errors."""
        return f"Subscription(hub={self.hub!r}, topic={self.topic!r}, until={self.until!r})"


class SitemapPart(msgspec.Struct, frozen=True, kw_only=True):
    """A sitemap that an index lists, and how it was at the last look at it."""

    url: str
    changed: datetime | None = None  # as the index says
    due: bool = False  # new or changed, and not read yet
    etag: str | None = None
    modified: str | None = None
    digest: str | None = None  # of what it held
    within: str | None = None  # address of the index that lists it, where that is itself listed in one


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """A feed, sitemap or page that is read again and again.

    ``id`` is derived from the address it was added with and stays when the address moves. ``topics`` are names that
    every article of the source gets. ``folder`` is its place in the OPML outline (``"Agencies/Europe"``).
    """

    id: str
    url: str
    title: str | None = None
    site: str | None = None  # the outlet's own page
    kind: str = "feed"  # feed, sitemap, or what a plugin adds; an unknown one is read as a feed
    folder: str = ""
    topics: tuple[str, ...] = ()
    # What the publisher's server says.
    etag: str | None = None
    modified: str | None = None
    moved_to: str | None = None  # a permanent redirect seen once; a second look rewrites the address
    # What its feed says of itself.
    asked: int | None = None  # seconds it wants to be left between two looks
    skip_hours: tuple[int, ...] = ()  # UTC hours without news
    skip_days: tuple[str, ...] = ()  # English day names without news
    rhythm: int | None = None  # seconds between two entries, as usual
    parts: tuple[SitemapPart, ...] = ()  # where it is an index of sitemaps
    # How it has been doing.
    next_look: datetime | None = None  # None: due now
    last_look: datetime | None = None
    last_good: datetime | None = None
    held: datetime | None = None  # its server asked to be left alone until then
    failures: int = 0  # in a row
    trouble: Reason | str | None = None  # the last failure; in words where it was saved so
    retired: Reason | str | None = None  # why it is no longer read (410 Gone)
    last_entry: datetime | None = None  # the newest entry seen
    subscription: Subscription | None = None
    interval: int | None = None  # seconds between looks, as the cadence has settled


class SourceStats(msgspec.Struct, frozen=True):
    """How much comes from a source: articles it found first, those of them published, and when the latest ones were.

    ``lately`` are the articles' own times of publication, the earliest first.
    """

    articles: int
    published: int
    lately: tuple[datetime, ...]
