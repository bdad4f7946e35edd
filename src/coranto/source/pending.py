"""The entries of a feed as they wait for their page to be read."""

from datetime import UTC, datetime

from coranto.dedupe import address
from coranto.model.change import PendingEntry
from coranto.model.entry import Feed
from coranto.model.source import Source

NEWEST = 500  # addresses of a sitemap taken at one poll
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def entries(source: Source, feed: Feed, now: datetime) -> list[PendingEntry]:
    """Name each entry by its address; one without a usable address cannot become an article and is left."""
    found = feed.entries
    if feed.kind == "sitemap":
        found = tuple(sorted(found, key=lambda e: e.published or e.updated or _EPOCH, reverse=True)[:NEWEST])
    named: dict[str, PendingEntry] = {}
    for entry in found:
        url = address.canonical(entry.url or "", feed.link)
        if url and url not in named:
            named[url] = PendingEntry(source=source.id, url=url, entry=entry, seen=now)
    return list(named.values())
