"""Limit how often one client may ask for the API, and for pages: enough for any honest program and reader."""

import ipaddress
import math
import time
from collections import OrderedDict
from collections.abc import Callable

import msgspec
from starlette.types import ASGIApp, Receive, Scope, Send

from coranto.web.reader_count import network

A_MINUTE = 600  # requests of a client, on average
AT_ONCE = 120  # of them in one go
_TEXT = b"text/plain; charset=utf-8"
_CLIENTS = 20_000  # remembered, at most; the least recent are forgotten
_WAYS = ("/api/v1", "/mcp")
# Whole files that a page brings along, what programs watch, and who sends what this newsroom asked for.
_FREE = (
    "/static/",
    "/pictures/",
    "/favicon.ico",
    "/sw.js",
    "/health",
    "/ready",
    "/metrics",
    "/websub/",
    "/letter/bounces/",
)


class RateLimits:
    """Stands before an application and refuses clients that ask too often (429, with Retry-After).

    The API and pages, with search, feeds and files, are counted apart. Pictures, styles and scripts are not counted.
    A client is an address; of IPv6 the network that one household has (/64). Loopback is not limited: that is the
    machine itself, or a proxy that stands for all readers and has limits of its own.

    Parameters
    ----------
    app : ASGIApp
        What answers.
    says : callable
        The message to a client that asks for pages too often, by the seconds it has to wait.
    a_minute, at_once : int
        Requests that a client may make on average, and in one go after a while of silence.
    clock : callable
        Seconds, going forward only.

    """

    def __init__(
        self,
        app: ASGIApp,
        says: Callable[[int], str],
        a_minute: int = A_MINUTE,
        at_once: int = AT_ONCE,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._app, self._says, self._clock = app, says, clock
        self._rate, self._most = a_minute / 60, float(at_once)
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()  # what a client may still ask, as of when

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer 429 with the time to wait."""
        if scope["type"] == "http" and not scope["path"].startswith(_FREE):
            of_api = scope["path"].startswith(_WAYS)
            if seconds := self._wait(scope, "api" if of_api else "pages"):
                problem = _problem(scope, seconds, 60 * self._rate) if of_api else self._says(seconds).encode()
                await _refuse(send, scope, seconds, b"application/problem+json" if of_api else _TEXT, problem)
                return
        await self._app(scope, receive, send)

    def _wait(self, scope: Scope, what: str) -> int:
        """Count a request; return the seconds that its client has to wait, 0 for none."""
        who = _client(scope)
        if who is None:
            return 0
        now, who = self._clock(), f"{what} {who}"
        left, then = self._left.pop(who, (self._most, now))
        left = min(self._most, left + (now - then) * self._rate)
        self._left[who] = (left - 1 if left >= 1 else left), now
        if len(self._left) > _CLIENTS:
            self._left.popitem(last=False)
        return 0 if left >= 1 else math.ceil((1 - left) / self._rate)


def _client(scope: Scope) -> str | None:
    """Return the client that a request is counted for; None where it is not counted."""
    client = scope.get("client")
    try:
        address = ipaddress.ip_address((client[0] if client else "").partition("%")[0])
    except ValueError:
        return None
    address = getattr(address, "ipv4_mapped", None) or address
    if address.is_loopback:
        return None
    return network(str(address))


def _problem(scope: Scope, seconds: int, a_minute: float) -> bytes:
    return msgspec.json.encode(
        {
            "type": "about:blank",
            "title": "Asked too often",
            "status": 429,
            "detail": f"One client may ask {a_minute:.0f} times a minute. Come back in {seconds} s, "
            f"or take everything at once as JSON Lines: {_WAYS[0]}/articles.jsonl.",
            "instance": scope["path"],
        }
    )


async def _refuse(send: Send, scope: Scope, seconds: int, kind: bytes, body: bytes) -> None:
    headers = [
        (b"content-type", kind),
        (b"content-length", str(len(body)).encode()),
        (b"retry-after", str(seconds).encode()),
        (b"access-control-allow-origin", b"*"),
        (b"cache-control", b"no-store"),
    ]
    await send({"type": "http.response.start", "status": 429, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body, "more_body": False})
