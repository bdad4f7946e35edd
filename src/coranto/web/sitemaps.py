"""The sitemaps: an index, the standing pages, one sitemap a day, and the news sitemap.

A story stands in the sitemap of the day on which it began, so that new stories change today's sitemap and no other.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from coranto.feeds import address, sitemap
from coranto.model.story import StorySpan
from coranto.newsroom import Newsroom
from coranto.web.document import Document, midnight
from coranto.web.page_kind import DocumentKind, PageKind, single
from coranto.web.pages import days

_INDEX, _PAGES, _NEWS = "/sitemap.xml", "/sitemap-pages.xml", "/sitemap-news.xml"
_FRESH = timedelta(days=2)  # how long something is news, by the standard


def all_of(newsroom: Newsroom, now: datetime, standing: Iterable[str]) -> Iterator[Document]:
    """Return the index and the sitemaps that are not a day's; the news sitemap only where there is news."""
    site = newsroom.settings.site
    fresh, until = _news(newsroom, now)
    named = [_PAGES, *([_NEWS] if fresh else []), *(_day(one) for one, _ in reversed(newsroom.store.published_days()))]
    yield Document(_INDEX, sitemap.index(site.url + path for path in named), sitemap.TYPE, until=until)
    topics = (address.topic(topic.id) for topic in newsroom.taxonomy if address.plain(topic.id))
    yield Document(_PAGES, sitemap.pages((site.url + path, None) for path in (*standing, *topics)), sitemap.TYPE)
    if fresh:
        stories = ((site.url + address.story(one.story, one.title), one.title, one.first) for one in fresh)
        yield Document(_NEWS, sitemap.news(stories, site.title, site.language), sitemap.TYPE, until=until)


def one(newsroom: Newsroom, path: str, now: datetime, standing: Iterable[str]) -> Document | None:
    """Return the index or one of its lists that are not a day's, by its path."""
    return next((found for found in all_of(newsroom, now, standing) if found.path == path), None)


def day(newsroom: Newsroom, named: str) -> Document | None:
    """Return the sitemap of a day, named as ``2026-03-07``: its edition, and the stories that began on it."""
    asked = days.named(named)
    found = newsroom.store.stories_of_day(asked) if asked else []
    if asked is None or (not found and asked not in dict(newsroom.store.published_days())):
        return None
    site = newsroom.settings.site.url
    begun = [story for story in found if story.first.date() == asked]
    changed = max((story.changed for story in found), default=None)
    listed = [(site + address.story(story.story, story.title), story.changed) for story in begun]
    return Document(_day(asked), sitemap.pages([(site + address.day(asked), changed), *listed]), sitemap.TYPE)


def _news(newsroom: Newsroom, now: datetime) -> tuple[list[StorySpan], datetime]:
    """Return the stories that began in the last two days, newest first, and when that list changes by itself."""
    since = now - _FRESH
    of_days = [newsroom.store.stories_of_day((since + timedelta(days=n)).date()) for n in range(_FRESH.days + 1)]
    fresh = {story.story: story for listed in of_days for story in listed if since < story.first <= now}
    stories = sorted(fresh.values(), key=lambda story: (story.first, story.story), reverse=True)
    return stories, min([midnight(now), *(story.first + _FRESH for story in stories)])


def _day(one: date) -> str:
    return f"/sitemap-{one:%Y-%m-%d}.xml"


def kinds(pages: Iterable[PageKind]) -> tuple[DocumentKind, ...]:
    """Declare the sitemaps of a site with these kinds of pages."""
    standing = tuple(kind.paths[0] for kind in pages if kind.sitemap)
    return (
        DocumentKind(
            name="sitemap",
            paths=(_INDEX, _PAGES, _NEWS),
            document=lambda newsroom, request: one(newsroom, f"/{request.name}", request.now, standing),
            idents=single,
            files=lambda newsroom, request: all_of(newsroom, request.now, standing),
            cached=True,
        ),
        DocumentKind(
            name="sitemaps",
            paths=("/sitemap-{ident}.xml",),
            document=lambda newsroom, request: day(newsroom, request.ident),
            idents=days.editions,
            cached=True,
        ),
    )
