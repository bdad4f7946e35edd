"""Links between stories of different languages, each kept once and read from both ends."""

from collections.abc import Iterable, Sequence
from datetime import datetime

import msgspec
from sqlalchemy import bindparam, delete, insert, or_, select

from coranto.model.also_told import AlsoTold
from coranto.store import also_told_tables, change_log, tables, values
from coranto.store.transaction import Transaction, among, listed

_decoder = msgspec.json.Decoder(AlsoTold)
_link, _story = also_told_tables.also_told.c, tables.story.c

_RECENT = (
    select(_story.id)
    .where(_story.newest >= bindparam("since"), _story.heir.is_(None))
    .order_by(_story.newest.desc(), _story.id)
    .limit(bindparam("limit"))
)
_FROM = select(_link.story, _link.other, _link.data).where(among(_link.story, "ids"))
_MERGED = select(_story.id).where(_story.heir.is_not(None))
_OF = select(_link.data).where(
    or_(among(_link.story, "ids"), among(_link.other, "ids")),
    _link.story.not_in(_MERGED),
    _link.other.not_in(_MERGED),
)
_ENDING = select(_link.story).where(among(_link.other, "ids"))
_DELETE = delete(also_told_tables.also_told).where(
    _link.story == bindparam("its_story"), _link.other == bindparam("its_other")
)
_ADD = insert(also_told_tables.also_told).values({name: bindparam(name) for name in ("story", "other", "data")})


def recent_story_ids(db: Transaction, since: datetime, limit: int) -> list[str]:
    """Return stories along the index of their newest article."""
    return [story for (story,) in db.all(_RECENT, since=values.stamp(since), limit=limit)]


def save(db: Transaction, stories: Iterable[str], links: Sequence[AlsoTold]) -> bool:
    """Write the differences only, and log both stories of each as changed."""
    named = listed({*stories, *(link.story for link in links)})
    before = {(story, other): data for story, other, data in db.all(_FROM, ids=named)}
    after = {(link.story, link.other): values.pack(link) for link in links}
    gone = [pair for pair in sorted(before) if after.get(pair) != before[pair]]
    new = [pair for pair in sorted(after) if after[pair] != before.get(pair)]
    if not gone and not new:
        return False
    db.many(_DELETE, [{"its_story": story, "its_other": other} for story, other in gone])
    db.many(_ADD, [{"story": story, "other": other, "data": after[story, other]} for story, other in new])
    change_log.bump(db)
    change_log.add(db, [change_log.story(story) for pair in (*gone, *new) for story in pair])
    return True


def by_story(db: Transaction, stories: Iterable[str]) -> dict[str, list[AlsoTold]]:
    """Return links by story; of two links between the same stories the better one."""
    wanted = set(stories)
    best: dict[tuple[str, str], AlsoTold] = {}
    for (data,) in db.all(_OF, ids=listed(wanted)):
        link = _decoder.decode(data)
        for one in (link, link.turned()):
            pair = (one.story, one.other)
            if one.story in wanted and (pair not in best or best[pair].score < one.score):
                best[pair] = one
    found: dict[str, list[AlsoTold]] = {}
    for one in sorted(best.values(), key=lambda one: (-one.score, one.other)):
        found.setdefault(one.story, []).append(one)
    return found


def starting(db: Transaction, stories: Iterable[str]) -> set[str]:
    """Return where links to these stories start."""
    return {story for (story,) in db.all(_ENDING, ids=listed(stories))}
