"""Editors' overrides of articles."""

from collections.abc import Iterable
from datetime import datetime

import msgspec
from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects.postgresql import insert

from coranto.model.change import Override
from coranto.store import change_log, tables, values
from coranto.store.transaction import Transaction, among, listed

_decoder = msgspec.json.Decoder(Override)
_ruling, _hidden, _pinned = tables.ruling.c, tables.hidden.c, tables.pinned.c

_FACTS = ("boost", "published", "data")
_insert = insert(tables.ruling).values({name: bindparam(name) for name in ("article", *_FACTS)})
_SAVE = _insert.on_conflict_do_update(
    index_elements=["article"], set_={name: _insert.excluded[name] for name in _FACTS}
)
_BY_ARTICLE = select(_ruling.article, _ruling.boost, _ruling.published, _ruling.data).where(
    among(_ruling.article, "ids")
)
_ALL_HIDDEN = select(_hidden.article).order_by(_hidden.article)
_HIDDEN_SINCE = (
    select(_hidden.article)
    .join(tables.article, tables.article.c.id == _hidden.article)
    .where(tables.article.c.published >= bindparam("since"))
    .order_by(_hidden.article)
)
_HIDE = insert(tables.hidden).values(article=bindparam("article")).on_conflict_do_nothing()
_SHOW = delete(tables.hidden).where(_hidden.article == bindparam("its_article"))
_insert_pin = insert(tables.pinned).values(article=bindparam("article"), edit=bindparam("edit"))
_PIN = _insert_pin.on_conflict_do_update(index_elements=["article"], set_={"edit": _insert_pin.excluded.edit})
_UNPIN = delete(tables.pinned).where(_pinned.article == bindparam("its_article"))


def save(db: Transaction, override: Override) -> None:
    """Save an override, replacing an earlier one."""
    article = override.article
    db.run(
        _SAVE,
        article=article,
        boost=override.boost,
        published=override.published,
        data=values.pack(override),
    )
    if override.hidden:
        db.run(_HIDE, article=article)
    else:
        db.run(_SHOW, its_article=article)
    if override.pinned:
        db.run(_PIN, article=article, edit=override.pinned)
    else:
        db.run(_UNPIN, its_article=article)
    change_log.bump(db)
    change_log.add(db, [change_log.article(article), change_log.ARRIVALS])


def by_article(db: Transaction, articles: Iterable[str]) -> dict[str, Override]:
    """Return overrides by article id; articles without one are left out."""
    return {
        article: _decoder.decode(data)
        if data
        else Override(article=article, boost=boost, published=None if published is None else bool(published))
        for article, boost, published, data in db.all(_BY_ARTICLE, ids=listed(articles))
    }


def hidden(db: Transaction, since: datetime | None = None) -> list[str]:
    """Return the ids of the hidden articles, of all or of those published since a time."""
    rows = db.all(_ALL_HIDDEN) if since is None else db.all(_HIDDEN_SINCE, since=values.stamp(since))
    return [article for (article,) in rows]
