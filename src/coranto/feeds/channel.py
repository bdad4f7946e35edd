"""What the three feed formats have in common: a channel, and records as its items."""

import uuid
from collections.abc import Iterable, Iterator
from datetime import datetime

import msgspec

from coranto.model.article import Picture
from coranto.model.change import StoredRecord
from coranto.record import sanitize

_ARTICLES = uuid.UUID("5b0a9f1e-6c3d-4c55-9d0a-2f6f0f6a7c11")  # names what follows an article's id in `urn:uuid:`


class Channel(msgspec.Struct, frozen=True, kw_only=True):
    """A feed: ``home`` is its page, ``address`` its own, both absolute; ``hubs`` tell what is new in it."""

    title: str
    description: str
    home: str
    address: str
    language: str
    hubs: tuple[str, ...] = ()


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """What stands in a feed: a record, whose ``id`` is made of the article's id alone and stays when the site moves.

    ``content`` is HTML, where there is more than a summary; ``own`` says that the address is our own page.
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


def items(filed: Iterable[StoredRecord]) -> Iterator[Item]:
    """Make items of records in their order; one without an address or a title is left out."""
    for one in filed:
        record = one.record
        url = sanitize.address(record.web_url or "") or sanitize.address(record.original_url or "")
        title = sanitize.line(record.title or "")
        if not url or not title:
            continue
        provider = record.provider
        yield Item(
            id=f"urn:uuid:{uuid.uuid5(_ARTICLES, one.article)}",
            url=url,
            title=title,
            summary=sanitize.line(record.excerpt or ""),
            outlet=sanitize.line(provider.name or provider.domain) if provider else "",
            published=record.published_date_time or one.changed,
            changed=one.changed,
            topics=tuple(filter(None, map(sanitize.line, record.topics))),
            image=next((p for p in record.images if sanitize.address(p.url).startswith(("http://", "https://"))), None),
        )


def changed(items: Iterable[Item]) -> datetime | None:
    """Give the time of the last change; None for a feed without items."""
    return max((item.changed for item in items), default=None)
