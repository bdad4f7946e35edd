"""The application and its server, which runs in a thread beside the pipeline or alone."""

import asyncio
import contextlib
import functools
import sys
import threading
import time
from collections.abc import AsyncIterator, Sequence
from typing import TYPE_CHECKING, Any, Self, cast

import uvicorn
from anyio import to_thread
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware.exceptions import ExceptionMiddleware
from starlette.routing import Route
from starlette.types import ASGIApp, Lifespan, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from coranto import errors
from coranto.config import extras, settings_file
from coranto.newsroom import Newsroom
from coranto.web import connections, listening, page_kinds, responses, routes, routing
from coranto.web.cache import Cache
from coranto.web.compression import Compression
from coranto.web.count_readers import CountReaders
from coranto.web.peer import Peer
from coranto.web.private import Private
from coranto.web.rate_limits import RateLimits
from coranto.web.reader_count import ReaderCount
from coranto.web.sub_path import SubPath
from coranto.web.unnamed_proxy import UnnamedProxy

if TYPE_CHECKING:
    import socket

THREADS = 8  # that make pages; more only wait for each other
_TURN = 0.001  # seconds after which a thread at work lets the server answer; Python's own 0.005 add up
_PATIENCE = 10.0  # seconds to come up
_FINISH = 3  # seconds to finish what is being answered when the server stops


def make(newsroom: Newsroom) -> Starlette:
    """Build the application that serves a newsroom. Its store is read in worker threads.

    Cached responses are made again when the store's version changes, and every minute: pages say how long ago.
    """

    def state() -> tuple[bytes, str, int]:
        return newsroom.store.read_version(), f"{newsroom.now():%Y-%m-%dT%H:%M}", newsroom.generation

    assistants, assistants_open = _assistants(newsroom)
    kinds = page_kinds.ALL
    app = Starlette(
        routes=routing.ordered([*(route for one in routes.of(kinds) for route in one.routes()), *assistants]),
    )
    app.state.newsroom = newsroom
    # Built here, not by Starlette: its own stack raises every error again after the answer, which the server would log
    # a second time; and the cache must stand outside of compression, so that a page is compressed once.
    handlers = {HTTPException: responses.http_error, Exception: responses.server_error}
    answering = ExceptionMiddleware(routing.checked(routing.tolerant(app.router)), handlers=handlers)
    cached = Cache(
        Compression(answering), state, page_kinds.cached_paths(kinds).fullmatch, page_kinds.brief_paths(kinds).fullmatch
    )
    readers = CountReaders(
        cached, ReaderCount(newsroom.store, newsroom.now), lambda: newsroom.settings.profile == "subject"
    )
    private = Private(RateLimits(readers, functools.partial(responses.asked_too_often, newsroom)), newsroom)
    app.middleware_stack = SubPath(_with_desk(private, newsroom), newsroom.settings.site.url, app.routes)
    app.router.lifespan_context = _lifespan(assistants_open, readers)
    return app


def _lifespan(assistants: Lifespan[Starlette] | None, readers: CountReaders) -> Lifespan[Starlette]:
    @contextlib.asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        to_thread.current_default_thread_limiter().total_tokens = THREADS
        async with assistants(app) if assistants else contextlib.nullcontext():
            yield
        await readers.count()

    return lifespan


def _assistants(newsroom: Newsroom) -> tuple[list[Route], Lifespan[Starlette] | None]:
    """Return the route for assistants and what keeps it open; neither where the protocol's library is missing."""
    if not extras.there("mcp"):
        return [], None
    from coranto.web.mcp import server  # noqa: PLC0415 - needs the extra

    mcp_server = server.server(newsroom)
    answering = server.http(mcp_server, newsroom)

    class Door:  # a class: Starlette takes a function for one that takes a request
        async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
            await answering({**scope, "path": "/", "root_path": ""}, receive, send)

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        async with mcp_server.session_manager.run():
            yield

    return [Route("/mcp", Door())], lifespan


def _with_desk(public: ASGIApp, newsroom: Newsroom) -> ASGIApp:
    """Put the desk before the public site, where its library is installed."""
    if not extras.there("desk"):
        return public
    from coranto.web.desk.door import Door  # noqa: PLC0415 - needs the extra

    return Door(public, newsroom)


class Server:
    """The site in a thread, while the pipeline works in the same process.

    ``with Server(newsroom) as server: print(server.address)``

    Parameters
    ----------
    newsroom : Newsroom
        The newsroom; ``[serve]`` of its settings says where it is served.
    host, port : str, int, optional
        Where, otherwise; port 0 takes a free one, and ``port`` says which once it runs.
    elsewhere : str, optional
        How another place is chosen, for the message that this one is taken; otherwise where it stands in the settings.

    """

    def __init__(
        self, newsroom: Newsroom, host: str | None = None, port: int | None = None, elsewhere: str = ""
    ) -> None:
        self.host = newsroom.settings.serve.host if host is None else host
        self.port = newsroom.settings.serve.port if port is None else port
        self._elsewhere = (
            elsewhere or f"write another below [serve] ({settings_file.place(newsroom.settings, 'serve.port')})"
        )
        config = _config(
            UnnamedProxy(make(newsroom), newsroom),
            connections.room(connections.raise_file_limit()),
            newsroom.settings.serve.proxies,
        )
        self._server = uvicorn.Server(config)
        config.callback_notify = self._close_late
        self._thread: threading.Thread | None = None
        self._listener: socket.socket | None = None

    @property
    def address(self) -> str:
        """Where it can be reached."""
        return listening.address(self.host, self.port)

    def start(self) -> None:
        """Start to answer; return when the server is up.

        Raises
        ------
        ConfigError
            The address is taken, not ours, or the application did not start.
        """
        self._listener = listening.listen(self.host, self.port, self._elsewhere)
        if not listening.is_socket(self.host):
            self.port = self._listener.getsockname()[1]
        sys.setswitchinterval(_TURN)
        self._thread = threading.Thread(
            target=self._server.run, args=([self._listener],), name="coranto-serve", daemon=True
        )
        self._thread.start()
        end = time.monotonic() + _PATIENCE
        while not self._server.started and self._thread.is_alive() and time.monotonic() < end:
            time.sleep(0.01)
        if not self._server.started:
            self.stop()
            raise errors.ConfigError("the site did not come up; see the log above", self.address)

    def stop(self) -> None:
        """Finish the requests at hand and release the port."""
        self._server.should_exit = True
        if self._thread is not None:
            self._thread.join(_FINISH + 2)
        if self._listener is not None:
            listening.close(self._listener, self.host)

    def end(self) -> None:
        """Accept no more requests; do not wait."""
        self._server.should_exit = True

    async def _close_late(self) -> None:
        connections.close_late(self._server.server_state, asyncio.get_running_loop().time())

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


def _config(app: ASGIApp, most: int, proxies: Sequence[str]) -> uvicorn.Config:
    """Return the server's configuration; left to itself, the server would believe every program on this machine."""
    # Uvicorn's types of an application are narrower than Starlette's.
    believing = cast("ASGIApp", ProxyHeadersMiddleware(cast("Any", app), list(proxies))) if proxies else app
    return uvicorn.Config(
        Peer(believing),
        http=type("Connection", (connections.Connection,), {"most": most}),
        ws="none",
        log_level="error",  # a warning for each malformed request is a stranger's to repeat
        access_log=False,
        server_header=False,
        backlog=connections.ACCEPTED,
        timeout_keep_alive=connections.RESTING,
        timeout_notify=connections.SWEEP,
        timeout_graceful_shutdown=_FINISH,
        proxy_headers=False,  # done above, within what notes the peer
    )
