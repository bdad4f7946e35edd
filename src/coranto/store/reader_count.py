"""Readers of articles by day, as salted hashes."""

from collections.abc import Iterable, Sequence

from sqlalchemy import and_, bindparam, case, delete, distinct, func, select
from sqlalchemy.dialects.postgresql import insert

from coranto.store import change_log, imported, outbox, tables
from coranto.store.transaction import Transaction, among, listed

_reading, _record = tables.reading.c, tables.record.c

_insert = insert(tables.reading).values({name: bindparam(name) for name in ("day", "article", "reader", "known")})
_ADD = _insert.on_conflict_do_update(
    index_elements=["day", "article", "reader"],
    set_={"known": _insert.excluded.known},
    where=and_(_insert.excluded.known, ~_reading.known),
)
_UNPUBLISHED = select(_record.article).where(
    _record.article == bindparam("article"),
    ~_record.published,
    _record.article.not_in(imported.ARTICLES),  # its publication does not depend on readers
)
_COUNTS = (
    select(
        _reading.article,
        func.count(distinct(_reading.reader)),
        func.count(distinct(case((_reading.known, _reading.reader)))),
    )
    .where(among(_reading.day, "days"), among(_reading.article, "articles"))
    .group_by(_reading.article)
)
_READ_BEFORE = select(_reading.article).where(_reading.day < bindparam("before")).distinct()
_COUNT_BEFORE = select(func.count()).select_from(tables.reading).where(_reading.day < bindparam("before"))
_DELETE = delete(tables.reading).where(_reading.day < bindparam("before"))


def add(db: Transaction, article: str, reader: str, day: str, known: bool = True) -> None:
    """Count a reader once; queue unpublished articles, since readers may lift a story over the threshold."""
    if db.run(_ADD, article=article, reader=reader, day=day, known=known):
        change_log.bump(db)
        change_log.add(db, [change_log.article(article)])
        outbox.put(db, [name for (name,) in db.all(_UNPUBLISHED, article=article)])


def reader_counts(db: Transaction, articles: Iterable[str], days: Sequence[str], cookieless: int = 1) -> dict[str, int]:
    """Count distinct readers over all days together; ``cookieless`` readers without a cookie count as one."""
    rows = db.all(_COUNTS, days=listed(days), articles=listed(articles))
    counts = ((article, known + (readers - known) // cookieless) for article, readers, known in rows)
    return {article: count for article, count in counts if count}


def count_before(db: Transaction, before: str) -> int:
    """Count the readers of the days before this day."""
    return int(db.one(_COUNT_BEFORE, before=before))


def delete_before(db: Transaction, before: str) -> int:
    """Delete the readers of the days before this day; return how many rows."""
    change_log.add(db, [change_log.article(name) for (name,) in db.all(_READ_BEFORE, before=before)])
    return db.run(_DELETE, before=before)
