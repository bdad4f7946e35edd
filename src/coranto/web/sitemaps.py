"""The sitemaps: an index, the standing pages, a list for each day, and what is news.

A story stands in the list of the day on which it began, so that what comes in today changes today's list and leaves
the others as they are.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from coranto.feeds import address, sitemap
from coranto.model.story import StorySpan
from coranto.newsroom import Newsroom
from coranto.web.document import Document, midnight
from coranto.web.pages import days

_INDEX, _PAGES, _NEWS = "/sitemap.xml", "/sitemap-pages.xml", "/sitemap-news.xml"
_FRESH = timedelta(days=2)  # how long something is news, by the standard
_STANDING = ("/", "/river/", "/archive/", "/newsletter/", "/sources/", "/about/how-it-works/")


def all_of(newsroom: Newsroom, now: datetime) -> Iterator[Document]:
    """Give the index and those of its lists that are not a day's; what is news only where there is some."""
    site = newsroom.settings.site
    fresh, until = _news(newsroom, now)
    named = [_PAGES, *([_NEWS] if fresh else []), *(_day(one) for one, _ in reversed(newsroom.store.published_days()))]
    yield Document(_INDEX, sitemap.index(site.url + path for path in named), sitemap.TYPE, until=until)
    topics = (address.topic(topic.id) for topic in newsroom.taxonomy if address.plain(topic.id))
    yield Document(_PAGES, sitemap.pages((site.url + path, None) for path in (*_STANDING, *topics)), sitemap.TYPE)
    if fresh:
        told = ((site.url + address.story(one.story, one.title), one.title, one.first) for one in fresh)
        yield Document(_NEWS, sitemap.news(told, site.title, site.language), sitemap.TYPE, until=until)


def one(newsroom: Newsroom, path: str, now: datetime) -> Document | None:
    """Give the index or one of its lists, by its path."""
    if path in (_INDEX, _PAGES, _NEWS):
        return next((found for found in all_of(newsroom, now) if found.path == path), None)
    named = path.removeprefix("/sitemap-").removesuffix(".xml")
    return day(newsroom, named) if path == f"/sitemap-{named}.xml" else None


def day(newsroom: Newsroom, named: str) -> Document | None:
    """Give the list of a day, named as ``2026-03-07``: its edition, and the stories that began on it."""
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
    """Give the stories that began in the last two days, the newest first, and until when that is so."""
    since = now - _FRESH
    of_days = [newsroom.store.stories_of_day((since + timedelta(days=n)).date()) for n in range(_FRESH.days + 1)]
    fresh = {story.story: story for listed in of_days for story in listed if since < story.first <= now}
    told = sorted(fresh.values(), key=lambda story: (story.first, story.story), reverse=True)
    return told, min([midnight(now), *(story.first + _FRESH for story in told)])


def _day(one: date) -> str:
    return f"/sitemap-{one:%Y-%m-%d}.xml"
