"""What a site of plain files is searched by: the published articles of each day, and which days there are.

The script of the search page reads these files as ``search_query`` reads a search and the store compares words: whole
folded words, in titles and excerpts. An article's text is the newsroom's own and in no file.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

import msgspec

from coranto.model.article import Article
from coranto.model.search import SearchFilter
from coranto.newsroom import Newsroom
from coranto.web.document import JSON, Document
from coranto.web.page_kind import DocumentKind, single
from coranto.web.pages import components, days, published

_MOST = 2_000  # articles of a day


class Line(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A published article: where its story and the outlet's page are, its words, and what a search narrows down by."""

    title: str
    excerpt: str = ""
    time: str
    outlet: str
    url: str = ""
    story: str = ""  # path within the site, without a slash in front
    sources: tuple[str, ...] = ()  # its outlet's domain, and the id of the source that found it
    topics: tuple[str, ...] = ()
    quality: int = 0
    lang: str = ""


def of_day(newsroom: Newsroom, named: str) -> Document | None:
    """Return the published articles of a day, named as ``2026-03-07``, the newest first."""
    asked = days.named(named)
    if asked is None:
        return None
    start = datetime.combine(asked, time(), UTC)
    within = SearchFilter(after=start, before=start + timedelta(days=1))
    filed = newsroom.store.page_of_records(within, limit=_MOST)
    if not filed:
        return None
    articles = newsroom.store.get_articles([one.article for one in filed])
    pages = published.pages_of(newsroom, list(articles))
    listed = [
        _line(articles[one.article], pages.get(one.article, ""), one.record.quality or 0)
        for one in filed
        if one.article in articles
    ]
    return Document(_path(asked), msgspec.json.encode(listed) + b"\n", JSON)


def listed(newsroom: Newsroom) -> Document:
    """Return the days that have published articles, the newest first."""
    found = [f"{one:%Y-%m-%d}" for one, _number in reversed(newsroom.store.published_days())]
    return Document("/search/days.json", msgspec.json.encode(found) + b"\n", JSON)


def _line(article: Article, page: str, quality: int) -> Line:
    return Line(
        title=article.title,
        excerpt=article.excerpt,
        time=f"{article.published:%Y-%m-%dT%H:%M:%SZ}",
        outlet=article.provider.name,
        url=components.out(article),
        story=page.removeprefix("/"),
        sources=tuple(filter(None, (article.provider.domain, article.source))),
        topics=tuple(match.name for match in article.topics),
        quality=quality,
        lang=article.language or "",
    )


def _path(one: date) -> str:
    return f"/search/days/{one:%Y-%m-%d}.json"


def _days(newsroom: Newsroom) -> Iterator[str]:
    return iter(days.editions(newsroom))


DAYS = DocumentKind(
    name="search_days",
    paths=("/search/days.json",),
    document=lambda newsroom, _: listed(newsroom),
    idents=single,
    cached=True,
)
DAY = DocumentKind(
    name="search_day",
    paths=("/search/days/{ident}.json",),
    document=lambda newsroom, request: of_day(newsroom, request.ident),
    idents=_days,
    cached=True,
)
KINDS = (DAYS, DAY)
