"""The store over a database: every method of the protocol is a function of its noun's module, in a transaction."""

import contextlib
import threading
from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import Engine

from coranto.model.finding import Finding, Within
from coranto.store import (
    article,
    change,
    chart,
    entry,
    filing,
    finding,
    heard,
    hook,
    listing,
    lookup,
    message,
    outbox,
    reader,
    record,
    reprint,
    river,
    ruling,
    search,
    shelf,
    source,
    story,
    trouble,
    verdict,
    version,
)
from coranto.store.transaction import Statements, Transaction

_P = ParamSpec("_P")
_R = TypeVar("_R")
_ONLY_ASKS = "what only asks must not change anything"


def _reads(function: Callable[Concatenate[Transaction, _P], _R]) -> Callable[Concatenate["Database", _P], _R]:
    """Make a method of a function that only asks."""

    @wraps(function)
    def method(self: "Database", /, *args: _P.args, **kwargs: _P.kwargs) -> _R:
        with self.transaction(writes=False) as db:
            return function(db, *args, **kwargs)

    return method


def _writes(function: Callable[Concatenate[Transaction, _P], _R]) -> Callable[Concatenate["Database", _P], _R]:
    """Make a method of a function that changes something: all of it, or nothing."""

    @wraps(function)
    def method(self: "Database", /, *args: _P.args, **kwargs: _P.kwargs) -> _R:
        with self.transaction(writes=True) as db:
            return function(db, *args, **kwargs)

    return method


class _Here(threading.local):
    """The transaction that a thread has open for all it does at once."""

    db: Transaction | None = None
    writes = False


class Database:
    """A Store (see ``coranto.store.protocol``) in SQLite or PostgreSQL; may be used by several threads at once."""

    def __init__(self, engine: Engine, where: str) -> None:
        self._engine = engine
        self._where = where
        self._statements = Statements(engine.dialect)
        self._marks: dict[str, int] = {}  # of the articles given out by ``dirty``, until they are delivered
        self._here = _Here()

    def at_once(self, *, writes: bool = False) -> contextlib.AbstractContextManager[None]:
        """Keep one transaction open for this thread; every method called within takes part in it."""
        return self._at_once(writes)

    @contextlib.contextmanager
    def _at_once(self, writes: bool) -> Iterator[None]:
        if self._here.db is not None:
            assert self._here.writes or not writes, _ONLY_ASKS
            yield
            return
        with self.transaction(writes=writes) as db:
            self._here.db, self._here.writes = db, writes
            try:
                yield
            finally:
                self._here.db = None

    @contextlib.contextmanager
    def transaction(self, *, writes: bool) -> Iterator[Transaction]:
        """Begin a transaction; commit it at the end, or take everything back if something goes wrong.

        One transaction writes at a time, on both databases, so that each sees all that those before it have done; one
        that reads sees the same state from its first question to its last. Within ``at_once`` there is one already.
        """
        if self._here.db is not None:
            assert self._here.writes or not writes, _ONLY_ASKS
            yield self._here.db
            return
        with trouble.explained(self._where):
            connection = self._engine.raw_connection()
            try:
                cursor = connection.cursor()
                db = Transaction(cursor, self._statements)
                db.begin(connection.dbapi_connection, writes=writes)
                yield db
                connection.commit()
            except BaseException:
                connection.rollback()
                raise
            finally:
                connection.close()

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    save_source = _writes(source.save)
    sources = _reads(source.sources)
    due = _reads(source.due)
    drop_source = _writes(source.drop)

    took = _writes(entry.took)
    waiting = _reads(entry.waiting)
    put_off = _writes(entry.put_off)
    troubles = _reads(entry.troubles)
    settled = _writes(entry.settled)

    known = _reads(entry.known)
    file = _writes(filing.file)
    articles = _reads(article.by_id)
    text = _reads(article.text)
    arrivals = _reads(article.arrivals)
    appearances = _reads(entry.appearances)
    sketches = _reads(reprint.sketches)
    fold = _writes(reprint.fold)
    reprints = _reads(reprint.of)
    count = _reads(chart.count)
    recent = _reads(river.recent)
    lately = _reads(river.lately)
    resolve = _reads(lookup.resolve)

    stories = _reads(story.by_id)
    story_of = _reads(story.story_of)
    near_of = _reads(story.near_of)
    hot = _reads(story.hot)

    read = _writes(reader.read)
    readers = _reads(reader.readers)
    forget_readers = _writes(reader.forget)

    rulings = _reads(ruling.by_article)
    say = _writes(verdict.say)
    judged = _writes(verdict.judged)
    verdicts = _reads(verdict.said)
    verdicts_on = _reads(verdict.on)

    def dirty(self, limit: int = 1000) -> list[str]:
        """Remember how often each was asked for, so that ``delivered`` leaves those asked for again meanwhile."""
        with self.transaction(writes=False) as db:
            marks = outbox.dirty(db, limit)
        self._marks |= marks
        return list(marks)

    def delivered(self, articles: Iterable[str]) -> None:
        """Take out those that were given out by ``dirty``."""
        marks = {name: self._marks.pop(name) for name in articles if name in self._marks}
        with self.transaction(writes=True) as db:
            outbox.take(db, marks)

    add_hook = _writes(hook.add)
    hooks = _reads(hook.hooks)
    hook_secret = _reads(hook.secret)
    save_hook = _writes(hook.save)
    drop_hook = _writes(hook.drop)
    hear = _writes(heard.begin)
    news = _writes(heard.news)
    owe = _writes(message.owe)
    owed = _reads(message.owed)
    tried = _writes(message.tried)
    give_up = _writes(message.give_up)
    ledger = _reads(message.ledger)
    forget_messages = _writes(message.forget)

    save_record = _writes(record.save)
    paths = _reads(record.paths)
    records = _reads(record.by_article)
    published = _reads(record.published)
    listed = _reads(record.listed)
    told = _reads(listing.told)
    begun = _reads(listing.begun)
    shown = _reads(finding.shown)
    import_record = _writes(record.take_over)

    version = _reads(version.version)
    changes = _reads(change.changes)
    topic_counts = _reads(chart.topic_counts)
    hours = _reads(chart.hours)
    days = _reads(chart.days)
    volume = _reads(chart.volume)
    source_counts = _reads(chart.source_counts)

    keep = _writes(shelf.keep)
    kept = _reads(shelf.kept)

    def find(
        self, words: str, within: Within | None = None, limit: int = 25, offset: int = 0, newest: bool = False
    ) -> Finding:
        """Bring the index up to date first, where it is behind."""
        with self.transaction(writes=False) as db:
            late = search.behind(db)
        if late:
            with self.transaction(writes=True) as db:
                search.catch_up(db)
        with self.transaction(writes=False) as db:
            return finding.find(db, words, within, limit, offset, newest)
