"""Imported records: which articles they are, and which of them are in no story yet."""

from collections.abc import Iterable

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import insert

from coranto.store import imported_tables, tables
from coranto.store.transaction import Transaction, among, listed

ARTICLES = select(imported_tables.imported.c.article)
_imported, _article, _record = imported_tables.imported.c, tables.article.c, tables.record.c

_ADD = insert(imported_tables.imported).values(article=bindparam("article")).on_conflict_do_nothing()
_AMONG = select(_imported.article).where(among(_imported.article, "ids"))
_WITHHELD = _AMONG.join(tables.record, _record.article == _imported.article).where(~_record.published)
_UNGROUPED = (
    select(_imported.article)
    .join(tables.article, _article.id == _imported.article)
    .where(~select(tables.member.c.article).where(tables.member.c.article == _imported.article).exists())
    .order_by(_article.published, _article.number)
    .limit(bindparam("limit"))
)


def add(db: Transaction, article: str) -> None:
    """Mark an article as an imported record."""
    db.run(_ADD, article=article)


def imported_ids(db: Transaction, articles: Iterable[str]) -> set[str]:
    """Return those of these articles that are imported records."""
    return {article for (article,) in db.all(_AMONG, ids=listed(articles))}


def withheld_ids(db: Transaction, articles: Iterable[str]) -> set[str]:
    """Return those of these articles that are imported records and are not published."""
    return {article for (article,) in db.all(_WITHHELD, ids=listed(articles))}


def ungrouped_ids(db: Transaction, limit: int = 1000) -> list[str]:
    """Return the imported records that are in no story, oldest first."""
    return [article for (article,) in db.all(_UNGROUPED, limit=limit)]
