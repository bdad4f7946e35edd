"""What there is to show: every document of the whole site."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from urllib.parse import unquote, urlsplit

import msgspec

from coranto.desk import Desk
from coranto.i18n.messages import N_
from coranto.model.filing import Filed
from coranto.model.story import Story
from coranto.model.topic import Topic
from coranto.publish import explain
from coranto.serve import address, api, feeds, installed, letter, maps, pages, posters, rules, theme
from coranto.serve.document import Document, midnight
from coranto.serve.views import lists, newsletter

_LOST = N_("Nothing stands at this address. It may be mistyped or cut short, or its story has another headline now.")


def topics(desk: Desk) -> list[Topic]:
    """Give the topics that have a page."""
    return [topic for topic in desk.taxonomy if address.plain(topic.id)]


class Kind(msgspec.Struct, frozen=True, kw_only=True):
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
    idents: Callable[[Desk], Iterable[str]] = lambda _: ("",)
    aging: bool = False
    of: str = ""
    part: Callable[[Desk, Filed], bytes] | None = None


def _one(name: str, make: Callable[[Desk, datetime], Document]) -> Kind:
    """Make a kind of a single page."""
    return Kind(name=name, make=lambda desk, _, now: [make(desk, now)], aging=True)


def _lists(desk: Desk) -> list[str]:
    return ["", *(topic.id for topic in topics(desk))]


def _story(desk: Desk, ident: str, now: datetime) -> Iterator[Document]:
    """Give the page of a story that is published, and what is known of each of its articles."""
    story = desk.store.stories([ident]).get(ident)
    if story is None or story.id != ident or not _published(desk, story):
        return
    yield from _some(pages.story(desk, ident, now), feeds.story(desk, "feed.atom", ident), posters.story(desk, ident))
    for member in story.members:
        yield from _article(desk, member.article, now)


def _published(desk: Desk, story: Story) -> bool:
    """Whether a story has a page: one of its articles is published."""
    filed = desk.store.records([member.article for member in story.members])
    return any(one.record.published for one in filed.values()) and bool(desk.store.articles([story.lead]))


def _loose(desk: Desk, ident: str, now: datetime) -> Iterator[Document]:
    """Give what is known of an article that the river links to, and that is in no published story."""
    named = desk.store.story_of([ident]).get(ident, "")
    story = desk.store.stories([named]).get(named)
    if story is None or not _published(desk, story):
        yield from _article(desk, ident, now)


def _signpost(desk: Desk, name: str, _: datetime) -> Iterator[Document]:
    """Give the page that leads from the file of a story that has moved on to where it stands now."""
    ident = unquote(name.split("/")[1])
    story = desk.store.stories([ident]).get(ident)
    if story is not None and _published(desk, story):
        lead = desk.store.articles([story.lead])[story.lead]
        there = address.story(story.id, lead.title)
        if address.file(there) != name:
            yield pages.signpost(desk, "/" + name.removesuffix("index.html"), there)


def _article(desk: Desk, ident: str, now: datetime) -> Iterator[Document]:
    told = explain.explain(desk.store, desk.settings, ident, now, desk.own) if address.plain(ident) else None
    if told is not None:
        yield from (pages.account(desk, told), api.account(desk, told))


def _lost(desk: Desk) -> Document:
    root = urlsplit(desk.settings.site.url).path.rstrip("/") + "/"
    return Document("/404.html", pages.lost(desk, N_("There is no such page"), _LOST, root))


def _years(desk: Desk) -> list[str]:
    return ["", *sorted({str(one.year) for one, _ in desk.store.days()})]


def _editions(desk: Desk) -> list[str]:
    return [f"{one:%Y-%m-%d}" for one, _ in desk.store.days()]


def _day(desk: Desk, named: str, now: datetime) -> Iterator[Document]:
    """Give a day's edition; which day is today is said until midnight."""
    return (msgspec.structs.replace(one, until=midnight(now)) for one in _some(pages.day(desk, named, now)))


