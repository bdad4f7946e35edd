"""Lessons: the decisions that were counted into the taught table."""

from collections.abc import Iterable, Sequence

import msgspec
from sqlalchemy import Column, Table, Text, bindparam, delete, func, select
from sqlalchemy.dialects.postgresql import insert

from coranto.model.lesson import Lesson
from coranto.store import tables, values
from coranto.store.transaction import Transaction, among, listed

_decoder = msgspec.json.Decoder(Lesson)
table = Table(
    "lesson",
    tables.metadata,
    Column("number", tables.Number, primary_key=True),  # in order
    Column("article", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False, index=True),
    Column("data", Text, nullable=False),
    sqlite_autoincrement=True,
)
_lesson = table.c

_ADD = insert(table).values({name: bindparam(name) for name in ("article", "kind", "data")})
_DELETE = delete(table).where(among(_lesson.article, "ids"))
_BY_ARTICLE = select(_lesson.data).where(among(_lesson.article, "ids")).order_by(_lesson.number)
_OF_KINDS = (
    select(_lesson.data).where(among(_lesson.kind, "kinds")).order_by(_lesson.number.desc()).limit(bindparam("last"))
)
_COUNTS = select(_lesson.kind, func.count()).group_by(_lesson.kind)


def add(db: Transaction, lessons: Sequence[Lesson]) -> None:
    """Save lessons in order; no lesson of these articles exists."""
    db.many(_ADD, [{"article": one.article, "kind": one.kind, "data": values.pack(one)} for one in lessons])


def remove(db: Transaction, articles: Iterable[str]) -> None:
    """Delete the lessons of articles."""
    db.run(_DELETE, ids=listed(articles))


def by_article(db: Transaction, articles: Iterable[str]) -> dict[str, Lesson]:
    """Return lessons by article id."""
    found = (_decoder.decode(data) for (data,) in db.all(_BY_ARTICLE, ids=listed(articles)))
    return {lesson.article: lesson for lesson in found}


def of_kinds(db: Transaction, kinds: Iterable[str], last: int = 1_000_000_000) -> list[Lesson]:
    """Return the last lessons of these kinds, oldest first."""
    return [_decoder.decode(data) for (data,) in db.all(_OF_KINDS, kinds=listed(kinds), last=last)][::-1]


def counts(db: Transaction) -> dict[str, int]:
    """Count the lessons by kind."""
    return dict(db.all(_COUNTS))
