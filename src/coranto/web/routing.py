"""From a path to the function that answers it: how routes are declared, ordered and matched."""

import re
from collections.abc import Awaitable, Callable, Iterable
from typing import Any
from urllib.parse import unquote_to_bytes

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route, Router
from starlette.types import ASGIApp, Receive, Scope, Send

Endpoint = Callable[..., Awaitable[Response]]

LONGEST = 8_000  # bytes of an address with its query
_SLASHES = re.compile(r"/{2,}")


class Declared:
    """A function with the paths and methods that it answers; still callable as the function it was."""

    def __init__(self, endpoint: Endpoint, paths: tuple[str, ...], methods: tuple[str, ...] = ("GET", "HEAD")) -> None:
        self.paths, self.methods = paths, methods
        self._endpoint = endpoint

    async def __call__(self, *args: Any, **kwargs: Any) -> Response:
        """Call the function."""
        return await self._endpoint(*args, **kwargs)

    def routes(self) -> Iterable[Route]:
        """Return one route a path; names in braces become keyword arguments of the function."""
        allow = ", ".join(sorted({*self.methods, "OPTIONS"}))

        async def answer(request: Request) -> Response:
            if request.method == "OPTIONS":
                return Response(status_code=204, headers={"Allow": allow})
            return await self._endpoint(request, **request.path_params)

        for path in self.paths:
            yield Route(path.rstrip("/") or "/", answer, methods=[*self.methods, "OPTIONS"])


def route(*paths: str, methods: tuple[str, ...] = ("GET", "HEAD")) -> Callable[[Endpoint], Declared]:
    """Declare the paths that a function answers: ``@route("/t/{ident}/")``."""
    return lambda endpoint: Declared(endpoint, paths, methods)


def ordered(routes: Iterable[Route]) -> list[BaseRoute]:
    """Sort routes so that a literal segment is tried before a name in braces at the same place."""

    def open_parts(route: Route) -> list[bool]:
        return ["{" in part for part in route.path.split("/")]

    return [*sorted(routes, key=open_parts)]


def checked(app: ASGIApp) -> ASGIApp:
    """Refuse what no address of ours is: too long, not UTF-8, or with a NUL, which no database takes."""

    async def check(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            target = scope.get("raw_path", b"") + b"?" + scope["query_string"]
            if len(target) > LONGEST:
                raise HTTPException(status_code=414, detail=f"An address here has at most {LONGEST:,} letters.")
            if not _is_text(target):
                raise HTTPException(status_code=400, detail="The address has bytes that are no text.")
        await app(scope, receive, send)

    return check


def _is_text(target: bytes) -> bool:
    if b"%" not in target and target.isascii() and b"\0" not in target:
        return True
    try:
        return "\0" not in unquote_to_bytes(target).decode()
    except UnicodeDecodeError:
        return False


def tolerant(router: Router) -> ASGIApp:
    """Match paths with and without a slash at the end, and doubled slashes as one.

    Only matching is tolerant: ``raw_path`` stays as the client wrote it, and pages redirect to their own address.
    """

    async def match(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            scope["path"] = _SLASHES.sub("/", scope["path"]).rstrip("/") or "/"
        await router(scope, receive, send)

    return match
