"""What there is to show: the published stories, the sitemap of them, and every document of the whole site."""

from collections.abc import Iterator
from datetime import datetime
from itertools import count
from urllib.parse import urlsplit

import msgspec

from coranto.desk import Desk
from coranto.model.story import Story
from coranto.model.topic import Topic
from coranto.publish import explain
from coranto.serve import address, api, feeds, installed, pages, theme
from coranto.serve.document import Document
from coranto.serve.tongue import noted
from coranto.serve.views import lists

_BATCH = 200
_MAPPED = 5000  # newest published records whose stories the sitemap names
_LOST = noted("Nothing stands at this address. It may be mistyped or cut short, or its story has another headline now.")


class Listed(msgspec.Struct, frozen=True):
    """A published story: its page's path, and when its record last changed."""

    story: Story
    path: str
    changed: datetime


def stories(desk: Desk, limit: int | None = None) -> Iterator[Listed]:
    """Give the published stories, each once, those with the newest record first; of the newest ``limit`` records."""
    store, seen = desk.store, set()
    for offset in count(0, _BATCH):
        filed = store.published(offset, _BATCH if limit is None else min(_BATCH, limit - offset))
        if not filed:
            return
        named = store.story_of([one.article for one in filed])
        found = store.stories(set(named.values()))
        leads = store.articles({story.lead for story in found.values()})
        for one in filed:
            story = found.get(named.get(one.article, ""))
            if story and story.id not in seen and story.lead in leads:
                seen.add(story.id)
                yield Listed(story, address.story(story.id, leads[story.lead].title), one.changed)


def sitemap(desk: Desk) -> Document:
    """Give the sitemap: the standing pages, the topics, the newest stories."""
    site = desk.settings.site.url
    standing = [
        "/",
        "/river/",
        "/archive/",
        "/sources/",
        "/about/how-it-works/",
        *(address.topic(t.id) for t in topics(desk)),
    ]
    listed = stories(desk, _MAPPED)
    dated = [(site + one.path, one.changed) for one in listed]
    return feeds.mapped(site, [*((site + path, None) for path in standing), *dated])


def topics(desk: Desk) -> list[Topic]:
    """Give the topics that have a page."""
    return [topic for topic in desk.taxonomy if address.plain(topic.id)]


def documents(desk: Desk, now: datetime) -> Iterator[Document]:
    """Give every document of the site as files: nothing that they link to within the site is missing."""
    yield pages.front(desk, now)
    yield from _standing(desk, now)
    river = {one.id for one in desk.store.recent(lists.RIVER)}
    for listed in stories(desk):
        yield from _some(pages.story(desk, listed.story.id, now))
        for ident in [member.article for member in listed.story.members]:
            yield from _article(desk, ident, now)
            river.discard(ident)
    for ident in sorted(river):
        yield from _article(desk, ident, now)


def _article(desk: Desk, ident: str, now: datetime) -> Iterator[Document]:
    told = explain.explain(desk.store, desk.settings, ident, now, desk.own) if address.plain(ident) else None
    if told is not None:
        yield from (pages.account(desk, told), api.account(told))


def _standing(desk: Desk, now: datetime) -> Iterator[Document]:
    """Give what stands whatever the news is, and the lists of records."""
    yield from (pages.about(desk), pages.river(desk, now), pages.sources(desk), pages.status(desk, now))
    yield from (pages.search(desk), pages.density(desk), pages.keys(desk), api.topics(desk), api.newsletters(desk))
    published = desk.store.days()
    yield from _some(
        pages.archive(desk), *(pages.archive(desk, str(y)) for y in sorted({d.year for d, _ in published}))
    )
    yield from _some(*(pages.day(desk, f"{one:%Y-%m-%d}", now) for one, _ in published))
    yield from (pages.offline(desk), installed.manifest(desk), installed.worker(desk))
    yield from (sitemap(desk), feeds.robots(desk))
    yield from _some(*(feeds.static(desk, name) for name in theme.STATIC))
    yield from _some(*(feeds.picture(desk, name) for name in desk.gallery.names()))
    root = urlsplit(desk.settings.site.url).path.rstrip("/") + "/"
    yield Document("/404.html", pages.lost(desk, noted("There is no such page"), _LOST, root))
    for topic in ["", *(topic.id for topic in topics(desk))]:
        yield from _some(pages.topic(desk, topic, now) if topic else None)
        yield from _some(*(feeds.feed(desk, name, topic) for name in feeds.FEEDS))
        yield from _some(api.news(desk, topic))
        yield from _until_none(api.news(desk, topic, str(number)) for number in count(1))


def _some(*found: Document | None) -> Iterator[Document]:
    return (one for one in found if one is not None)


def _until_none(found: Iterator[Document | None]) -> Iterator[Document]:
    for one in found:
        if one is None:
            return
        yield one
