"""The store over a database: each protocol method is a function from its noun's module, run in a transaction."""

import contextlib
import threading
from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Engine, create_engine

from coranto.model.search import SearchFilter, SearchResult
from coranto.store import (
    also_told,
    article,
    article_change,
    change_log,
    contents,
    copy,
    decision,
    delivery,
    edit,
    entry,
    failure,
    integrity,
    issue,
    key_value,
    lesson,
    mail_request,
    outbox,
    override,
    person,
    published_story,
    queues,
    reader_count,
    recent,
    record,
    rejudge,
    reprint,
    resolve,
    revision,
    search,
    search_index,
    sign_in,
    source,
    statistics,
    story,
    story_state,
    subscriber,
    watch,
    webhook,
    webhook_cursor,
    webhook_delivery,
)
from coranto.store.transaction import Statements, Transaction

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from coranto.store.protocol import Store

_P = ParamSpec("_P")
_R = TypeVar("_R")
_READ_ONLY = "a read-only transaction must not write"


def _reads(function: Callable[Concatenate[Transaction, _P], _R]) -> Callable[Concatenate["Database", _P], _R]:
    """Return a method that runs the function in a read-only transaction."""

    @wraps(function)
    def method(self: "Database", /, *args: _P.args, **kwargs: _P.kwargs) -> _R:
        with self.session(writes=False) as db:
            return function(db, *args, **kwargs)

    return method


def _writes(function: Callable[Concatenate[Transaction, _P], _R]) -> Callable[Concatenate["Database", _P], _R]:
    """Return a method that runs the function in a write transaction, which commits as a whole or not at all."""

    @wraps(function)
    def method(self: "Database", /, *args: _P.args, **kwargs: _P.kwargs) -> _R:
        with self.session(writes=True) as db:
            return function(db, *args, **kwargs)

    return method


class _ThreadState(threading.local):
    """The transaction that the current thread has open."""

    db: Transaction | None = None
    writes = False


