"""Published stories, and the days on which they began."""

from datetime import UTC, date, datetime, time, timedelta

import msgspec
from sqlalchemy import bindparam, func, select

from coranto.model.story import StorySpan
from coranto.store import tables, values
from coranto.store.transaction import Transaction


class _Title(msgspec.Struct):
    """Of an article only what is asked for here: the rest is not decoded."""

    title: str


_title = msgspec.json.Decoder(_Title)
_record, _member, _story, _article = tables.record.c, tables.member.c, tables.story.c, tables.article.c
_TOLD = (
    select(_member.story)
    .join(tables.record, _record.article == _member.article)
    .where(_record.published)
    .group_by(_member.story)
    .order_by(func.max(_record.moment).desc(), _member.story)
)
_OF_DAY = (
    select(_member.story)
    .join(tables.record, _record.article == _member.article)
    .where(_record.published, _record.moment >= bindparam("start"), _record.moment < bindparam("end"))
)
_SPANS = (
    select(_member.story, func.min(_record.moment).label("first"), func.max(_record.changed).label("changed"))
    .join(tables.record, _record.article == _member.article)
    .where(_record.published, _member.story.in_(_OF_DAY))
    .group_by(_member.story)
    .subquery()
)
_BEGUN = (
    select(_SPANS.c.story, _article.data, _SPANS.c.first, _SPANS.c.changed)
    .join(tables.story, _story.id == _SPANS.c.story)
    .join(tables.article, _article.id == _story.lead)
    .order_by(_SPANS.c.first, _SPANS.c.story)
)


def told(db: Transaction) -> list[str]:
    """Group along the index of published records."""
    return [story for (story,) in db.all(_TOLD)]


def begun(db: Transaction, day: date) -> list[StorySpan]:
    """Find the stories of the day's records first; of a lead no more than the title is decoded."""
    start = datetime.combine(day, time(), UTC)
    rows = db.all(_BEGUN, start=values.stamp(start), end=values.stamp(start + timedelta(days=1)))
    return [
        StorySpan(story, _title.decode(data).title, values.moment(first), values.moment(changed))
        for story, data, first, changed in rows
    ]
