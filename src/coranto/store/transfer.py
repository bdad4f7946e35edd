"""Move everything from one store to another one, of the same or another database.

The source is marked first (``coranto.store.moved``), so that no program writes to it. Its rows are read
from one snapshot and written a few thousand at a time, each piece together with how far it has come, so a move that is
killed goes on where it stopped. Indexes and constraints are made when the rows are there, and what a database builds
for itself, the search index, is built anew beside all that; at the end the target is read again, and every table is
held to what was read from the source.
"""

import threading
from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import msgspec
from sqlalchemy import Table, bindparam, delete, func, insert, or_, select, text

from coranto.errors import MoveError
from coranto.store import bulk, change_log, contents, key_value, moved, search_index, tables
from coranto.store.contents import Row, TableContents
from coranto.store.database import Database
from coranto.store.protocol import Store
from coranto.store.transaction import Transaction

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
_END = delete(tables.shelf).where(or_(tables.shelf.c.key == moved.INTO, tables.shelf.c.key == moved.SEARCH))

_TEXTS = {"article", "article_text"}

Report = Callable[[str, int], None]


class _Progress(msgspec.Struct, frozen=True):
    """How far a move has come: the state of the source, what was read of each table, and the last key of the current.

    ``later`` are the statements that make indexes and constraints, once all rows are there.
    """

    source: bytes
    later: list[str]
    read: dict[str, TableContents] = {}
    table: str = ""
    after: list[Any] = []

    def has(self, names: AbstractSet[str]) -> bool:
        """Whether these tables are there as a whole; the current one may have more rows."""
        return names <= self.read.keys() and self.table not in names


def transfer(source: Store, target: Store, report: Report) -> dict[str, TableContents]:
    """Copy all of a store into an empty one, or go on with that; return the contents that both have.

    From the beginning on the source is only read by everybody: it has moved. If the move fails it is as before.

    Parameters
    ----------
    source, target : Store
        Open stores of the same schema.
    report : callable
        Called with the name of a table ("search" for the index) and the number of rows that were written; for "search"
        by another thread.

    Raises
    ------
    MoveError
        The target has something else in it, a program that is older changed the source meanwhile, or the target is not
        the same at the end.

    """
    assert isinstance(source, Database)
    assert isinstance(target, Database)
    with target.session(writes=False) as db:
        _refuse_used(db)
    with source.session(writes=True, moves=True) as db:
        search_index.catch_up(db)  # or the next search would have to write
        moved.mark(db, target.where)
    try:
        return _move(source, target, report)
    except BaseException:
        cancel(source)
        raise


def cancel(source: Store) -> bool:
    """Let a store be written to again that has moved, or whose move was killed; return whether it was so."""
    assert isinstance(source, Database)
    with source.session(writes=True, moves=True) as db:
        return moved.cancel(db)


def _move(source: Database, target: Database, report: Report) -> dict[str, TableContents]:
    """Copy, index and compare; a thread of its own makes the search index, once the texts are there."""
    stop, indexed = threading.Event(), None
    with ThreadPoolExecutor(1) as beside:
        try:
            with source.session(writes=False) as db:
                state = _state(db)
                progress = _begun(target, state)
                for now in _copy(db, target, progress, report):
                    progress = now
                    if indexed is None and progress.has(_TEXTS):
                        indexed = beside.submit(_index, target, report, stop)
                    if indexed and indexed.done():
                        indexed.result()  # if it failed, so has the move
                numbers = dict(db.all(_NUMBERED if db.sqlite else _SEQUENCES))
            _complete(target, progress, numbers)
            with target.session(writes=False) as db:
                found = contents.by_table(db)
            assert indexed is not None
            indexed.result()
        except BaseException:
            stop.set()
            raise
    with source.session(writes=False) as db:
        if _state(db) != state:
            raise MoveError("it was changed while it was moved; stop what works on it, and move again")
    _same(found, progress)
    with target.session(writes=True, moves=True) as db:
        db.run(_END)
        bulk.finish(db)
    return found


