"""The units of the static site, from the table of kinds: which files are built together, and for which idents."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from urllib.parse import unquote

import msgspec

from coranto.feeds import address
from coranto.i18n import current
from coranto.i18n.current import localized
from coranto.newsroom import Newsroom
from coranto.web import page_kinds, render
from coranto.web.document import Document
from coranto.web.page_kind import DocumentKind, Kind, PageRequest
from coranto.web.pages import published


class Unit(msgspec.Struct, frozen=True):
    """A kind of static files and the kinds whose files are built together with its own, for the same idents."""

    kind: Kind
    beside: tuple[Kind, ...] = ()

    @property
    def name(self) -> str:
        """The name of the kind."""
        return self.kind.name

    def idents(self, newsroom: Newsroom) -> Iterable[str]:
        """Return the idents of all units of this kind."""
        return self.kind.idents(newsroom) if self.kind.idents else ()

    def make(self, newsroom: Newsroom, ident: str, now: datetime) -> list[Document]:
        """Return the documents of one ident; an empty list if it no longer exists."""
        request = PageRequest(now=now, ident=ident)
        return [one for kind in (self.kind, *self.beside) for one in kind.documents(newsroom, request)]

    def compose(self, newsroom: Newsroom, ident: str, parts: Sequence[bytes]) -> list[Document]:
        """Return the documents of a topic from the parts of its records."""
        assert self.kind.compose is not None
        return list(self.kind.compose(newsroom, ident, parts))


def units() -> dict[str, Unit]:
    """Return the units by their names."""
    beside: dict[str, list[Kind]] = {}
    for kind in page_kinds.ALL:
        beside.setdefault(kind.unit, []).append(kind)
    listed = (kind for kind in (*page_kinds.ALL, REDIRECT) if kind.idents is not None and not kind.unit)
    return {kind.name: Unit(kind, tuple(beside.get(kind.name, ()))) for kind in listed}


def _redirect(newsroom: Newsroom, request: PageRequest) -> Document | None:
    """Return the page that redirects from the old file of a story to its present one."""
    name = request.ident
    ident = unquote(name.split("/")[1])
    story = newsroom.store.get_stories([ident]).get(ident)
    if story is None or not published.has_page(newsroom, story):
        return None
    there = address.story(story.id, newsroom.store.get_articles([story.lead])[story.lead].title)
    return None if address.file(there) == name else _leading(newsroom, "/" + name.removesuffix("index.html"), there)


@localized
def _leading(newsroom: Newsroom, here: str, there: str) -> Document:
    body = render.page_that_redirects(
        newsroom.settings.folder,
        current.current().tag,
        address.relative(here, there),
        newsroom.settings.site.url + there,
    )
    return Document(here, body)


# Former files of stories: the idents are the names of files that no longer belong to a unit. ``build`` lists them.
REDIRECT = DocumentKind(name="redirect", document=_redirect, idents=lambda _: ())
