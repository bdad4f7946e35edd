"""The door of the desk: an application that takes the requests below ``/desk`` and passes on all others untouched.

It stands before the cache, the compression and the counting of readers, so that none of them ever sees a page of the
desk; the pages are not compressed, since their form tokens beside what strangers wrote would be a way to guess them.
Its pages are made in threads of their own: an editor at work slows no reader, and a flood of sign-ins hashes one
password at a time.
"""

from collections.abc import Callable, Mapping
from typing import TypeVar

import anyio
import msgspec
import structlog
from anyio import to_thread
from starlette.exceptions import HTTPException
from starlette.middleware.exceptions import ExceptionMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route, Router
from starlette.types import ASGIApp, Receive, Scope, Send

from coranto.feeds import address
from coranto.i18n.current import localized
from coranto.i18n.messages import N_, _
from coranto.newsroom import Newsroom
from coranto.web import responses, routing, zone
from coranto.web.desk import (
    account,
    alerts,
    backup,
    decide,
    difference,
    edit_log,
    forms,
    guard,
    letter,
    page,
    people,
    published,
    queue,
    replay,
    rules,
    settings,
    setup,
    sign_in,
    source_look,
    sources,
    static,
    story,
    subscribers,
    topics,
    webhooks,
)
from coranto.web.desk.call import OPEN, Call, DeskRoute
from coranto.web.desk.forms import Form

ROUTES: tuple[DeskRoute, ...] = (
    *static.ROUTES,
    *sign_in.ROUTES,
    *setup.ROUTES,
    *source_look.ROUTES,
    *sources.ROUTES,
    *settings.ROUTES,
    *people.ROUTES,
    *webhooks.ROUTES,
    *backup.ROUTES,
    *alerts.ROUTES,
    *account.ROUTES,
    *queue.ROUTES,
    *story.ROUTES,
    *decide.ROUTES,
    *published.ROUTES,
    *difference.ROUTES,
    *topics.ROUTES,
    *letter.ROUTES,
    *subscribers.ROUTES,
    *rules.ROUTES,
    *replay.ROUTES,
    *edit_log.ROUTES,
)
_THREADS = 2
_BROKEN = N_("The mistake is ours and in the log. Try again in a minute.")
_LOST = N_("Nothing of the desk stands at this address.")
_log = structlog.get_logger("coranto.web")
_T = TypeVar("_T")


class Door:
    """Stands before an application and answers for the desk.

    Parameters
    ----------
    app : ASGIApp
        Answers everything else.
    newsroom : Newsroom
        The newsroom of the desk.

    """

    def __init__(self, app: ASGIApp, newsroom: Newsroom) -> None:
        self._app, self._newsroom = app, newsroom
        self._limits: dict[str, anyio.CapacityLimiter] = {}
        router = Router([self._starlette(route) for route in ROUTES], redirect_slashes=False)
        handlers = {HTTPException: self._refused, Exception: self._failed}
        self._desk = ExceptionMiddleware(routing.checked(routing.tolerant(router)), handlers=handlers)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request below ``/desk``, or pass it on."""
        if scope["type"] == "http" and (scope["path"] == "/desk" or scope["path"].startswith("/desk/")):
            await self._desk(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def _starlette(self, route: DeskRoute) -> Route:
        async def answer(request: Request) -> Response:
            form = Form()
            if route.method == "POST":
                await self._in_thread(lambda: _admit(self._newsroom, request, route))  # what strangers send is not kept
                form = await forms.read(request, with_files=route.action != OPEN)
            kind = "hashes" if route.hashes else "looks" if route.looks else "pages"
            return await self._in_thread(lambda: _answer(self._newsroom, request, route, form), kind)

        return Route(route.path.rstrip("/"), answer, methods=[route.method])

    async def _in_thread(self, work: Callable[[], _T], kind: str = "pages") -> _T:
        limit = self._limits.setdefault(kind, anyio.CapacityLimiter(1 if kind == "hashes" else _THREADS))
        return await to_thread.run_sync(work, limiter=limit)

    async def _refused(self, request: Request, why: Exception) -> Response:
        assert isinstance(why, HTTPException)
        what = _LOST if why.status_code == 404 and why.detail == "Not Found" else why.detail
        return await self._in_thread(lambda: _refusal(self._newsroom, request, why.status_code, what, why.headers))

    async def _failed(self, request: Request, why: Exception) -> Response:
        _log.error("a page of the desk failed", path=responses.path(request), exc_info=why)
        return await self._in_thread(lambda: _refusal(self._newsroom, request, 500, _BROKEN))


@localized
def _admit(newsroom: Newsroom, request: Request, route: DeskRoute) -> None:
    guard.admit(guard.identify(request, newsroom), route)


@localized
def _answer(newsroom: Newsroom, request: Request, route: DeskRoute, form: Form) -> Response:
    call = guard.identify(request, newsroom)
    if route.method == "GET" and route.action != OPEN and call.person is None and not (call.claim and call.claim.rule):
        return sign_in.ask(call)
    guard.allow(call, route, form)
    with zone.within(newsroom):
        return route.answer(msgspec.structs.replace(call, form=form))


@localized
def _refusal(
    newsroom: Newsroom, request: Request, status: int, what: str, headers: Mapping[str, str] | None = None
) -> Response:
    """Answer with a refusal: a page, or problem JSON for a program with a token."""
    if "authorization" in request.headers:
        problem = msgspec.json.encode({"type": "about:blank", "title": _(what), "status": status})
        answer = Response(problem, status, media_type="application/problem+json", headers=page.HEADERS)
    else:
        answer = page.refusal(newsroom, address.root(responses.path(request)), status, _(what))
    for name, value in (headers or {}).items():
        answer.headers[name] = value
    return answer


__all__ = ["ROUTES", "Call", "Door"]
