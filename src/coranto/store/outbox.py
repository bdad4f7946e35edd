"""The outbox: articles whose record must be made anew."""

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
_DIRTY = select(_outbox.article, _outbox.mark).order_by(_outbox.number).limit(bindparam("limit"))
_TAKE = delete(tables.outbox).where(_outbox.article == bindparam("article"), _outbox.mark <= bindparam("mark"))


def put(db: Transaction, articles: Iterable[str]) -> None:
    """Ask for records; one that is asked for again keeps its place and gets a higher mark."""
    db.many(_PUT, [{"article": article} for article in articles])


def dirty(db: Transaction, limit: int = 1000) -> dict[str, int]:
    """Give the articles, oldest first, each with its mark."""
    return dict(db.all(_DIRTY, limit=limit))


def take(db: Transaction, marks: Mapping[str, int]) -> None:
    """Take out those that were not asked for again after the mark was seen."""
    db.many(_TAKE, [{"article": article, "mark": mark} for article, mark in marks.items()])
