"""Answers kept until what they show has changed: the same bytes, compressed once, without making the page again.

Kept are the kinds that say so (``page_kind.Kind.cached``): the lists that everybody reads.
"""

import asyncio
import re
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from weakref import WeakValueDictionary

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HOLD = 0.25  # seconds for which the state is not asked for again
ROOM = 64_000_000  # bytes of answers
_DENSITY = re.compile(rb"(?:^|;\s*)density=(brief|standard|full)(?:;|$)")

_Headers = list[tuple[bytes, bytes]]


class _Answer(msgspec.Struct, frozen=True):
    """An answer as it goes out, and the state that it shows."""

    state: Hashable
    etag: bytes
    headers: _Headers
    body: bytes


class Cache:
    """A cache in front of an application: answers for it while its state is unchanged.

    Parameters
    ----------
    app : ASGIApp
        Makes the responses; they depend on path, query, density and encoding only.
    state : callable
        Returns the state that the responses show; called in a worker thread, at most once in ``HOLD`` seconds, and
        before a response is made, so that a response overtaken by a change is made again.
    kept : callable
        Whether the responses of a path are kept; by default those of every path.
    room : int
        Maximum bytes of responses; the least recently used are evicted first.

    """

    def __init__(
        self,
        app: ASGIApp,
        state: Callable[[], Hashable],
        kept: Callable[[str], object] = bool,
        room: int = ROOM,
    ) -> None:
        self._app, self._ask, self._kept_paths, self._room = app, state, kept, room
        self._kept: OrderedDict[Hashable, _Answer] = OrderedDict()
        self._size = 0
        self._making: WeakValueDictionary[Hashable, asyncio.Lock] = WeakValueDictionary()
        self._state: Hashable = None
        self._until = 0.0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with what is kept, or have it made."""
        if scope["type"] != "http" or scope["method"] != "GET" or not self._kept_paths(scope["path"]):
            await self._app(scope, receive, send)
            return
        encoding, known, density = _asked(scope)
        key = scope.get("raw_path") or scope["path"], scope["query_string"], encoding, density  # raw: links start there
        state = await self._now()
        kept = self._kept.get(key)
        if kept is None or kept.state != state:
            lock = self._making.setdefault(key, asyncio.Lock())
            async with lock:
                kept = self._kept.get(key)
                if kept is None or kept.state != state:
                    kept = await self._make(key, state, scope, receive, send)
            if kept is None:
                return
        self._kept.move_to_end(key)
        await _send(kept, known, send)

    async def _now(self) -> Hashable:
        if time.monotonic() >= self._until:
            asked = time.monotonic()
            self._state = await run_in_threadpool(self._ask)
            self._until = asked + HOLD
        return self._state

    async def _make(self, key: Hashable, state: Hashable, scope: Scope, receive: Receive, send: Send) -> _Answer | None:
        """Have an answer made and keep it; one that is not to be kept is sent on, and None given."""
        said: list[Message] = []

        async def listen(message: Message) -> None:
            said.append(message)

        whole = [(name, value) for name, value in scope["headers"] if name != b"if-none-match"]
        asked: Scope = {**scope, "headers": whole}
        await self._app(asked, receive, listen)
        start, rest = said[0], said[1:]
        if start["type"] != "http.response.start" or start["status"] != 200:
            for message in said:
                await send(message)
            return None
        headers = [(name, value) for name, value in start["headers"] if name != b"content-length"]
        body = b"".join(message["body"] for message in rest if message["type"] == "http.response.body")
        headers.append((b"content-length", str(len(body)).encode()))
        etag = next((value for name, value in headers if name == b"etag"), b"")
        answer = _Answer(state, etag, headers, body)
        self._keep(key, answer)
        return answer

    def _keep(self, key: Hashable, answer: _Answer) -> None:
        before = self._kept.pop(key, None)
        self._size += len(answer.body) - (len(before.body) if before else 0)
        self._kept[key] = answer
        while self._size > self._room and len(self._kept) > 1:
            self._size -= len(self._kept.popitem(last=False)[1].body)


def _asked(scope: Scope) -> tuple[bytes, bytes, bytes]:
    """Return what an answer depends on beside its address: encoding and density; and the validators that are known."""
    encoding = known = density = b""
    for name, value in scope["headers"]:
        if name == b"accept-encoding":
            encoding = b"br" if b"br" in value else b"gzip" if b"gzip" in value else b""
        elif name == b"if-none-match":
            known = value
        elif name == b"cookie" and (chosen := _DENSITY.search(value)):
            density = chosen[1]
    return encoding, known, density


async def _send(answer: _Answer, known: bytes, send: Send) -> None:
    tags = {tag.strip().removeprefix(b"W/") for tag in known.split(b",")} if known else set()
    if tags and (b"*" in tags or answer.etag.removeprefix(b"W/") in tags):
        headers = [pair for pair in answer.headers if pair[0] not in (b"content-length", b"content-encoding")]
        await send({"type": "http.response.start", "status": 304, "headers": headers})
        await send({"type": "http.response.body", "body": b"", "more_body": False})
        return
    await send({"type": "http.response.start", "status": 200, "headers": answer.headers})
    await send({"type": "http.response.body", "body": answer.body, "more_body": False})
