"""Pages of the desk, and the headers of all its answers: never cached, never indexed, never in a frame."""

import hashlib
from functools import cache
from importlib import resources
from typing import Any

import msgspec
from starlette.responses import Response

from coranto.i18n import current
from coranto.i18n.messages import N_, _
from coranto.model.person import Person
from coranto.newsroom import Newsroom
from coranto.people import rights, sessions
from coranto.run import first_start
from coranto.web import responses, theme, zone
from coranto.web.desk.call import Call

HEADERS = {
    **responses.HEADERS,
    "Cache-Control": "no-store",
    "Referrer-Policy": "same-origin",  # `no-referrer` would make browsers hide the Origin of our own forms
    "X-Robots-Tag": "noindex, nofollow",
}
STATIC = {"desk.css": "text/css", "start.css": "text/css", "desk.js": "text/javascript",
          "passkeys.js": "text/javascript"}  # fmt: skip
_NAV = (
    ("desk/", N_("Queue"), "desk.see"),
    ("desk/published/", N_("Published"), "desk.see"),
    ("desk/topics/", N_("Topics"), "desk.see"),
    ("desk/sources/", N_("Sources"), "desk.see"),
    ("desk/rules/", N_("Rules"), "desk.see"),
    ("desk/alerts/", N_("Alerts"), "desk.see"),
    ("desk/letter/", N_("Newsletter"), "letter.see"),
    ("desk/subscribers/", N_("Subscribers"), "subscribers.see"),
    ("desk/settings/", N_("Settings"), "settings.change"),
    ("desk/log/", N_("Log"), "desk.see"),
    ("desk/account/", N_("Your account"), "account.see"),
)


class Frame(msgspec.Struct, frozen=True, kw_only=True):
    """What stands around a page of the desk. ``token`` is what its forms must carry."""

    site: str
    title: str
    root: str
    here: str
    lang: str
    dir: str
    token: str
    person: Person | None
    nav: list[tuple[str, str, bool]]
    version: str
    zone: str  # of its times
    private: str = ""  # where the paper is opened, if it is private


def render(call: Call, template: str, title: str, here: str, *, status: int = 200, **values: Any) -> Response:
    """Answer with a page in the site's language; ``here`` is its path within the desk, for the navigation."""
    newsroom = call.newsroom
    frame = Frame(
        site=newsroom.settings.site.title,
        title=title,
        root=call.root,
        here=here,
        lang=current.current().tag,
        dir=current.current().dir,
        token=sessions.form_token(call.secret),
        person=call.person,
        nav=[
            (path, _(name), path == here)
            for path, name, action in _NAV
            if call.person and rights.ask(action, call.person.role).allowed
        ],
        version=version(),
        zone=zone.name(),
        private=_opened_at(call) if newsroom.settings.site.private else "",
    )
    body = theme.of(newsroom.settings.folder).render(f"desk/{template}", f=frame, **values)
    return Response(body, status_code=status, media_type="text/html", headers=HEADERS)


def _opened_at(call: Call) -> str:
    """Return where this person opens a private paper; setting up is finished first."""
    if call.person is None or not rights.ask("settings.change", call.person.role).allowed:
        return ""
    return "desk/setup/" if first_start.due(call.newsroom) else "desk/settings/"


def redirect(call: Call, to: str) -> Response:
    """Send the browser on to a path within the site, after a form."""
    return Response(None, status_code=303, headers={**HEADERS, "Location": call.root + to})


def refusal(newsroom: Newsroom, root: str, status: int, what: str) -> Response:
    """Answer that something is refused, as a page that needs no session."""
    body = theme.of(newsroom.settings.folder).render(
        "desk/refused.html",
        lang=current.current().tag,
        dir=current.current().dir,
        site=newsroom.settings.site.title,
        root=root,
        what=what,
        signed_out=status == 401,
        gone=status == 404,
        version=version(),
    )
    return Response(body, status_code=status, media_type="text/html", headers=HEADERS)


@cache
def files() -> dict[str, bytes]:
    """Return the desk's own sheet and script."""
    folder = resources.files("coranto.web") / "static"
    found = {name: (folder / name).read_bytes() for name in STATIC if (folder / name).is_file()}
    return {name: theme.script(body) if name.endswith(".js") else body for name, body in found.items()}


@cache
def version() -> str:
    """Return a digest of the desk's own files, so that browsers may keep them for good."""
    return hashlib.sha256(b"".join(files().values())).hexdigest()[:8]
