"""Migrations of the database that kill themselves, held to migrations that nobody disturbed; part of ``kill.py``."""

import contextlib
import os
import random
import shutil
import signal
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import alembic.command
from alembic.script import ScriptDirectory
from backports import zstd
from sqlalchemy import Engine, MetaData, create_engine, event

from coranto.store import migrate, open_store

KEPT = Path(__file__).parents[1] / "tests" / "upgrade" / "0.1.0.tar.zst"  # the oldest release's newsroom


def versions() -> list[str]:
    """Return the versions of the database, oldest first."""
    return [script.revision for script in ScriptDirectory.from_config(migrate.config()).walk_revisions()][::-1]


@contextlib.contextmanager
def kept() -> Iterator[Path]:
    """Unpack the database of the oldest release."""
    with tempfile.TemporaryDirectory() as name:
        with zstd.open(KEPT, "rb") as packed, tarfile.open(fileobj=packed, mode="r|") as tar:
            tar.extractall(name, filter="data")
        yield Path(name) / "coranto.db"


def old_database(address: str, version: str, source: Path) -> None:
    """Make a database of an older version, with the rows of the oldest release where that is not newer."""
    old, engine = create_engine(f"sqlite:///{source}"), create_engine(address)
    with old.connect() as rows, engine.begin() as connection:
        released = rows.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one()
        alembic.command.upgrade(migrate.config(connection), min(version, released))
        if version >= released:
            tables = MetaData()
            tables.reflect(connection, only=lambda name, _: not name.startswith(("search", "alembic")))
            for table in tables.sorted_tables:
                if found := [dict(row) for row in rows.execute(table.select()).mappings()]:
                    connection.execute(table.insert(), found)
            alembic.command.upgrade(migrate.config(connection), version)
    old.dispose()
    engine.dispose()


def upgrade(address: str, last: int) -> int:
    """Take a database to the newest version in a process that kills itself before its statement ``last``.

    Return how many statements it took; 0 if it was killed. ``last`` 0 lets it end.
    """
    reading, writing = os.pipe()
    if (process := os.fork()) == 0:
        count = 0

        @event.listens_for(Engine, "before_cursor_execute")
        def counted(*_: object) -> None:
            nonlocal count
            count += 1
            if count == last:
                os.kill(os.getpid(), signal.SIGKILL)

        open_store(address).close()
        os.write(writing, str(count).encode())
        os._exit(0)
    os.close(writing)
    os.waitpid(process, 0)
    return int(os.read(reading, 20) or b"0")


def killed_migrations(kills: int, new: Callable[[Path], str]) -> tuple[int, list[str]]:
    """Kill migrations from each older version, before statements that are drawn by chance.

    ``new`` gives the address of a new database for a folder. Return how many kills were made, and what was wrong.
    """
    chance, done, found = random.Random(1), 0, []
    with tempfile.TemporaryDirectory() as name, kept() as source:
        while done < kills:
            for version in versions()[-2::-1]:
                folder = Path(name) / f"{done}"
                whole = folder / "whole"
                whole.mkdir(parents=True)
                address, other = new(folder), new(whole)
                for one in (address, other):
                    old_database(one, version, source)
                statements = upgrade(other, 0)
                for _ in range(4):
                    ended = upgrade(address, chance.randint(1, statements))
                    done += 1
                    found += ["the migration was not killed"] if ended else []
                upgrade(address, 0)
                found += [f"from {version}: {what}" for what in unsound(address, other)]
                shutil.rmtree(folder)
    return done, found


def unsound(address: str, other: str) -> list[str]:
    """Hold a migrated database to one that nobody disturbed: tables, columns, indexes, rows."""
    with contextlib.closing(open_store(address)) as store:
        damage = store.find_damage()
    return damage if contents(address) == contents(other) else [*damage, "another schema, or other rows"]


def contents(address: str) -> dict:
    """Return a database's columns, indexes and rows, by table."""
    engine, tables = create_engine(address), MetaData()
    with engine.connect() as connection:
        tables.reflect(connection)
        found = {
            table.name: (
                [(column.name, str(column.type), column.nullable) for column in table.columns],
                sorted(str(index.name) for index in table.indexes),
                sorted(str(tuple(row)) for row in connection.execute(table.select())),
            )
            for table in tables.sorted_tables
        }
    engine.dispose()
    return found