def _issues(desk: Desk) -> list[str]:
    return [f"{one}" for one in newsletter.issues(desk, desk.now().date())]


def _issue(desk: Desk, named: str, now: datetime) -> Iterator[Document]:
    return _some(pages.issue(desk, named, now), letter.text(desk, named, now.date()))


def _newsletter(desk: Desk, _: str, now: datetime) -> Iterator[Document]:
    """Give the list of issues and its feeds; another issue may be there tomorrow."""
    made = _some(pages.newsletter(desk, now), *(letter.feed(desk, name, now.date()) for name in feeds.FEEDS))
    return (msgspec.structs.replace(one, until=midnight(now)) for one in made)


def _feeds(desk: Desk, ident: str, _: datetime) -> Iterator[Document]:
    return _some(*(feeds.feed(desk, name, ident) for name in feeds.FEEDS))


def _some(*found: Document | None) -> Iterator[Document]:
    return (one for one in found if one is not None)


KINDS = (
    _one("front", pages.front),
    _one("about", lambda desk, _: pages.about(desk)),
    _one("river", pages.river),
    _one("sources", lambda desk, _: pages.sources(desk)),
    _one("status", pages.status),
    _one("search", lambda desk, _: pages.search(desk)),
    _one("density", lambda desk, _: pages.density(desk)),
    _one("keys", lambda desk, _: pages.keys(desk)),
    _one("offline", lambda desk, _: pages.offline(desk)),
    _one("manifest", lambda desk, _: installed.manifest(desk)),
    _one("worker", lambda desk, _: installed.worker(desk)),
    _one("lost", lambda desk, _: _lost(desk)),
    Kind(name="sitemap", make=lambda desk, _, now: maps.all_of(desk, now)),
    Kind(name="sitemaps", make=lambda desk, day, _: _some(maps.day(desk, day)), idents=_editions),
    _one("poster", lambda desk, _: posters.site(desk)),
    _one("robots", lambda desk, _: rules.robots(desk)),
    _one("rules", lambda desk, _: rules.rules(desk)),
    _one("topics", lambda desk, _: api.topics(desk)),
    _one("newsletters", lambda desk, _: api.newsletters(desk)),
    Kind(
        name="topic",
        make=lambda desk, ident, now: _some(pages.topic(desk, ident, now)),
        idents=lambda desk: _lists(desk)[1:],
        aging=True,
    ),
    Kind(name="archive", make=lambda desk, year, _: _some(pages.archive(desk, year)), idents=_years, aging=True),
    Kind(name="day", make=_day, idents=_editions),
    Kind(name="newsletter", make=_newsletter),
    Kind(name="issue", make=_issue, idents=_issues),
    _one("outline", lambda desk, _: feeds.outline(desk)),
    Kind(
        name="source",
        make=lambda desk, ident, now: _some(
            pages.source(desk, ident, now), *(feeds.source(desk, name, ident) for name in feeds.FEEDS)
        ),
        idents=lambda desk: [one.id for one in desk.store.sources() if address.plain(one.id)],
    ),
    Kind(name="feeds", make=_feeds, idents=_lists),
    Kind(name="news", make=api.composed, idents=_lists, part=api.part),
    Kind(name="static", make=lambda desk, name, _: _some(feeds.static(desk, name)), idents=lambda _: theme.STATIC),
    Kind(
        name="picture",
        make=lambda desk, name, _: _some(feeds.picture(desk, name)),
        idents=lambda desk: desk.gallery.names(),
    ),
    Kind(name="story", make=_story, idents=lambda desk: desk.store.told(), of="story"),
    Kind(name="loose", make=_loose, idents=lambda desk: [one.id for one in desk.store.recent(lists.RIVER)]),
)

# Where a story stood before: its idents are the names of files that no unit has any more.
SIGNPOST = Kind(name="signpost", make=_signpost, idents=lambda _: ())
