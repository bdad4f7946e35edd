"""The sessions of a store: every method runs in one of its own, or joins the one that its thread has open."""

import contextlib
import threading
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import Engine

from coranto.store import failure, moved, term
from coranto.store.transaction import Statements, Transaction

_P = ParamSpec("_P")
_R = TypeVar("_R")
_READ_ONLY = "a read-only transaction must not write"
_TERMS: ContextVar[tuple[term.Term, ...]] = ContextVar("terms", default=())  # in whose name this task or thread writes


def reads(function: Callable[Concatenate[Transaction, _P], _R]) -> Callable[Concatenate["Sessions", _P], _R]:
    """Return a method that runs the function in a read-only transaction."""

    @wraps(function)
    def method(self: "Sessions", /, *args: _P.args, **kwargs: _P.kwargs) -> _R:
        with self.session(writes=False) as db:
            return function(db, *args, **kwargs)

    return method


def writes(function: Callable[Concatenate[Transaction, _P], _R]) -> Callable[Concatenate["Sessions", _P], _R]:
    """Return a method that runs the function in a write transaction, which commits as a whole or not at all."""

    @wraps(function)
    def method(self: "Sessions", /, *args: _P.args, **kwargs: _P.kwargs) -> _R:
        with self.session(writes=True) as db:
            return function(db, *args, **kwargs)

    return method


def takes(function: Callable[Concatenate[Transaction, _P], _R]) -> Callable[Concatenate["Sessions", _P], _R]:
    """Return a method that takes or gives back rows of a queue, in a transaction that waits for no other writer.

    In PostgreSQL several such transactions run at once, and beside the one that writes; they lock only their rows.
    """

    @wraps(function)
    def method(self: "Sessions", /, *args: _P.args, **kwargs: _P.kwargs) -> _R:
        with self.session(writes=True, waits=False) as db:
            return function(db, *args, **kwargs)

    return method


class _ThreadState(threading.local):
    """The transaction that the current thread has open."""

    db: Transaction | None = None
    writes = False


class Sessions:
    """Opens transactions on a database; safe to use from several threads."""

    def __init__(self, engine: Engine, where: str) -> None:
        self._engine = engine
        self._where = self.where = where
        self.sqlite = engine.dialect.name == "sqlite"
        self._statements = Statements(engine.dialect)
        self._current = _ThreadState()
        self._writer = threading.Lock() if self.sqlite else contextlib.nullcontext()

    def transaction(self, *, writes: bool = False) -> contextlib.AbstractContextManager[None]:
        """Open one transaction for this thread; every method called inside the block joins it."""
        return self._open_transaction(writes)

    @contextlib.contextmanager
    def _open_transaction(self, writes: bool) -> Iterator[None]:
        if self._current.db is not None:
            assert self._current.writes or not writes, _READ_ONLY
            yield
            return
        with self.session(writes=writes) as db:
            self._current.db, self._current.writes = db, writes
            try:
                yield
            finally:
                self._current.db = None

    def fenced(self, *terms: term.Term) -> contextlib.AbstractContextManager[None]:
        """Let what this task or thread writes inside the block fail with ``TakenOver`` once a later term has begun."""
        return _in_terms(terms)

    @contextlib.contextmanager
    def session(self, *, writes: bool, waits: bool = True, moves: bool = False) -> Iterator[Transaction]:
        """Begin a transaction; commit it at the end, or roll it back on any error.

        On both databases only one transaction writes at a time, so each sees everything that earlier ones committed; in
        PostgreSQL one that does not wait for the others (see ``takes``) runs beside it. A read transaction sees one
        consistent state. Inside ``transaction`` the open transaction is used.

        Nobody writes to a store that has moved, except ``moves``: the move itself, which in PostgreSQL does not wait
        for other writers either.
        """
        if self._current.db is not None:
            assert self._current.writes or not writes, _READ_ONLY
            yield self._current.db
            return
        # SQLite lets a waiting writer look again only now and then; among the threads of a process it is next at once.
        with self._writer if writes else contextlib.nullcontext(), failure.explained(self._where):
            connection = self._engine.raw_connection()
            try:
                cursor = connection.cursor()
                db = Transaction(cursor, self._statements)
                db.begin(connection.dbapi_connection, writes=writes, waits=waits and not moves)
                if writes and not moves:
                    moved.refuse(db, self._where)
                if writes and waits and not moves:
                    term.check(db, _TERMS.get())
                yield db
                connection.commit()
            except BaseException:
                connection.rollback()
                raise
            finally:
                connection.close()

    def close(self) -> None:
        """Close the database connections."""
        self._engine.dispose()


@contextlib.contextmanager
def _in_terms(terms: tuple[term.Term, ...]) -> Iterator[None]:
    before = _TERMS.set((*_TERMS.get(), *terms))
    try:
        yield
    finally:
        _TERMS.reset(before)
