"""Count the readers of pages, whether a page was made for them or kept; some seconds of readers at once."""

import asyncio
import time
from collections.abc import Callable

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from coranto.web.reader_count import ReaderCount, network, person

READ = b"coranto-read"  # header within the process: which article is read; it never leaves
PAUSE = 5.0  # seconds between two counts: each changes what pages show, so that they are made again
MOST = 10_000  # readers waiting to be counted
COOKIE = "came"  # the same for all browsers: it says that one came back, not which
_SET = (b"set-cookie", f"{COOKIE}=1; HttpOnly; Path=/; SameSite=lax".encode())


class CountReaders:
    """Stands before an application, takes the header ``READ`` from its responses, and counts their readers.

    Parameters
    ----------
    app : ASGIApp
        What answers.
    readers : ReaderCount
        Counts them.
    cookie : callable
        Whether a browser gets a cookie, by which it is known when it comes back.

    """

    def __init__(self, app: ASGIApp, readers: ReaderCount, cookie: Callable[[], bool] = bool) -> None:
        self._app, self._readers, self._cookie = app, readers, cookie
        self._waiting: dict[tuple[str, str, bool], None] = {}
        self._next = 0.0
        self._later: asyncio.Task[None] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; afterwards count its reader, at once or with those of the next seconds."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        read = ""

        async def take(message: Message) -> None:
            nonlocal read
            if message["type"] == "http.response.start":
                read = next((value.decode() for name, value in message["headers"] if name == READ), "")
                if read:
                    headers = [pair for pair in message["headers"] if pair[0] != READ]
                    new = self._cookie() and not _known(scope)
                    message = {**message, "headers": [*headers, _SET] if new else headers}
            await send(message)

        await self._app(scope, receive, take)
        if read and scope["method"] == "GET":
            await self._note(read, scope)

    async def _note(self, read: str, scope: Scope) -> None:
        headers = Headers(scope=scope)
        if "prefetch" in headers.get("sec-purpose", "") or len(self._waiting) >= MOST:
            return
        if not person(headers.get("user-agent", "")):
            return
        client = scope.get("client")
        self._waiting[read, network(client[0] if client else ""), _known(scope)] = None
        if time.monotonic() >= self._next:
            await self.count()
        elif self._later is None or self._later.done():
            self._later = asyncio.create_task(self._count_later())

    async def _count_later(self) -> None:
        await asyncio.sleep(max(0.0, self._next - time.monotonic()))
        await self.count()

    async def count(self) -> None:
        """Count those who wait."""
        waiting, self._waiting = list(self._waiting), {}
        self._next = time.monotonic() + PAUSE
        if waiting:
            await run_in_threadpool(self._readers.count_all, waiting)


def _known(scope: Scope) -> bool:
    return COOKIE in cookie_parser(Headers(scope=scope).get("cookie", ""))
