"""Readers: who opened what on which day, as salted hashes."""

from collections.abc import Iterable, Sequence

from sqlalchemy import bindparam, delete, distinct, func, select
from sqlalchemy.dialects.postgresql import insert

from coranto.store import tables, version
from coranto.store.transaction import Transaction, among, listed

_reading = tables.reading.c

_READ = (
    insert(tables.reading)
    .values({name: bindparam(name) for name in ("day", "article", "reader")})
    .on_conflict_do_nothing()
)
_READERS = (
    select(_reading.article, func.count(distinct(_reading.reader)))
    .where(among(_reading.day, "days"), among(_reading.article, "articles"))
    .group_by(_reading.article)
)
_FORGET = delete(tables.reading).where(_reading.day < bindparam("before"))


def read(db: Transaction, article: str, reader: str, day: str) -> None:
    """Count once."""
    if db.run(_READ, article=article, reader=reader, day=day):
        version.changed(db)


def readers(db: Transaction, articles: Iterable[str], days: Sequence[str]) -> dict[str, int]:
    """Count a reader of both days once."""
    return dict(db.all(_READERS, days=listed(days), articles=listed(articles)))


def forget(db: Transaction, before: str) -> int:
    """Delete the days before that day."""
    return db.run(_FORGET, before=before)
