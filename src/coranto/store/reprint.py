"""Reprints: the sketches of articles' texts, and the copies that were folded into an article."""

from collections.abc import Iterable

import msgspec
from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import insert

from coranto.model.article import Reprint
from coranto.store import change_log, outbox, tables, values, version
from coranto.store import entry as entries
from coranto.store.transaction import Transaction, among, listed

_decoder = msgspec.json.Decoder(Reprint)
_sketch, _reprint, _article = tables.sketch.c, tables.reprint.c, tables.article.c

_insert = insert(tables.sketch).values(number=bindparam("number"), marks=bindparam("marks"))
_KEEP = _insert.on_conflict_do_update(index_elements=["number"], set_={"marks": _insert.excluded.marks})
_LATEST = (
    select(_article.id, _sketch.marks)
    .join(tables.article, _article.number == _sketch.number)
    .order_by(_sketch.number.desc())
    .limit(bindparam("limit"))
)
_FOLD = (
    insert(tables.reprint)
    .values({name: bindparam(name) for name in ("url", "article", "data")})
    .on_conflict_do_nothing()
)
_HOME = select(tables.member.c.story).where(tables.member.c.article == bindparam("article"))
_OF = select(_reprint.article, _reprint.data).where(among(_reprint.article, "ids"))


def keep(db: Transaction, number: int, sketch: bytes) -> None:
    """Keep the sketch of an article's text."""
    db.run(_KEEP, number=number, marks=sketch)


def sketches(db: Transaction, limit: int) -> list[tuple[str, bytes]]:
    """Give those of the latest arrivals."""
    return [(article, bytes(marks)) for article, marks in reversed(db.all(_LATEST, limit=limit))]


def fold(db: Transaction, entry: int | None, article: str, reprint: Reprint) -> None:
    """Be done with the entry; whoever lists either address of the copy has found the article."""
    db.run(_FOLD, url=reprint.url, article=article, data=values.pack(reprint))
    if entry is not None:
        entries.settled(db, entry, article)
    entries.sight(db, reprint.url, reprint.source, article, reprint.seen)
    outbox.put(db, [article])
    version.changed(db)
    homes = [change_log.story(story) for (story,) in db.all(_HOME, article=article)]
    change_log.note(db, [change_log.article(article), *homes])


def of(db: Transaction, articles: Iterable[str]) -> dict[str, list[Reprint]]:
    """Give those there are, by article, the earliest first."""
    found: dict[str, list[Reprint]] = {}
    for article, data in db.all(_OF, ids=listed(articles)):
        found.setdefault(article, []).append(_decoder.decode(data))
    for copies in found.values():
        copies.sort(key=lambda one: (one.published, one.url))
    return found
