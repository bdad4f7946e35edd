"""Stories with their members, and the hot and pinned ones."""

from collections.abc import Iterable
from datetime import datetime, timedelta

import msgspec
from sqlalchemy import bindparam, distinct, func, select

from coranto.model.story import Member, Neighbour, Story
from coranto.store import tables, values
from coranto.store.transaction import Transaction, among, listed

_member_decoder = msgspec.json.Decoder(Member)
_neighbour_decoder = msgspec.json.Decoder(Neighbour)
_story, _member, _near, _reading = tables.story.c, tables.member.c, tables.near.c, tables.reading.c

_STANDS = select(_story.id, func.coalesce(_story.heir, _story.id)).where(among(_story.id, "ids"))
_LEADS = select(_story.id, _story.lead).where(among(_story.id, "ids"))
_hidden = select(tables.hidden.c.article)
_MEMBERS = (
    select(_member.story, _member.data)
    .where(among(_member.story, "ids"), _member.article.not_in(_hidden))
    .order_by(_member.joined)
)
_NEIGHBOURS = (
    select(_near.story, _near.data)
    .where(among(_near.story, "ids"), _near.article.not_in(_hidden))
    .order_by(_near.joined, _near.article)
)
_STORY_OF = select(_member.article, _member.story).where(among(_member.article, "ids"))
_NEAR_OF = select(_near.story).where(_near.article == bindparam("article")).order_by(_near.joined, _near.story)
_NEAR_OF_MANY = (
    select(_near.article, _near.story).where(among(_near.article, "ids")).order_by(_near.joined, _near.story)
)

_readers = (
    select(_reading.article, func.count(distinct(_reading.reader)).label("count"))
    .where(_reading.day.in_([bindparam("today"), bindparam("yesterday")]))
    .group_by(_reading.article)
    .subquery("readers")
)
_heat = (_story.heat + func.coalesce(_readers.c.count, 0)).label("total")
_HOT = (
    select(_story.id, _heat)
    .join_from(tables.story, _readers, _readers.c.article == _story.lead, isouter=True)
    .where(_story.shown, _story.newest >= bindparam("since"))
    .order_by(_heat.desc(), _story.newest.desc(), _story.id)
    .limit(bindparam("limit"))
)
_PINNED = (
    select(_story.id, _heat, func.max(tables.pinned.c.edit).label("pin"))
    .join_from(tables.pinned, tables.member, _member.article == tables.pinned.c.article)
    .join(tables.story, _story.id == _member.story)
    .join(_readers, _readers.c.article == _story.lead, isouter=True)
    .where(_story.shown)
    .group_by(_story.id, _story.heat, _readers.c.count)
    .order_by(func.max(tables.pinned.c.edit).desc())
)
_subject = tables.story_topic.c
_its_heat = (_subject.heat + func.coalesce(_readers.c.count, 0)).label("total")
_HOT_OF_TOPIC = (
    select(_subject.story, _its_heat)
    .join_from(tables.story_topic, _readers, _readers.c.article == _subject.lead, isouter=True)
    .where(_subject.topic == bindparam("topic"), _subject.newest >= bindparam("since"))
    .order_by(_its_heat.desc(), _subject.newest.desc(), _subject.story)
    .limit(bindparam("limit"))
)


def by_id(db: Transaction, ids: Iterable[str]) -> dict[str, Story]:
    """Return each story under the requested id: its own, or that of a story merged into it."""
    stands = dict(db.all(_STANDS, ids=listed(ids)))
    wanted = listed(set(stands.values()))
    members: dict[str, list[Member]] = {}
    for story, data in db.all(_MEMBERS, ids=wanted):
        members.setdefault(story, []).append(_member_decoder.decode(data))
    near: dict[str, list[Neighbour]] = {}
    for story, data in db.all(_NEIGHBOURS, ids=wanted):
        near.setdefault(story, []).append(_neighbour_decoder.decode(data))
    found = {
        story: Story(id=story, lead=lead, members=tuple(members.get(story, ())), near=tuple(near.get(story, ())))
        for story, lead in db.all(_LEADS, ids=wanted)
    }
    return {requested: found[story] for requested, story in stands.items()}


def story_of(db: Transaction, articles: Iterable[str]) -> dict[str, str]:
    """Map article ids to story ids; articles without a story are left out."""
    return dict(db.all(_STORY_OF, ids=listed(articles)))


def near_of(db: Transaction, article: str) -> list[str]:
    """Return the stories that an article is near to, in the order in which it came near them."""
    return [story for (story,) in db.all(_NEAR_OF, article=article)]


def near_of_many(db: Transaction, articles: Iterable[str]) -> dict[str, list[str]]:
    """Map article ids to the stories they are near to; articles near no story are left out."""
    found: dict[str, list[str]] = {}
    for article, story in db.all(_NEAR_OF_MANY, ids=listed(articles)):
        found.setdefault(article, []).append(story)
    return found


def hot(
    db: Transaction, since: datetime, limit: int = 50, topic: str | None = None, day: datetime | None = None
) -> list[tuple[Story, int]]:
    """Return hot stories with heat; with a day, heat counts the lead's readers of that day and the day before."""
    given = {"since": values.stamp(since), "limit": limit, **_days(day)}
    rows = db.all(_HOT, **given) if topic is None else db.all(_HOT_OF_TOPIC, **given, topic=topic)
    stories = by_id(db, [story for story, _ in rows])
    return [(stories[story], heat) for story, heat in rows]


def pinned(db: Transaction, day: datetime | None = None) -> list[tuple[Story, int]]:
    """Return the shown stories with a pinned article, the latest pin first."""
    rows = db.all(_PINNED, **_days(day))
    stories = by_id(db, [story for story, _, _ in rows])
    return [(stories[story], heat) for story, heat, _ in rows]


def _days(day: datetime | None) -> dict[str, str]:
    return {
        "today": f"{day:%Y-%m-%d}" if day else "",
        "yesterday": f"{day - timedelta(days=1):%Y-%m-%d}" if day else "",
    }
