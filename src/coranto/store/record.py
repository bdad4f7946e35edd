"""Records: the public form of articles."""

import hashlib
import sys
from collections.abc import Iterable
from datetime import UTC, datetime

import msgspec
from sqlalchemy import BigInteger, Boolean, Integer, bindparam, delete, select, update
from sqlalchemy.dialects.postgresql import insert

from coranto.model.article import Article
from coranto.model.change import StoredRecord
from coranto.model.record import Record
from coranto.store import article as articles
from coranto.store import change_log, imported, search_index, story_topic, tables, values
from coranto.store import entry as entries
from coranto.store.transaction import Transaction, among, listed

_decoder = msgspec.json.Decoder(Record)
_DAY = 86_400_000_000  # microseconds
_record, _topic, _article = tables.record.c, tables.record_topic.c, tables.article.c

_KEPT = select(_record.path, _record.data).where(_record.article == bindparam("article"))
_insert = insert(tables.record).values({column.name: bindparam(column.name) for column in tables.record.columns})
_SAVE = _insert.on_conflict_do_update(
    index_elements=["article"],
    set_={column.name: _insert.excluded[column.name] for column in tables.record.columns if not column.primary_key},
)
_DROP_TOPICS = delete(tables.record_topic).where(_topic.article == bindparam("article"))
_ADD_TOPIC = (
    insert(tables.record_topic)
    .values({name: bindparam(name) for name in ("topic", "moment", "article", "published")})
    .on_conflict_do_nothing()
)
_version, _written = tables.record_version.c, tables.written.c
_WAS = select(_version.changed).where(_version.article == bindparam("article"), _version.digest == bindparam("digest"))
_REMEMBER = (
    insert(tables.record_version)
    .values({name: bindparam(name) for name in ("article", "digest", "changed")})
    .on_conflict_do_nothing()
)
_ALL_PATHS = (
    select(_record.path, _record.article)
    .where(_record.path > bindparam("after"))
    .order_by(_record.path)
    .limit(bindparam("limit"))
)
_WRITTEN = select(_written.article, _written.digest).where(among(_written.article, "ids"))
_WRITE = (
    insert(tables.written).values({name: bindparam(name) for name in ("article", "digest")}).on_conflict_do_nothing()
)
_FORGET = delete(tables.written).where(
    _written.article == bindparam("its_article"), _written.digest != bindparam("its_digest")
)
_SHOW = (
    update(tables.story)
    .where(tables.story.c.lead == bindparam("leading"), tables.story.c.heir.is_(None))
    .values(shown=bindparam("is_shown"))
)
_facts = tables.record_facts.c
_DROP_FACTS = delete(tables.record_facts).where(
    _facts.number == select(_article.number).where(_article.id == bindparam("its_article")).scalar_subquery()
)
_ADD_FACTS = insert(tables.record_facts).from_select(
    ["number", "article", "moment", "quality", "outlet", "source", "published"],
    select(
        _article.number,
        _article.id,
        bindparam("moment", type_=BigInteger()),
        bindparam("quality", type_=Integer()),
        _article.outlet,
        _article.source,
        bindparam("published", type_=Boolean()),
    ).where(_article.id == bindparam("article")),
)
_OF_DAY = (
    select(_facts.article)
    .where(_facts.published, _facts.moment >= bindparam("start"), _facts.moment < bindparam("end"))
    .limit(2)
)
_SOURCE = select(_article.source).where(_article.id == bindparam("article"))
_STORY = select(tables.member.c.story).where(tables.member.c.article == bindparam("article"))
_PATHS = select(_record.path, _record.article).where(among(_record.path, "paths"))
_BY_ARTICLE = select(_record.article, _record.path, _record.changed, _record.data).where(among(_record.article, "ids"))
_newest = (_record.moment.desc(), _record.path)
_PUBLISHED = (
    select(_record.article)
    .where(_record.published)
    .order_by(*_newest)
    .limit(bindparam("limit"))
    .offset(bindparam("offset"))
)
_PUBLISHED_OF_TOPIC = (
    select(_topic.article)
    .join(tables.record, _record.article == _topic.article)
    .where(_topic.topic == bindparam("topic"), _topic.published)
    .order_by(_topic.moment.desc(), _record.path)
    .limit(bindparam("limit"))
    .offset(bindparam("offset"))
)
_PUBLISHED_IDS = select(_record.article).where(_record.published).order_by(*_newest)
_PUBLISHED_IDS_OF_TOPIC = (
    select(_topic.article)
    .join(tables.record, _record.article == _topic.article)
    .where(_topic.topic == bindparam("topic"), _topic.published)
    .order_by(_topic.moment.desc(), _record.path)
)


