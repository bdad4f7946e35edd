"""Open a store: create the engine, configure it and migrate the schema."""

import logging
from typing import Any

from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from coranto.config import extras
from coranto.errors import ConfigError, StoreError
from coranto.store import failure, migrate, postgresql
from coranto.store.database import Database
from coranto.store.protocol import Store

WAIT = 30.0  # seconds to wait for another writer, or for the server to answer


def open_store(url: str) -> Store:
    """Open the store, creating or upgrading its tables.

    Parameters
    ----------
    url : str
        ``sqlite:///relative.db``, ``sqlite:////absolute.db`` or ``postgresql+psycopg://user:password@host/database``.

    Raises
    ------
    ConfigError
        The address is not one of a supported database.
    StoreError
        The database cannot be opened, or was written by a newer Coranto; the message never contains a password.

    Notes
    -----
    SQLite runs in WAL mode with ``synchronous=NORMAL``: a process that is killed at any instant loses nothing that was
    committed; a power failure may lose the last commits, but never leaves one half done. To prevent that too, use
    ``sqlite:///coranto.db?synchronous=full``, at the cost of a disk flush per commit.

    """
    address = address_of(url)
    where = place_of(address)
    with failure.explained(where):
        engine = _engine(address)
        try:
            migrate.upgrade(engine, where)
        except BaseException:
            engine.dispose()
            raise
    return Database(engine, where)


def address_of(url: str) -> URL:
    """Parse a database address without connecting; ``ConfigError`` says which addresses are valid."""
    try:
        address = make_url(url)
    except (ArgumentError, ValueError):
        raise ConfigError(
            "this is no database address; write sqlite:///coranto.db or postgresql+psycopg://user@host/database",
            "coranto.toml: `database`",
        ) from None
    if address.drivername in ("postgresql", "postgres"):
        address = address.set(drivername="postgresql+psycopg")
    if address.drivername not in ("sqlite", "sqlite+pysqlite", "postgresql+psycopg"):
        raise ConfigError(
            f"Coranto keeps its memory in SQLite or PostgreSQL, not in {address.drivername}; "
            "write sqlite:///coranto.db or postgresql+psycopg://user@host/database",
            "coranto.toml: `database`",
        )
    if address.get_backend_name() == "postgresql":
        extras.need("postgres", "coranto.toml: `database`")
    return address


def place_of(address: URL) -> str:
    """Return the database's name for messages: no user, password or options."""
    if address.get_backend_name() == "sqlite":
        return address.database or "SQLite in memory"
    place = f"{address.host or 'local'}:{address.port}" if address.port else address.host or "local"
    return f"PostgreSQL database {address.database} at {place}"


def _engine(address: URL) -> Engine:
    if address.get_backend_name() != "sqlite":
        # The caller reports a lost connection in a sentence; the pool would add a traceback for each.
        logging.getLogger("sqlalchemy.pool").setLevel(logging.CRITICAL)
        return postgresql.engine(address, int(WAIT))
    synchronous = str(address.query.get("synchronous", "normal"))
    if synchronous.lower() not in ("normal", "full", "extra"):
        raise StoreError("synchronous is normal, full or extra", place_of(address))
    # The connection used last: what one writes makes SQLite drop the pages that another one keeps.
    pool = {"pool_use_lifo": True} if address.database not in (None, "", ":memory:") else {}
    engine = create_engine(
        address.difference_update_query(["synchronous"]),
        **pool,
        connect_args={"timeout": WAIT, "isolation_level": None, "cached_statements": 512},
    )

    @event.listens_for(engine, "connect")
    def configure(connection: Any, _record: Any) -> None:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute(f"PRAGMA synchronous={synchronous}")
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("PRAGMA secure_delete=FAST")  # who asks to be forgotten is: no pages of old bytes
        connection.execute("PRAGMA cache_size=-16000")  # kilobytes, of each connection; the rest is the system's cache
        connection.execute("PRAGMA wal_autocheckpoint=8000")  # pages; every checkpoint flushes the disk
        connection.execute("PRAGMA journal_size_limit=67108864")

    return engine
