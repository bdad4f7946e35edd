"""The application, and its server: in a thread, beside the pipeline or alone."""

import contextlib
import errno
import socket
import threading
import time
from collections.abc import AsyncIterator
from typing import Any, Self

import uvicorn
from litestar import Litestar, asgi
from litestar.config.compression import CompressionConfig
from litestar.exceptions import HTTPException
from litestar.types import Receive, Scope, Send

from coranto import errors
from coranto.config import settings_file
from coranto.newsroom import Newsroom
from coranto.web import responses, routes, websub
from coranto.web.api import routes as v1
from coranto.web.cache import Cache
from coranto.web.rate_limits import RateLimits
from coranto.web.reader_count import ReaderCount

_PATIENCE = 10.0  # seconds to come up, and to finish what is being answered


def make(newsroom: Newsroom) -> Litestar:
    """Make the application that serves a newsroom; its store is asked in worker threads.

    What it keeps is made anew when the store's version is another one, and every minute: pages say how long ago.
    """

    def state() -> tuple[bytes, str]:
        return newsroom.store.read_version(), f"{newsroom.now():%Y-%m-%dT%H:%M}"

    speaking = _assistant(newsroom)
    app = Litestar(
        route_handlers=[*routes.ALL, *v1.ALL, *websub.ALL, *(handler for handler, _ in speaking)],
        lifespan=[life for _, life in speaking],
        compression_config=CompressionConfig(
            backend="brotli", brotli_quality=5, brotli_gzip_fallback=True, minimum_size=600
        ),
        exception_handlers={HTTPException: responses.refused, Exception: responses.failed},
        openapi_config=None,
        logging_config=None,
    )
    app.state.newsroom = newsroom
    app.state.readers = ReaderCount(newsroom.store, newsroom.now)
    app.asgi_handler = RateLimits(Cache(app.asgi_handler, state))
    return app


def _assistant(newsroom: Newsroom) -> list[tuple[Any, Any]]:
    """Give the door for assistants and what keeps it open; none where the protocol's library is not installed."""
    try:
        from coranto.web.mcp import server  # noqa: PLC0415 - an extra
    except ModuleNotFoundError:
        return []
    made = server.server(newsroom)
    answering = server.http(made, newsroom)

    @asgi("/mcp", is_mount=True, copy_scope=True)
    async def door(scope: Scope, receive: Receive, send: Send) -> None:
        await answering(scope, receive, send)

    @contextlib.asynccontextmanager
    async def life(_: Litestar) -> AsyncIterator[None]:
        async with made.session_manager.run():
            yield

    return [(door, life)]


class Server:
    """The site in a thread, while the pipeline works in the same process.

    ``with Server(desk) as server: print(server.address)``

    Parameters
    ----------
    desk : Desk
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
        self._server = uvicorn.Server(_config(make(newsroom)))
        self._thread: threading.Thread | None = None
        self._listener: socket.socket | None = None

    @property
    def address(self) -> str:
        """Where it can be reached."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"

    def start(self) -> None:
        """Begin to answer; returns when it does.

        Raises
        ------
        ConfigError
            The address is taken, not ours, or the application did not come up.

        """
        self._listener = _listening(self.host, self.port, self._elsewhere)
        self.port = self._listener.getsockname()[1]
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
        """Finish what is being answered and let go of the port."""
        self._server.should_exit = True
        if self._thread is not None:
            self._thread.join(_PATIENCE)
        if self._listener is not None:
            self._listener.close()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


def _config(app: Litestar) -> uvicorn.Config:
    return uvicorn.Config(
        app, log_level="warning", access_log=False, server_header=False, timeout_graceful_shutdown=int(_PATIENCE) // 2
    )


def _listening(host: str, port: int, elsewhere: str) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except (OSError, OverflowError) as why:
        listener.close()
        said = getattr(why, "strerror", None) or str(why)
        freed = "end what is served there, or " if getattr(why, "errno", None) == errno.EADDRINUSE else ""
        raise errors.ConfigError(f"cannot serve there: {said}; {freed}{elsewhere}", f"{host}:{port}") from why
    return listener
