"""The changes that one poll of a source or one article's arrival makes in the store: the units of its transactions."""

from datetime import datetime

import msgspec

from coranto.model.article import Article, TopicMatch
from coranto.model.entry import Entry
from coranto.model.record import Record
from coranto.model.story import Member, Neighbour, StoryState


class PendingEntry(msgspec.Struct, frozen=True, kw_only=True):
    """An entry whose page has not been read yet; ``number`` is assigned by the store in order of arrival, 0 before.

    ``held`` says why an entry that was never tried had to wait; empty for one that had not to.
    ``attempt`` is that of the lease under which it was taken from the queue, 0 if it was only looked at.
    """

    number: int = 0
    source: str  # id of the source
    url: str  # canonical form of the entry's address, as far as it is known without the page
    entry: Entry
    seen: datetime
    tries: int = 0
    held: str = ""
    attempt: int = 0


class LeadAndHeat(msgspec.Struct, frozen=True, kw_only=True):
    """A story's lead and its heat without readers, after an arrival."""

    story: str
    lead: str
    heat: int


class TopicChange(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How an editor changes the topics of an article: exactly these, or some more and some fewer.

    ``set`` and ``add`` have each topic's id and name, ``remove`` the names.
    """

    set: tuple[tuple[str, str], ...] | None = None
    add: tuple[tuple[str, str], ...] = ()
    remove: tuple[str, ...] = ()


class Original(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An edited article's original: the outlet's words, the judged topics, an imported record's published state."""

    title: str
    excerpt: str = ""
    topics: tuple[TopicMatch, ...] = ()
    provenance: dict[str, str] = {}
    published: bool | None = None


class Override(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Editors' decisions about an article; they remain when the article is judged again.

    Attributes
    ----------
    article : str
        Its id.
    boost : int
        Points on top of its quality.
    published : bool or None
        Whether it is published; None leaves that to the rules.
    hidden : bool
        Whether it is taken down: not published, listed or found, and never a lead.
    pinned, lead : int
        Number of the edit that pinned its story to the top of the front page, and of the one that made it the lead; 0
        for none. The highest number wins.
    title, excerpt : str or None
        The editor's text; None keeps the outlet's.
    topics : TopicChange or None
        How its topics differ from the judged ones.
    held : str or None
        Until when its story waits, whatever the rules say: ISO, UTC.
    original : Original or None
        The article before the edits, if one of the last three is set or it is an imported record.

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
    held: str | None = None

    @property
    def is_blank(self) -> bool:
        """Whether nothing is decided any more: every edit was undone."""
        return msgspec.structs.replace(self, original=None) == Override(article=self.article)

    @property
    def decides(self) -> bool | None:
        """Whether editors decided that it is published or not; None if they did not decide."""
        return False if self.hidden else self.published


class ArticleChange(msgspec.Struct, frozen=True, kw_only=True):
    """All changes of one article's arrival, or of an editor's decision about it; saved in one transaction.

    ``entry`` is the number of the pending entry that it completes. ``members`` are (story, member) pairs, new or
    moved from another story; ``near`` (story, neighbour) pairs; ``merged`` (old story, into story): the old one ends,
    its members and neighbours move. ``dirty`` are the ids of the articles whose records must be built again. An article
    that already exists is replaced. ``sketch`` is the digest of its text by which reprints are found.
    """

    entry: int | None = None
    article: Article
    members: tuple[tuple[str, Member], ...] = ()
    near: tuple[tuple[str, Neighbour], ...] = ()
    merged: tuple[tuple[str, str], ...] = ()
    standings: tuple[LeadAndHeat, ...] = ()
    dirty: tuple[str, ...] = ()
    sketch: bytes | None = None
    restored: tuple[StoryState, ...] = ()


class StoredRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A record in the store: its article, its path under the records folder, and when it was last changed."""

    article: str
    path: str  # _news/2023-10-06-mps-call-for-urgent-stop.md
    record: Record
    changed: datetime