def save(db: Transaction, article: str, path: str, record: Record, now: datetime) -> bool:
    """Save a record if it differs from the stored one; one that is as before an edit gets its old time of change."""
    data = values.pack(record)
    kept = db.first(_KEPT, article=article)
    if kept == (path, data):
        return False
    published = bool(record.published)
    before = _decoder.decode(kept[1]) if kept else None
    at = values.stamp(record.published_date_time) if record.published_date_time else 0
    was = db.first(_WAS, article=article, digest=_digest(path + data)) if kept else None
    db.run(
        _SAVE,
        article=article,
        path=path,
        file=path.rpartition("/")[2],
        published=published,
        moment=at,
        changed=was[0] if was else values.stamp(now),
        data=data,
    )
    db.run(_DROP_TOPICS, article=article)
    db.run(_DROP_FACTS, its_article=article)
    db.run(_ADD_FACTS, article=article, moment=at, quality=record.quality or 0, published=published)
    rows = [{"topic": name, "moment": at, "article": article, "published": published} for name in record.topics]
    db.many(_ADD_TOPIC, rows)
    db.run(_SHOW, leading=article, is_shown=published)
    story_topic.refresh(db, story_topic.led(db, article))
    change_log.bump(db)
    changed = {change_log.article(article), *(change_log.story(story) for (story,) in db.all(_STORY, article=article))}
    for one in (before, record):
        if one is not None and one.published:
            changed |= {change_log.PUBLISHED, *map(change_log.published, one.topics)}
            changed |= _editions(db, one.published_date_time)
            changed |= {change_log.of_source(source) for (source,) in db.all(_SOURCE, article=article) if source}
    change_log.add(db, changed)
    return True


def _editions(db: Transaction, at: datetime | None) -> set[str]:
    """Return the keys of the day's edition, and of the list of editions if the day enters or leaves it."""
    if at is None:
        return set()
    start = values.stamp(at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0))
    left = db.all(_OF_DAY, start=start, end=start + _DAY)
    return {change_log.day(at.astimezone(UTC).date())} | ({change_log.EDITIONS} if len(left) < 2 else set())


def remember(db: Transaction, articles: Iterable[str]) -> None:
    """Save the hash and time of change of the current records, for an undo."""
    rows = [
        {"article": article, "digest": _digest(path + data), "changed": changed}
        for article, path, changed, data in db.all(_BY_ARTICLE, ids=listed(articles))
    ]
    db.many(_REMEMBER, rows)


def get_written(db: Transaction, articles: Iterable[str]) -> dict[str, set[str]]:
    """Return the hashes that the files of articles may have."""
    found: dict[str, set[str]] = {}
    for article, digest in db.all(_WRITTEN, ids=listed(articles)):
        found.setdefault(article, set()).add(digest)
    return found


def add_written(db: Transaction, digests: Iterable[tuple[str, str]]) -> None:
    """Add the hashes of files that are about to be written."""
    db.many(_WRITE, [{"article": article, "digest": digest} for article, digest in digests])


def settle_written(db: Transaction, digests: Iterable[tuple[str, str]]) -> None:
    """Delete all other hashes of these articles' files."""
    db.many(_FORGET, [{"its_article": article, "its_digest": digest} for article, digest in digests])


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def article_ids_by_path(db: Transaction, paths: Iterable[str]) -> dict[str, str]:
    """Map paths in use to article ids."""
    return dict(db.all(_PATHS, paths=listed(paths)))


def paths(db: Transaction, after: str = "", limit: int = sys.maxsize) -> dict[str, str]:
    """Map the paths in use to their articles' ids, in the order of paths, from the one that follows ``after``."""
    return dict(db.all(_ALL_PATHS, after=after, limit=limit))


def by_article(db: Transaction, ids: Iterable[str]) -> dict[str, StoredRecord]:
    """Return records by article id; articles without a record are left out."""
    return {
        article: StoredRecord(article=article, path=path, record=_decoder.decode(data), changed=values.moment(changed))
        for article, path, changed, data in db.all(_BY_ARTICLE, ids=listed(ids))
    }


def published(db: Transaction, offset: int = 0, limit: int = 25, topic: str | None = None) -> list[StoredRecord]:
    """Return a page of records: the index gives the ids, then only these records are read."""
    if topic is None:
        rows = db.all(_PUBLISHED, offset=offset, limit=limit)
    else:
        rows = db.all(_PUBLISHED_OF_TOPIC, offset=offset, limit=limit, topic=topic)
    found = by_article(db, [article for (article,) in rows])
    return [found[article] for (article,) in rows]


def published_ids(db: Transaction, topic: str | None = None) -> list[str]:
    """Return the article ids of published records; reads only the index."""
    rows = db.all(_PUBLISHED_IDS) if topic is None else db.all(_PUBLISHED_IDS_OF_TOPIC, topic=topic)
    return [article for (article,) in rows]


def import_record(db: Transaction, article: Article, stored: StoredRecord) -> bool:
    """Save article, appearance and record, with no story yet and no outbox entry; False if the address is known."""
    if article.url in entries.article_ids_by_url(db, [article.url]):
        return False
    number, before = articles.save(db, article)
    entries.add_appearance(db, article.original_url, article.source, article.id, article.seen)
    imported.add(db, article.id)
    save(db, article.id, stored.path, stored.record, stored.changed)
    search_index.note(db, number, article, before)
    change_log.add(db, [change_log.article(article.id), change_log.ARRIVALS])
    return True
