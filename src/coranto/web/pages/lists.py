"""Plain lists: the sources, the newsroom's status; and the page for missing addresses."""

from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlsplit

import msgspec

from coranto.feeds import address
from coranto.i18n import formats
from coranto.i18n.current import localized
from coranto.i18n.messages import N_, _
from coranto.model.source import Source
from coranto.newsroom import Newsroom
from coranto.text import secret_address
from coranto.web import render, words
from coranto.web.document import Document
from coranto.web.page_kind import DocumentKind, PageKind, PageRequest, single
from coranto.web.pages import components, health, layout
from coranto.web.pages.components import Link
from coranto.web.pages.layout import Layout

_LOST = N_("Nothing stands at this address. It may be mistyped or cut short, or its story has another headline now.")


class Reading(msgspec.Struct, frozen=True):
    """A source and its health."""

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
    """The sources of this newsroom."""

    layout: Layout
    readings: list[Reading]
    count: str


class Status(msgspec.Struct, frozen=True, kw_only=True):
    """The state of the newsroom in figures, and the sources that fail."""

    layout: Layout
    figures: list[tuple[str, str]]
    failing: list[Reading]
    now: components.Moment


class Lost(msgspec.Struct, frozen=True, kw_only=True):
    """A missing page: the requested address, and where to go on."""

    layout: Layout
    what: str
    says: str
    ways: list[Link]


def sources(newsroom: Newsroom, density: str = "standard") -> Sources:
    """List the sources of this newsroom."""
    listed = readings(newsroom)
    count = words.count(len(listed), "source")
    about = _("Whom this newsroom reads, how much came from each, and how each is doing.")
    return Sources(
        layout=layout.build(newsroom, "/sources/", _("Sources"), about=about, density=density),
        readings=listed,
        count=count,
    )


def readings(newsroom: Newsroom) -> list[Reading]:
    """Return each source with its counts and its health in a word."""
    counts = newsroom.store.source_counts()
    return [_reading(source, *counts.get(source.id, (0, 0))) for source in newsroom.store.get_sources()]


def _reading(source: Source, articles: int, published: int) -> Reading:
    state, well = health.state(source)
    return Reading(
        source.title or secret_address.public_form(source.url),
        address.source(source.id) if address.plain(source.id) else "",
        address.outbound("" if secret_address.is_secret(source.site or "") else source.site or ""),
        address.outbound("" if secret_address.is_secret(source.url) else source.url),
        source.folder,
        articles,
        published,
        components.stamp(source.last_good) if source.last_good else None,
        state,
        well,
    )


def status(newsroom: Newsroom, now: datetime, density: str = "standard") -> Status:
    """Return the values of the status page."""
    has = newsroom.store.count_all()
    named = (
        ("sources", _("Sources")),
        ("waiting", _("Pages waiting to be read")),
        ("articles", _("Articles")),
        ("stories", _("Stories")),
        ("records", _("Records")),
        ("published", _("Records published")),
    )
    figures = [(name, formats.grouped(has[key])) for key, name in named if key in has]
    listed = readings(newsroom)
    looked = [source.last_look for source in newsroom.store.get_sources() if source.last_look]
    figures.append((_("Last look at a source"), words.stamp(max(looked)) if looked else _("none yet")))
    about = _("How this newsroom is doing.")
    return Status(
        layout=layout.build(newsroom, "/status/", _("Status"), about=about, edition=now, density=density, hidden=True),
        figures=figures,
        failing=[reading for reading in listed if not reading.well],
        now=components.stamp(now),
    )


class Plain(msgspec.Struct, frozen=True, kw_only=True):
    """A page of the site's own text: the choice of density, the keyboard shortcuts."""

    layout: Layout


def density(newsroom: Newsroom, chosen: str = "standard") -> Plain:
    """Return the values of the page for choosing the density."""
    return Plain(layout=layout.build(newsroom, "/density/", _("How dense?"), density=chosen, hidden=True, legend=True))


def keys(newsroom: Newsroom, density: str = "standard") -> Plain:
    """Return the values of the page of keyboard shortcuts."""
    return Plain(layout=layout.build(newsroom, "/keys/", _("Keys"), density=density, hidden=True))


def yours(newsroom: Newsroom, density: str = "standard") -> Plain:
    """Return the values of the page of the reader's own choices, which stay in the browser."""
    return Plain(layout=layout.build(newsroom, "/yours/", _("Your paper"), density=density, hidden=True))


def offline(newsroom: Newsroom, density: str = "standard") -> Plain:
    """Return the values of the page for readers without a network."""
    return Plain(layout=layout.build(newsroom, "/offline/", _("No network"), density=density, hidden=True))


def lost(newsroom: Newsroom, what: str, says: str, root: str) -> Lost:
    """Return the values of the page for an address without a page."""
    ways = [
        Link(_("The front page"), "/"),
        Link(_("River: everything that came in"), "/river/"),
        Link(_("Search"), "/search/"),
    ]
    return Lost(
        layout=layout.build(newsroom, "", _("Not here"), root=root, hidden=True), what=what, says=says, ways=ways
    )


def _plain(name: str, make: Callable[[Newsroom, str], Plain]) -> PageKind:
    return PageKind(
        name=name,
        paths=(f"/{name}/",),
        view=lambda newsroom, request: make(newsroom, request.density),
        template=f"{name}.html",
        aging=True,
    )


def _not_found(newsroom: Newsroom, _request: PageRequest) -> Document:
    """Return the page that a web server sends for an address without a file."""
    root = urlsplit(newsroom.settings.site.url).path.rstrip("/") + "/"
    return Document("/404.html", lost_page(newsroom, N_("There is no such page"), _LOST, root))


@localized
def lost_page(newsroom: Newsroom, what: str, says: str, root: str) -> bytes:
    """Return the page for an address without a page; ``root`` is the way from there to the root of the site."""
    return render.page("lost.html", lost(newsroom, _(what), _(says), root))


SOURCES = PageKind(
    name="sources",
    paths=("/sources/",),
    view=lambda newsroom, request: sources(newsroom, request.density),
    template="sources.html",
    briefly=True,
    aging=True,
    sitemap=True,
)
STATUS = PageKind(
    name="status",
    paths=("/status/",),
    view=lambda newsroom, request: status(newsroom, request.now, request.density),
    template="status.html",
    briefly=True,
    aging=True,
)
DENSITY, KEYS, OFFLINE = _plain("density", density), _plain("keys", keys), _plain("offline", offline)
YOURS = _plain("yours", yours)
NOT_FOUND = DocumentKind(name="lost", document=_not_found, idents=single, aging=True)
