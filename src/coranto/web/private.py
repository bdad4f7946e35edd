"""A private paper (``site.private``): the public site answers only to those who are signed in at the desk.

Subscribers of its newsletter may still confirm, change what comes and leave, by the links of the mails. This stands
before the cache and the compression of the public site and lets nothing of it out: not to shared caches either,
whatever a page says of itself.
"""

import re

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from coranto.config import extras
from coranto.feeds import address
from coranto.i18n.current import localized
from coranto.i18n.messages import N_, _
from coranto.mailing import links
from coranto.newsroom import Newsroom
from coranto.web import alert_feed, responses

PRIVATE = N_("This paper is not open to readers yet.")
_OPEN = ("/static/", "/websub/")  # what pages look like, which the desk's need, too; and where hubs deliver
_WATCHED = ("/health", "/ready")  # by programs that end and start a newsroom; nothing of the paper is in them
_PERSONAL = re.compile(rf"{links.FOLDER}(confirm|settings|leave|alert)/([^/]+)/?")
_HEADERS = {**responses.HEADERS, "Cache-Control": "no-store", "X-Robots-Tag": "noindex, nofollow"}
_KEPT = (b"cache-control", b"expires")


class Private:
    """Stands before the public site.

    Parameters
    ----------
    app : ASGIApp
        The public site.
    newsroom : Newsroom
        Its settings say whether it is private.

    """

    def __init__(self, app: ASGIApp, newsroom: Newsroom) -> None:
        self._app, self._newsroom = app, newsroom

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http" or not self._newsroom.settings.site.private:
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        path = scope["path"]
        if path == "/robots.txt":
            await Response("User-agent: *\nDisallow: /\n", media_type="text/plain", headers=_HEADERS)(
                scope, receive, send
            )
        elif path.startswith(_OPEN) or path in _WATCHED or await to_thread.run_sync(_knows, request, self._newsroom):
            await self._app(scope, receive, _private(send))
        else:
            await _refusal(self._newsroom, request)(scope, receive, send)


def _knows(request: Request, newsroom: Newsroom) -> bool:
    """Whether a person who is signed in, a program with a token, or the owner of a mail's link sends the request."""
    if personal := _PERSONAL.fullmatch(request.scope["path"]):
        page, token = personal.groups()
        kind = page if page in ("confirm", "alert") else "person"
        return links.read(links.key(newsroom), kind, token) is not None
    if alert_feed.knows(newsroom, request.scope["path"]):
        return True
    if not extras.there("desk"):
        return False
    from coranto.web.desk import guard  # noqa: PLC0415 - needs the extra

    return guard.signed_in(request, newsroom)


@localized
def _refusal(newsroom: Newsroom, request: Request) -> Response:  # noqa: ARG001 - whose language it is
    asks = "text/html" in request.headers.get("accept", "") and extras.there("desk")
    if asks and request.method in ("GET", "HEAD"):
        way = address.root(responses.path(request))
        return Response(None, 303, headers={**_HEADERS, "Location": f"{way}desk/sign-in/"})
    return Response(_(PRIVATE) + "\n", 403, media_type="text/plain", headers=_HEADERS)


def _private(send: Send) -> Send:
    """Keep what is sent out of every cache."""

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            kept = [(name, value) for name, value in message["headers"] if name.lower() not in _KEPT]
            message = {**message, "headers": [*kept, (b"cache-control", b"private, no-store")]}
        await send(message)

    return sent
