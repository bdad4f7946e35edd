"""The entries of a feed that wait for their page to be read."""

from datetime import UTC, datetime

from coranto.dedupe import address, identity
from coranto.model.change import PendingEntry
from coranto.model.entry import Entry, Feed
from coranto.model.source import Source

NEWEST = 500  # addresses of a sitemap taken at one poll
ENTRIES = 1_000  # entries of a feed taken at one poll, the newest
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def entries(source: Source, feed: Feed, now: datetime) -> list[PendingEntry]:
    """Name each entry by its address; an entry without a usable address cannot become an article and is skipped.

    Of several entries with the same address the oldest keeps it. The other entries, if they have ids and titles of
    their own (advisories, items of a change log), get the address with ``#!`` and their id.
    """
    found = feed.entries
    most = NEWEST if feed.kind == "sitemap" else ENTRIES
    if feed.kind == "sitemap" or len(found) > most:
        found = tuple(sorted(found, key=lambda e: e.published or e.updated or _EPOCH, reverse=True)[:most])
    shared: dict[str, list[Entry]] = {}
    for entry in found:
        if url := address.canonical(entry.url or (entry.id and entry.title and feed.link) or "", feed.link):
            shared.setdefault(url, []).append(entry)
    return [
        PendingEntry(source=source.id, url=name, entry=entry, seen=now)
        for url, those in shared.items()
        for name, entry in identity.names(url, those)
    ]
