"""What databases complain of, as StoreErrors that say what to do; never with a password."""

import contextlib
import sqlite3
from collections.abc import Iterator

import psycopg
from sqlalchemy import exc

from coranto.errors import StoreError

_ADVICE = (
    ("database or disk is full", "the disk is full; make room, then run again: nothing of this step was kept"),
    ("readonly", "the database may only be read here; check who owns the file and its folder"),
    ("database is locked", "another program has been writing to it for too long; stop that one, or try again"),
    ("unable to open", "it cannot be opened; check that its folder exists and may be written to"),
    ("not a database", "the file is no SQLite database; move it away, or name another in coranto.toml"),
    ("malformed", "the file is damaged; restore a copy, or see what `sqlite3 FILE .recover` saves"),
    ("disk i/o error", "the disk did not read or write; check it and the room on it"),
    ("no such table", "its tables are missing; was it changed by another program? Name another in coranto.toml"),
    ("authentication failed", "the server refuses the user or password; check `database` or CORANTO_DATABASE"),
    ("does not exist", "the server does not have it; create it, or check `database` or CORANTO_DATABASE"),
    ("connection", "the server does not answer; is it running, and is the address in `database` right?"),
    ("read-only transaction", "the server only lets us read; is it a standby?"),
    ("no space left", "the server's disk is full; make room, then run again: nothing of this step was kept"),
)


@contextlib.contextmanager
def explained(where: str) -> Iterator[None]:
    """Turn what a driver raises into a StoreError.

    Parameters
    ----------
    where : str
        The database as people know it, without user or password.

    """
    try:
        yield
    except (sqlite3.Error, psycopg.Error, exc.SQLAlchemyError, UnicodeEncodeError, OverflowError) as why:
        raise StoreError(_words(why), where) from None


def _words(why: Exception) -> str:
    """Say it in our words where we know it, else in the driver's first line (which quotes no password)."""
    if isinstance(why, exc.DBAPIError) and isinstance(why.orig, Exception):
        why = why.orig
    if isinstance(why, UnicodeEncodeError | OverflowError):
        return (
            f"a value cannot be kept: {why.reason if isinstance(why, UnicodeEncodeError) else why}; nothing was saved"
        )
    said = str(why).strip().partition("\n")[0]
    for sign, advice in _ADVICE:
        if sign in said.lower():
            return f"{advice} ({said})"
    if isinstance(why, sqlite3.IntegrityError | psycopg.IntegrityError):
        return f"what was to be saved contradicts what is there: {said}; nothing of it was saved"
    return f"{said}; `coranto doctor` looks closer"
