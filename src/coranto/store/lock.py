"""Locks of PostgreSQL: of all programs on a database, one has a lock. It ends with its holder's connection.

SQLite's programs are on one machine: there a file in the newsroom's folder is the lock (``coranto.newsroom.alone``).
"""

import contextlib
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Engine

from coranto import errors
from coranto.store import failure

_TAKE = "SELECT pg_try_advisory_lock(hashtext(current_schema()), hashtext(%s))"
_RELEASE = "SELECT pg_advisory_unlock_all()"
# A machine that vanishes says no goodbye: the server asks after three seconds, and twice more.
_NOTICE = "SET tcp_keepalives_idle = 2; SET tcp_keepalives_interval = 1; SET tcp_keepalives_count = 2"


class Lock:
    """A lock that this process has."""

    def __init__(self, connection: Any = None) -> None:
        self._connection = connection

    def held(self) -> bool:
        """Whether the connection that holds the lock is still there."""
        if self._connection is None:
            return True
        try:
            self._connection.execute("SELECT 1")
        except Exception:  # noqa: BLE001 - whatever it is, the lock is not sure any more
            return False
        return True


@contextlib.contextmanager
def advisory(engine: Engine, name: str, where: str) -> Iterator[Lock | None]:
    """Take an advisory lock in a connection of its own, without waiting; None if another program has it."""
    with failure.explained(where):
        pooled = engine.raw_connection()
    try:
        with failure.explained(where):
            connection: Any = pooled.dbapi_connection
            connection.autocommit = True
            connection.execute(_NOTICE)
            taken = connection.execute(_TAKE, [name]).fetchone()[0]
        yield Lock(connection) if taken else None
    finally:
        with contextlib.suppress(errors.StoreError), failure.explained(where):  # a connection that broke has let go
            connection.execute(_RELEASE)
            connection.autocommit = False
        pooled.close()
