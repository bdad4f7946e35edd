"""Answers kept until what they show has changed: the same bytes, compressed once, without making the page again.

Kept are the kinds that say so (``page_kind.Kind.cached``), and where their short and former addresses lead. However
many ask for a page at once, it is made once; when a newer one takes long to make, they get the one that is
there.

Few are made at a time, since more only wait for each other, and the server with them: one that replaces an older one,
and two that are new. So a round that changes everything many times does not make everything as many times.
"""

import asyncio
import re
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import ThreadPoolExecutor

import msgspec
import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HOLD = 0.25  # seconds for which the state is not asked for again
ROOM = 64_000_000  # bytes of answers, with their keys and headers
LONGEST = 500  # bytes of a key; longer searches are rarely repeated
MOMENT = 1.0  # seconds for which answers are kept whose state the store's version does not cover
PATIENCE = 0.1  # seconds to wait for a newer answer, or for the state, where there is an older one
OLDEST = 300.0  # seconds after which an older answer is no longer given
RENEWED = 1  # older answers that are renewed at a time
FIRST = 2  # first answers that are made at a time
HELD_UP = 2.0  # seconds to wait for those at most: a page that takes long holds up no other
_OVERHEAD = 500  # bytes of an entry beside body, key and headers
_STATUSES = (200, 301)  # of answers that are kept
_DENSITY = re.compile(rb"(?:^|;\s*)density=(brief|standard|full)(?:;|$)")
_log = structlog.get_logger("coranto.web")

_Headers = list[tuple[bytes, bytes]]
_Key = tuple[bytes, bytes, bytes, bytes]  # path, query, encoding, density


class _Answer(msgspec.Struct, frozen=True):
    """An answer as it goes out, the state that it shows, when it was made, and how much room it takes."""

    state: Hashable
    status: int
    etag: bytes
    headers: _Headers
    body: bytes
    made: float
    size: int


