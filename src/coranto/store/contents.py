"""What is in each table: the number of its rows and a digest, the same in every database.

The digest of a table is the sum of its rows' digests, so it does not depend on the order in which a database returns
them. A copy, a restored backup and a moved store are held to it.
"""

import hashlib
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
from sqlalchemy import Boolean, LargeBinary, Table, bindparam, select, tuple_
from sqlalchemy.sql.base import Executable

from coranto.store import moved, tables
from coranto.store.transaction import Transaction

DERIVED = ("unindexed",)  # what waits for the search index, which every database builds for itself
CHUNK = 1000  # rows read at a time
_SIZE = 16  # bytes of a row's digest
_ALL = 1 << (8 * _SIZE)

Row = Sequence[Any]


class TableContents(msgspec.Struct, frozen=True):
    """The number of rows of a table, and the digest of all of them (hexadecimal)."""

    rows: int = 0
    digest: str = "0" * 2 * _SIZE

    def plus(self, rows: Sequence[Row]) -> "TableContents":
        """Return the contents with further rows, as ``rows_of`` yields them."""
        total = int(self.digest, 16) + sum(map(_row_digest, rows))
        return TableContents(self.rows + len(rows), f"{total % _ALL:0{2 * _SIZE}x}")


def all_tables() -> list[Table]:
    """Return the tables with content of their own, each after those that it refers to."""
    return [table for table in tables.metadata.sorted_tables if table.name not in DERIVED]


def by_table(db: Transaction) -> dict[str, TableContents]:
    """Return the contents of every table by its name."""
    return {str(table.name): of_table(db, table) for table in all_tables()}


def of_table(db: Transaction, table: Table) -> TableContents:
    """Return the contents of a table."""
    found = TableContents()
    for rows in rows_of(db, table):
        found = found.plus(rows)
    return found


def rows_of(db: Transaction, table: Table, after: Row | None = None) -> Iterator[list[Row]]:
    """Yield the rows of a table, ``CHUNK`` at a time, in the order of its primary key.

    Parameters
    ----------
    db : Transaction
        An open transaction.
    table : Table
        One of ``all_tables``.
    after : sequence, optional
        The primary key of the last row that is not wanted.

    Yields
    ------
    list of rows
        Plain values: int, str, bytes, None. A boolean is 0 or 1, a text has no NUL, which PostgreSQL cannot store.

    """
    keys = [column.name for column in table.primary_key]
    places = [list(table.c.keys()).index(name) for name in keys]
    first, following = _statements(table)
    flags = [n for n, column in enumerate(table.c) if isinstance(column.type, Boolean)]
    blobs = [n for n, column in enumerate(table.c) if isinstance(column.type, LargeBinary)]
    while True:
        if after is None:
            found = db.all(first, most=CHUNK)
        else:
            marks = {f"after_{name}": value for name, value in zip(keys, after, strict=True)}
            found = db.all(following, most=CHUNK, **marks)
        rows = [_plain(row, flags, blobs) for row in found]
        if rows:
            yield rows
        if len(rows) < CHUNK:
            return
        after = [found[-1][place] for place in places]


def key_of(table: Table, row: Row) -> list[Any]:
    """Return the primary key of a row."""
    names = list(table.c.keys())
    return [row[names.index(column.name)] for column in table.primary_key]


_KNOWN: dict[str, tuple[Executable, Executable]] = {}


def _statements(table: Table) -> tuple[Executable, Executable]:
    """Return the statements for the first rows and for those after a key."""
    if table.name not in _KNOWN:
        keys = list(table.primary_key)
        ordered = select(table).order_by(*keys).limit(bindparam("most"))
        if table is tables.shelf:  # the marks are of one database
            ordered = ordered.where(*(table.c.key != key for key in (moved.AWAY, moved.INTO, moved.SEARCH)))
        if len(keys) == 1:
            later = ordered.where(keys[0] > bindparam(f"after_{keys[0].name}"))
        else:
            later = ordered.where(
                tuple_(*keys) > tuple_(*(bindparam(f"after_{key.name}", type_=key.type) for key in keys))
            )
        _KNOWN[table.name] = ordered, later
    return _KNOWN[table.name]


def _plain(row: Row, flags: list[int], blobs: list[int]) -> Row:
    """Return a row as plain values that do not depend on the driver."""
    changes: dict[int, Any] = {n: int(row[n]) for n in flags if row[n] is not None}
    changes |= {n: bytes(row[n]) for n in blobs if row[n] is not None}
    changes |= {n: value.replace("\0", "") for n, value in enumerate(row) if type(value) is str and "\0" in value}
    return [changes.get(n, value) for n, value in enumerate(row)] if changes else row


def _row_digest(row: Row) -> int:
    return int.from_bytes(hashlib.blake2b(_encode(row), digest_size=_SIZE).digest())


_encode = msgspec.msgpack.Encoder().encode
