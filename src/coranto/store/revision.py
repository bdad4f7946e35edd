"""What outlets changed in published articles: each difference once, with when it was seen."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from hashlib import blake2b

import msgspec
from sqlalchemy import bindparam, or_, select
from sqlalchemy.dialects.postgresql import insert

from coranto.model.revision import Difference, Revision
from coranto.store import change_log, revision_tables, tables, values
from coranto.store.transaction import Transaction, among, listed

_decoder = msgspec.json.Decoder(Difference)
_revision, _member, _story, _record = revision_tables.revision.c, tables.member.c, tables.story.c, tables.record.c
_COLUMNS = (_revision.number, _revision.article, _revision.seen, _revision.data)
_FIRST = (1 << 63) - 1  # a number above all

_ADD = (
    insert(revision_tables.revision)
    .values({name: bindparam(name) for name in ("article", "seen", "mark", "data")})
    .on_conflict_do_nothing()
    .returning(_revision.number)
)
_BY_ARTICLE = select(*_COLUMNS).where(among(_revision.article, "ids")).order_by(_revision.number)
_SHOWN = select(_member.article).join(tables.story, _story.id == _member.story).where(_story.shown)
_PUBLISHED = select(_record.article).where(_record.published)
_HIDDEN = select(tables.hidden.c.article)
_RECENT = (
    select(*_COLUMNS)
    .where(
        _revision.number < bindparam("before"),
        _revision.article.not_in(_HIDDEN),
        or_(_revision.article.in_(_SHOWN), _revision.article.in_(_PUBLISHED)),
    )
    .order_by(_revision.number.desc())
    .limit(bindparam("limit"))
)
_RECENT_OF = _RECENT.where(among(_revision.article, "ids"))
_STORY = select(_member.story).where(_member.article == bindparam("article"))


def add(db: Transaction, article: str, seen: datetime, differences: Sequence[Difference]) -> list[Revision]:
    """Save the new differences, and log the article and its story as changed."""
    found: list[Revision] = []
    for one in differences:
        row = db.first(_ADD, article=article, seen=values.stamp(seen), mark=_mark(one), data=values.pack(one))
        if row is not None:
            found.append(Revision(number=row[0], article=article, seen=seen, difference=one))
    if found:
        stories = [change_log.story(story) for (story,) in db.all(_STORY, article=article)]
        change_log.bump(db)
        change_log.add(db, [change_log.REVISIONS, change_log.article(article), *stories])
    return found


def by_article(db: Transaction, articles: Iterable[str]) -> dict[str, list[Revision]]:
    """Return revisions by article id."""
    found: dict[str, list[Revision]] = {}
    for row in db.all(_BY_ARTICLE, ids=listed(articles)):
        found.setdefault(row[1], []).append(_read(row))
    return found


def recent(
    db: Transaction, limit: int = 50, before: int | None = None, articles: Iterable[str] | None = None
) -> list[Revision]:
    """Return the latest revisions of what is public."""
    last = _FIRST if before is None else before
    if articles is None:
        return list(map(_read, db.all(_RECENT, before=last, limit=limit)))
    return list(map(_read, db.all(_RECENT_OF, before=last, limit=limit, ids=listed(articles))))


def _mark(one: Difference) -> str:
    said = f"{one.kind}\0{one.before.casefold()}\0{one.after.casefold()}"
    return blake2b(said.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def _read(row: tuple[int, str, int, str]) -> Revision:
    number, article, seen, data = row
    return Revision(number=number, article=article, seen=values.moment(seen), difference=_decoder.decode(data))
