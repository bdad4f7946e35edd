"""A source: its address, its properties and its health."""

from datetime import date, datetime

import msgspec

from coranto.model.reason import Reason


class Subscription(msgspec.Struct, frozen=True, kw_only=True):
    """A WebSub subscription at a hub. The secret signs its deliveries and is never shown."""

    hub: str
    topic: str  # the feed's address, as the hub knows it
    secret: str
    asked: datetime
    until: datetime | None = None  # None: not confirmed
    delivered: datetime | None = None  # None: no complete delivery yet

    def __repr__(self) -> str:
        """Keep the secret out of logs and errors."""
        return f"Subscription(hub={self.hub!r}, topic={self.topic!r}, until={self.until!r})"


class SitemapPart(msgspec.Struct, frozen=True, kw_only=True):
    """A sitemap that an index lists, and its state at the last poll."""

    url: str
    changed: datetime | None = None  # as the index states
    due: bool = False  # new or changed, and not read yet
    etag: str | None = None
    modified: str | None = None
    digest: str | None = None  # of its content
    within: str | None = None  # address of the index that lists it, if that index is itself listed in one


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """A feed, sitemap or page that is polled regularly.

    ``id`` is derived from the address it was added with and stays when the address moves. ``topics`` are names that
    every article of the source gets. ``folder`` is its folder in the OPML outline (``"Agencies/Europe"``).
    """

    id: str
    url: str
    title: str | None = None
    site: str | None = None  # the outlet's own page
    kind: str = "feed"  # feed, sitemap, or what a plugin adds; an unknown one is read as a feed
    folder: str = ""
    topics: tuple[str, ...] = ()
    unseen: date | None = None  # until when it is tried: what it writes is judged and not published, until it is kept
    # From the publisher's server.
    etag: str | None = None
    modified: str | None = None
    moved_to: str | None = None  # a permanent redirect seen once; a second one rewrites the address
    # From its feed.
    asked: int | None = None  # seconds it asks for between two polls
    skip_hours: tuple[int, ...] = ()  # UTC hours without news
    skip_days: tuple[str, ...] = ()  # English day names without news
    rhythm: int | None = None  # usual seconds between two entries
    parts: tuple[SitemapPart, ...] = ()  # its sitemaps, if it is an index
    # Its health.
    next_look: datetime | None = None  # None: due now
    last_look: datetime | None = None
    last_good: datetime | None = None
    held: datetime | None = None  # its server asked to wait until then
    failures: int = 0  # in a row
    trouble: Reason | str | None = None  # the last failure; text if saved as text
    retired: Reason | str | None = None  # why it is no longer read (410 Gone)
    last_entry: datetime | None = None  # the newest entry seen
    subscription: Subscription | None = None
    interval: int | None = None  # seconds between polls, set by the cadence


class SourceStats(msgspec.Struct, frozen=True):
    """Statistics of a source: articles that it had first, how many of them are published, and the times of the latest.

    ``lately`` are the articles' own times of publication, earliest first.
    """

    articles: int
    published: int
    lately: tuple[datetime, ...]
