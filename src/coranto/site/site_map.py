"""What there is to show: every document of the whole site."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from urllib.parse import unquote, urlsplit

import msgspec

from coranto.decide import explain
from coranto.feeds import address
from coranto.i18n.language import N_
from coranto.model.change import StoredRecord
from coranto.model.story import Story
from coranto.model.topic import Topic
from coranto.newsroom import Newsroom
from coranto.web import feeds, newsletter_feeds, pwa, robots, sitemaps, social_card_documents, theme
from coranto.web.api import classic
from coranto.web.document import Document, midnight
from coranto.web.pages import documents, lists, newsletter

_LOST = N_("Nothing stands at this address. It may be mistyped or cut short, or its story has another headline now.")


def topics(newsroom: Newsroom) -> list[Topic]:
    """Give the topics that have a page."""
    return [topic for topic in newsroom.taxonomy if address.plain(topic.id)]


class PageKind(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of units, each some documents that are made together. To add a page to the site is to add its kind here.

    Attributes
    ----------
    name : str
        Letters.
    make : callable
        Give a unit's documents at a time, by its ident; none where there is no such unit. What it asks ``desk.store``
        is noted, and says when a unit on a static site is made anew. It depends on nothing else that changes but the
        time, and on that only if ``Document.until`` says so or the kind is ``aging``.
    idents : callable
        Give the idents of all the units there are.
    aging : bool
        The units say how long ago something was, or how things are just now: they are made in every build.
    of : str
        Of what there is a unit each, as the log of changes names it: "story". Such units are too many to be listed in
        every build, only those whose thing is in the log are looked at. "" for units that are listed.
    part : callable, optional
        Of pages that are long lists of the published records, numbered from the newest, so that a new one changes them
        all: give a record as it stands on them. It depends on the record only, and is kept between builds. ``make``
        then takes the parts of all records of a topic, instead of a time.

    """

    name: str
    make: Callable[..., Iterable[Document]]
    idents: Callable[[Newsroom], Iterable[str]] = lambda _: ("",)
    aging: bool = False
    of: str = ""
    part: Callable[[Newsroom, StoredRecord], bytes] | None = None


def _one(name: str, make: Callable[[Newsroom, datetime], Document]) -> PageKind:
    """Make a kind of a single page."""
    return PageKind(name=name, make=lambda newsroom, _, now: [make(newsroom, now)], aging=True)


def _lists(newsroom: Newsroom) -> list[str]:
    return ["", *(topic.id for topic in topics(newsroom))]


def _story(newsroom: Newsroom, ident: str, now: datetime) -> Iterator[Document]:
    """Give the page of a story that is published, and what is known of each of its articles."""
    story = newsroom.store.get_stories([ident]).get(ident)
    if story is None or story.id != ident or not _published(newsroom, story):
        return
    yield from _some(
        documents.story(newsroom, ident, now),
        feeds.story(newsroom, "feed.atom", ident),
        social_card_documents.story(newsroom, ident),
    )
    for member in story.members:
        yield from _article(newsroom, member.article, now)


def _published(newsroom: Newsroom, story: Story) -> bool:
    """Whether a story has a page: one of its articles is published."""
    filed = newsroom.store.get_records([member.article for member in story.members])
    return any(one.record.published for one in filed.values()) and bool(newsroom.store.get_articles([story.lead]))


def _loose(newsroom: Newsroom, ident: str, now: datetime) -> Iterator[Document]:
    """Give what is known of an article that the river links to, and that is in no published story."""
    named = newsroom.store.story_ids_of([ident]).get(ident, "")
    story = newsroom.store.get_stories([named]).get(named)
    if story is None or not _published(newsroom, story):
        yield from _article(newsroom, ident, now)


def _signpost(newsroom: Newsroom, name: str, _: datetime) -> Iterator[Document]:
    """Give the page that leads from the file of a story that has moved on to where it stands now."""
    ident = unquote(name.split("/")[1])
    story = newsroom.store.get_stories([ident]).get(ident)
    if story is not None and _published(newsroom, story):
        lead = newsroom.store.get_articles([story.lead])[story.lead]
        there = address.story(story.id, lead.title)
        if address.file(there) != name:
            yield documents.signpost(newsroom, "/" + name.removesuffix("index.html"), there)


def _article(newsroom: Newsroom, ident: str, now: datetime) -> Iterator[Document]:
    told = (
        explain.explain(newsroom.store, newsroom.settings, ident, now, newsroom.own) if address.plain(ident) else None
    )
    if told is not None:
        yield from (documents.account(newsroom, told), classic.account(told))


def _lost(newsroom: Newsroom) -> Document:
    root = urlsplit(newsroom.settings.site.url).path.rstrip("/") + "/"
    return Document("/404.html", documents.lost(newsroom, N_("There is no such page"), _LOST, root))


def _years(newsroom: Newsroom) -> list[str]:
    return ["", *sorted({str(one.year) for one, _ in newsroom.store.published_days()})]


