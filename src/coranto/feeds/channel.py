"""The common part of the three feed formats: a channel, and records as its items."""

import uuid
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

import msgspec

from coranto.model.article import Picture
from coranto.model.change import StoredRecord
from coranto.record import sanitize
from coranto.text.address import in_ascii

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


class Outlet(msgspec.Struct, frozen=True):
    """An outlet that tells a story too, and the address of its article; "" where nothing leads there."""

    name: str
    url: str


class Told(msgspec.Struct, frozen=True):
    """The story of an item: its page, the other outlets, when it last said something new, and all of it as HTML."""

    page: str
    outlets: tuple[Outlet, ...]
    updated: datetime
    content: str

    def at(self, updated: datetime) -> "Told":
        """Return the same, updated at this time."""
        return msgspec.structs.replace(self, updated=updated)


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """An item of a feed: a record. Its ``id`` is made of the article's id alone and stays when the site moves.

    ``content`` is HTML, present if there is more than a summary; ``own`` is True if the address is our own page.
    ``changed`` is when its record last changed in any way, ``updated`` when it last said something new to a reader.
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
    story: str = ""  # the address of its story's page
    outlets: tuple[Outlet, ...] = ()  # the others that tell it
    updated: datetime | None = None  # None: as changed

    @property
    def news(self) -> datetime:
        """When it last said something new."""
        return self.updated or self.changed


def items(
    filed: Iterable[StoredRecord],
    also: Mapping[str, tuple[Related, ...]] | None = None,
    told: Mapping[str, Told] | None = None,
) -> Iterator[Item]:
    """Yield the items of records, in their order; a record without an address or a title is left out.

    ``also`` has by article id the same story in other languages, ``told`` the story itself.
    """
    for stored in filed:
        record = stored.record
        url = sanitize.address(record.web_url or "") or sanitize.address(record.original_url or "")
        title = sanitize.line(record.title or "")
        if not url or not title:
            continue
        provider, story = record.provider, (told or {}).get(stored.article)
        yield Item(
            id=f"urn:uuid:{uuid.uuid5(_ARTICLES, stored.article)}",
            url=in_ascii(url),
            title=title,
            summary=sanitize.line(record.excerpt or ""),
            outlet=sanitize.line(provider.name or provider.domain) if provider else "",
            published=record.published_date_time or stored.changed,
            changed=stored.changed,
            topics=tuple(filter(None, map(sanitize.line, record.topics))),
            image=next((p for p in record.images if sanitize.address(p.url).startswith(("http://", "https://"))), None),
            also=(also or {}).get(stored.article, ()),
            content=story.content if story else "",
            story=story.page if story else "",
            outlets=story.outlets if story else (),
            updated=story.updated if story else None,
        )


def changed(items: Iterable[Item]) -> datetime | None:
    """Return the time of the last change; None for a feed without items."""
    return max((item.changed for item in items), default=None)