def _state(db: Transaction) -> bytes:
    """Return what changes with every change of a store that a newsroom makes."""
    rows = [db.one(count) for count in _ROWS.values()]
    return msgspec.msgpack.encode((change_log.version(db), change_log.last(db), rows))


def _refuse_used(db: Transaction) -> None:
    """Refuse a target that has something in it, unless it is a move that has not ended."""
    if key_value.get(db, moved.INTO) is None and any(db.one(count) for count in _ROWS.values()):
        raise MoveError("it is not empty, and a move overwrites nothing; name a new database")


def _begun(target: Database, state: bytes) -> _Progress:
    """Return how far the move into a target has come; begin it in an empty one, or where the source has changed."""
    with target.session(writes=True, moves=True) as db:
        _refuse_used(db)
        kept = key_value.get(db, moved.INTO)
        if kept is None:
            progress = _Progress(state, bulk.drop(db))
        else:
            progress = msgspec.msgpack.decode(kept, type=_Progress)
            if progress.source == state:
                return progress
            search_index.empty(db)
            for table in reversed(contents.all_tables()):
                db.run(table.delete())
            progress = _Progress(state, [*bulk.drop(db), *progress.later])
        search_index.begin_bulk(db)
        _note(db, progress)
    return progress


def _note(db: Transaction, progress: _Progress) -> None:
    key_value.put(db, moved.INTO, msgspec.msgpack.encode(progress))


def _copy(db: Transaction, target: Database, progress: _Progress, report: Report) -> Iterator[_Progress]:
    """Copy what is left of the tables; yield the progress after each of them."""
    for table in contents.all_tables():
        name = str(table.name)
        if name not in progress.read or name == progress.table:
            after = progress.after if name == progress.table else None
            progress = msgspec.structs.replace(progress, table=name, after=after or [])
            for rows in _rows(db, table, after):
                read = progress.read.get(name, TableContents()).plus(rows)
                progress = msgspec.structs.replace(
                    progress, read={**progress.read, name: read}, after=contents.key_of(table, rows[-1])
                )
                with target.session(writes=True, moves=True) as into:
                    into.hurry()
                    into.load(table, rows)
                    _note(into, progress)
                report(name, len(rows))
            progress = msgspec.structs.replace(
                progress, read={**progress.read, name: progress.read.get(name, TableContents())}, table=""
            )
        yield progress
    with target.session(writes=True, moves=True) as into:
        _note(into, progress)


def _complete(target: Database, progress: _Progress, numbers: dict[str, int]) -> None:
    """Set the numbers, and make the indexes and constraints, each in a transaction."""
    with target.session(writes=True, moves=True) as db:
        _set_numbers(db, numbers)
    while progress.later:
        with target.session(writes=True, moves=True) as db:
            bulk.make(db, progress.later[0])
            progress = msgspec.structs.replace(progress, later=progress.later[1:])
            _note(db, progress)


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


def _index(target: Database, report: Report, stop: threading.Event) -> None:
    """Put the articles into the search index, from where a move that was ended had come."""
    with target.session(writes=False) as db:
        after = int(key_value.get(db, moved.SEARCH) or 0)
    while not stop.is_set():
        with target.session(writes=True, moves=True) as db:
            db.hurry()
            numbers = [number for (number,) in db.all(_ARTICLES, after=after, most=_INDEXED)]
            if not numbers:
                search_index.end_bulk(db)
                return
            db.many(_NOTE, [{"number": number} for number in numbers])
            search_index.catch_up(db)
            after = numbers[-1]
            key_value.put(db, moved.SEARCH, b"%d" % after)
        report("search", len(numbers))


def _same(found: dict[str, TableContents], progress: _Progress) -> None:
    """Hold the target to what was read."""
    odd = [name for name, read in progress.read.items() if found[name] != read]
    if odd:
        what = ", ".join(f"{name} ({found[name].rows:,} rows of {progress.read[name].rows:,})" for name in odd)
        raise MoveError(f"it is not what was read: {what}; delete it, and move again")