class Cache:
    """A cache in front of an application: answers for it while its state is unchanged.

    Parameters
    ----------
    app : ASGIApp
        Makes the responses; they depend on path, query, density and encoding only.
    state : callable
        Returns the state that the responses show; called in a thread of its own, at most once in ``HOLD`` seconds, and
        before a response is made, so that a response overtaken by a change is made again.
    kept : callable
        Whether the responses of a path are kept; by default those of every path.
    briefly : callable
        Whether those of another path are kept for a moment, so that a crowd costs no more than one.
    room : int
        Maximum bytes of responses with their keys; the least recently used are evicted first.

    """

    def __init__(
        self,
        app: ASGIApp,
        state: Callable[[], Hashable],
        kept: Callable[[str], object] = bool,
        briefly: Callable[[str], object] = lambda _: False,
        room: int = ROOM,
    ) -> None:
        self._app, self._ask, self._kept_paths, self._room = app, state, kept, room
        self._briefly = briefly
        self._kept: OrderedDict[Hashable, _Answer] = OrderedDict()
        self._size = 0
        self._renewing, self._beginning = asyncio.Semaphore(RENEWED), asyncio.Semaphore(FIRST)
        self._making: dict[Hashable, asyncio.Task[_Answer | list[Message]]] = {}
        self._asking: asyncio.Task[None] | None = None
        self._asker = ThreadPoolExecutor(1, "coranto-state")  # not behind pages that are being made
        self._state: Hashable = None
        self._until = 0.0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with what is kept, or have it made."""
        path = scope["path"] if scope["type"] == "http" and scope["method"] == "GET" else ""
        if not (path and (self._kept_paths(path) or self._briefly(path))):
            await self._app(scope, receive, send)
            return
        encoding, known, density = _asked(scope)
        raw = scope.get("raw_path") or path.encode()  # links start at the path as it was written
        if len(raw) + len(scope["query_string"]) > LONGEST:
            await self._app(scope, receive, send)
            return
        key = raw, scope["query_string"], encoding, density
        state = await self._state_of(path)
        kept = self._kept.get(key)
        if kept is None or kept.state != state:
            made = await self._newest(key, kept, scope)
            if isinstance(made, list):
                for message in made:
                    await send(message)
                return
            kept = made
        if key in self._kept:
            self._kept.move_to_end(key)
        await _send(kept, known, send)

    async def _state_of(self, path: str) -> Hashable:
        """Return the state that the response of a path shows."""
        state = await self._now()
        return state if self._kept_paths(path) else (state, time.monotonic() // MOMENT)

    async def _now(self) -> Hashable:
        """Return the state; the last known one where the store is slow to say, or cannot."""
        if time.monotonic() < self._until:
            return self._state
        if self._asking is None:
            self._asking = asyncio.create_task(self._ask_state())
        await asyncio.wait([self._asking], timeout=PATIENCE if self._state is not None else None)
        return self._state

    async def _ask_state(self) -> None:
        asked = time.monotonic()
        try:
            self._state = await asyncio.get_running_loop().run_in_executor(self._asker, self._ask)
        except Exception as why:  # noqa: BLE001 - what is kept is shown meanwhile
            _log.warning("the store's version is not known", reason=f"{type(why).__name__}: {why}")
        finally:
            self._until, self._asking = asked + HOLD, None

    async def _newest(self, key: _Key, kept: _Answer | None, scope: Scope) -> _Answer | list[Message]:
        """Return the newest answer that can be had soon; the messages of one that is not kept."""
        older = kept if kept and time.monotonic() - kept.made < OLDEST else None
        # Where others are being renewed, this one comes late: the request does not wait for it.
        patience = 0.0 if self._renewing.locked() else PATIENCE
        making = self._making.get(key)
        if making is None:
            turn = self._renewing if older else self._beginning
            making = self._making[key] = asyncio.create_task(self._make_in_turn(key, scope, turn))
            making.add_done_callback(lambda task: self._made(key, task))
        done, _ = await asyncio.wait([making], timeout=patience if older else None)
        if older and (not done or making.exception() or _failed(making.result())):
            return older
        return making.result()

    async def _make_in_turn(self, key: _Key, scope: Scope, turn: asyncio.Semaphore) -> "_Answer | list[Message]":
        try:
            async with asyncio.timeout(HELD_UP):
                await turn.acquire()
        except TimeoutError:
            return await self._make(key, await self._state_of(scope["path"]), scope)
        try:
            return await self._make(
                key, await self._state_of(scope["path"]), scope
            )  # the state may have changed meanwhile
        finally:
            turn.release()

    def _made(self, key: Hashable, task: "asyncio.Task[_Answer | list[Message]]") -> None:
        del self._making[key]
        if not task.cancelled() and (why := task.exception()):
            _log.error("a page failed", path=str(key), exc_info=why)

    async def _make(self, key: _Key, state: Hashable, scope: Scope) -> "_Answer | list[Message]":
        """Have an answer made and keep it, whether or not its first reader waits for it; return others as they are."""
        said: list[Message] = []

        async def listen(message: Message) -> None:
            said.append(message)

        whole = [(name, value) for name, value in scope["headers"] if name != b"if-none-match"]
        asked: Scope = {**scope, "headers": whole}
        await self._app(asked, _no_body, listen)
        start, rest = said[0], said[1:]
        if start["type"] != "http.response.start" or start["status"] not in _STATUSES:
            return said
        headers = [(name, value) for name, value in start["headers"] if name != b"content-length"]
        body = b"".join(message["body"] for message in rest if message["type"] == "http.response.body")
        headers.append((b"content-length", str(len(body)).encode()))
        etag = next((value for name, value in headers if name == b"etag"), b"")
        size = len(body) + sum(map(len, key)) + sum(len(name) + len(value) for name, value in headers) + _OVERHEAD
        answer = _Answer(state, start["status"], etag, headers, body, time.monotonic(), size)
        self._keep(key, answer)
        return answer

    def _keep(self, key: Hashable, answer: _Answer) -> None:
        before = self._kept.pop(key, None)
        self._size += answer.size - (before.size if before else 0)
        self._kept[key] = answer
        while self._size > self._room and len(self._kept) > 1:
            self._size -= self._kept.popitem(last=False)[1].size


def _failed(made: _Answer | list[Message]) -> bool:
    return isinstance(made, list) and bool(made) and made[0].get("status", 500) >= 500


async def _no_body() -> Message:
    return {"type": "http.request", "body": b"", "more_body": False}


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
    if answer.status == 200 and tags and (b"*" in tags or answer.etag.removeprefix(b"W/") in tags):
        headers = [pair for pair in answer.headers if pair[0] not in (b"content-length", b"content-encoding")]
        await send({"type": "http.response.start", "status": 304, "headers": headers})
        await send({"type": "http.response.body", "body": b"", "more_body": False})
        return
    await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
    await send({"type": "http.response.body", "body": answer.body, "more_body": False})
