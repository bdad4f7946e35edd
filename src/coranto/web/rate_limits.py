"""Limit how often one client may call the API: enough for any honest program."""

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
_CLIENTS = 10_000  # remembered, at most; the least recent are forgotten
_WAYS = ("/api/v1", "/mcp")


class RateLimits:
    """Stands before an application and refuses clients that ask its API too often (429, with Retry-After).

    A client is an address; of IPv6 the network that one household has (/64). Loopback is not limited: that is the
    machine itself, or a proxy that stands for all readers and has limits of its own.

    Parameters
    ----------
    app : ASGIApp
        What answers.
    a_minute, at_once : int
        Requests that a client may make on average, and in one go after a while of silence.
    clock : callable
        Seconds, going forward only.

    """

    def __init__(
        self,
        app: ASGIApp,
        a_minute: int = A_MINUTE,
        at_once: int = AT_ONCE,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._app, self._clock = app, clock
        self._rate, self._most = a_minute / 60, float(at_once)
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()  # what a client may still ask, as of when

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer 429 with the time to wait."""
        if scope["type"] == "http" and scope["path"].startswith(_WAYS):
            seconds = self._wait(scope)
            if seconds:
                await _refuse(send, scope, seconds, 60 * self._rate)
                return
        await self._app(scope, receive, send)

    def _wait(self, scope: Scope) -> int:
        """Count a request; return the seconds that its client has to wait, 0 for none."""
        who = _client(scope)
        if who is None:
            return 0
        now = self._clock()
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


async def _refuse(send: Send, scope: Scope, seconds: int, a_minute: float) -> None:
    body = msgspec.json.encode(
        {
            "type": "about:blank",
            "title": "Asked too often",
            "status": 429,
            "detail": f"One client may ask {a_minute:.0f} times a minute. Come back in {seconds} s, "
            f"or take everything at once as JSON Lines: {_WAYS[0]}/articles.jsonl.",
            "instance": scope["path"],
        }
    )
    headers = [
        (b"content-type", b"application/problem+json"),
        (b"content-length", str(len(body)).encode()),
        (b"retry-after", str(seconds).encode()),
        (b"access-control-allow-origin", b"*"),
        (b"cache-control", b"no-store"),
    ]
    await send({"type": "http.response.start", "status": 429, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body, "more_body": False})
