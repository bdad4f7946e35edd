"""Stories that changed since webhooks were last notified. Reads the change log; does not scan all stories."""

from sqlalchemy import BigInteger, bindparam, cast, delete, func, or_, select
from sqlalchemy.dialects.postgresql import insert

from coranto.store import change_log, key_value, tables, webhook_tables
from coranto.store.transaction import Transaction, among, listed

_KEY = "hooks.change"  # the last change log number that was processed
_STORY = change_log.story("")

_story, _member, _record = tables.story.c, tables.member.c, tables.record.c
_notified, _change = webhook_tables.heard.c, tables.change.c

_current = (
    select(_story.id, _story.lead, cast(func.sum(_member.joined), BigInteger).label("places"))
    .join(tables.member, _member.story == _story.id)
    .where(_story.heir.is_(None))
    .group_by(_story.id, _story.lead)
)
# During a round a story may have a new lead without a record yet; it is still published for readers.
_PUBLISHED = or_(
    _story.shown,
    select(_member.article)
    .join(tables.record, _record.article == _member.article)
    .where(_member.story == _story.id, _record.published)
    .correlate(tables.story)
    .exists(),
)
_DELETE_ALL = delete(webhook_tables.heard)
_MARK_ALL = insert(webhook_tables.heard).from_select(["story", "lead", "places"], _current.where(_PUBLISHED))
_CHANGED = (
    select(_change.key, _change.number)
    .where(_change.number > bindparam("after"), _change.key.like(bindparam("kind")))
    .order_by(_change.number, _change.key)
    .limit(bindparam("limit"))
)
_SAME_NUMBER = select(_change.key).where(_change.number == bindparam("number"), _change.key.like(bindparam("kind")))
_CURRENT = _current.where(among(_story.id, "ids"), _story.shown)
_NOTIFIED = select(_notified.story, _notified.lead, _notified.places).where(among(_notified.story, "ids"))
_insert = insert(webhook_tables.heard).values({name: bindparam(name) for name in ("story", "lead", "places")})
_SAVE = _insert.on_conflict_do_update(
    index_elements=["story"], set_={name: _insert.excluded[name] for name in ("lead", "places")}
)


def mark_all_notified(db: Transaction) -> None:
    """Mark every published story as notified in its current state."""
    db.run(_DELETE_ALL)
    db.run(_MARK_ALL)
    _save_position(db, change_log.last(db))


def take_story_changes(db: Transaction, limit: int = 1000) -> tuple[bool, dict[str, str | None]]:
    """Consume the next changes of the log, never splitting a transaction; return the stories that changed."""
    kind, after = f"{_STORY}%", int(key_value.get(db, _KEY) or b"0")
    rows = db.all(_CHANGED, after=after, kind=kind, limit=limit)
    more = len(rows) == limit
    last = rows[-1][1] if more else change_log.last(db)
    if last == after:
        return False, {}
    keys = {key for key, _ in rows} | {key for (key,) in db.all(_SAME_NUMBER, number=last, kind=kind)}
    ids = listed(sorted(key.removeprefix(_STORY) for key in keys))
    was = {story: (lead, places) for story, lead, places in db.all(_NOTIFIED, ids=ids)}
    found = [row for row in db.all(_CURRENT, ids=ids) if was.get(row[0]) != row[1:]]
    db.many(_SAVE, [{"story": story, "lead": lead, "places": places} for story, lead, places in sorted(found)])
    _save_position(db, last)
    return more, {row[0]: was[row[0]][0] if row[0] in was else None for row in sorted(found)}


def _save_position(db: Transaction, number: int) -> None:
    key_value.put(db, _KEY, str(number).encode())
