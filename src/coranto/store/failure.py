"""Database errors as StoreErrors that say what to do, never with a password."""

import contextlib
import sqlite3
import sys
from collections.abc import Iterator
from typing import Any

from sqlalchemy import exc

from coranto.errors import StoreError

_ADVICE = (
    (
        "database or disk is full",
        "the disk is full; make room: nothing of this step was kept, the next run or round does it again",
    ),
    ("readonly", "the database may only be read here; check who owns the file and its folder"),
    ("database is locked", "another program has been writing to it for too long; stop that one, or try again"),
    ("unable to open", "it cannot be opened; check that its folder exists and may be written to"),
    ("not a database", "the file is no SQLite database; move it away, or name another in coranto.toml"),
    ("malformed", "the file is damaged; restore a copy, or see what `sqlite3 FILE .recover` saves"),
    ("disk i/o error", "the disk did not read or write; check it and the room on it"),
    ("no such table", "its tables are missing; was it changed by another program? Name another in coranto.toml"),
    ("authentication failed", "the server refuses the user or password; check `database` or CORANTO_DATABASE"),
    ("does not exist", "the server does not have it; create it, or check `database` or CORANTO_DATABASE"),
    (
        "not currently accepting connections",
        "the server accepts no connections to this database at present; ask its administrator",
    ),
    ("too many clients", "the server has no connection left; raise its max_connections, or let fewer programs ask it"),
    ("connection slots", "the server has no connection left; raise its max_connections, or let fewer programs ask it"),
    ("connection", "the server does not answer; is it running, and is the address in `database` right?"),
    ("read-only transaction", "the server only lets us read; is it a standby?"),
    (
        "no space left",
        "the server's disk is full; make room: nothing of this step was kept, the next run or round does it again",
    ),
)


@contextlib.contextmanager
def explained(where: str) -> Iterator[None]:
    """Turn driver exceptions into StoreErrors.

    Parameters
    ----------
    where : str
        The database as users know it, without user or password.

    """
    try:
        yield
    except Exception as why:  # the drivers' exceptions are known only once they are loaded
        if not isinstance(why, (*_raised("Error"), exc.SQLAlchemyError, UnicodeEncodeError, OverflowError)):
            raise
        raise StoreError(_message(why), where) from None


def _message(why: Exception) -> str:
    """Return our own advice for known errors, else the first line of the driver's message (which has no password)."""
    if isinstance(why, exc.DBAPIError) and isinstance(why.orig, Exception):
        why = why.orig
    if isinstance(why, UnicodeEncodeError | OverflowError):
        return (
            f"a value cannot be kept: {why.reason if isinstance(why, UnicodeEncodeError) else why}; nothing was saved"
        )
    message = str(why).strip().partition("\n")[0]
    for sign, advice in _ADVICE:
        if sign in message.lower():
            return f"{advice} ({message})"
    if isinstance(why, _raised("IntegrityError")):
        return f"what was to be saved contradicts what is there: {message}; nothing of it was saved"
    return f"{message}; `coranto doctor` looks closer"


def _raised(name: str) -> tuple[type[Exception], ...]:
    """Return the exceptions of this name (PEP 249) of the drivers in use; SQLite's users have no psycopg."""
    drivers: list[Any] = [sqlite3, sys.modules.get("psycopg")]
    return tuple(getattr(driver, name) for driver in drivers if driver is not None)
