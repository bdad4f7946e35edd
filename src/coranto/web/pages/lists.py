"""Plain lists: the river, the sources, the newsroom's state; and the page that is not there."""

from datetime import datetime
from itertools import groupby

import msgspec

from coranto.feeds import address
from coranto.i18n import language
from coranto.i18n.language import _
from coranto.model.source import Source
from coranto.newsroom import Newsroom
from coranto.web import words
from coranto.web.pages import components, health, layout
from coranto.web.pages.components import Link, Piece
from coranto.web.pages.layout import Frame

RIVER = 100


class River(msgspec.Struct, frozen=True, kw_only=True):
    """Articles by day, the newest first."""

    frame: Frame
    days: list[tuple[str, list[Piece]]]


class Reading(msgspec.Struct, frozen=True):
    """A source and how it does."""

    name: str
    page: str
    site: str
    feed: str
    folder: str
    articles: int
    published: int
    last: components.Moment | None
    state: str
    well: bool


class Sources(msgspec.Struct, frozen=True, kw_only=True):
    """Whom this newsroom reads."""

    frame: Frame
    readings: list[Reading]
    count: str


class Status(msgspec.Struct, frozen=True, kw_only=True):
    """The state of the newsroom in figures, and the sources that fail."""

    frame: Frame
    figures: list[tuple[str, str]]
    failing: list[Reading]
    now: components.Moment


class Lost(msgspec.Struct, frozen=True, kw_only=True):
    """A page that is not there: what was asked for, and where to go on."""

    frame: Frame
    what: str
    says: str
    ways: list[Link]


def river(newsroom: Newsroom, now: datetime, density: str = "standard") -> River:
    """List the articles that came in last."""
    told = newsroom.store.recent_articles(RIVER)
    days = [
        (day, [components.piece(one, components.at(one.published)) for one in group])
        for day, group in groupby(told, key=lambda one: words.day(one.published))
    ]
    about = _("Everything that came in, the newest first, published or not.")
    return River(
        frame=layout.frame(newsroom, "/river/", _("River"), about=about, edition=now, density=density), days=days
    )


def sources(newsroom: Newsroom, density: str = "standard") -> Sources:
    """List whom this newsroom reads."""
    listed = readings(newsroom)
    count = words.count(len(listed), "source")
    about = _("Whom this newsroom reads, how much came from each, and how each is doing.")
    return Sources(
        frame=layout.frame(newsroom, "/sources/", _("Sources"), about=about, density=density),
        readings=listed,
        count=count,
    )


def readings(newsroom: Newsroom) -> list[Reading]:
    """Give each source with what it found and its health in a word."""
    counts = newsroom.store.source_counts()
    return [_reading(source, *counts.get(source.id, (0, 0))) for source in newsroom.store.get_sources()]


def _reading(source: Source, articles: int, published: int) -> Reading:
    state, well = health.state(source)
    return Reading(
        source.title or source.url,
        address.source(source.id) if address.plain(source.id) else "",
        address.outbound(source.site or ""),
        address.outbound(source.url),
        source.folder,
        articles,
        published,
        components.stamp(source.last_good) if source.last_good else None,
        state,
        well,
    )


def status(newsroom: Newsroom, now: datetime, density: str = "standard") -> Status:
    """Say how the newsroom is doing."""
    has = newsroom.store.count_all()
    named = (
        ("sources", _("Sources")),
        ("waiting", _("Pages waiting to be read")),
        ("articles", _("Articles")),
        ("stories", _("Stories")),
        ("records", _("Records")),
        ("published", _("Published")),
    )
    figures = [(name, language.grouped(has[key])) for key, name in named if key in has]
    listed = readings(newsroom)
    looked = [source.last_look for source in newsroom.store.get_sources() if source.last_look]
    figures.append((_("Last look at a source"), words.stamp(max(looked)) if looked else _("none yet")))
    about = _("How this newsroom is doing.")
    return Status(
        frame=layout.frame(newsroom, "/status/", _("Status"), about=about, edition=now, density=density, hidden=True),
        figures=figures,
        failing=[reading for reading in listed if not reading.well],
        now=components.stamp(now),
    )


class Plain(msgspec.Struct, frozen=True, kw_only=True):
    """A page of the site's own words: how dense pages shall be, the keys."""

    frame: Frame


def density(newsroom: Newsroom, chosen: str = "standard") -> Plain:
    """Ask how dense pages shall be."""
    return Plain(frame=layout.frame(newsroom, "/density/", _("How dense?"), density=chosen, hidden=True))


def keys(newsroom: Newsroom, density: str = "standard") -> Plain:
    """Tell the keys."""
    return Plain(frame=layout.frame(newsroom, "/keys/", _("Keys"), density=density, hidden=True))


def offline(newsroom: Newsroom, density: str = "standard") -> Plain:
    """Say that a page was not kept."""
    return Plain(frame=layout.frame(newsroom, "/offline/", _("No network"), density=density, hidden=True))


def lost(newsroom: Newsroom, what: str, says: str, root: str) -> Lost:
    """Say that a page is not there, and where to go on."""
    ways = [
        Link(_("The front page"), "/"),
        Link(_("River: everything that came in"), "/river/"),
        Link(_("Search"), "/search/"),
    ]
    return Lost(
        frame=layout.frame(newsroom, "", _("Not here"), root=root, hidden=True), what=what, says=says, ways=ways
    )
