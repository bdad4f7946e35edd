"""A document as an answer over HTTP: validators, headers, the way elsewhere, and what to say when there is nothing."""

from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any, Concatenate, ParamSpec
from urllib.parse import quote

import structlog
from litestar import Request, Response
from litestar.background_tasks import BackgroundTask
from litestar.concurrency import sync_to_thread
from litestar.datastructures import Cookie
from litestar.exceptions import HTTPException

from coranto import errors
from coranto.feeds import address
from coranto.i18n.language import N_
from coranto.newsroom import Newsroom
from coranto.web.document import HTML, Document
from coranto.web.pages import documents

HEADERS = {
    "Content-Security-Policy": "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
_LOST = N_(
    "Nothing stands at this address. A story keeps its number for good, so the address may be mistyped or cut short."
)
_log = structlog.get_logger("coranto.web")

_P = ParamSpec("_P")
Asked = Request[Any, Any, Any]


async def page(
    request: Asked, make: Callable[Concatenate[Newsroom, _P], Document | None], *args: _P.args, **kwargs: _P.kwargs
) -> Response[Any]:
    """Answer with the page that ``make`` makes, or with the way to where it stands; count its reader.

    A page has one address, with a slash at its end: its links start from there.
    """
    found = await sync_to_thread(make, newsroom(request), *args, **kwargs)
    if found is None:
        raise HTTPException(status_code=404)
    if path(request) != found.path:
        query = request.scope["query_string"].decode("ascii", "replace")
        return moved(address.relative(path(request), found.path) + (f"?{query}" if query else ""), 301)
    task = None
    headers = request.headers
    if found.read and request.method == "GET" and "prefetch" not in headers.get("sec-purpose", ""):
        who = request.client.host if request.client else ""
        task = BackgroundTask(request.app.state.readers.count, found.read, who, headers.get("user-agent", ""))
    return _answer(request, found, {"Cache-Control": "no-cache", "Vary": "Cookie"}, task)


async def file(
    request: Asked, make: Callable[..., Document | None], *args: Any, cache: str = "public, max-age=60"
) -> Response[Any]:
    """Answer with the file for programs that ``make`` makes; whoever likes may read it from another site's page."""
    found = await sync_to_thread(make, newsroom(request), *args)
    if found is None:
        raise HTTPException(status_code=404)
    return _answer(request, found, {"Cache-Control": cache, "Access-Control-Allow-Origin": "*"})


def moved(to: str, status: int, cookies: Iterable[Cookie] = ()) -> Response[Any]:
    """Answer with the way elsewhere, relative like all ways within the site."""
    return Response(None, status_code=status, headers={**HEADERS, "Location": to}, cookies=list(cookies))


def refused(request: Asked, why: HTTPException) -> Response[Any]:
    """Say that an address has no page, or does not take what was sent, in the form that was asked for."""
    if why.status_code == 404 and why.detail == HTTPStatus.NOT_FOUND.phrase:  # nobody said more
        return _trouble(request, 404, N_("There is no such page"), _LOST)
    if why.status_code == 404:
        return _trouble(request, 404, N_("There is no such page"), why.detail)
    return _trouble(request, why.status_code, N_("That does not work here"), why.detail, why.headers)


def failed(request: Asked, why: Exception) -> Response[Any]:
    """Say that it is our fault; the log has the rest."""
    _log.error("a page failed", path=path(request), exc_info=why)
    code = 503 if isinstance(why, errors.StoreError) else 500
    return _trouble(
        request,
        code,
        N_("Something is broken here"),
        N_("The mistake is ours and in the log. Try again in a minute."),
    )


def path(request: Asked) -> str:
    """Give the path as the reader's browser has it, with its slashes and escapes, below the path of a proxy."""
    raw = request.scope.get("raw_path") or quote(request.scope["path"]).encode()
    asked = raw.decode("ascii", "replace").partition("?")[0]
    return asked.removeprefix(request.scope.get("root_path", "")) or "/"


def newsroom(request: Asked) -> Newsroom:
    """Give the newsroom."""
    found: Newsroom = request.app.state.newsroom
    return found


def _answer(
    request: Asked, found: Document, headers: dict[str, str], task: BackgroundTask | None = None
) -> Response[Any]:
    headers = {**HEADERS, **headers, "ETag": found.etag}
    known = {tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")}
    if "*" in known or found.etag.removeprefix("W/") in known:
        return Response(None, status_code=304, headers=headers, background=task)
    feed = found.type.startswith("application/") and found.type.endswith("+xml")
    charset = "; charset=utf-8" if feed else ""  # of text/ it is said without a word
    return Response(found.body, media_type=found.type + charset, headers=headers, background=task)


def _trouble(request: Asked, code: int, what: str, says: str, extra: dict[str, str] | None = None) -> Response[Any]:
    headers = {**HEADERS, **(extra or {}), "Cache-Control": "no-store"}
    asked = path(request)
    if asked.startswith("/api/"):
        told = {"type": "about:blank", "title": what, "status": code, "detail": says}
        return Response(told, status_code=code, media_type="application/problem+json", headers=headers)
    body = documents.lost(newsroom(request), what, says, address.root(asked))
    return Response(body, status_code=code, media_type=HTML, headers=headers)
