"""The river: everything that came in, newest first, page by page; live, a reader narrows it down."""

from datetime import datetime
from itertools import groupby
from urllib.parse import urlencode

import msgspec

from coranto.feeds import address
from coranto.i18n.messages import _
from coranto.model.search import SearchFilter
from coranto.newsroom import Newsroom
from coranto.web import search_query, words
from coranto.web.page_kind import PageKind, PageRequest
from coranto.web.pages import components, layout, published
from coranto.web.pages.components import Link, Piece
from coranto.web.pages.layout import Layout

RIVER = 100  # articles of a page


class Choice(msgspec.Struct, frozen=True):
    """A value of a filter, and whether it is the one in force."""

    value: str
    name: str
    chosen: bool


class Filters(msgspec.Struct, frozen=True, kw_only=True):
    """The form that narrows the river down. ``published`` is empty where readers see only what is published."""

    topics: list[Choice]
    published: list[Choice]
    source: str


class River(msgspec.Struct, frozen=True, kw_only=True):
    """Articles by day, the newest first; ``filters`` and ``older`` are there live only."""

    layout: Layout
    days: list[tuple[str, list[Piece]]]
    filters: Filters | None
    older: str
    newest: str
    feeds: list[Link]


def view(newsroom: Newsroom, request: PageRequest) -> River:
    """List a page of the articles that arrived last, within the filters of the request."""
    whole = newsroom.settings.site.show_unpublished
    asked = {name: request.first(name) for name in ("topic", "published", "source")}
    within = _within(newsroom, asked, whole=whole)
    after = _place(newsroom, request.first("before"))
    stored = newsroom.store.page_of_records(within, after, RIVER + 1)
    articles = newsroom.store.get_articles([one.article for one in stored[:RIVER]])
    shown = [articles[one.article] for one in stored[:RIVER]]
    pages = published.pages_of(newsroom, [one.id for one in shown])
    days = [
        (day, [components.piece(one, components.at(one.published), story=pages.get(one.id, "")) for one in group])
        for day, group in groupby(shown, key=lambda one: words.day(one.published))
    ]
    about = _("Everything that came in, the newest first, published or not.")
    return River(
        layout=layout.build(
            newsroom,
            "/river/",
            _("River"),
            about=about if whole else _("Everything that is published, the newest first."),
            edition=request.now,
            density=request.density,
            hidden=bool(request.query),
        ),
        days=days,
        filters=_filters(newsroom, asked, whole=whole) if request.live else None,
        older=_way(asked, before=stored[RIVER - 1].article) if request.live and len(stored) > RIVER else "",
        newest=_way(asked) if after else "",
        feeds=_feeds(newsroom, asked) if request.live else [],
    )


def _within(newsroom: Newsroom, asked: dict[str, str], *, whole: bool) -> SearchFilter:
    """Return the filter that a reader asks for; values that cannot be used are left out."""
    topic = search_query.named(asked["topic"], newsroom.taxonomy)
    asked["topic"] = asked["topic"] if topic else ""
    if asked["published"] not in ("yes", "no") or not whole:
        asked["published"] = "" if whole else "yes"
    return SearchFilter(
        topics=(topic,) if topic else (),
        outlets=(asked["source"],) if asked["source"] else (),
        published=search_query.PUBLISHED.get(asked["published"]),
    )


def _filters(newsroom: Newsroom, asked: dict[str, str], *, whole: bool) -> Filters:
    topics = [("", _("All topics")), *((topic.id, topic.name) for topic in newsroom.taxonomy)]
    kinds = [("", _("published or not")), ("yes", _("published")), ("no", _("not published"))] if whole else []
    return Filters(
        topics=[Choice(value, name, value == asked["topic"]) for value, name in topics],
        published=[Choice(value, name, value == asked["published"]) for value, name in kinds],
        source=asked["source"],
    )


def _feeds(newsroom: Newsroom, asked: dict[str, str]) -> list[Link]:
    """Return the feeds of what is listed: a search with the same filters."""
    parts = [f"{name}:{value}" for name, value in asked.items() if value and " " not in value]
    if newsroom.settings.site.show_unpublished and not asked["published"]:
        parts.append("published:any")
    return [
        Link(name, address.search(f"/search/{file}", " ".join(parts)))
        for name, file in (("RSS", "feed.xml"), ("Atom", "feed.atom"), ("JSON Feed", "feed.json"))
    ]


def _way(asked: dict[str, str], **more: str) -> str:
    """Return the query of a page with the same filters."""
    return "?" + urlencode({name: value for name, value in (asked | more).items() if value})


def _place(newsroom: Newsroom, article: str) -> tuple[datetime, str] | None:
    """Return where a page after an article begins, None for the first page."""
    stored = newsroom.store.get_records([article]).get(article) if address.plain(article) else None
    at = stored.record.published_date_time if stored else None
    return (at, article) if at else None


def latest(newsroom: Newsroom) -> list[str]:
    """Return the ids of the articles on the first page."""
    within = SearchFilter(published=None if newsroom.settings.site.show_unpublished else True)
    return [one.article for one in newsroom.store.page_of_records(within, limit=RIVER)]


KIND = PageKind(
    name="river",
    paths=("/river/",),
    view=view,
    template="river.html",
    aging=True,
    cached=True,
    sitemap=True,
)
