"""What the answers are made of. Times are in UTC; addresses are absolute; ``None`` is what is not known."""

from datetime import datetime

from coranto.feeds.explanation_json import Reason
from coranto.feeds.story_json import Shape, Story

__all__ = [
    "Article", "Articles", "Change", "Changes", "Facets", "Found", "Outlet", "Problem", "Reprint", "Shape",
    "Source", "Sources", "Stories", "Story", "Topic", "Topics",
]  # fmt: skip


class Outlet(Shape, frozen=True):
    """Who published an article."""

    name: str
    domain: str


class Reprint(Shape, frozen=True):
    """Another print of an article: the same text at another outlet, which is no article of its own."""

    title: str
    url: str
    outlet: Outlet
    published: datetime


class Article(Shape, frozen=True):
    """An article: ``url`` leads to its publisher, ``page`` and ``explanation`` to what is known of it here.

    ``published`` is when its publisher dated it, ``is_published`` whether this site publishes it.
    ``image`` is its picture at the publisher's, ``image_copy`` our own copy where the publisher lets us keep one.
    """

    id: str
    title: str
    excerpt: str
    url: str
    outlet: Outlet | None
    topics: tuple[str, ...]
    type: str
    quality: int
    heat: int | None
    published: datetime | None
    is_published: bool
    changed: datetime
    image: str | None
    image_copy: str | None
    reprints: tuple[Reprint, ...]
    story: str | None
    record: str
    page: str
    explanation: str


class Topic(Shape, frozen=True):
    """A topic: ``id`` is what ``topic=`` asks for."""

    id: str
    name: str
    parent: str | None
    description: str
    keywords: tuple[str, ...]
    page: str


class Source(Shape, frozen=True):
    """A source: ``id`` is what ``source=`` asks for; ``trouble`` is the last failure, where it fails.

    ``trouble`` is in words, ``troubleReason`` is the same as a code with parameters.
    """

    id: str
    title: str
    url: str
    site: str | None
    topics: tuple[str, ...]
    articles: int
    published: int
    last_good: datetime | None
    trouble: str | None
    trouble_reason: Reason | None


class Change(Shape, frozen=True):
    """What an outlet changed in a published article: a headline, number, name or quote, before and after.

    ``place`` is where it stands (headline, summary, text), ``context`` the words around it now, ``says`` the change as
    a sentence, ``reason`` the same as a code with parameters, ``seen`` when we saw it. ``page`` is our page of the
    article.
    """

    id: int
    article: str
    story: str | None
    title: str
    outlet: Outlet
    url: str
    kind: str
    before: str
    after: str
    place: str
    context: str
    seen: datetime
    says: str
    reason: Reason
    page: str


class Changes(Shape, frozen=True):
    """A page of changes, the latest first; ``next`` is the cursor of the page after it, null on the last."""

    items: tuple[Change, ...]
    next: str | None


class Facets(Shape, frozen=True):
    """The number of results by kind; ``quality`` by tens."""

    topics: dict[str, int]
    sources: dict[str, int]
    months: dict[str, int]
    quality: dict[str, int]


class Articles(Shape, frozen=True):
    """A page of articles; ``next`` is the cursor of the page after it, null on the last."""

    items: tuple[Article, ...]
    next: str | None


class Stories(Shape, frozen=True):
    """A page of stories, hottest first; they may change places between two pages."""

    items: tuple[Story, ...]
    next: str | None


class Topics(Shape, frozen=True):
    """All topics."""

    items: tuple[Topic, ...]


class Sources(Shape, frozen=True):
    """All sources, by folder and title."""

    items: tuple[Source, ...]


class Found(Shape, frozen=True):
    """A page of search results, best first. Of more than ``count`` (not ``whole``) the newest are ranked."""

    items: tuple[Article, ...]
    next: str | None
    count: int
    whole: bool
    facets: Facets
    troubles: tuple[str, ...]


class Problem(Shape, frozen=True):
    """What went wrong (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
