"""Queues, size and schema of a store, each by a query along an index or over a short table."""

from datetime import datetime

from sqlalchemy import bindparam, func, select, text, update

from coranto.model.queues import Queue, Queues
from coranto.store import issue_tables, revision_tables, subscriber_tables, tables, values, webhook_tables
from coranto.store import source as sources
from coranto.store.transaction import Transaction

_source, _entry, _message, _watch = tables.source.c, tables.entry.c, webhook_tables.message.c, revision_tables.watch.c
_mail = subscriber_tables.mail_delivery.c


_SOURCES = select(func.count(), func.min(_source.due)).where(
    _source.looked == bindparam("polled"), _source.due <= bindparam("now")
)
_ENTRIES = select(func.count(), func.min(_entry.seen)).where(_entry.ready <= bindparam("now"))
_OUTBOX = select(func.count()).select_from(tables.outbox)
_SEARCH = select(func.count()).select_from(tables.unindexed)
_MESSAGES = select(func.count(), func.min(_message.due)).where(_message.due <= bindparam("now"))
_HEALTH = select(_source.health, func.count()).where(_source.health.is_not(None)).group_by(_source.health)
_MAIL = select(func.count(), func.min(_mail.due)).where(_mail.state == "waiting", _mail.due <= bindparam("now"))
_MAILS = select(_mail.state, func.count()).group_by(_mail.state)
_ISSUES = select(issue_tables.issue.c.state, func.count()).group_by(issue_tables.issue.c.state)
_SIZE_SQLITE = text("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
_SIZE_POSTGRESQL = text(
    "SELECT coalesce(sum(pg_total_relation_size(oid)), 0) FROM pg_class "
    "WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r'"
)
_SCHEMA = text("SELECT version_num FROM alembic_version")
_PULLED = tuple(
    update(table).where(table.c[due] > bindparam("latest")).values({due: bindparam("now")})
    for table, due in ((tables.entry, "ready"), (webhook_tables.message, "due"), (revision_tables.watch, "due"))
)


def get(db: Transaction, now: datetime) -> Queues:
    """Return what waits, since when, and what fails."""
    at = values.stamp(now)
    failing = dict(sorted(db.all(_HEALTH)))
    retired = failing.pop(sources.RETIRED, 0)
    return Queues(
        sources=_sources(db, at),
        entries=_queue(db.first(_ENTRIES, now=at)),
        records=Queue(db.one(_OUTBOX)),
        webhooks=_queue(db.first(_MESSAGES, now=at)),
        mail=_queue(db.first(_MAIL, now=at)),
        search=Queue(db.one(_SEARCH)),
        failing=failing,
        retired=retired,
        issues=dict(sorted(db.all(_ISSUES))),
        mails=dict(sorted(db.all(_MAILS))),
        bytes=int(db.one(_SIZE_SQLITE if db.sqlite else _SIZE_POSTGRESQL)),
    )


def _sources(db: Transaction, at: int) -> Queue:
    """Return the due sources, by two walks along their index."""
    new, old = (_queue(db.first(_SOURCES, polled=polled, now=at)) for polled in (False, True))
    return Queue(new.length + old.length, min((one.since for one in (new, old) if one.since), default=None))


def _queue(row: tuple[int, int | None] | None) -> Queue:
    """Return a queue of (how many, since when); a source that was never polled is due since 1970, no time."""
    length, since = row or (0, None)
    return Queue(length, values.moment(since) if since else None)


def schema(db: Transaction) -> str:
    """Return the database's migration."""
    return str(db.one(_SCHEMA))


def pull_forward(db: Transaction, now: datetime, latest: datetime) -> int:
    """Make due what waits until after ``latest``."""
    return sum(db.run(one, now=values.stamp(now), latest=values.stamp(latest)) for one in _PULLED)
