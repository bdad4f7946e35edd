"""The articles that are looked at again, and what they said last."""

from collections.abc import Iterable
from datetime import datetime

import msgspec
from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects.postgresql import insert

from coranto.model.revision import Watch
from coranto.store import revision_tables, values
from coranto.store.transaction import Transaction, among, listed

_decoder = msgspec.json.Decoder(Watch)
_watch = revision_tables.watch.c

_insert = insert(revision_tables.watch).values({name: bindparam(name) for name in ("article", "due", "data")})
_SAVE = _insert.on_conflict_do_update(
    index_elements=["article"], set_={"due": _insert.excluded.due, "data": _insert.excluded.data}
)
_BY_ARTICLE = select(_watch.data).where(among(_watch.article, "ids"))
_DUE = (
    select(_watch.data)
    .where(_watch.due <= bindparam("now"))
    .order_by(_watch.due, _watch.article)
    .limit(bindparam("limit"))
)
_DELETE = delete(revision_tables.watch).where(among(_watch.article, "ids"))


def save(db: Transaction, watch: Watch) -> None:
    """Add or replace a watch."""
    due = values.stamp(watch.due) if watch.due else None
    db.run(_SAVE, article=watch.article, due=due, data=values.pack(watch))


def by_article(db: Transaction, articles: Iterable[str]) -> dict[str, Watch]:
    """Return watches by article id."""
    found = (_decoder.decode(data) for (data,) in db.all(_BY_ARTICLE, ids=listed(articles)))
    return {watch.article: watch for watch in found}


def due(db: Transaction, now: datetime, limit: int = 100) -> list[Watch]:
    """Return due watches, along the index."""
    return [_decoder.decode(data) for (data,) in db.all(_DUE, now=values.stamp(now), limit=limit)]


def delete_watches(db: Transaction, articles: Iterable[str]) -> None:
    """Delete the watches of articles."""
    db.run(_DELETE, ids=listed(articles))
