"""The store over a database: every method of the protocol is a function of its noun's module, in a transaction."""

import contextlib
import threading
from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import Engine

from coranto.model.article import Article
from coranto.model.search import SearchFilter, SearchResult
from coranto.store import (
    article,
    article_change,
    change_log,
    edit,
    entry,
    failure,
    key_value,
    outbox,
    override,
    published_story,
    reader_count,
    record,
    reprint,
    search_index,
    source,
    statistics,
    story,
    version,
    webhook,
    webhook_cursor,
    webhook_delivery,
)
from coranto.store import recent as river
from coranto.store import resolve as lookup
from coranto.store import search as finding
from coranto.store.transaction import Statements, Transaction

_P = ParamSpec("_P")
_R = TypeVar("_R")
_ONLY_ASKS = "what only asks must not change anything"


def _reads(function: Callable[Concatenate[Transaction, _P], _R]) -> Callable[Concatenate["Database", _P], _R]:
    """Make a method of a function that only asks."""

    @wraps(function)
    def method(self: "Database", /, *args: _P.args, **kwargs: _P.kwargs) -> _R:
        with self.session(writes=False) as db:
            return function(db, *args, **kwargs)

    return method


def _writes(function: Callable[Concatenate[Transaction, _P], _R]) -> Callable[Concatenate["Database", _P], _R]:
    """Make a method of a function that changes something: all of it, or nothing."""

    @wraps(function)
    def method(self: "Database", /, *args: _P.args, **kwargs: _P.kwargs) -> _R:
        with self.session(writes=True) as db:
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

    def transaction(self, *, writes: bool = False) -> contextlib.AbstractContextManager[None]:
        """Keep one transaction open for this thread; every method called within takes part in it."""
        return self._at_once(writes)

    @contextlib.contextmanager
    def _at_once(self, writes: bool) -> Iterator[None]:
        if self._here.db is not None:
            assert self._here.writes or not writes, _ONLY_ASKS
            yield
            return
        with self.session(writes=writes) as db:
            self._here.db, self._here.writes = db, writes
            try:
                yield
            finally:
                self._here.db = None

    @contextlib.contextmanager
    def session(self, *, writes: bool) -> Iterator[Transaction]:
        """Begin a transaction; commit it at the end, or take everything back if something goes wrong.

        One transaction writes at a time, on both databases, so that each sees all that those before it have done; one
        that reads sees the same state from its first question to its last. Within ``at_once`` there is one already.
        """
        if self._here.db is not None:
            assert self._here.writes or not writes, _ONLY_ASKS
            yield self._here.db
            return
        with failure.explained(self._where):
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
    get_sources = _reads(source.sources)
    due_sources = _reads(source.due)
    delete_source = _writes(source.drop)

    save_poll = _writes(entry.took)
    pending_entries = _reads(entry.waiting)
    postpone_entry = _writes(entry.put_off)
    failed_entries = _reads(entry.troubles)
    resolve_entry = _writes(entry.settled)

    article_ids_by_url = _reads(entry.known)
    save_article = _writes(article_change.file)
    get_articles = _reads(article.by_id)
    get_text = _reads(article.text)
    articles_by_arrival = _reads(article.arrivals)
    get_appearances = _reads(entry.appearances)
    recent_sketches = _reads(reprint.sketches)
    add_reprint = _writes(reprint.fold)
    get_reprints = _reads(reprint.of)
    count_all = _reads(statistics.count)
    recent_articles = _reads(river.recent)
    topic_activity = _reads(river.lately)
    resolve_article = _reads(lookup.resolve)

    get_stories = _reads(story.by_id)
    story_ids_of = _reads(story.story_of)
    near_story_ids = _reads(story.near_of)
    hot_stories = _reads(story.hot)

    count_reader = _writes(reader_count.read)
    reader_counts = _reads(reader_count.readers)
    delete_readers = _writes(reader_count.forget)

    get_overrides = _reads(override.by_article)
    add_edit = _writes(edit.say)
    finish_edit = _writes(edit.judged)
    get_edits = _reads(edit.said)
    edits_of_stories = _reads(edit.on)

    def outbox_ids(self, limit: int = 1000) -> list[str]:
        """Remember how often each was asked for, so that ``delivered`` leaves those asked for again meanwhile."""
        with self.session(writes=False) as db:
            marks = outbox.dirty(db, limit)
        self._marks |= marks
        return list(marks)

    def clear_outbox(self, articles: Iterable[str]) -> None:
        """Take out those that were given out by ``dirty``."""
        marks = {name: self._marks.pop(name) for name in articles if name in self._marks}
        with self.session(writes=True) as db:
            outbox.take(db, marks)

    add_webhook = _writes(webhook.add)
    get_webhooks = _reads(webhook.hooks)
    webhook_secret = _reads(webhook.secret)
    save_webhook = _writes(webhook.save)
    delete_webhook = _writes(webhook.drop)
    mark_all_notified = _writes(webhook_cursor.begin)
    take_story_changes = _writes(webhook_cursor.news)
    enqueue = _writes(webhook_delivery.owe)
    due_deliveries = _reads(webhook_delivery.owed)
    save_attempt = _writes(webhook_delivery.tried)
    abandon_deliveries = _writes(webhook_delivery.give_up)
    get_deliveries = _reads(webhook_delivery.ledger)
    delete_deliveries = _writes(webhook_delivery.forget)

    save_record = _writes(record.save)
    article_ids_by_path = _reads(record.paths)
    get_records = _reads(record.by_article)
    published_records = _reads(record.published)
    published_ids = _reads(record.listed)
    published_story_ids = _reads(published_story.told)
    stories_of_day = _reads(published_story.begun)
    count_published = _reads(record.published_count)
    page_of_published = _reads(finding.shown)
    import_record = _writes(record.take_over)

    read_version = _reads(version.version)
    read_changes = _reads(change_log.changes)
    topic_counts = _reads(statistics.topic_counts)
    articles_by_hour = _reads(statistics.hours)
    published_days = _reads(statistics.days)
    source_stats = _reads(statistics.volume)
    source_counts = _reads(statistics.source_counts)

    put_value = _writes(key_value.keep)
    get_value = _reads(key_value.kept)

    def search_published(self, words: str, limit: int = 25, offset: int = 0) -> list[Article]:
        """Give the page of articles alone."""
        return list(self.search(words, None, limit, offset).articles)

    def search(
        self, words: str, within: SearchFilter | None = None, limit: int = 25, offset: int = 0, newest: bool = False
    ) -> SearchResult:
        """Bring the index up to date first, where it is behind."""
        with self.session(writes=False) as db:
            late = search_index.behind(db)
        if late:
            with self.session(writes=True) as db:
                search_index.catch_up(db)
        with self.session(writes=False) as db:
            return finding.find(db, words, within, limit, offset, newest)
