"""The address that speaks with us: noted before a proxy's word for whom it speaks takes its place."""

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

_KEY = "coranto.peer"


class Peer:
    """Stands before everything, and notes in each request who has opened the connection."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Note the peer, and pass the request on."""
        if scope["type"] == "http":
            scope = {**scope, _KEY: scope.get("client")}
        await self._app(scope, receive, send)


def of(request: Request) -> str:
    """Return the address that has opened the connection of a request; "" for a Unix socket."""
    client = request.scope.get(_KEY, request.scope.get("client"))
    return str(client[0]) if client else ""
