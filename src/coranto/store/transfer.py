"""Move everything from one store to another one, of the same or another database.

The rows are read from one snapshot and written a few thousand at a time, each piece together with how far it has come,
so a move that is killed goes on where it stopped. At the end the target is read again, and every table is held to what
was read from the source. What a database builds for itself, the search index, is built anew.
"""

from collections.abc import Callable, Iterator
from typing import Any

import msgspec
from sqlalchemy import Table, bindparam, func, insert, select, text

from coranto.errors import MoveError
from coranto.store import change_log, contents, key_value, search_index, tables
from coranto.store.contents import Row, TableContents
from coranto.store.database import Database
from coranto.store.protocol import Store
from coranto.store.transaction import Transaction

_KEY = "move"  # of the target's shelf, until the move is done
_INDEXED = 2000  # articles indexed in one transaction
_ARTICLES = (
    select(tables.article_text.c.number)
    .where(tables.article_text.c.number > bindparam("after"))
    .order_by(tables.article_text.c.number)
    .limit(bindparam("most"))
)
_NOTE = insert(tables.unindexed).values(number=bindparam("number"))
_ROWS = {table.name: select(func.count()).select_from(table) for table in contents.all_tables()}
_NUMBERED = text("SELECT name, seq FROM sqlite_sequence")
_SEQUENCES = text(
    "SELECT replace(sequencename, '_number_seq', ''), last_value FROM pg_sequences "
    "WHERE schemaname = current_schema() AND last_value IS NOT NULL"
)
_SET_SQLITE = text("UPDATE sqlite_sequence SET seq = :seq WHERE name = :name")
_ADD_SQLITE = text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :seq)")
_SET_POSTGRESQL = text("SELECT setval(pg_get_serial_sequence(:name, 'number'), :seq)")


class _Progress(msgspec.Struct, frozen=True):
    """How far a move has come: the state of the source, what was read of each table, and the last key of the current.

    ``indexed`` is the number of the last article in the search index.
    """

    source: bytes
    read: dict[str, TableContents] = {}
    table: str = ""
    after: list[Any] = []
    indexed: int = 0


def transfer(source: Store, target: Store, report: Callable[[str, int], None]) -> dict[str, TableContents]:
    """Copy all of a store into an empty one, or go on with that; return the contents that both have.

    Parameters
    ----------
    source, target : Store
        Open stores of the same schema. Nothing else may write to either.
    report : callable
        Called with the name of a table ("search" for the index) and the number of rows that were written.

    Raises
    ------
    MoveError
        The target has something else in it, the source was changed meanwhile, or the target is not the same at the end.

    """
    assert isinstance(source, Database)
    assert isinstance(target, Database)
    with source.session(writes=False) as db:
        state = _state(db)
        progress = _begun(target, state)
        progress = _copy(db, target, progress, report)
        numbers = dict(db.all(_NUMBERED if db.sqlite else _SEQUENCES))
    with target.session(writes=True) as db:
        _set_numbers(db, numbers)
    _index(target, progress, report)
    with source.session(writes=False) as db:
        if _state(db) != state:
            raise MoveError("it was changed while it was moved; stop what works on it, and move again")
    return _verified(target, progress)


def _state(db: Transaction) -> bytes:
    """Return what changes with every change of a store that a newsroom makes."""
    rows = [db.one(count) for count in _ROWS.values()]
    return msgspec.msgpack.encode((change_log.version(db), change_log.last(db), rows))


def _begun(target: Database, state: bytes) -> _Progress:
    """Return how far the move into a target has come; begin it in an empty one, or where the source has changed."""
    with target.session(writes=True) as db:
        kept = key_value.get(db, _KEY)
        if kept is not None:
            progress = msgspec.msgpack.decode(kept, type=_Progress)
            if progress.source == state:
                return progress
            search_index.empty(db)
            for table in reversed(contents.all_tables()):
                db.run(table.delete())
        elif any(db.one(count) for count in _ROWS.values()):
            raise MoveError("it is not empty, and a move overwrites nothing; name a new database")
        progress = _Progress(state)
        _note(db, progress)
    return progress


def _note(db: Transaction, progress: _Progress) -> None:
    key_value.put(db, _KEY, msgspec.msgpack.encode(progress))


def _copy(db: Transaction, target: Database, progress: _Progress, report: Callable[[str, int], None]) -> _Progress:
    """Copy what is left of the tables; return the progress with all of them."""
    for table in contents.all_tables():
        name = str(table.name)
        if name in progress.read and name != progress.table:
            continue
        after = progress.after if name == progress.table else None
        progress = msgspec.structs.replace(progress, table=name, after=after or [])
        for rows in _rows(db, table, after):
            read = progress.read.get(name, TableContents()).plus(rows)
            progress = msgspec.structs.replace(
                progress, read={**progress.read, name: read}, after=contents.key_of(table, rows[-1])
            )
            with target.session(writes=True) as into:
                into.hurry()
                into.load(table, rows)
                _note(into, progress)
            report(name, len(rows))
        progress = msgspec.structs.replace(
            progress, read={**progress.read, name: progress.read.get(name, TableContents())}, table=""
        )
    with target.session(writes=True) as into:
        _note(into, progress)
    return progress


def _rows(db: Transaction, table: Table, after: Row | None) -> Iterator[list[Row]]:
    """Yield pieces of a table, some of the reader's pieces together."""
    held: list[Row] = []
    for rows in contents.rows_of(db, table, after):
        held += rows
        if len(held) >= 5 * contents.CHUNK:
            yield held
            held = []
    if held:
        yield held


def _set_numbers(db: Transaction, numbers: dict[str, int]) -> None:
    """Let the target's numbers go on after those that the source ever gave."""
    for table in contents.all_tables():
        keys = list(table.primary_key)
        if len(keys) != 1 or keys[0].name != "number" or keys[0].autoincrement is False:
            continue
        highest = db.one(select(func.max(keys[0])))
        last = max(numbers.get(table.name, 0), highest or 0)
        if not last:
            continue
        if not db.sqlite:
            db.run(_SET_POSTGRESQL, name=table.name, seq=last)
        elif table.dialect_options["sqlite"]["autoincrement"]:
            given = {"name": table.name, "seq": last}
            if not db.run(_SET_SQLITE, **given):
                db.run(_ADD_SQLITE, **given)


def _index(target: Database, progress: _Progress, report: Callable[[str, int], None]) -> None:
    """Put the articles into the search index."""
    if not progress.indexed:
        with target.session(writes=True) as db:
            search_index.begin_bulk(db)
    while True:
        with target.session(writes=True) as db:
            db.hurry()
            numbers = [number for (number,) in db.all(_ARTICLES, after=progress.indexed, most=_INDEXED)]
            if not numbers:
                search_index.end_bulk(db)
                return
            db.many(_NOTE, [{"number": number} for number in numbers])
            search_index.catch_up(db)
            progress = msgspec.structs.replace(progress, indexed=numbers[-1])
            _note(db, progress)
        report("search", len(numbers))


def _verified(target: Database, progress: _Progress) -> dict[str, TableContents]:
    """Compare the target with what was read, and take the mark of the move out of it."""
    with target.session(writes=True) as db:
        db.run(tables.shelf.delete().where(tables.shelf.c.key == _KEY))
        found = contents.by_table(db)
        odd = [name for name, read in progress.read.items() if found[name] != read]
        if odd:
            what = ", ".join(f"{name} ({found[name].rows:,} rows of {progress.read[name].rows:,})" for name in odd)
            raise MoveError(f"it is not what was read: {what}; delete it, and move again")
    return found
