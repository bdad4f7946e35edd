"""The press on loopback: every outlet under ``/o/<id>/`` of one address, each with its own behaviour and faults."""

import contextlib
import hashlib
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

import msgspec

from coranto.demo import feeds, newsstand, pages, pictures
from coranto.demo.newsstand import Outlet, Piece

HTML = "text/html; charset=utf-8"


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """A response; ``modified`` is set if conditional requests are supported."""

    body: bytes
    type: str
    status: int = 200
    modified: datetime | None = None


class Press:
    """The fictional press as a web server on 127.0.0.1.

    Parameters
    ----------
    port : int
        0 takes a free one.
    now : datetime, optional
        The time from which the articles' offsets count; by default the clock's time.
    clock : callable
        Returns the time that decides which articles are published. Those of the next half hour appear when due.

    """

    def __init__(
        self, port: int = 0, now: datetime | None = None, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self.clock = clock
        self.stand = newsstand.load(now or clock())
        self._by_path = {piece.path: piece for piece in self.stand.pieces}
        self._by_amp = {piece.amp_path: piece for piece in self.stand.pieces if piece.amp_path}
        self._pictures = {piece.picture_path: piece for piece in self.stand.pieces if piece.picture_path}
        self._server = ThreadingHTTPServer(("127.0.0.1", port), type("Handler", (_Handler,), {"press": self}))
        self._server.daemon_threads = True
        self._thread: threading.Thread | None = None
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        """Start the server."""
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop the server."""
        self.stop()

    def start(self) -> None:
        """Serve in a separate thread until ``stop``."""
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop serving and close the port."""
        if self._thread is not None:
            self._server.shutdown()
            self._thread.join()
            self._thread = None
        self._server.server_close()

    def gold(self) -> dict[str, str]:
        """Return the true story of each article, by address, including future articles."""
        return {self.address + piece.path: piece.story for piece in self.stand.pieces}

    def answer(self, path: str) -> Answer | None:
        """Return the present response for a path; None if nothing is there."""
        shared = {"/": self._street, "/sources.opml": self._opml, "/robots.txt": self._robots}
        if path in shared:
            return shared[path]()
        now = self.clock()
        if (piece := self._by_path.get(path)) and piece.published <= now and not piece.gone:
            others = [other for other in self._out(piece.outlet) if other is not piece][:6]
            return Answer(body=pages.article(piece, others, self.address), type=HTML)
        if (piece := self._by_amp.get(path)) and piece.published <= now and not piece.gone:
            return Answer(body=pages.amp(piece, self.address), type=HTML)
        if (piece := self._pictures.get(path)) and piece.published <= now:
            return Answer(body=_picture(piece.slug), type="image/png", modified=piece.published)
        outlet = self.outlet(path)
        return self._of_outlet(outlet, path.removeprefix(f"/o/{outlet.id}/")) if outlet else None

    def outlet(self, path: str) -> Outlet | None:
        """Return the outlet a path belongs to."""
        parts = path.split("/", 3)
        return self.stand.outlets.get(parts[2]) if len(parts) == 4 and parts[1] == "o" else None

    def _of_outlet(self, outlet: Outlet, rest: str) -> Answer | None:
        pieces = self._out(outlet)
        newest = pieces[0].published if pieces else None
        if rest == "":
            return Answer(body=pages.front(outlet, pieces, self.address), type=HTML)
        if rest == feeds.FILES[outlet.feed]:
            body = feeds.of(outlet, pieces, self.address)
            return Answer(body=body, type=feeds.TYPES[outlet.feed], modified=newest)
        if rest == "sitemap.xml" and outlet.sitemap:
            return Answer(body=feeds.sitemap(pieces, self.address), type="application/xml", modified=newest)
        if rest == "icon.svg":
            return Answer(body=pictures.svg(outlet), type="image/svg+xml")
        return None

    def _out(self, outlet: Outlet) -> list[Piece]:
        return self.stand.out(self.clock(), outlet.id)

    def _street(self) -> Answer:
        return Answer(body=pages.street(self.stand, self.address), type=HTML)

    def _opml(self) -> Answer:
        return Answer(body=feeds.sources_opml(self.address), type="text/x-opml")

    def _robots(self) -> Answer:
        lines = ["User-agent: *", "Disallow: /o/rocket/checkout/", "Allow: /"]
        maps = [f"Sitemap: {self.address}/o/{o.id}/sitemap.xml" for o in self.stand.outlets.values() if o.sitemap]
        return Answer(body="\n".join([*lines, *maps, ""]).encode(), type="text/plain; charset=utf-8")


@lru_cache(maxsize=64)
def _picture(slug: str) -> bytes:
    return pictures.png(slug)


class _Handler(BaseHTTPRequestHandler):
    press: Press
    protocol_version = "HTTP/1.1"
    server_version = "FictionalPress"
    sys_version = ""

    def handle(self) -> None:
        with contextlib.suppress(ConnectionError):  # the newsroom may close the connection early
            super().handle()

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        outlet = self.press.outlet(path)
        if outlet is not None and outlet.delay:
            time.sleep(outlet.delay)
        answer = self.press.answer(path) or Answer(body=b"<h1>Not found</h1>", type=HTML, status=404)
        etag = f'"{hashlib.sha256(answer.body).hexdigest()[:20]}"'
        fresh = answer.status == 200 and self._has(etag, answer.modified)
        self.send_response(304 if fresh else answer.status)
        if answer.status == 200:
            self.send_header("ETag", etag)
        if answer.modified is not None:
            self.send_header("Last-Modified", format_datetime(answer.modified.astimezone(UTC), usegmt=True))
        if not fresh:
            self.send_header("Content-Type", answer.type)
            self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        if not fresh and self.command == "GET":
            self.wfile.write(answer.body)

    do_HEAD = do_GET  # noqa: N815 - the name that http.server calls

    def _has(self, etag: str, modified: datetime | None) -> bool:
        """Whether the client has the current version; an ETag takes precedence over a date."""
        if known := self.headers.get("If-None-Match"):
            return etag in (part.strip().removeprefix("W/") for part in known.split(","))
        since = self.headers.get("If-Modified-Since")
        if not since or modified is None:
            return False
        try:
            return modified <= parsedate_to_datetime(since)
        except (TypeError, ValueError):
            return False

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name that http.server gives it
        """Log nothing: the newsroom logs its requests."""
