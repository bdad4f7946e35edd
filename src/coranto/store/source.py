"""Sources."""

from collections.abc import Iterable
from datetime import datetime

import msgspec
from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects.postgresql import insert

from coranto.model.reason import Reason
from coranto.model.source import Source
from coranto.store import change_log, tables, values
from coranto.store.transaction import Transaction, among, listed

_decoder = msgspec.json.Decoder(Source)
decode = _decoder.decode
_source, _entry, _sighting = tables.source.c, tables.entry.c, tables.sighting.c

RETIRED, OTHER = "retired", "other"  # in ``health``, beside the codes of reasons

_SAVED = ("looked", "due", "data", "health", "topics")
_insert = insert(tables.source).values({name: bindparam(name) for name in ("id", *_SAVED)})
_SAVE = _insert.on_conflict_do_update(index_elements=["id"], set_={name: _insert.excluded[name] for name in _SAVED})
_ALL = select(_source.data)
_BY_ID = select(_source.data).where(among(_source.id, "ids"))
_ONE = select(_source.data).where(_source.id == bindparam("source"))
_TOPICS = select(_source.id, _source.topics).where(_source.topics.is_not(None))
_DUE = (
    select(_source.data)
    .where(_source.looked == bindparam("looked"), _source.due <= bindparam("now"))
    .order_by(_source.due, _source.id)
    .limit(bindparam("limit"))
)
_DROP = delete(tables.source).where(_source.id == bindparam("source"))
_DROP_SIGHTINGS = delete(tables.sighting).where(
    _sighting.article.is_(None),
    _sighting.url.in_(select(_entry.url).where(_entry.source == bindparam("source"))),
)
_DROP_ENTRIES = delete(tables.entry).where(_entry.source == bindparam("source"))


def save(db: Transaction, source: Source) -> None:
    """Add or replace a source; a retired source is never due, one without a time always is."""
    due = None
    if source.retired is None:
        due = values.stamp(source.next_look) if source.next_look else 0
    before = db.first(_ONE, source=source.id)
    if before is None or _as_listed(_decoder.decode(before[0])) != _as_listed(source):
        change_log.add(db, [change_log.source(source.id)])  # a poll alone is no change
    looked, topics = source.last_look is not None, values.pack(source.topics) if source.topics else None
    given = {"looked": looked, "due": due, "data": values.pack(source), "health": _health(source), "topics": topics}
    db.run(_SAVE, id=source.id, **given)


def get_sources(db: Transaction, ids: Iterable[str] | None = None) -> list[Source]:
    """Return sources, sorted here because databases differ in how they order letters."""
    rows = db.all(_ALL) if ids is None else db.all(_BY_ID, ids=listed(ids))
    found = [_decoder.decode(data) for (data,) in rows]
    return sorted(found, key=lambda source: (source.folder, (source.title or source.url).casefold(), source.id))


def topics(db: Transaction) -> dict[str, tuple[str, ...]]:
    """Return the topics that sources assign, along their own index."""
    return {ident: tuple(msgspec.json.decode(packed)) for ident, packed in db.all(_TOPICS)}


def due(db: Transaction, now: datetime, limit: int = 1000) -> list[Source]:
    """Return due sources with two queries, each a walk along the index."""
    until = values.stamp(now)
    found = db.all(_DUE, looked=False, now=until, limit=limit)
    if len(found) < limit:
        found += db.all(_DUE, looked=True, now=until, limit=limit - len(found))
    return [_decoder.decode(data) for (data,) in found]


def remove(db: Transaction, source: str) -> None:
    """Delete a source with its pending entries."""
    db.run(_DROP_SIGHTINGS, source=source)
    db.run(_DROP_ENTRIES, source=source)
    db.run(_DROP, source=source)
    change_log.add(db, [change_log.source(source)])


def _health(source: Source) -> str | None:
    """Return what is counted of a source that is not well."""
    if source.retired is not None:
        return RETIRED
    if not source.failures:
        return None
    return source.trouble.code if isinstance(source.trouble, Reason) else OTHER


def _as_listed(source: Source) -> tuple[object, ...]:
    """Return what pages show of a source, and what the newsroom's list says of it."""
    return source.title, source.url, source.site, source.kind, source.folder, source.topics
