"""The common part of the three feed formats: a channel, and records as its items."""

import uuid
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

import msgspec

from coranto.model.article import Picture
from coranto.model.change import StoredRecord
from coranto.record import sanitize

REVISIONS = uuid.UUID("0f7f5f6e-52c5-4b4e-9f60-3f1f4f0f8a35")  # of the UUIDs made of revisions
_ARTICLES = uuid.UUID("5b0a9f1e-6c3d-4c55-9d0a-2f6f0f6a7c11")  # the namespace of the UUIDs made of article ids


class Channel(msgspec.Struct, frozen=True, kw_only=True):
    """A feed: ``home`` is its page's address, ``address`` its own, both absolute; ``hubs`` announce its updates."""

    title: str
    description: str
    home: str
    address: str
    language: str
    hubs: tuple[str, ...] = ()


class Related(msgspec.Struct, frozen=True):
    """The page of a story in another language (primary subtag) that tells the same."""

    url: str
    language: str
    title: str


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """An item of a feed: a record. Its ``id`` is made of the article's id alone and stays when the site moves.

    ``content`` is HTML, present if there is more than a summary; ``own`` is True if the address is our own page.
    """

    id: str
    url: str
    title: str
    summary: str
    outlet: str
    published: datetime
    changed: datetime
    topics: tuple[str, ...] = ()
    image: Picture | None = None
    content: str = ""
    own: bool = False
    also: tuple[Related, ...] = ()


def items(filed: Iterable[StoredRecord], also: Mapping[str, tuple[Related, ...]] | None = None) -> Iterator[Item]:
    """Yield the items of records, in their order; a record without an address or a title is left out.

    ``also`` has by article id the same story in other languages.
    """
    for stored in filed:
        record = stored.record
        url = sanitize.address(record.web_url or "") or sanitize.address(record.original_url or "")
        title = sanitize.line(record.title or "")
        if not url or not title:
            continue
        provider = record.provider
        yield Item(
            id=f"urn:uuid:{uuid.uuid5(_ARTICLES, stored.article)}",
            url=url,
            title=title,
            summary=sanitize.line(record.excerpt or ""),
            outlet=sanitize.line(provider.name or provider.domain) if provider else "",
            published=record.published_date_time or stored.changed,
            changed=stored.changed,
            topics=tuple(filter(None, map(sanitize.line, record.topics))),
            image=next((p for p in record.images if sanitize.address(p.url).startswith(("http://", "https://"))), None),
            also=(also or {}).get(stored.article, ()),
        )


def changed(items: Iterable[Item]) -> datetime | None:
    """Return the time of the last change; None for a feed without items."""
    return max((item.changed for item in items), default=None)
