"""The live routes: one for each path of each kind, and the few that do more than answer with a document."""

import re
from collections.abc import Iterable

from starlette.requests import Request
from starlette.responses import Response

from coranto.feeds import address
from coranto.web import monitoring, responses, websub
from coranto.web.api import routes as api
from coranto.web.letter import routes as letter
from coranto.web.page_kind import DocumentKind, Kind
from coranto.web.pages import lists
from coranto.web.pages.layout import DENSITIES
from coranto.web.routing import Declared, route

_YEAR = 365 * 24 * 3600
_WAY = re.compile(r"(?:[\w.~%-]+/)*[\w.~%-]*", re.ASCII)  # a path within the site, without a slash in front


def of(kinds: Iterable[Kind]) -> list[Declared]:
    """Return the routes of a site with these kinds; the special ones are first, and so win where paths are the same."""
    return [
        density,
        *monitoring.ALL,
        *api.ALL,
        *websub.ALL,
        *letter.ALL,
        *(_declared(kind) for kind in kinds if kind.paths),
    ]


def _declared(kind: Kind) -> Declared:
    async def answer(request: Request, **_: str) -> Response:
        if isinstance(kind, DocumentKind):
            return await responses.file(request, kind)
        return await responses.page(request, kind)

    return Declared(answer, kind.paths)


@route("/density/")
async def density(request: Request) -> Response:
    """Remember how dense pages shall be and go back; without a choice, ask for one."""
    chosen, back = request.query_params.get("d", ""), request.query_params.get("to", "")
    if chosen not in DENSITIES:
        return await responses.page(request, lists.DENSITY)
    way = back if _WAY.fullmatch(back) and ".." not in back else ""
    answer = responses.redirect(address.root(responses.path(request)) + way, 303)
    answer.set_cookie("density", chosen, max_age=_YEAR, samesite="lax")
    return answer