def _editions(newsroom: Newsroom) -> list[str]:
    return [f"{one:%Y-%m-%d}" for one, _ in newsroom.store.published_days()]


def _day(newsroom: Newsroom, named: str, now: datetime) -> Iterator[Document]:
    """Give a day's edition; which day is today is said until midnight."""
    return (msgspec.structs.replace(one, until=midnight(now)) for one in _some(documents.day(newsroom, named, now)))


def _issues(newsroom: Newsroom) -> list[str]:
    return [f"{one}" for one in newsletter.issues(newsroom, newsroom.now().date())]


def _issue(newsroom: Newsroom, named: str, now: datetime) -> Iterator[Document]:
    return _some(documents.issue(newsroom, named, now), newsletter_feeds.text(newsroom, named, now.date()))


def _newsletter(newsroom: Newsroom, _: str, now: datetime) -> Iterator[Document]:
    """Give the list of issues and its feeds; another issue may be there tomorrow."""
    made = _some(
        documents.newsletter(newsroom, now),
        *(newsletter_feeds.feed(newsroom, name, now.date()) for name in feeds.FEEDS),
    )
    return (msgspec.structs.replace(one, until=midnight(now)) for one in made)


def _feeds(newsroom: Newsroom, ident: str, _: datetime) -> Iterator[Document]:
    return _some(*(feeds.feed(newsroom, name, ident) for name in feeds.FEEDS))


def _some(*found: Document | None) -> Iterator[Document]:
    return (one for one in found if one is not None)


KINDS = (
    _one("front", documents.front),
    _one("about", lambda newsroom, _: documents.about(newsroom)),
    _one("river", documents.river),
    _one("sources", lambda newsroom, _: documents.sources(newsroom)),
    _one("status", documents.status),
    _one("search", lambda newsroom, _: documents.search(newsroom)),
    _one("density", lambda newsroom, _: documents.density(newsroom)),
    _one("keys", lambda newsroom, _: documents.keys(newsroom)),
    _one("offline", lambda newsroom, _: documents.offline(newsroom)),
    _one("manifest", lambda newsroom, _: pwa.manifest(newsroom)),
    _one("worker", lambda newsroom, _: pwa.worker(newsroom)),
    _one("lost", lambda newsroom, _: _lost(newsroom)),
    PageKind(name="sitemap", make=lambda newsroom, _, now: sitemaps.all_of(newsroom, now)),
    PageKind(name="sitemaps", make=lambda newsroom, day, _: _some(sitemaps.day(newsroom, day)), idents=_editions),
    _one("poster", lambda newsroom, _: social_card_documents.site(newsroom)),
    _one("robots", lambda newsroom, _: robots.robots(newsroom)),
    _one("rules", lambda newsroom, _: robots.rules(newsroom)),
    _one("topics", lambda newsroom, _: classic.topics(newsroom)),
    _one("newsletters", lambda newsroom, _: classic.newsletters(newsroom)),
    PageKind(
        name="topic",
        make=lambda newsroom, ident, now: _some(documents.topic(newsroom, ident, now)),
        idents=lambda newsroom: _lists(newsroom)[1:],
        aging=True,
    ),
    PageKind(
        name="archive",
        make=lambda newsroom, year, _: _some(documents.archive(newsroom, year)),
        idents=_years,
        aging=True,
    ),
    PageKind(name="day", make=_day, idents=_editions),
    PageKind(name="newsletter", make=_newsletter),
    PageKind(name="issue", make=_issue, idents=_issues),
    _one("outline", lambda newsroom, _: feeds.outline(newsroom)),
    PageKind(
        name="source",
        make=lambda newsroom, ident, now: _some(
            documents.source(newsroom, ident, now), *(feeds.source(newsroom, name, ident) for name in feeds.FEEDS)
        ),
        idents=lambda newsroom: [one.id for one in newsroom.store.get_sources() if address.plain(one.id)],
    ),
    PageKind(name="feeds", make=_feeds, idents=_lists),
    PageKind(name="news", make=classic.composed, idents=_lists, part=classic.part),
    PageKind(
        name="static", make=lambda newsroom, name, _: _some(feeds.static(newsroom, name)), idents=lambda _: theme.STATIC
    ),
    PageKind(
        name="picture",
        make=lambda newsroom, name, _: _some(feeds.picture(newsroom, name)),
        idents=lambda newsroom: newsroom.image_cache.names(),
    ),
    PageKind(name="story", make=_story, idents=lambda newsroom: newsroom.store.published_story_ids(), of="story"),
    PageKind(
        name="loose",
        make=_loose,
        idents=lambda newsroom: [one.id for one in newsroom.store.recent_articles(lists.RIVER)],
    ),
)

# Where a story stood before: its idents are the names of files that no unit has any more.
SIGNPOST = PageKind(name="signpost", make=_signpost, idents=lambda _: ())
