"""Records: what is published of the articles."""

from collections.abc import Iterable
from datetime import UTC, datetime

import msgspec
from sqlalchemy import BigInteger, Integer, bindparam, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert

from coranto.model.article import Article
from coranto.model.change import StoredRecord
from coranto.model.record import Record
from coranto.store import article as articles
from coranto.store import change_log, search_index, story_topic, tables, values, version
from coranto.store import entry as entries
from coranto.store.transaction import Transaction, among
from coranto.store.transaction import listed as texts

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
    .values({name: bindparam(name) for name in ("topic", "moment", "article")})
    .on_conflict_do_nothing()
)
_SHOW = (
    update(tables.story)
    .where(tables.story.c.lead == bindparam("leading"), tables.story.c.heir.is_(None))
    .values(shown=bindparam("is_shown"))
)
_shown = tables.shown.c
_HIDE = delete(tables.shown).where(
    _shown.number == select(_article.number).where(_article.id == bindparam("hidden")).scalar_subquery()
)
_LIST = insert(tables.shown).from_select(
    ["number", "article", "moment", "quality", "outlet", "source"],
    select(
        _article.number,
        _article.id,
        bindparam("moment", type_=BigInteger()),
        bindparam("quality", type_=Integer()),
        _article.outlet,
        _article.source,
    ).where(_article.id == bindparam("article")),
)
_OF_DAY = (
    select(tables.shown.c.article)
    .where(tables.shown.c.moment >= bindparam("start"), tables.shown.c.moment < bindparam("end"))
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
    .where(_topic.topic == bindparam("topic"))
    .order_by(_topic.moment.desc(), _record.path)
    .limit(bindparam("limit"))
    .offset(bindparam("offset"))
)
_LISTED = select(_record.article).where(_record.published).order_by(*_newest)
_LISTED_OF_TOPIC = (
    select(_topic.article)
    .join(tables.record, _record.article == _topic.article)
    .where(_topic.topic == bindparam("topic"))
    .order_by(_topic.moment.desc(), _record.path)
)
_COUNT = select(func.count()).select_from(tables.record).where(_record.published)
_COUNT_OF_TOPIC = select(func.count()).select_from(tables.record_topic).where(_topic.topic == bindparam("topic"))


def save(db: Transaction, article: str, path: str, record: Record, now: datetime) -> bool:
    """Compare with what is kept first; a record that is the same keeps its time of change."""
    data = values.pack(record)
    kept = db.first(_KEPT, article=article)
    if kept == (path, data):
        return False
    published = bool(record.published)
    before = _decoder.decode(kept[1]) if kept else None
    at = values.stamp(record.published_date_time) if record.published_date_time else 0
    db.run(
        _SAVE,
        article=article,
        path=path,
        file=path.rpartition("/")[2],
        published=published,
        moment=at,
        changed=values.stamp(now),
        data=data,
    )
    db.run(_DROP_TOPICS, article=article)
    db.run(_HIDE, hidden=article)
    if published:
        db.run(_LIST, article=article, moment=at, quality=record.quality or 0)
        db.many(_ADD_TOPIC, [{"topic": name, "moment": at, "article": article} for name in record.topics])
    db.run(_SHOW, leading=article, is_shown=published)
    story_topic.refresh(db, story_topic.led(db, article))
    version.changed(db)
    changed = {change_log.article(article), *(change_log.story(story) for (story,) in db.all(_STORY, article=article))}
    for one in (before, record):
        if one is not None and one.published:
            changed |= {change_log.PUBLISHED, *map(change_log.published, one.topics)}
            changed |= _editions(db, one.published_date_time)
            changed |= {change_log.of_source(source) for (source,) in db.all(_SOURCE, article=article) if source}
    change_log.note(db, changed)
    return True


def _editions(db: Transaction, at: datetime | None) -> set[str]:
    """Name the day whose edition is another one, and the list of editions where it is its first or was its last."""
    if at is None:
        return set()
    start = values.stamp(at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0))
    left = db.all(_OF_DAY, start=start, end=start + _DAY)
    return {change_log.day(at.astimezone(UTC).date())} | ({change_log.EDITIONS} if len(left) < 2 else set())


def paths(db: Transaction, paths: Iterable[str]) -> dict[str, str]:
    """Give those that are in use."""
    return dict(db.all(_PATHS, paths=texts(paths)))


def by_article(db: Transaction, ids: Iterable[str]) -> dict[str, StoredRecord]:
    """Give those there are."""
    return {
        article: StoredRecord(article=article, path=path, record=_decoder.decode(data), changed=values.moment(changed))
        for article, path, changed, data in db.all(_BY_ARTICLE, ids=texts(ids))
    }


def published(db: Transaction, offset: int = 0, limit: int = 25, topic: str | None = None) -> list[StoredRecord]:
    """Find the page in the index first, and then only the records on it."""
    if topic is None:
        rows = db.all(_PUBLISHED, offset=offset, limit=limit)
    else:
        rows = db.all(_PUBLISHED_OF_TOPIC, offset=offset, limit=limit, topic=topic)
    found = by_article(db, [article for (article,) in rows])
    return [found[article] for (article,) in rows]


def listed(db: Transaction, topic: str | None = None) -> list[str]:
    """Read nothing but the index."""
    rows = db.all(_LISTED) if topic is None else db.all(_LISTED_OF_TOPIC, topic=topic)
    return [article for (article,) in rows]


def published_count(db: Transaction, topic: str | None = None) -> int:
    """Count along the index."""
    return int(db.one(_COUNT) if topic is None else db.one(_COUNT_OF_TOPIC, topic=topic))


def take_over(db: Transaction, article: Article, filed: StoredRecord) -> bool:
    """Save article, appearance and record; it gets no story and nothing to write."""
    if article.url in entries.known(db, [article.url]):
        return False
    number, before = articles.save(db, article)
    entries.sight(db, article.original_url, article.source, article.id, article.seen)
    save(db, article.id, filed.path, filed.record, filed.changed)
    search_index.note(db, number, article, before)
    change_log.note(db, [change_log.article(article.id), change_log.ARRIVALS])
    return True
