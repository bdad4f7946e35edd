"""What one look at a source, and one article's arrival, change in the store: the units of its transactions."""

from datetime import datetime

import msgspec

from coranto.model.article import Article
from coranto.model.entry import Entry
from coranto.model.record import Record
from coranto.model.story import Member, Neighbour


class PendingEntry(msgspec.Struct, frozen=True, kw_only=True):
    """An entry whose page has not been read yet; ``number`` is the store's, by arrival, 0 before it has one."""

    number: int = 0
    source: str  # id of the source
    url: str  # canonical form of the entry's address, as far as it is known without the page
    entry: Entry
    seen: datetime
    tries: int = 0


class LeadAndHeat(msgspec.Struct, frozen=True, kw_only=True):
    """What a story looks like after an arrival: its lead and heat without readers."""

    story: str
    lead: str
    heat: int


class Override(msgspec.Struct, frozen=True, kw_only=True):
    """What an editor decided about an article: points on top, and publication either way."""

    article: str
    boost: int = 0
    published: bool | None = None


class ArticleChange(msgspec.Struct, frozen=True, kw_only=True):
    """All that one article's arrival, or an editor's ruling on it, changes; saved in one transaction.

    ``entry`` is the number of the waiting entry that is done with it. ``members`` are (story, member) pairs, new or
    moved from another story; ``near`` (story, neighbour) pairs; ``merged`` (old story, into story): the old one ends,
    its members and neighbours go over. ``dirty`` are the ids of the articles whose record must be made anew. An article
    that is known already is replaced. ``sketch`` is what its text is compared by, to know its reprints.
    """

    entry: int | None = None
    article: Article
    members: tuple[tuple[str, Member], ...] = ()
    near: tuple[tuple[str, Neighbour], ...] = ()
    merged: tuple[tuple[str, str], ...] = ()
    standings: tuple[LeadAndHeat, ...] = ()
    dirty: tuple[str, ...] = ()
    ruling: Override | None = None
    sketch: bytes | None = None


class StoredRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A record in the store: its article, its path under the records folder, and when it was last changed."""

    article: str
    path: str  # _news/2023-10-06-mps-call-for-urgent-stop.md
    record: Record
    changed: datetime
