"""Readers of articles by day, as salted hashes."""

from collections.abc import Iterable, Sequence

from sqlalchemy import bindparam, delete, distinct, func, select
from sqlalchemy.dialects.postgresql import insert

from coranto.store import change_log, outbox, tables
from coranto.store.transaction import Transaction, among, listed

_reading, _record = tables.reading.c, tables.record.c

_ADD = (
    insert(tables.reading)
    .values({name: bindparam(name) for name in ("day", "article", "reader")})
    .on_conflict_do_nothing()
)
_UNPUBLISHED = (  # an imported record has no story and is not rebuilt
    select(_record.article)
    .join(tables.member, tables.member.c.article == _record.article)
    .where(_record.article == bindparam("article"), ~_record.published)
)
_COUNTS = (
    select(_reading.article, func.count(distinct(_reading.reader)))
    .where(among(_reading.day, "days"), among(_reading.article, "articles"))
    .group_by(_reading.article)
)
_READ_BEFORE = select(_reading.article).where(_reading.day < bindparam("before")).distinct()
_DELETE = delete(tables.reading).where(_reading.day < bindparam("before"))


def add(db: Transaction, article: str, reader: str, day: str) -> None:
    """Count a reader once; queue unpublished articles, since readers may lift a story over the threshold."""
    if db.run(_ADD, article=article, reader=reader, day=day):
        change_log.bump(db)
        change_log.add(db, [change_log.article(article)])
        outbox.put(db, [name for (name,) in db.all(_UNPUBLISHED, article=article)])


def reader_counts(db: Transaction, articles: Iterable[str], days: Sequence[str]) -> dict[str, int]:
    """Count distinct readers over all days together."""
    return dict(db.all(_COUNTS, days=listed(days), articles=listed(articles)))


def delete_before(db: Transaction, before: str) -> int:
    """Delete the readers of the days before this day; return how many rows."""
    change_log.add(db, [change_log.article(name) for (name,) in db.all(_READ_BEFORE, before=before)])
    return db.run(_DELETE, before=before)
