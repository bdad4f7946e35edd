"""Rulings: what editors decided."""

from collections.abc import Iterable

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import insert

from coranto.model.change import Override
from coranto.store import tables
from coranto.store.transaction import Transaction, among, listed

_ruling = tables.ruling.c

_insert = insert(tables.ruling).values({name: bindparam(name) for name in ("article", "boost", "published")})
_RULE = _insert.on_conflict_do_update(
    index_elements=["article"], set_={"boost": _insert.excluded.boost, "published": _insert.excluded.published}
)
_BY_ARTICLE = select(_ruling.article, _ruling.boost, _ruling.published).where(among(_ruling.article, "ids"))


def rule(db: Transaction, ruling: Override) -> None:
    """Save it, in place of an earlier one."""
    db.run(_RULE, article=ruling.article, boost=ruling.boost, published=ruling.published)


def by_article(db: Transaction, articles: Iterable[str]) -> dict[str, Override]:
    """Give those there are."""
    return {
        article: Override(article=article, boost=boost, published=None if published is None else bool(published))
        for article, boost, published in db.all(_BY_ARTICLE, ids=listed(articles))
    }
