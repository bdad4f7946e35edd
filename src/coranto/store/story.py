"""Stories with their members, and the hot and pinned ones."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

import msgspec
from sqlalchemy import BigInteger, ColumnElement, Executable, and_, bindparam, case, distinct, func, select

from coranto.heat.in_lists import ListHeat
from coranto.heat.subject import reading_steps
from coranto.model.story import Member, Neighbour, Story
from coranto.store import tables, values
from coranto.store.transaction import Transaction, among, listed

_member_decoder = msgspec.json.Decoder(Member)
_decode_member = lru_cache(4_096)(_member_decoder.decode)
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
    select(
        _reading.article,
        func.count(distinct(_reading.reader)).label("count"),
        func.count(distinct(case((_reading.known, _reading.reader)))).label("known"),
    )
    .where(_reading.day.in_([bindparam("today"), bindparam("yesterday")]))
    .group_by(_reading.article)
    .subquery("readers")
)
_MOST = 20  # points for readers: more than a million of them


def _plain(heat: ColumnElement[Any], newest: ColumnElement[Any]) -> ColumnElement[Any]:  # noqa: ARG001 - as _fading
    """Return the heat of the classic profile: one point per reader."""
    return heat + func.coalesce(_readers.c.count, 0)


def _fading(heat: ColumnElement[Any], newest: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return the heat of the subject profile, as ``coranto.heat.in_lists`` defines it."""
    fades: ColumnElement[Any] = bindparam("fades", type_=BigInteger())
    fresh: ColumnElement[Any] = bindparam("fresh", type_=BigInteger())
    most: ColumnElement[Any] = bindparam("most", type_=BigInteger())
    age = bindparam("now", type_=BigInteger()) - newest
    left = fades - case((age > 0, age), else_=0)
    freshness = case((left > 0, (2 * fresh * left + fades) // (2 * fades)), else_=0)
    cookieless = (_readers.c.count - _readers.c.known) // bindparam("cookieless", type_=BigInteger())
    readers = func.coalesce(_readers.c.known + cookieless, 0)
    steps = enumerate(reading_steps(_MOST), 1)
    return heat + freshness + sum(case((and_(readers >= step, most >= point), 1), else_=0) for point, step in steps)


def _hot(heat: ColumnElement[Any]) -> Executable:
    total = heat.label("total")
    return (
        select(_story.id, total)
        .join_from(tables.story, _readers, _readers.c.article == _story.lead, isouter=True)
        .where(_story.shown, _story.newest >= bindparam("since"))
        .order_by(total.desc(), _story.newest.desc(), _story.id)
        .limit(bindparam("limit"))
    )


def _pinned(heat: ColumnElement[Any]) -> Executable:
    pin = func.max(tables.pinned.c.edit)
    few = select(_member.story).where(_member.article.in_(select(tables.pinned.c.article)))
    return (
        select(_story.id, heat.label("total"), pin.label("pin"))
        .join_from(tables.pinned, tables.member, _member.article == tables.pinned.c.article)
        .join(tables.story, _story.id == _member.story)
        .join(_readers, _readers.c.article == _story.lead, isouter=True)
        .where(_story.shown, _story.id.in_(few))  # or SQLite reads all stories in the order of the groups
        .group_by(_story.id, _story.heat, _story.newest, _readers.c.count, _readers.c.known)
        .order_by(pin.desc())
    )


_RECENT = (
    select(_story.id)
    .where(_story.heir.is_(None), _story.newest >= bindparam("since"))
    .order_by(_story.newest.desc(), _story.id)
    .limit(bindparam("limit"))
)
_subject = tables.story_topic.c


def _hot_of_topic(heat: ColumnElement[Any]) -> Executable:
    total = heat.label("total")
    return (
        select(_subject.story, total)
        .join_from(tables.story_topic, _readers, _readers.c.article == _subject.lead, isouter=True)
        .where(_subject.topic == bindparam("topic"), _subject.newest >= bindparam("since"))
        .order_by(total.desc(), _subject.newest.desc(), _subject.story)
        .limit(bindparam("limit"))
    )


# By whether heat fades with time.
_HOT = (_hot(_plain(_story.heat, _story.newest)), _hot(_fading(_story.heat, _story.newest)))
_PINNED = (_pinned(_plain(_story.heat, _story.newest)), _pinned(_fading(_story.heat, _story.newest)))
_HOT_OF_TOPIC = (
    _hot_of_topic(_plain(_subject.heat, _subject.newest)),
    _hot_of_topic(_fading(_subject.heat, _subject.newest)),
)


def by_id(db: Transaction, ids: Iterable[str]) -> dict[str, Story]:
    """Return each story under the requested id: its own, or that of a story merged into it."""
    stands = dict(db.all(_STANDS, ids=listed(ids)))
    wanted = listed(set(stands.values()))
    members: dict[str, list[Member]] = {}
    for story, data in db.all(_MEMBERS, ids=wanted):
        members.setdefault(story, []).append(_decode_member(data))
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
    db: Transaction,
    since: datetime,
    limit: int = 50,
    topic: str | None = None,
    day: datetime | None = None,
    rules: ListHeat | None = None,
) -> list[tuple[Story, int]]:
    """Return hot stories with heat; with a day, heat counts the lead's readers of that day and the day before."""
    given = {"since": values.stamp(since), "limit": limit, **_days(day), **_rules(rules)}
    if topic is None:
        rows = db.all(_HOT[rules is not None], **given)
    else:
        rows = db.all(_HOT_OF_TOPIC[rules is not None], **given, topic=topic)
    stories = by_id(db, [story for story, _ in rows])
    return [(stories[story], heat) for story, heat in rows]


def recent(db: Transaction, since: datetime, limit: int = 500) -> list[Story]:
    """Return stories with a member published since then, published or not, newest first."""
    ids = [story for (story,) in db.all(_RECENT, since=values.stamp(since), limit=limit)]
    stories = by_id(db, ids)
    return [stories[story] for story in ids]


def pinned(db: Transaction, day: datetime | None = None, rules: ListHeat | None = None) -> list[tuple[Story, int]]:
    """Return the shown stories with a pinned article, the latest pin first."""
    rows = db.all(_PINNED[rules is not None], **_days(day), **_rules(rules))
    stories = by_id(db, [story for story, _, _ in rows])
    return [(stories[story], heat) for story, heat, _ in rows]


def _days(day: datetime | None) -> dict[str, str]:
    return {
        "today": f"{day:%Y-%m-%d}" if day else "",
        "yesterday": f"{day - timedelta(days=1):%Y-%m-%d}" if day else "",
    }


def _rules(rules: ListHeat | None) -> dict[str, int]:
    if rules is None:
        return {}
    return {
        "now": values.stamp(rules.now),
        "fades": values.span(rules.fresh_for),
        "fresh": rules.fresh,
        "most": rules.readers,
        "cookieless": rules.cookieless,
    }
