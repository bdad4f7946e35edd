"""Text sketches of articles, and the reprints of each article."""

from collections.abc import Iterable

import msgspec
from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import insert

from coranto.model.article import Reprint
from coranto.store import change_log, outbox, tables, values
from coranto.store import entry as entries
from coranto.store.transaction import Transaction, among, listed

_decoder = msgspec.json.Decoder(Reprint)
_sketch, _reprint, _article = tables.sketch.c, tables.reprint.c, tables.article.c

_insert = insert(tables.sketch).values(number=bindparam("number"), marks=bindparam("marks"))
_SAVE_SKETCH = _insert.on_conflict_do_update(index_elements=["number"], set_={"marks": _insert.excluded.marks})
_LATEST = (
    select(_article.id, _sketch.marks)
    .join(tables.article, _article.number == _sketch.number)
    .order_by(_sketch.number.desc())
    .limit(bindparam("limit"))
)
_SKETCHES = (
    select(_article.id, _sketch.marks)
    .join(tables.article, _article.number == _sketch.number)
    .where(among(_article.id, "ids"))
)
_ADD = (
    insert(tables.reprint)
    .values({name: bindparam(name) for name in ("url", "article", "data")})
    .on_conflict_do_nothing()
)
_STORY = select(tables.member.c.story).where(tables.member.c.article == bindparam("article"))
_BY_ARTICLE = select(_reprint.article, _reprint.data).where(among(_reprint.article, "ids"))


def save_sketch(db: Transaction, number: int, sketch: bytes) -> None:
    """Save the sketch of an article's text."""
    db.run(_SAVE_SKETCH, number=number, marks=sketch)


def recent_sketches(db: Transaction, limit: int) -> list[tuple[str, bytes]]:
    """Return the sketches of the latest arrivals, in order of arrival."""
    return [(article, bytes(marks)) for article, marks in reversed(db.all(_LATEST, limit=limit))]


def get_sketches(db: Transaction, articles: Iterable[str]) -> dict[str, bytes]:
    """Return sketches by article id; articles without one are left out."""
    return {article: bytes(marks) for article, marks in db.all(_SKETCHES, ids=listed(articles))}


def add(db: Transaction, entry: int | None, article: str, reprint: Reprint) -> None:
    """Save a reprint and resolve its entry; sources that list either address have an appearance of the article."""
    db.run(_ADD, url=reprint.url, article=article, data=values.pack(reprint))
    if entry is not None:
        entries.resolve(db, entry, article)
    entries.add_appearance(db, reprint.url, reprint.source, article, reprint.seen)
    outbox.put(db, [article])
    change_log.bump(db)
    stories = [change_log.story(story) for (story,) in db.all(_STORY, article=article)]
    change_log.add(db, [change_log.article(article), *stories])


def get_reprints(db: Transaction, articles: Iterable[str]) -> dict[str, list[Reprint]]:
    """Return reprints by article id, earliest first."""
    found: dict[str, list[Reprint]] = {}
    for article, data in db.all(_BY_ARTICLE, ids=listed(articles)):
        found.setdefault(article, []).append(_decoder.decode(data))
    for copies in found.values():
        copies.sort(key=lambda one: (one.published, one.url))
    return found
