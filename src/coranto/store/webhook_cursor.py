"""Which stories are others to a reader than hooks were last told: found by the log of changes, not among all."""

from sqlalchemy import BigInteger, bindparam, cast, delete, func, or_, select
from sqlalchemy.dialects.postgresql import insert

from coranto.store import change_log, key_value, tables
from coranto.store.transaction import Transaction, among, listed

_KEY = "hooks.change"  # the number up to which the log of changes was looked through
_STORY = change_log.story("")

_story, _member, _record = tables.story.c, tables.member.c, tables.record.c
_heard, _change = tables.heard.c, tables.change.c

_standing = (
    select(_story.id, _story.lead, cast(func.sum(_member.joined), BigInteger).label("places"))
    .join(tables.member, _member.story == _story.id)
    .where(_story.heir.is_(None))
    .group_by(_story.id, _story.lead)
)
# In the midst of a round a story may have a new lead whose record is not made yet: readers know it all the same.
_KNOWN = or_(
    _story.shown,
    select(_member.article)
    .join(tables.record, _record.article == _member.article)
    .where(_member.story == _story.id, _record.published)
    .correlate(tables.story)
    .exists(),
)
_FORGET = delete(tables.heard)
_HEAR_ALL = insert(tables.heard).from_select(["story", "lead", "places"], _standing.where(_KNOWN))
_CHANGED = (
    select(_change.key, _change.number)
    .where(_change.number > bindparam("after"), _change.key.like(bindparam("kind")))
    .order_by(_change.number, _change.key)
    .limit(bindparam("limit"))
)
_ALSO = select(_change.key).where(_change.number == bindparam("number"), _change.key.like(bindparam("kind")))
_STANDING = _standing.where(among(_story.id, "ids"), _story.shown)
_WAS = select(_heard.story, _heard.lead, _heard.places).where(among(_heard.story, "ids"))
_insert = insert(tables.heard).values({name: bindparam(name) for name in ("story", "lead", "places")})
_HEAR = _insert.on_conflict_do_update(
    index_elements=["story"], set_={name: _insert.excluded[name] for name in ("lead", "places")}
)


def begin(db: Transaction) -> None:
    """Take every story that readers know as told, as it stands."""
    db.run(_FORGET)
    db.run(_HEAR_ALL)
    _reached(db, change_log.last(db))


def news(db: Transaction, limit: int = 1000) -> tuple[bool, dict[str, str | None]]:
    """Take the next changes from the log, all of a transaction together, and tell by them how stories stand."""
    kind, after = f"{_STORY}%", int(key_value.kept(db, _KEY) or b"0")
    rows = db.all(_CHANGED, after=after, kind=kind, limit=limit)
    more = len(rows) == limit
    last = rows[-1][1] if more else change_log.last(db)
    if last == after:
        return False, {}
    keys = {key for key, _ in rows} | {key for (key,) in db.all(_ALSO, number=last, kind=kind)}
    ids = listed(sorted(key.removeprefix(_STORY) for key in keys))
    was = {story: (lead, places) for story, lead, places in db.all(_WAS, ids=ids)}
    found = [row for row in db.all(_STANDING, ids=ids) if was.get(row[0]) != row[1:]]
    db.many(_HEAR, [{"story": story, "lead": lead, "places": places} for story, lead, places in sorted(found)])
    _reached(db, last)
    return more, {row[0]: was[row[0]][0] if row[0] in was else None for row in sorted(found)}


def _reached(db: Transaction, number: int) -> None:
    key_value.keep(db, _KEY, str(number).encode())
