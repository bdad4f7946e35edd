"""The connections to PostgreSQL: how a new one is configured, and when a used one is asked whether it is still there.

To ask before every transaction would cost as much as a small transaction. A server that ends a connection says so, and
what it says waits in the socket, where the system finds it without asking the server; only a connection that was idle
for long may have been lost without a word.
"""

import select
import time
from typing import Any

from sqlalchemy import URL, Engine, create_engine, event, exc

IDLE = 10.0  # seconds; a connection that was not used for longer is asked

# LZ4 takes a third of the time of PostgreSQL's own compression; a server may be built without it.
_COMPRESSION = (
    "SELECT set_config(name, 'lz4', false) FROM pg_settings "
    "WHERE name = 'default_toast_compression' AND 'lz4' = ANY (enumvals)"
)


def engine(address: URL, wait: int) -> Engine:
    """Return an engine whose pool gives only connections that work.

    Parameters
    ----------
    address : URL
        The database.
    wait : int
        Seconds in which a new connection must be there.

    """
    made = create_engine(address, connect_args={"connect_timeout": wait})

    @event.listens_for(made, "connect")
    def configure(connection: Any, _record: Any) -> None:
        connection.execute(_COMPRESSION)
        connection.commit()

    @event.listens_for(made, "checkin")
    def note(_connection: Any, record: Any) -> None:
        record.info["used"] = time.monotonic()

    @event.listens_for(made, "checkout")
    def look(connection: Any, record: Any, _fairy: Any) -> None:
        used = record.info.get("used")
        if used is None:
            return
        try:
            if time.monotonic() - used > IDLE or _has_news(connection):
                made.dialect.do_ping(connection)
        except made.dialect.loaded_dbapi.Error:
            raise exc.InvalidatePoolError("the connection was lost") from None

    return made


def _has_news(connection: Any) -> bool:
    """Whether the server has sent something by itself: most often that it ends the connection."""
    poll = select.poll()
    poll.register(connection.fileno(), select.POLLIN)
    return bool(poll.poll(0))
