"""Stories with published records, all and by day."""

from datetime import UTC, date, datetime, time, timedelta

import msgspec
from sqlalchemy import bindparam, func, select

from coranto.model.story import StorySpan
from coranto.store import tables, values
from coranto.store.transaction import Transaction


class _Title(msgspec.Struct):
    """The part of an article that is needed here; the rest is not decoded."""

    title: str


_title = msgspec.json.Decoder(_Title)
_record, _member, _story, _article = tables.record.c, tables.member.c, tables.story.c, tables.article.c
_STORY_IDS = (
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
_STORIES_OF_DAY = (
    select(_SPANS.c.story, _article.data, _SPANS.c.first, _SPANS.c.changed)
    .join(tables.story, _story.id == _SPANS.c.story)
    .join(tables.article, _article.id == _story.lead)
    .order_by(_SPANS.c.first, _SPANS.c.story)
)


def story_ids(db: Transaction) -> list[str]:
    """Return story ids, newest record first; groups along the index of published records."""
    return [story for (story,) in db.all(_STORY_IDS)]


def stories_of_day(db: Transaction, day: date) -> list[StorySpan]:
    """Return the stories with a record on this day; only the title of each lead is decoded."""
    start = datetime.combine(day, time(), UTC)
    rows = db.all(_STORIES_OF_DAY, start=values.stamp(start), end=values.stamp(start + timedelta(days=1)))
    return [
        StorySpan(story, _title.decode(data).title, values.moment(first), values.moment(changed))
        for story, data, first, changed in rows
    ]