class Database:
    """A Store (see ``coranto.store.protocol``) in SQLite or PostgreSQL; safe to use from several threads."""

    def __init__(self, engine: Engine, where: str) -> None:
        self._engine = engine
        self._where = where
        self._statements = Statements(engine.dialect)
        self._marks: dict[str, int] = {}  # of articles returned by ``outbox_ids``, until cleared
        self._current = _ThreadState()
        self._writer = threading.Lock() if engine.dialect.name == "sqlite" else contextlib.nullcontext()

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

    @contextlib.contextmanager
    def session(self, *, writes: bool) -> Iterator[Transaction]:
        """Begin a transaction; commit it at the end, or roll it back on any error.

        On both databases only one transaction writes at a time, so each sees everything that earlier ones committed. A
        read transaction sees one consistent state. Inside ``transaction`` the open transaction is used.
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
                db.begin(connection.dbapi_connection, writes=writes)
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

    def copy_to(self, path: Path) -> "AbstractContextManager[Store]":
        """Write the copy, then give it opened (SQLite), or a reader of the same snapshot (PostgreSQL)."""
        return self._copied_to(path)

    @contextlib.contextmanager
    def _copied_to(self, path: Path) -> "Iterator[Store]":
        if self._engine.dialect.name == "sqlite":
            copy.sqlite(self._engine, self._where, path)
            copied = Database(create_engine(f"sqlite:///{path}", connect_args={"isolation_level": None}), str(path))
            try:
                yield copied
            finally:
                copied.close()
            return
        reader = Database(self._engine, self._where)
        with reader.transaction(), reader.session(writes=False) as db:
            held, schema = copy.snapshot(db)
            copy.dump(self._engine.url, self._where, path, held, schema)
            yield reader

    get_contents = _reads(contents.by_table)
    get_queues = _reads(queues.get)
    get_schema = _reads(queues.schema)
    pull_forward = _writes(queues.pull_forward)

    save_source = _writes(source.save)
    get_sources = _reads(source.get_sources)
    due_sources = _reads(source.due)
    delete_source = _writes(source.remove)

    save_poll = _writes(entry.save_poll)
    pending_entries = _reads(entry.pending_entries)
    postpone_entry = _writes(entry.postpone)
    failed_entries = _reads(entry.failed_entries)
    resolve_entry = _writes(entry.resolve)

    article_ids_by_url = _reads(entry.article_ids_by_url)
    save_article = _writes(article_change.save)
    get_articles = _reads(article.by_id)
    get_text = _reads(article.text)
    get_texts = _reads(rejudge.get_texts)
    articles_by_arrival = _reads(article.arrivals)
    get_appearances = _reads(entry.appearances)
    recent_sketches = _reads(reprint.recent_sketches)
    get_sketches = _reads(reprint.get_sketches)
    add_reprint = _writes(reprint.add)
    get_reprints = _reads(reprint.get_reprints)
    count_all = _reads(statistics.count_all)
    find_damage = _reads(integrity.find_damage)
    recent_articles = _reads(recent.recent)
    topic_activity = _reads(recent.topic_activity)
    resolve_article = _reads(resolve.resolve)

    add_revisions = _writes(revision.add)
    get_revisions = _reads(revision.by_article)
    recent_revisions = _reads(revision.recent)
    save_watch = _writes(watch.save)
    get_watches = _reads(watch.by_article)
    due_watches = _reads(watch.due)
    delete_watches = _writes(watch.delete_watches)

    save_issue = _writes(issue.save)
    get_issue = _reads(issue.get)
    get_issues = _reads(issue.of_list)
    public_issues = _reads(issue.public)
    issue_html = _reads(issue.html)
    delete_issue = _writes(issue.remove)
    add_deliveries = _writes(delivery.add)
    take_delivery = _writes(delivery.take)
    save_delivery = _writes(delivery.save)
    count_deliveries = _reads(delivery.counts)
    due_deliveries_at = _reads(delivery.next_due)
    get_mail_deliveries = _reads(delivery.of_issue)
    deliveries_of_subscriber = _reads(delivery.of_subscriber)
    change_deliveries = _writes(delivery.change)
    delete_deliveries_waiting = _writes(delivery.delete_waiting)

    add_subscriber = _writes(subscriber.add)
    get_subscriber = _reads(subscriber.get)
    find_subscriber = _reads(subscriber.find)
    save_subscriber = _writes(subscriber.save)
    get_subscribers = _reads(subscriber.some)
    count_subscribers = _reads(subscriber.counts)
    known_digests = _reads(subscriber.known)
    delete_waiting_subscribers = _writes(subscriber.delete_waiting)
    add_suppressions = _writes(subscriber.suppress)
    get_suppressions = _reads(subscriber.suppressed)
    delete_suppression = _writes(subscriber.let)
    add_batch = _writes(mail_request.add_batch)
    save_batch = _writes(mail_request.save_batch)
    get_batches = _reads(mail_request.batches)
    add_mail_requests = _writes(mail_request.add)
    due_mail_requests = _reads(mail_request.due)
    save_mail_request = _writes(mail_request.save)
    delete_mail_request = _writes(mail_request.remove)
    delete_mail_requests_of = _writes(mail_request.remove_of)

    def delete_subscriber(self, number: int) -> None:
        """Delete a subscriber, and empty the database's log of what the row was."""
        with self.session(writes=True) as db:
            subscriber.remove(db, number)
        if self._current.db is None:
            self.empty_log()

    def empty_log(self) -> None:
        """Empty SQLite's log, which holds pages as they were before a deletion; nothing in PostgreSQL."""
        connection = self._engine.raw_connection()
        try:
            subscriber.checkpoint(Transaction(connection.cursor(), self._statements))
            connection.commit()
        finally:
            connection.close()

    recent_story_ids = _reads(also_told.recent_story_ids)
    save_also_told = _writes(also_told.save)
    get_also_told = _reads(also_told.by_story)
    also_told_from = _reads(also_told.starting)

    get_stories = _reads(story.by_id)
    story_ids_of = _reads(story.story_of)
    near_story_ids = _reads(story.near_of)
    near_story_ids_of = _reads(story.near_of_many)
    hot_stories = _reads(story.hot)
    recent_stories = _reads(story.recent)
    pinned_stories = _reads(story.pinned)
    get_story_states = _reads(story_state.read)

    count_reader = _writes(reader_count.add)
    reader_counts = _reads(reader_count.reader_counts)
    delete_readers = _writes(reader_count.delete_before)

    get_overrides = _reads(override.by_article)
    save_override = _writes(override.save)
    add_edit = _writes(edit.add)
    finish_edit = _writes(edit.finish)
    get_edits = _reads(edit.get_edits)
    get_edit = _reads(edit.get_edit)
    edits_of_stories = _reads(edit.of_stories)
    edits_of_articles = _reads(edit.of_articles)
    get_edit_log = _reads(edit.get_log)

    def outbox_ids(self, limit: int = 1000) -> list[str]:
        """Return the ids and remember their marks, so that ``clear_outbox`` keeps articles that were queued again."""
        with self.session(writes=False) as db:
            marks = outbox.get_marks(db, limit)
        self._marks |= marks
        return list(marks)

    def clear_outbox(self, articles: Iterable[str]) -> None:
        """Remove articles that ``outbox_ids`` returned, unless they were queued again since."""
        marks = {name: self._marks.pop(name) for name in articles if name in self._marks}
        with self.session(writes=True) as db:
            outbox.clear(db, marks)

    add_to_outbox = _writes(outbox.put)

    get_decisions = _reads(decision.by_article)
    save_decisions = _writes(decision.save)
    articles_to_judge = _reads(rejudge.to_judge)
    save_judged = _writes(rejudge.save)

    add_lessons = _writes(lesson.add)
    remove_lessons = _writes(lesson.remove)
    get_lessons = _reads(lesson.by_article)
    lessons_of_kinds = _reads(lesson.of_kinds)
    lesson_counts = _reads(lesson.counts)

    add_person = _writes(person.add)
    get_people = _reads(person.get_all)
    get_password = _reads(person.password)
    save_password = _writes(person.save_password)
    delete_person = _writes(person.remove)
    add_session = _writes(sign_in.add)
    find_session = _reads(sign_in.find)
    sessions_of = _reads(sign_in.of_person)
    save_session = _writes(sign_in.save)
    delete_sessions = _writes(sign_in.remove)
    add_access_token = _writes(sign_in.add_token)
    find_access_token = _reads(sign_in.find_token)
    access_tokens_of = _reads(sign_in.tokens_of)
    save_access_token = _writes(sign_in.save_token)
    delete_access_tokens = _writes(sign_in.remove_token)
    add_sign_in_try = _writes(sign_in.add_try)
    sign_in_tries = _reads(sign_in.tries)
    forget_sign_in_tries = _writes(sign_in.forget_tries)

    add_webhook = _writes(webhook.add)
    get_webhooks = _reads(webhook.get_all)
    webhook_secret = _reads(webhook.secret)
    save_webhook = _writes(webhook.save)
    delete_webhook = _writes(webhook.remove)
    mark_all_notified = _writes(webhook_cursor.mark_all_notified)
    take_story_changes = _writes(webhook_cursor.take_story_changes)
    enqueue = _writes(webhook_delivery.enqueue)
    due_deliveries = _reads(webhook_delivery.due)
    save_attempt = _writes(webhook_delivery.save_attempt)
    abandon_deliveries = _writes(webhook_delivery.abandon)
    get_deliveries = _reads(webhook_delivery.get_all)
    delete_deliveries = _writes(webhook_delivery.delete_before)

    save_record = _writes(record.save)
    remember_records = _writes(record.remember)
    get_written = _reads(record.get_written)
    add_written = _writes(record.add_written)
    settle_written = _writes(record.settle_written)
    article_ids_by_path = _reads(record.article_ids_by_path)
    record_paths = _reads(record.paths)
    get_records = _reads(record.by_article)
    published_records = _reads(record.published)
    published_ids = _reads(record.published_ids)
    published_story_ids = _reads(published_story.story_ids)
    stories_of_day = _reads(published_story.stories_of_day)
    page_of_records = _reads(search.page_of_records)
    import_record = _writes(record.import_record)

    read_version = _reads(change_log.version)
    read_changes = _reads(change_log.changes)
    topic_story_counts = _reads(statistics.topic_story_counts)
    articles_by_day = _reads(statistics.articles_by_day)
    articles_by_hour = _reads(statistics.articles_by_hour)
    published_days = _reads(statistics.published_days)
    source_stats = _reads(statistics.source_stats)
    source_counts = _reads(statistics.source_counts)

    put_value = _writes(change_log.put_value)
    get_value = _reads(key_value.get)

    def search(
        self, words: str, within: SearchFilter | None = None, limit: int = 25, offset: int = 0, newest: bool = False
    ) -> SearchResult:
        """Bring the search index up to date if it is behind, then search."""
        with self.session(writes=False) as db:
            late = search_index.behind(db)
        if late:
            with self.session(writes=True) as db:
                search_index.catch_up(db)
        with self.session(writes=False) as db:
            return search.search(db, words, within, limit, offset, newest)
