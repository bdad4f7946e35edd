"""Compress responses with Brotli (with the extra ``fast``) or gzip, whichever the client accepts."""

import contextlib
import importlib
import zlib
from typing import Any, Protocol

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

brotli: Any = None  # of the extra `fast`; without it responses are sent as gzip
with contextlib.suppress(ModuleNotFoundError):
    brotli = importlib.import_module("brotli")

SMALLEST = 600  # bytes; below it the headers cost more than compression saves
_BROTLI_QUALITY = 5
_GZIP_LEVEL = 9
_GZIP_WINDOW = zlib.MAX_WBITS | 16  # the 16 asks zlib for gzip's header and trailer


class _Compressor(Protocol):
    def add(self, body: bytes) -> bytes:
        """Compress a piece; return all bytes that a client can decode by now."""

    def end(self) -> bytes:
        """Return the last bytes."""


class _Brotli:
    def __init__(self) -> None:
        self._compressor = brotli.Compressor(quality=_BROTLI_QUALITY, mode=brotli.MODE_TEXT)

    def add(self, body: bytes) -> bytes:
        compressed: bytes = self._compressor.process(body) + self._compressor.flush()
        return compressed

    def end(self) -> bytes:
        compressed: bytes = self._compressor.finish()
        return compressed


class _Gzip:
    def __init__(self) -> None:
        self._compressor = zlib.compressobj(_GZIP_LEVEL, zlib.DEFLATED, _GZIP_WINDOW)

    def add(self, body: bytes) -> bytes:
        return self._compressor.compress(body) + self._compressor.flush(zlib.Z_SYNC_FLUSH)

    def end(self) -> bytes:
        return self._compressor.flush()


_COMPRESSORS: dict[str, type[_Brotli | _Gzip]] = ({"br": _Brotli} if brotli else {}) | {"gzip": _Gzip}


def accepted(header: str) -> str:
    """Return the encoding to use for an ``Accept-Encoding`` header: "br", "gzip" or "" for none."""
    return next((name for name in _COMPRESSORS if name in header), "")


class Compression:
    """ASGI middleware that compresses bodies of at least ``SMALLEST`` bytes, and every streamed body.

    Parameters
    ----------
    app : ASGIApp
        The application whose responses are compressed.

    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Run the application with a ``send`` that compresses."""
        encoding = accepted(Headers(scope=scope).get("accept-encoding", "")) if scope["type"] == "http" else ""
        await self._app(scope, receive, _Sender(send, encoding) if encoding else send)


class _Sender:
    """The ``send`` of one response. The start waits for the first body, whose size decides about compression."""

    def __init__(self, send: Send, encoding: str) -> None:
        self._send, self._encoding = send, encoding
        self._start: Message | None = None
        self._compressor: _Compressor | None = None

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message
            return
        if message["type"] != "http.response.body":
            await self._send(message)
            return
        body, more = message.get("body", b""), message.get("more_body", False)
        if self._start is not None:
            if self._worthwhile(body, more):
                self._compressor = _COMPRESSORS[self._encoding]()
            body = await self._begin(body, more)
        elif self._compressor is not None:
            body = self._compressed(body, more)
        await self._send({"type": "http.response.body", "body": body, "more_body": more})

    def _worthwhile(self, body: bytes, more: bool) -> bool:
        assert self._start is not None
        return (more or len(body) >= SMALLEST) and "content-encoding" not in Headers(raw=self._start["headers"])

    async def _begin(self, body: bytes, more: bool) -> bytes:
        """Send the start; return the first body as it is sent."""
        assert self._start is not None
        start, self._start = self._start, None
        if self._compressor is not None:
            body = self._compressed(body, more)
            headers = MutableHeaders(raw=list(start["headers"]))
            headers["Content-Encoding"] = self._encoding
            headers.add_vary_header("Accept-Encoding")
            if more:
                del headers["Content-Length"]
            else:
                headers["Content-Length"] = str(len(body))
            start = {**start, "headers": headers.raw}
        await self._send(start)
        return body

    def _compressed(self, body: bytes, more: bool) -> bytes:
        assert self._compressor is not None
        return self._compressor.add(body) + (b"" if more else self._compressor.end())
