"""Readers: who opened what on which day, as salted hashes."""

from collections.abc import Iterable, Sequence

from sqlalchemy import bindparam, delete, distinct, func, select
from sqlalchemy.dialects.postgresql import insert

from coranto.store import change_log, outbox, tables, version
from coranto.store.transaction import Transaction, among, listed

_reading, _record = tables.reading.c, tables.record.c

_READ = (
    insert(tables.reading)
    .values({name: bindparam(name) for name in ("day", "article", "reader")})
    .on_conflict_do_nothing()
)
_HELD_BACK = (  # an imported record has no story, and stays as it is
    select(_record.article)
    .join(tables.member, tables.member.c.article == _record.article)
    .where(_record.article == bindparam("article"), ~_record.published)
)
_READERS = (
    select(_reading.article, func.count(distinct(_reading.reader)))
    .where(among(_reading.day, "days"), among(_reading.article, "articles"))
    .group_by(_reading.article)
)
_FORGOTTEN = select(_reading.article).where(_reading.day < bindparam("before")).distinct()
_FORGET = delete(tables.reading).where(_reading.day < bindparam("before"))


def read(db: Transaction, article: str, reader: str, day: str) -> None:
    """Count once; what is not published is decided about anew: readers may lift its story over the threshold."""
    if db.run(_READ, article=article, reader=reader, day=day):
        version.changed(db)
        change_log.note(db, [change_log.article(article)])
        outbox.put(db, [name for (name,) in db.all(_HELD_BACK, article=article)])


def readers(db: Transaction, articles: Iterable[str], days: Sequence[str]) -> dict[str, int]:
    """Count a reader of both days once."""
    return dict(db.all(_READERS, days=listed(days), articles=listed(articles)))


def forget(db: Transaction, before: str) -> int:
    """Delete the days before that day."""
    change_log.note(db, [change_log.article(name) for (name,) in db.all(_FORGOTTEN, before=before)])
    return db.run(_FORGET, before=before)
