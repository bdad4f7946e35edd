"""A document as an HTTP response: validators, headers, redirects and errors."""

from collections.abc import Mapping
from http import HTTPStatus
from urllib.parse import quote

import msgspec
import structlog
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from coranto import errors
from coranto.feeds import address
from coranto.i18n.current import localized
from coranto.i18n.messages import N_, _
from coranto.newsroom import Newsroom
from coranto.web import theme
from coranto.web.count_readers import READ
from coranto.web.document import HTML, Document, TakenDown
from coranto.web.page_kind import DocumentKind, Kind, PageRequest
from coranto.web.pages import lists

HEADERS = {
    "Content-Security-Policy": f"{theme.POLICY}; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
_LOST = N_(
    "Nothing stands at this address. A story keeps its number for good, so the address may be mistyped or cut short."
)
_TAKEN_DOWN = N_(
    "The editors of this site have taken down what stood here. It does not come back under another address."
)
_log = structlog.get_logger("coranto.web")


def page_request(request: Request) -> PageRequest:
    """Return what a document is made for."""
    given, query = request.path_params, request.query_params
    return PageRequest(
        now=newsroom(request).now(),
        ident=given.get("ident", ""),
        name=request.scope["path"].rpartition("/")[2],
        page=given.get("page", ""),
        density=request.cookies.get("density", "standard"),
        path=path(request),
        query={name: query.getlist(name) for name in query},
        live=True,
    )


async def page(request: Request, kind: Kind) -> Response:
    """Answer with a page, or redirect to the page's own path; name the article whose reader is counted.

    A page has one path, with a slash at its end: its links are relative to it.
    """
    try:
        found = await run_in_threadpool(kind.make, newsroom(request), page_request(request))
    except TakenDown:
        return _problem(request, 410, N_("Taken down"), _TAKEN_DOWN)
    if found is None:
        raise HTTPException(status_code=404)
    if path(request) != found.path:
        query = request.scope["query_string"].decode("ascii", "replace")
        return redirect(address.relative(path(request), found.path) + (f"?{query}" if query else ""), 301)
    read = {READ.decode(): found.read} if found.read else {}
    return _response(request, found, {"Cache-Control": "no-cache", "Vary": "Cookie", **read})


async def file(request: Request, kind: DocumentKind) -> Response:
    """Answer with a file for programs; pages of other sites may read it too."""
    asked = page_request(request)
    try:
        found = await run_in_threadpool(kind.make, newsroom(request), asked)
    except TakenDown:
        return _problem(request, 410, N_("Taken down"), _TAKEN_DOWN)
    if found is None:
        raise HTTPException(status_code=404)
    control = kind.cache_control
    cache = control if isinstance(control, str) else control(newsroom(request), asked)
    return _response(request, found, {"Cache-Control": cache, "Access-Control-Allow-Origin": "*"})


def redirect(to: str, status: int) -> Response:
    """Redirect to a path, relative like all links within the site."""
    return Response(None, status_code=status, headers={**HEADERS, "Location": to})


def http_error(request: Request, why: Exception) -> Response:
    """Answer an HTTP error: a page, or problem JSON below ``/api/``."""
    assert isinstance(why, HTTPException)
    if why.status_code == 404 and why.detail == HTTPStatus.NOT_FOUND.phrase:  # nobody said more
        return _problem(request, 404, N_("There is no such page"), _LOST)
    if why.status_code == 404:
        return _problem(request, 404, N_("There is no such page"), why.detail)
    return _problem(request, why.status_code, N_("That does not work here"), why.detail, why.headers)


def server_error(request: Request, why: Exception) -> Response:
    """Log an unexpected error and answer 500, or 503 where the store failed."""
    if isinstance(why, errors.StoreError):  # its message says it all, and while it lasts each page has it
        code = 503
        _log.error("a page failed", path=_named(path(request)), reason=str(why))
    else:
        code = 500
        _log.error("a page failed", path=_named(path(request)), exc_info=why)
    return _problem(
        request,
        code,
        N_("Something is broken here"),
        N_("The mistake is ours and in the log. Try again in a minute."),
    )


@localized
def asked_too_often(newsroom: Newsroom, seconds: int) -> str:  # noqa: ARG001 - whose language it is
    """Return the message of 429 for pages."""
    return _("You ask for more pages than anybody can read. Come back in {seconds} s.", seconds=seconds) + "\n"


def _named(path: str) -> str:
    """Return a path as a log may have it: without what is secret in a reader's own links."""
    return "/".join(path.split("/")[:3]) + "/…" if path.startswith("/letter/") else path


def path(request: Request) -> str:
    """Return the path as the browser wrote it, with its slashes and escapes, without the prefix of a proxy."""
    raw = request.scope.get("raw_path") or quote(request.scope["path"]).encode()
    asked = raw.decode("ascii", "replace").partition("?")[0]
    return asked.removeprefix(request.scope.get("root_path", "")) or "/"


def newsroom(request: Request) -> Newsroom:
    """Return the newsroom of the application."""
    found: Newsroom = request.app.state.newsroom
    return found


def _response(request: Request, found: Document, headers: dict[str, str]) -> Response:
    headers = {**HEADERS, **headers, "ETag": found.etag}
    known = {tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")}
    if "*" in known or found.etag.removeprefix("W/") in known:
        return Response(None, status_code=304, headers=headers)
    feed = found.type.startswith("application/") and found.type.endswith("+xml")
    charset = "; charset=utf-8" if feed else ""  # of text/ it is said without a word
    return Response(found.body, media_type=found.type + charset, headers=headers)


def _problem(request: Request, code: int, what: str, says: str, extra: Mapping[str, str] | None = None) -> Response:
    headers = {**HEADERS, **(extra or {}), "Cache-Control": "no-store"}
    here = path(request)
    if here.startswith("/api/"):
        problem = msgspec.json.encode({"type": "about:blank", "title": what, "status": code, "detail": says})
        return Response(problem, status_code=code, media_type="application/problem+json", headers=headers)
    body = lists.lost_page(newsroom(request), what, says, address.root(here))
    return Response(body, status_code=code, media_type=HTML, headers=headers)
