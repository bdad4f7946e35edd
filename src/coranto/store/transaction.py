"""One transaction: the door through which every statement goes.

Statements are SQLAlchemy's, compiled once for the database at hand and then given to its driver as they are; going
through SQLAlchemy's own execution each time would cost several times what the database needs for the statement
(figures in ``benchmarks/store.md``).
"""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Dialect, Text, bindparam, cast, func, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.base import Executable
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.expression import ClauseElement


class Ready(msgspec.Struct, frozen=True):
    """A statement as the driver takes it: text, names in order (None: by name), values that it brings itself."""

    text: str
    order: tuple[str, ...] | None
    own: dict[str, Any]


class Statements:
    """The statements of one database, each compiled when it is first used."""

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
    """A transaction that has begun; who opened it commits it.

    Rows are plain tuples as the driver gives them: SQLite's truth values are 0 and 1.
    """

    def __init__(self, cursor: Any, statements: Statements) -> None:
        self._cursor = cursor
        self._statements = statements
        self.sqlite = statements.dialect.name == "sqlite"

    def begin(self, connection: Any, *, writes: bool) -> None:
        """Begin: a writer waits for the one before it, a reader gets one state for all its questions."""
        if self.sqlite:
            self._cursor.execute("BEGIN IMMEDIATE" if writes else "BEGIN")
            return
        from psycopg import IsolationLevel  # noqa: PLC0415 - an extra

        connection.isolation_level = IsolationLevel.READ_COMMITTED if writes else IsolationLevel.REPEATABLE_READ
        if writes:
            self._cursor.execute("SELECT pg_advisory_xact_lock(hashtext(current_schema()))")

    def all(self, statement: Executable, **values: Any) -> list[tuple[Any, ...]]:
        """Give every row."""
        self.run(statement, **values)
        rows: list[tuple[Any, ...]] = self._cursor.fetchall()
        return rows

    def first(self, statement: Executable, **values: Any) -> tuple[Any, ...] | None:
        """Give the first row, if there is one."""
        self.run(statement, **values)
        row: tuple[Any, ...] | None = self._cursor.fetchone()
        return row

    def one(self, statement: Executable, **values: Any) -> Any:
        """Give the only column of the only row."""
        row = self.first(statement, **values)
        assert row is not None
        return row[0]

    def run(self, statement: Executable, **values: Any) -> int:
        """Execute; the number of rows that were changed, where the statement changes any."""
        ready = self._statements[statement]
        self._cursor.execute(ready.text, _given(ready, values))
        count: int = self._cursor.rowcount
        return count

    def many(self, statement: Executable, rows: Sequence[dict[str, Any]]) -> None:
        """Execute once for each row of values."""
        ready = self._statements[statement]
        if len(rows) == 1:
            self._cursor.execute(ready.text, _given(ready, rows[0]))
        elif rows:
            self._cursor.executemany(ready.text, [_given(ready, row) for row in rows])


def _given(ready: Ready, values: dict[str, Any]) -> Any:
    """Put values into the form that the driver takes."""
    own = ready.own
    if ready.order is None:
        return {**own, **values}
    return [values[name] if name in values else own[name] for name in ready.order]


class _Among(ColumnElement[bool]):
    """``column IN (the texts of a JSON list)``: one value, however long the list is."""

    inherit_cache = False

    def __init__(self, column: ColumnElement[Any], name: str) -> None:
        self.column = column
        self.list = bindparam(name, type_=Text())


@compiles(_Among, "sqlite")
def _by_json_each(element: _Among, compiler: SQLCompiler, **kw: Any) -> str:
    inner = select(func.json_each(element.list).table_valued("value").c.value)
    return compiler.process(element.column.in_(inner), **kw)


@compiles(_Among, "postgresql")
def _by_jsonb(element: _Among, compiler: SQLCompiler, **kw: Any) -> str:
    inner = select(func.jsonb_array_elements_text(cast(element.list, JSONB)))
    return compiler.process(element.column.in_(inner), **kw)


def among(column: ColumnElement[Any], name: str) -> ColumnElement[bool]:
    """Ask whether a text column's value is in the list given as ``name`` (see ``listed``)."""
    return _Among(column, name)


def listed(texts: Iterable[str]) -> str:
    """Give texts as the value of a list that ``among`` asks for."""
    return msgspec.json.encode(list(texts)).decode()
