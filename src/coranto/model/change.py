"""What one look at a source, and one article's arrival, change in the store: the units of its transactions."""

from datetime import datetime

import msgspec

from coranto.model.article import Article, TopicMatch
from coranto.model.entry import Entry
from coranto.model.record import Record
from coranto.model.story import Member, Neighbour, StoryState


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


class TopicChange(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How an editor changes the topics of an article: exactly these, or some more and some fewer.

    ``set`` and ``add`` have the id and the name of each, ``remove`` the names.
    """

    set: tuple[tuple[str, str], ...] | None = None
    add: tuple[tuple[str, str], ...] = ()
    remove: tuple[str, ...] = ()


class Original(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What an edited article was before: the outlet's words, the topics as judged, an imported record's word."""

    title: str
    excerpt: str = ""
    topics: tuple[TopicMatch, ...] = ()
    provenance: dict[str, str] = {}
    published: bool | None = None


class Override(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What editors decided about an article, which holds however often the article is judged again.

    Attributes
    ----------
    article : str
        Its id.
    boost : int
        Points on top of its quality.
    published : bool or None
        Publication either way; None leaves it to the rules.
    hidden : bool
        Taken down: it is not published, listed, found or led by.
    pinned, lead : int
        Number of the edit that pinned its story to the top of the front page, and that chose it to lead its story; 0
        for neither. Of several the highest counts.
    title, excerpt : str or None
        The editor's own; None leaves the outlet's.
    topics : TopicChange or None
        How its topics differ from those that it was judged to have.
    original : Original or None
        What it was before, where one of the last three is set or it is an imported record.

    """

    article: str
    boost: int = 0
    published: bool | None = None
    hidden: bool = False
    pinned: int = 0
    lead: int = 0
    title: str | None = None
    excerpt: str | None = None
    topics: TopicChange | None = None
    original: Original | None = None

    @property
    def decides(self) -> bool | None:
        """Whether it is published, where editors decided that."""
        return False if self.hidden else self.published


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
    restored: tuple[StoryState, ...] = ()


class StoredRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A record in the store: its article, its path under the records folder, and when it was last changed."""

    article: str
    path: str  # _news/2023-10-06-mps-call-for-urgent-stop.md
    record: Record
    changed: datetime
