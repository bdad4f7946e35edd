"""Whole copies of a store: ``VACUUM INTO`` of SQLite, ``pg_dump`` and ``pg_restore`` of PostgreSQL.

SQLite's copy is one statement: copying page by page would begin again with every write of a busy newsroom. PostgreSQL's
programs read and write the snapshot of one transaction. A password is handed to them by their environment, never by
their arguments, which every user of a machine can read.
"""

import contextlib
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, inspect, text
from sqlalchemy.schema import CreateSchema

from coranto.errors import StoreError
from coranto.store import failure
from coranto.store.transaction import Transaction

_VARIABLES = {
    "host": "PGHOST",
    "port": "PGPORT",
    "username": "PGUSER",
    "password": "PGPASSWORD",
    "database": "PGDATABASE",
    "options": "PGOPTIONS",
}
_TABLES = text(
    "SELECT schemaname, tablename FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
)
_SNAPSHOT = text("SELECT pg_export_snapshot(), current_schema()")
_MISSING = "it comes with PostgreSQL (`apt install postgresql-client`), in the server's version or a newer one"


def sqlite(engine: Engine, where: str, path: Path) -> None:
    """Write a copy of an SQLite database to a new file."""
    with failure.explained(where), contextlib.closing(engine.raw_connection()) as connection:
        connection.cursor().execute("VACUUM INTO ?", (str(path),))


def snapshot(db: Transaction) -> tuple[str, str]:
    """Return the name of the snapshot that a PostgreSQL transaction reads, and the schema of the store."""
    row = db.first(_SNAPSHOT)
    assert row is not None
    return str(row[0]), str(row[1])


def dump(address: URL, where: str, path: Path, held: str, schema: str) -> None:
    """Write an archive of a schema as of a snapshot."""
    words = ["--format=custom", "--compress=0", "--no-owner", "--no-privileges", f"--snapshot={held}"]
    _run("pg_dump", address, where, [*words, f"--schema={schema}", f"--file={path}"])


def schema_of(path: Path, where: str) -> str:
    """Return the schema whose tables an archive has; ``StoreError`` if it is no archive of a store."""
    listing = _run("pg_restore", None, where, ["--list", str(path)])
    for line in listing.splitlines():
        parts = line.split()  # 215; 1259 16386 TABLE public alembic_version owner
        if parts[3:4] == ["TABLE"] and parts[5:6] == ["alembic_version"]:
            return parts[4]
    raise StoreError("it is no copy of a store: a table `alembic_version` is missing", str(path))


def restore(address: URL, where: str, path: Path, schema: str) -> None:
    """Bring the tables of an archive into a database that does not have them; all or nothing."""
    words = ["--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error", f"--schema={schema}"]
    _run("pg_restore", address, where, [*words, f"--dbname={address.database}", str(path)])


def has_newsroom(address: URL, where: str, schema: str) -> bool:
    """Whether a database has a newsroom's tables in a schema; makes the schema where it is missing."""
    with _connected(address, where) as connection:
        if not inspect(connection).has_schema(schema):  # to ask for it takes a right that a user may not have
            connection.execute(CreateSchema(schema))
        return inspect(connection).has_table("alembic_version", schema=schema)


@contextlib.contextmanager
def empty_database(address: URL, where: str, name: str) -> Iterator[URL]:
    """Yield a database that is empty, and leave nothing in it: this one, or one that is made on its server."""
    with _connected(address, where) as connection:
        empty = not connection.execute(_TABLES).all()
    if not empty:
        with _temporary_database(address, where, name) as made:
            yield made
        return
    try:
        yield address
    finally:
        with _connected(address, where) as connection:
            quoted = connection.dialect.identifier_preparer
            for schema, table in connection.execute(_TABLES).all():
                connection.execute(text(f"DROP TABLE {quoted.quote(schema)}.{quoted.quote(table)} CASCADE"))


@contextlib.contextmanager
def _temporary_database(address: URL, where: str, name: str) -> Iterator[URL]:
    """Make a database on the server of another one, and drop it at the end."""
    try:
        with _connected(address, where) as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
    except StoreError as why:
        what = f"a restore drill needs a database of its own, and none can be made: {why.what}; let the user make some"
        raise StoreError(f"{what} (`ALTER USER name CREATEDB`), or name an empty one with --database", where) from None
    try:
        yield address.set(database=name).difference_update_query(["options"])
    finally:
        with _connected(address, where) as connection:
            connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))


@contextlib.contextmanager
def _connected(address: URL, where: str) -> Iterator[Connection]:
    """Connect without a transaction, as statements about databases need."""
    with failure.explained(where):
        engine = create_engine(address, isolation_level="AUTOCOMMIT", connect_args={"connect_timeout": 30})
        try:
            with engine.connect() as connection:
                yield connection
        finally:
            engine.dispose()


def _run(program: str, address: URL | None, where: str, words: list[str]) -> str:
    """Run a program of PostgreSQL; return what it says, or raise what went wrong as a ``StoreError``."""
    environment = dict(os.environ)
    if address is not None:
        given = {name: getattr(address, name, None) for name in _VARIABLES} | {
            name: value for name, value in address.query.items() if name in _VARIABLES
        }
        environment |= {_VARIABLES[name]: str(value) for name, value in given.items() if value}
    try:
        done = subprocess.run(  # noqa: S603 - the program's name is ours
            [program, *words], env=environment, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
        )
    except FileNotFoundError:
        raise StoreError(f"`{program}` is missing: {_MISSING}", where) from None
    if done.returncode:
        said = [line for line in done.stderr.strip().splitlines() if line] or ["it said nothing"]
        advice = f"; {_MISSING}" if "version mismatch" in done.stderr else ""
        raise StoreError(f"`{program}` failed: {said[0]}{advice}; nothing was kept of it", where)
    return done.stdout
