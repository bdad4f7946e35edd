"""How many connections the site has, and how long one may take: a slow or silent client costs no other.

uvicorn limits the size of a request's head (64 kB) and how long a connection may rest between two requests. What it
does not limit is here: connections in number, and the time of a head, of a body, and of a client that does not read.
"""

import asyncio
import resource
from collections import Counter
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

MOST = 1_000  # connections at a time
RESERVED = 300  # open files left to the rest of the process: pipeline, database, workers
LEAST = 50  # connections, however few files there are
HEAD = 10.0  # seconds for the head of a request
BODY = 30.0  # seconds for the body of a request
UNREAD = 30.0  # seconds in which a client takes no byte of its response
RESTING = 5  # seconds between two requests of a connection
ACCEPTED = 128  # connections accepted at once: as many files are opened before the first is closed again
SWEEP = 1  # seconds between two looks at all connections


def raise_file_limit() -> int:
    """Raise the soft limit of open files to the hard one; return the limit."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = 65_536 if hard == resource.RLIM_INFINITY else min(hard, 65_536)
    if soft != resource.RLIM_INFINITY and soft < most:
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
        except (ValueError, OSError):
            return soft
        return most
    return most if soft == resource.RLIM_INFINITY else soft


def room(files: int) -> int:
    """Return the number of connections for a process that may open ``files`` files."""
    return max(LEAST, min(MOST, files - RESERVED - ACCEPTED))


class Connection(H11Protocol):
    """A connection that is closed when its client takes too long, or when another needs its place.

    ``most`` is the number of connections; when there are more, the one goes that has waited longest for a request, of
    the client that has most of them.
    """

    most = MOST
    since = 0.0  # when it began to wait: for a head, or for the body of the request in hand
    _unread: float | None = None  # since when the client takes nothing
    _served: Any = None  # the request that ``since`` belongs to

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """Take the connection, and close another one where there are too many."""
        super().connection_made(transport)
        if self.client is None:  # over a Unix socket: the client is on this machine
            self.client = ("127.0.0.1", 0)
        self.since = self.loop.time()
        if len(self.connections) > self.most:
            self._make_room()

    def handle_events(self) -> None:
        """Note when a request begins."""
        super().handle_events()
        if self.cycle is not self._served:
            self._served, self.since = self.cycle, self.loop.time()

    def on_response_complete(self) -> None:
        """Note when the wait for the next request begins."""
        self.since = self.loop.time()
        super().on_response_complete()

    def pause_writing(self) -> None:
        """Note when the client stops to read."""
        self._unread = self.loop.time()
        super().pause_writing()

    def resume_writing(self) -> None:
        """Note that the client reads again."""
        self._unread = None
        super().resume_writing()

    @property
    def waits(self) -> bool:
        """Whether no request is in hand."""
        return self.cycle is None or self.cycle.response_complete

    def is_late(self, now: float) -> bool:
        """Whether the client has taken longer than it may."""
        if self._unread is not None:
            return now - self._unread > UNREAD
        if self.waits:
            return now - self.since > HEAD
        return self.cycle.more_body and now - self.since > BODY

    def end(self) -> None:
        """Close at once, whatever is still to be sent."""
        self.transport.abort()

    def _make_room(self) -> None:
        """Close a connection without a request; this one, where all others have one."""
        waiting = [one for one in self.connections if isinstance(one, Connection) and one.waits]
        crowd = Counter(one.address for one in waiting)
        others = [one for one in waiting if one is not self]
        victim = min(others, key=lambda one: (-crowd[one.address], one.since), default=self)
        self.connections.discard(victim)
        victim.end()

    @property
    def address(self) -> str:
        """The client's address."""
        return self.client[0] if self.client else ""


def close_late(state: ServerState, now: float) -> int:
    """Close the connections whose clients take too long; return how many."""
    late = [one for one in state.connections if isinstance(one, Connection) and one.is_late(now)]
    for one in late:
        one.end()
    return len(late)
