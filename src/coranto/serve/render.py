"""Values and templates to bytes. Foreign text is escaped by Jinja; a name that a template misspells is an error."""

import hashlib
from functools import cache
from importlib import resources
from typing import Protocol

import jinja2

from coranto.serve.views.frame import Frame

STATIC = {
    "style.css": "text/css",
    "coranto.js": "text/javascript",
    "icon.svg": "image/svg+xml",
}


class View(Protocol):
    """The values of a page: a frame, and whatever its template names."""

    @property
    def frame(self) -> Frame:
        """What stands around the page."""


def page(template: str, view: View) -> bytes:
    """Set a view in its template: a whole HTML page in UTF-8."""
    frame = view.frame

    def to(there: str) -> str:
        return frame.root + there[1:] if there.startswith("/") else there

    return _environment().get_template(template).render(v=view, f=frame, to=to, version=version()).encode()


def signpost(way: str, canonical: str) -> bytes:
    """Set the page that leads elsewhere."""
    return _environment().get_template("signpost.html").render(way=way, canonical=canonical).encode()


def static(name: str) -> bytes | None:
    """Give one of the site's own files: style, script, icon."""
    return _files().get(name)


@cache
def version() -> str:
    """Name the state of the site's own files, so that browsers may keep them for good."""
    return hashlib.sha256(b"".join(_files().values())).hexdigest()[:8]


@cache
def _files() -> dict[str, bytes]:
    folder = resources.files("coranto.serve") / "static"
    return {name: (folder / name).read_bytes() for name in STATIC}


@cache
def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.PackageLoader("coranto.serve"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
