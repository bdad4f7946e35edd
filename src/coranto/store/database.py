"""The store over a database: each protocol method is a function from its noun's module, run in a transaction."""

import contextlib
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine, create_engine

from coranto.model.rule import Condition, RuleMatch
from coranto.model.search import SearchFilter, SearchResult
from coranto.store import (
    alert,
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
    host,
    imported,
    integrity,
    issue,
    key_value,
    lease,
    lesson,
    lock,
    mail_request,
    outbox,
    override,
    page_read,
    person,
    published_story,
    queues,
    reader_count,
    recent,
    record,
    rejudge,
    reprint,
    resolve,
    retention,
    revision,
    rule_match,
    score_facts,
    search,
    search_index,
    sign_in_try,
    source,
    statistics,
    story,
    story_state,
    subscriber,
    term,
    watch,
    webhook,
    webhook_cursor,
    webhook_delivery,
)
from coranto.store.credential import ACCESS_TOKENS, PASSKEYS, SESSIONS
from coranto.store.sessions import Sessions, reads, takes, writes
from coranto.store.transaction import Transaction

if TYPE_CHECKING:
    from coranto.store.protocol import Store


class Database(Sessions):
    """A Store (see ``coranto.store.protocol``) in SQLite or PostgreSQL; safe to use from several threads."""

    def __init__(self, engine: Engine, where: str) -> None:
        super().__init__(engine, where)
        self._marks: dict[str, int] = {}  # of articles returned by ``outbox_ids``, until cleared

    def copy_to(self, path: Path) -> "AbstractContextManager[Store]":
        """Write the copy, then give it opened (SQLite), or a reader of the same snapshot (PostgreSQL)."""
        return self._copied_to(path)

    @contextlib.contextmanager
    def _copied_to(self, path: Path) -> "Iterator[Store]":
        if self._engine.dialect.name == "sqlite":
            copy.sqlite(self._engine, str(path), path)
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

    get_contents = reads(contents.by_table)
    count_old_texts = reads(retention.count_old_texts)
    shorten_texts = writes(retention.shorten_texts)
    delete_given_up = writes(retention.delete_given_up)
    delete_old_logs = writes(retention.delete_old_logs)
    get_queues = reads(queues.get)
    get_schema = reads(queues.schema)
    pull_forward = writes(queues.pull_forward)

    save_source = writes(source.save)
    get_sources = reads(source.get_sources)
    due_sources = reads(source.due)
    source_topics = reads(source.topics)
    delete_source = writes(source.remove)

    save_poll = writes(entry.save_poll)
    pending_entries = reads(entry.pending_entries)
    postpone_entry = writes(entry.postpone)
    hold_entries = writes(entry.hold)
    failed_entries = reads(entry.failed_entries)
    resolve_entry = writes(entry.resolve)

    take_sources = takes(lease.take_sources)
    take_entries = takes(lease.take_entries)
    take_lease = takes(lease.take)
    end_lease = takes(lease.end)
    renew_leases = takes(lease.renew)
    give_back_leases = takes(lease.give_back)
    save_pages = takes(page_read.save)
    pages_read = reads(page_read.following)
    drop_page = writes(page_read.drop)
    take_host = takes(host.take)
    release_host = takes(host.release)
    begin_term = writes(term.begin)

    def is_shared(self) -> bool:
        """Whether the database is a server."""
        return self._engine.dialect.name != "sqlite"

    def lock(self, name: str) -> AbstractContextManager[lock.Lock | None]:
        """Take an advisory lock (PostgreSQL)."""
        return lock.advisory(self._engine, name, self._where) if self.is_shared() else nullcontext(lock.Lock())

    article_ids_by_url = reads(entry.article_ids_by_url)
    save_article = writes(article_change.save)
    get_articles = reads(article.by_id)
    get_text = reads(article.text)
    get_texts = reads(rejudge.get_texts)
    articles_by_arrival = reads(article.arrivals)
    last_arrival = reads(article.last_arrival)
    arrived_since = reads(article.arrived_since)
    get_appearances = reads(entry.appearances)
    recent_sketches = reads(reprint.recent_sketches)
    get_sketches = reads(reprint.get_sketches)
    add_reprint = writes(reprint.add)
    get_reprints = reads(reprint.get_reprints)
    count_all = reads(statistics.count_all)
    find_damage = reads(integrity.find_damage)
    recent_articles = reads(recent.recent)
    topic_activity = reads(recent.topic_activity)
    resolve_article = reads(resolve.resolve)

    add_revisions = writes(revision.add)
    get_revisions = reads(revision.by_article)
    recent_revisions = reads(revision.recent)
    save_watch = writes(watch.save)
    get_watches = reads(watch.by_article)
    due_watches = reads(watch.due)
    delete_watches = writes(watch.delete_watches)

    save_issue = writes(issue.save)
    get_issue = reads(issue.get)
    get_issues = reads(issue.of_list)
    public_issues = reads(issue.public)
    issue_html = reads(issue.html)
    delete_issue = writes(issue.remove)
    add_deliveries = writes(delivery.add)
    take_delivery = writes(delivery.take)
    save_delivery = writes(delivery.save)
    count_deliveries = reads(delivery.counts)
    count_deliveries_since = reads(delivery.count_since)
    issues_waiting = reads(delivery.issues_waiting)
    due_deliveries_at = reads(delivery.next_due)
    get_mail_deliveries = reads(delivery.of_issue)
    deliveries_of_subscriber = reads(delivery.of_subscriber)
    change_deliveries = writes(delivery.change)
    delete_deliveries_waiting = writes(delivery.delete_waiting)

    add_subscriber = writes(subscriber.add)
    get_subscriber = reads(subscriber.get)
    find_subscriber = reads(subscriber.find)
    save_subscriber = writes(subscriber.save)
    get_subscribers = reads(subscriber.some)
    find_subscribers = reads(subscriber.matching)
    count_subscribers = reads(subscriber.counts)
    known_digests = reads(subscriber.known)
    delete_waiting_subscribers = writes(subscriber.delete_waiting)
    add_suppressions = writes(subscriber.suppress)
    get_suppressions = reads(subscriber.suppressed)
    delete_suppression = writes(subscriber.let)
    add_batch = writes(mail_request.add_batch)
    save_batch = writes(mail_request.save_batch)
    get_batches = reads(mail_request.batches)
    add_mail_requests = writes(mail_request.add)
    due_mail_requests = reads(mail_request.due)
    save_mail_request = writes(mail_request.save)
    delete_mail_request = writes(mail_request.remove)
    delete_mail_requests_of = writes(mail_request.remove_of)

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

    recent_story_ids = reads(also_told.recent_story_ids)
    save_also_told = writes(also_told.save)
    get_also_told = reads(also_told.by_story)
    also_told_from = reads(also_told.starting)

    get_stories = reads(story.by_id)
    story_ids_of = reads(story.story_of)
    near_story_ids = reads(story.near_of)
    near_story_ids_of = reads(story.near_of_many)
    hot_stories = reads(story.hot)
    recent_stories = reads(story.recent)
    pinned_stories = reads(story.pinned)
    get_story_states = reads(story_state.read)

    count_reader = writes(reader_count.add)
    reader_counts = reads(reader_count.reader_counts)
    count_readers_before = reads(reader_count.count_before)
    delete_readers = writes(reader_count.delete_before)

    get_overrides = reads(override.by_article)
    hidden_articles = reads(override.hidden)
    save_override = writes(override.save)
    add_edit = writes(edit.add)
    finish_edit = writes(edit.finish)
    get_edits = reads(edit.get_edits)
    page_of_edits = reads(edit.page)
    last_edit = reads(edit.last_edit)
    get_edit = reads(edit.get_edit)
    edits_of_stories = reads(edit.of_stories)
    edits_of_articles = reads(edit.of_articles)
    get_edit_log = reads(edit.get_log)

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

    add_to_outbox = writes(outbox.put)
    _behind = reads(search_index.behind)
    _index = writes(search_index.catch_up)

    get_decisions = reads(decision.by_article)
    save_decisions = writes(decision.save)
    articles_to_judge = reads(rejudge.to_judge)
    save_judged = writes(rejudge.save)
    get_scored = reads(score_facts.scored)
    story_leads = reads(score_facts.leads)
    overrides_since = reads(score_facts.overridden)

    add_lessons = writes(lesson.add)
    remove_lessons = writes(lesson.remove)
    get_lessons = reads(lesson.by_article)
    lessons_of_kinds = reads(lesson.of_kinds)
    lesson_counts = reads(lesson.counts)

    add_person = writes(person.add)
    get_people = reads(person.get_all)
    get_person = reads(person.get)
    get_password = reads(person.password)
    save_password = writes(person.save_password)
    save_person = writes(person.save)
    delete_person = writes(person.remove)
    add_passkey = writes(PASSKEYS.add)
    find_passkey = reads(PASSKEYS.find)
    passkeys_of = reads(PASSKEYS.of_person)
    save_passkey = writes(PASSKEYS.save)
    delete_passkeys = writes(PASSKEYS.remove)
    add_session = writes(SESSIONS.add)
    find_session = reads(SESSIONS.find)
    sessions_of = reads(SESSIONS.of_person)
    save_session = writes(SESSIONS.save)
    delete_sessions = writes(SESSIONS.remove)
    add_access_token = writes(ACCESS_TOKENS.add)
    find_access_token = reads(ACCESS_TOKENS.find)
    access_tokens_of = reads(ACCESS_TOKENS.of_person)
    save_access_token = writes(ACCESS_TOKENS.save)
    delete_access_tokens = writes(ACCESS_TOKENS.remove)
    add_sign_in_try = writes(sign_in_try.add)
    sign_in_tries = reads(sign_in_try.tries)
    forget_sign_in_tries = writes(sign_in_try.forget)

    add_alert = writes(alert.add)
    get_alerts = reads(alert.get_all)
    get_alert = reads(alert.get)
    find_alert = reads(alert.find)
    save_alert = writes(alert.save)
    delete_alert = writes(alert.remove)
    add_alert_matches = writes(alert.add_matches)
    alert_matches = reads(alert.matches)
    alert_matches_to_mail = reads(alert.to_mail)
    mark_alerts_mailed = writes(alert.mark_mailed)
    forget_alert_matches = writes(alert.forget_matches)

    add_webhook = writes(webhook.add)
    get_webhooks = reads(webhook.get_all)
    webhook_secret = reads(webhook.secret)
    save_webhook = writes(webhook.save)
    delete_webhook = writes(webhook.remove)
    mark_all_notified = writes(webhook_cursor.mark_all_notified)
    take_story_changes = writes(webhook_cursor.take_story_changes)
    enqueue = writes(webhook_delivery.enqueue)
    due_deliveries = reads(webhook_delivery.due)
    save_attempt = writes(webhook_delivery.save_attempt)
    abandon_deliveries = writes(webhook_delivery.abandon)
    get_deliveries = reads(webhook_delivery.get_all)
    delete_deliveries = writes(webhook_delivery.delete_before)

    save_record = writes(record.save)
    remember_records = writes(record.remember)
    get_written = reads(record.get_written)
    add_written = writes(record.add_written)
    settle_written = writes(record.settle_written)
    article_ids_by_path = reads(record.article_ids_by_path)
    record_paths = reads(record.paths)
    get_records = reads(record.by_article)
    published_records = reads(record.published)
    published_ids = reads(record.published_ids)
    published_story_ids = reads(published_story.story_ids)
    stories_of_day = reads(published_story.stories_of_day)
    page_of_records = reads(search.page_of_records)
    import_record = writes(record.import_record)
    imported_ids = reads(imported.imported_ids)
    withheld_import_ids = reads(imported.withheld_ids)
    ungrouped_import_ids = reads(imported.ungrouped_ids)

    read_version = reads(change_log.version)
    read_changes = reads(change_log.changes)
    topic_story_counts = reads(statistics.topic_story_counts)
    articles_by_day = reads(statistics.articles_by_day)
    articles_by_hour = reads(statistics.articles_by_hour)
    published_days = reads(statistics.published_days)
    source_stats = reads(statistics.source_stats)
    source_counts = reads(statistics.source_counts)

    put_value = writes(change_log.put_value)
    get_value = reads(key_value.get)
    delete_values = writes(key_value.remove)

    def match_rule(self, condition: Condition, language: str, limit: int = 20) -> RuleMatch:
        """Bring the search index up to date if it is behind, then try the condition."""
        self._catch_up()
        with self.session(writes=False) as db:
            return rule_match.match(db, condition, language, limit)

    def search(
        self, words: str, within: SearchFilter | None = None, limit: int = 25, offset: int = 0, newest: bool = False
    ) -> SearchResult:
        """Bring the search index up to date if it is behind, then search."""
        self._catch_up()
        with self.session(writes=False) as db:
            return search.search(db, words, within, limit, offset, newest)

    def _catch_up(self) -> None:
        if self._behind():
            self._index()
