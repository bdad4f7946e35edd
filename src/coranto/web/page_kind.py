"""One declaration for each kind of page and of file: live route, static files and cache follow from it.

``page_kinds.ALL`` is the table of them. ``routes`` makes a live route of every kind that has paths, the static builder
(``coranto.site``) a unit of files of every kind that lists its idents, and the cache keeps those that are ``cached``.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec

from coranto.i18n.current import localized
from coranto.model.change import StoredRecord
from coranto.newsroom import Newsroom
from coranto.web import render
from coranto.web.document import Document

Idents = Callable[[Newsroom], Iterable[str]]


class PageRequest(msgspec.Struct, frozen=True, kw_only=True):
    """What a document is made for. A static build fills ``now`` and ``ident`` only, and is not ``live``.

    Attributes
    ----------
    now : datetime
        The time that the page shows.
    ident : str
        ``{ident}`` of the path: which story, topic, day; "" for a kind that has a single page.
    name : str
        The last segment of the path: ``feed.atom``.
    page : str
        ``{page}`` of the path, as it was written.
    density : str
        The reader's choice.
    path : str
        The path as it was asked for: a page under another one is not set in its template; "" for a static build.
    query : mapping
        The values of each parameter of the query.
    live : bool
        Whether it answers a request, so that links may ask by a query.

    """

    now: datetime
    ident: str = ""
    name: str = ""
    page: str = ""
    density: str = "standard"
    path: str = ""
    query: Mapping[str, list[str]] = {}
    live: bool = False

    def first(self, name: str) -> str:
        """Return the first value of a parameter, "" where it is missing."""
        values = self.query.get(name)
        return values[0] if values else ""


def single(_: Newsroom) -> Iterable[str]:
    """Return the idents of a kind that has a single page."""
    return ("",)


class Kind(msgspec.Struct, frozen=True, kw_only=True):
    """What pages and files for programs have in common.

    Attributes
    ----------
    name : str
        Letters and ``_``; no two kinds share one.
    paths : tuple of str
        Where it is served live, ``{ident}`` and ``{page}`` in place of what changes; none for a kind of static files.
    cached : bool
        Whether live responses are kept until the store changes. Not for a page that shows what the store's version does
        not cover.
    briefly : bool
        Whether they are kept for a moment nevertheless: a page that takes long, and that nobody needs to the second.
    idents : callable, optional
        Return the ident of every static file there is. None for a kind that is only live, or whose ``unit`` lists them.
    unit : str
        Name of the kind whose static files are built together with this one's, for the same idents; "" for its own.
    files : callable, optional
        Return the static documents of one ident, where they are not simply the document of that ident.
    aging : bool
        The static files say how long ago something was, or how things are just now: every build renders them again.
        Other files are rendered again when something that they read from the store has changed, or at
        ``Document.until``. They may depend on nothing else that changes.
    changes : str
        What the idents are in the log of changes: "story". Such a kind has too many to list them in every build: only
        those named in the log are rendered. "" for idents that are listed.
    part : callable, optional
        For files that are long lists of the published records, numbered from the newest so that a new one changes all:
        return a record as it stands on them. It depends on the record only and is kept between builds. The idents are
        those of topics, "" for all.
    compose : callable, optional
        Return the documents of a topic from the parts of all its records; goes with ``part``.

    """

    name: str
    paths: tuple[str, ...] = ()
    cached: bool = False
    briefly: bool = False
    idents: Idents | None = None
    unit: str = ""
    files: Callable[[Newsroom, PageRequest], Iterable[Document | None]] | None = None
    aging: bool = False
    changes: str = ""
    part: Callable[[Newsroom, StoredRecord], bytes] | None = None
    compose: Callable[[Newsroom, str, Sequence[bytes]], Iterable[Document]] | None = None

    def make(self, newsroom: Newsroom, request: PageRequest) -> Document | None:
        """Return the document for a request; None where it does not exist."""
        raise NotImplementedError

    def documents(self, newsroom: Newsroom, request: PageRequest) -> list[Document]:
        """Return the static documents of one ident."""
        made = self.files(newsroom, request) if self.files else (self.make(newsroom, request),)
        return [one for one in made if one is not None]


class PageKind(Kind, frozen=True, kw_only=True):
    """A kind of HTML page.

    Attributes
    ----------
    view : callable
        Return the values of the page; None where it does not exist. Their ``layout.here`` is the page's own path:
        requests under another one are redirected there.
    template : str
        The template that sets them.
    own_path : callable, optional
        Return the page's own path without its values; "" where there is no page. For pages that are asked for by short
        and former addresses, and whose values take long.
    until : callable, optional
        Return when the page will say something else although nothing has happened.
    read : callable, optional
        Return the id of the article whose reader is counted when the page is opened.
    sitemap : bool
        Whether the page stands in the sitemap of standing pages.

    """

    view: Callable[[Newsroom, PageRequest], render.View | None]
    template: str
    own_path: Callable[[Newsroom, PageRequest], str] | None = None
    until: Callable[[Any, datetime], datetime | None] | None = None
    read: Callable[[Any], str] | None = None
    sitemap: bool = False
    idents: Idents | None = single

    def make(self, newsroom: Newsroom, request: PageRequest) -> Document | None:
        """Return the page for a request, in the language of the site; None where it does not exist.

        Where the page has another path than the requested one, only that path is returned, without bytes.
        """
        return _rendered(newsroom, self, request)

    def document(self, view: render.View, now: datetime) -> Document:
        """Return the page with these values, in the language that is current."""
        return Document(
            view.layout.here,
            render.page(self.template, view),
            read=self.read(view) if self.read else "",
            until=self.until(view, now) if self.until else None,
        )


@localized
def _rendered(newsroom: Newsroom, kind: PageKind, request: PageRequest) -> Document | None:
    if request.path and kind.own_path and (own := kind.own_path(newsroom, request)) not in ("", request.path):
        return Document(own, b"")
    view = kind.view(newsroom, request)
    if view is None:
        return None
    if request.path not in ("", view.layout.here):
        return Document(view.layout.here, b"")
    return kind.document(view, request.now)


class DocumentKind(Kind, frozen=True, kw_only=True):
    """A kind of file for programs: a feed, an API page, a picture.

    Attributes
    ----------
    document : callable
        Return the document for a request; None where it does not exist.
    cache_control : str or callable
        The header of live responses.

    """

    document: Callable[[Newsroom, PageRequest], Document | None]
    cache_control: str | Callable[[Newsroom, PageRequest], str] = "public, max-age=60"

    def make(self, newsroom: Newsroom, request: PageRequest) -> Document | None:
        """Return the document for a request; None where it does not exist."""
        return self.document(newsroom, request)
