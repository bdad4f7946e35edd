"""One transaction, through which every statement runs.

Statements are SQLAlchemy's, compiled once per database and then passed to its driver directly; SQLAlchemy's own
execution would cost several times what the database needs for the statement (figures in ``benchmarks/store.md``).
"""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Dialect, Table, Text, any_, bindparam, cast, func, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.base import Executable
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.expression import ClauseElement


class Ready(msgspec.Struct, frozen=True):
    """A compiled statement: text, parameter names in order (None: by name), and its own constant values."""

    text: str
    order: tuple[str, ...] | None
    own: dict[str, Any]


class Statements:
    """The statements of one database, each compiled on first use."""

    def __init__(self, dialect: Dialect) -> None:
        self.dialect = dialect
        self._ready: dict[Executable, Ready] = {}

    def __getitem__(self, statement: Executable) -> Ready:
        ready = self._ready.get(statement)
        if ready is None:
            assert isinstance(statement, ClauseElement)
            compiled = statement.compile(dialect=self.dialect)
            assert isinstance(compiled, SQLCompiler)
            order = tuple(compiled.positiontup) if compiled.positiontup is not None else None
            own = {name: bind.effective_value for name, bind in compiled.binds.items() if not bind.required}
            ready = Ready(str(compiled), order, own)
            self._ready[statement] = ready
        return ready


class Transaction:
    """An open transaction; the caller that opened it commits it.

    Rows are plain tuples from the driver: SQLite's booleans are 0 and 1.
    """

    def __init__(self, cursor: Any, statements: Statements) -> None:
        self._cursor = cursor
        self._statements = statements
        self.sqlite = statements.dialect.name == "sqlite"

    def begin(self, connection: Any, *, writes: bool, waits: bool = True) -> None:
        """Begin: a writer waits for the one before it (``waits``); a reader sees one consistent state."""
        if self.sqlite:
            self._cursor.execute("BEGIN IMMEDIATE" if writes else "BEGIN")
            return
        from psycopg import IsolationLevel  # noqa: PLC0415 - an extra

        connection.isolation_level = IsolationLevel.READ_COMMITTED if writes else IsolationLevel.REPEATABLE_READ
        if writes and waits:
            self._cursor.execute("SELECT pg_advisory_xact_lock(hashtext(current_schema()))")

    def all(self, statement: Executable, **values: Any) -> list[tuple[Any, ...]]:
        """Return every row."""
        self.run(statement, **values)
        rows: list[tuple[Any, ...]] = self._cursor.fetchall()
        return rows

    def first(self, statement: Executable, **values: Any) -> tuple[Any, ...] | None:
        """Return the first row; None if there is no row."""
        self.run(statement, **values)
        row: tuple[Any, ...] | None = self._cursor.fetchone()
        return row

    def one(self, statement: Executable, **values: Any) -> Any:
        """Return the only column of the only row."""
        row = self.first(statement, **values)
        assert row is not None
        return row[0]

    def run(self, statement: Executable, **values: Any) -> int:
        """Execute a statement; return the number of rows it changed."""
        ready = self._statements[statement]
        self._cursor.execute(ready.text, _bound(ready, values))
        count: int = self._cursor.rowcount
        return count

    def many(self, statement: Executable, rows: Sequence[dict[str, Any]]) -> None:
        """Execute a statement once per row of values."""
        ready = self._statements[statement]
        if len(rows) == 1:
            self._cursor.execute(ready.text, _bound(ready, rows[0]))
        elif rows:
            self._cursor.executemany(ready.text, [_bound(ready, row) for row in rows])

    def hurry(self) -> None:
        """Do not wait for the disk at the end of this transaction: one that is lost is noticed, and done again."""
        if not self.sqlite:
            self._cursor.execute("SET LOCAL synchronous_commit = off")

    def plan_by_values(self) -> None:
        """Let PostgreSQL plan the statements of this transaction for the values they have, and not for any.

        It cannot know how rare a word is that it does not see, and would read the whole index of words in order.
        """
        if not self.sqlite:
            self._cursor.execute("SET LOCAL plan_cache_mode = force_custom_plan")

    def load(self, table: Table, rows: Iterable[Sequence[Any]]) -> None:
        """Insert whole rows, as ``contents.rows_of`` yields them, in the fastest way of the database."""
        quoted = self._statements.dialect.identifier_preparer
        names = ", ".join(map(quoted.format_column, table.c))
        if self.sqlite:
            marks = ", ".join("?" for _ in table.c)
            statement = f"INSERT INTO {quoted.format_table(table)} ({names}) VALUES ({marks})"  # noqa: S608 - our tables
            self._cursor.executemany(statement, rows)
            return
        with self._cursor.copy(f"COPY {quoted.format_table(table)} ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)


def _bound(ready: Ready, values: dict[str, Any]) -> Any:
    """Return the values in the form that the driver takes."""
    own = ready.own
    if ready.order is None:  # PostgreSQL's, whose texts have no NUL
        return {**own, **{name: _without_nul(value) for name, value in values.items()}}
    return [values[name] if name in values else own[name] for name in ready.order]


def _without_nul(value: Any) -> Any:
    return value.replace("\0", "") if isinstance(value, str) and "\0" in value else value


class _Among(ColumnElement[bool]):
    """``column IN (the texts of a JSON list)``: one parameter, however long the list is."""

    inherit_cache = False

    def __init__(self, column: ColumnElement[Any], name: str, *, wanted: bool = True) -> None:
        self.column = column
        self.name = name
        self.list = bindparam(name, type_=Text())
        self.wanted = wanted

    def __invert__(self) -> "_Among":
        return _Among(self.column, self.name, wanted=not self.wanted)


@compiles(_Among, "sqlite")
def _by_json_each(element: _Among, compiler: SQLCompiler, **kw: Any) -> str:
    inner = select(func.json_each(element.list).table_valued("value").c.value)
    condition = element.column.in_(inner) if element.wanted else element.column.not_in(inner)
    return compiler.process(condition, **kw)


@compiles(_Among, "postgresql")
def _by_jsonb(element: _Among, compiler: SQLCompiler, **kw: Any) -> str:
    """Compare with an array, for which PostgreSQL uses an index; to join a list it would rather read whole tables."""
    inner = select(func.jsonb_array_elements_text(cast(element.list, JSONB)))
    if not element.wanted:  # of a list PostgreSQL makes a table to look up in
        return compiler.process(element.column.not_in(inner), **kw)
    return compiler.process(element.column == any_(func.array(inner.scalar_subquery())), **kw)


def among(column: ColumnElement[Any], name: str) -> ColumnElement[bool]:
    """Return the condition that a text column's value is in the list parameter ``name`` (see ``listed``)."""
    return _Among(column, name)


def listed(texts: Iterable[str]) -> str:
    """Return texts as the value of a list parameter of ``among``."""
    return msgspec.json.encode([text for text in texts if "\0" not in text]).decode()  # no database has such a text
