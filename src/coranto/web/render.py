"""Values and templates to bytes. Foreign text is escaped by Jinja; a name that a template misspells is an error."""

from typing import Protocol

from coranto.web import theme
from coranto.web.pages.layout import Layout


class View(Protocol):
    """The values of a page: a layout, and whatever its template names."""

    @property
    def layout(self) -> Layout:
        """What stands around the page."""


def page(template: str, view: View) -> bytes:
    """Set a view in its template: a whole HTML page in UTF-8."""
    layout = view.layout
    look = theme.of(layout.folder)

    def to(there: str) -> str:
        return layout.root + there[1:] if there.startswith("/") else there

    return look.render(
        template, v=view, f=layout, to=to, version=look.version, themed=look.file(theme.CSS) is not None
    ).encode()


def page_that_redirects(folder: str, lang: str, way: str, canonical: str) -> bytes:
    """Set the page that leads elsewhere, in the look of the newsroom in ``folder``."""
    return theme.of(folder).render("redirect.html", lang=lang, way=way, canonical=canonical).encode()
