"""Schema migrations."""

import functools
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from coranto.errors import StoreError

FOLDER = Path(__file__).with_name("migrations")


def config(connection: Connection | None = None) -> Config:
    """Return Alembic's configuration; there is no alembic.ini."""
    result = Config()
    result.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    result.set_main_option("path_separator", "os")
    result.attributes["connection"] = connection
    return result


@functools.cache
def head() -> str:
    """Return the last migration that this program knows."""
    return ScriptDirectory.from_config(config()).get_current_head() or ""


def upgrade(engine: Engine, where: str) -> None:
    """Run all missing migrations in one transaction.

    Raises
    ------
    StoreError
        The database has migrations that this program does not know.

    """
    known = ScriptDirectory.from_config(config())
    head = known.get_current_head()
    with engine.connect() as connection:
        at = MigrationContext.configure(connection).get_current_revision()
        if at == head:
            return
        connection.rollback()
        if at is not None and at not in {revision.revision for revision in known.walk_revisions()}:
            raise StoreError(
                f"the database was written by a newer Coranto (its schema is {at}, this program knows {head}): "
                "update the program, or go back to a copy of the database made before",
                where,
            )
        _lock(connection)
        command.upgrade(config(connection), "head")
        connection.commit()


def _lock(connection: Connection) -> None:
    """Let one process at a time migrate; the other ones then find the work done."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(hashtext(current_schema()))")
