"""Values and templates to bytes. Foreign text is escaped by Jinja; a name that a template misspells is an error."""

from typing import Protocol

from coranto.i18n import language
from coranto.web import theme
from coranto.web.pages.layout import Frame
from coranto.web.pages.newsletter import Issue


class View(Protocol):
    """The values of a page: a frame, and whatever its template names."""

    @property
    def frame(self) -> Frame:
        """What stands around the page."""


def page(template: str, view: View) -> bytes:
    """Set a view in its template: a whole HTML page in UTF-8."""
    frame = view.frame
    look = theme.of(frame.folder)

    def to(there: str) -> str:
        return frame.root + there[1:] if there.startswith("/") else there

    return look.render(
        template, v=view, f=frame, to=to, version=look.version, themed=look.file(theme.CSS) is not None
    ).encode()


def signpost(folder: str, way: str, canonical: str) -> bytes:
    """Set the page that leads elsewhere, in the look of the newsroom in ``folder``."""
    return theme.of(folder).render("signpost.html", lang=language.current().tag, way=way, canonical=canonical).encode()


def letter(folder: str, issue: Issue, site: str) -> str:
    """Set an issue of the newsletter as a piece of HTML that stands anywhere: its links are whole addresses."""
    return theme.of(folder).render("letter.html", v=issue, site=site)
