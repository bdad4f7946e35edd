"""Notice a reverse proxy that ``serve.proxies`` does not name: all its readers count as one, and as the proxy itself.

Only an address of a private network or of this machine is noted: from anywhere else a stranger may have written the
header. ``coranto doctor`` reads the note.
"""

import contextlib
import ipaddress
from collections.abc import Iterable
from datetime import datetime, timedelta

import msgspec
from anyio import to_thread
from starlette.types import ASGIApp, Receive, Scope, Send

from coranto import errors
from coranto.newsroom import Newsroom
from coranto.store.protocol import Store

_KEY = "serve.unnamed_proxy"
_HEADERS = {b"x-forwarded-for", b"x-forwarded-proto", b"forwarded", b"x-real-ip"}
_HOLDS = timedelta(days=7)  # older notes do not count
_AGAIN = timedelta(days=1)  # after which one that goes on is noted again
_MOST = 20  # addresses near by that one process notes


class Seen(msgspec.Struct, frozen=True):
    """The address that sent a proxy's headers without being named, the header, and when."""

    peer: str
    header: str
    at: datetime


class UnnamedProxy:
    """Stands before the site and notes, once a day for each address, who sends a proxy's headers without being named.

    Strangers' addresses are not kept: many of them hide no proxy.
    """

    def __init__(self, app: ASGIApp, newsroom: Newsroom) -> None:
        self._app, self._newsroom = app, newsroom
        self._noted: dict[str, datetime] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and note its peer where it is due."""
        if scope["type"] == "http" and scope.get("client"):
            peer = str(scope["client"][0])
            header = next((name.decode() for name, _ in scope["headers"] if name in _HEADERS), "")
            if header and is_near(peer) and self._is_due(peer, now := self._newsroom.now()):
                self._noted[peer] = now
                if not is_named(peer, self._newsroom.settings.serve.proxies):
                    found = Seen(peer, header, now)
                    with contextlib.suppress(errors.StoreError):  # a reader is answered all the same
                        await to_thread.run_sync(self._newsroom.store.put_value, _KEY, msgspec.json.encode(found))
        await self._app(scope, receive, send)

    def _is_due(self, peer: str, now: datetime) -> bool:
        if peer in self._noted:
            return now - self._noted[peer] >= _AGAIN
        return len(self._noted) < _MOST


def of(store: Store, proxies: Iterable[str], now: datetime) -> Seen | None:
    """Return the last proxy that was noted within a week and is not named by now; None without one."""
    kept = store.get_value(_KEY)
    seen = msgspec.json.decode(kept, type=Seen) if kept else None
    return seen if seen and seen.at > now - _HOLDS and not is_named(seen.peer, proxies) else None


def is_near(peer: str) -> bool:
    """Whether an address is of a private network or of this machine."""
    try:
        return ipaddress.ip_address(peer.partition("%")[0]).is_private
    except ValueError:
        return False


def is_named(peer: str, proxies: Iterable[str]) -> bool:
    """Whether one of the addresses and networks of ``serve.proxies`` has an address."""
    address = ipaddress.ip_address(peer.partition("%")[0])
    return any(address in ipaddress.ip_network(one, strict=False) for one in proxies)
