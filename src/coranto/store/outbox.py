"""The outbox: articles whose record must be rebuilt."""

from collections.abc import Iterable, Mapping

from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects.postgresql import insert

from coranto.store import tables
from coranto.store.transaction import Transaction

_outbox = tables.outbox.c

_PUT = (
    insert(tables.outbox)
    .values(article=bindparam("article"), mark=0)
    .on_conflict_do_update(index_elements=["article"], set_={"mark": _outbox.mark + 1})
)
_MARKS = select(_outbox.article, _outbox.mark).order_by(_outbox.number).limit(bindparam("limit"))
_CLEAR = delete(tables.outbox).where(_outbox.article == bindparam("article"), _outbox.mark <= bindparam("mark"))


def put(db: Transaction, articles: Iterable[str]) -> None:
    """Queue articles; one that is queued again keeps its place and gets a higher mark."""
    db.many(_PUT, [{"article": article} for article in articles])


def get_marks(db: Transaction, limit: int = 1000) -> dict[str, int]:
    """Return the articles, oldest first, each with its mark."""
    return dict(db.all(_MARKS, limit=limit))


def clear(db: Transaction, marks: Mapping[str, int]) -> None:
    """Remove articles that were not queued again since their mark was read."""
    db.many(_CLEAR, [{"article": article, "mark": mark} for article, mark in marks.items()])
