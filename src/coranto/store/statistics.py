"""Counts that pages show."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import BigInteger, bindparam, distinct, func, literal_column, select

from coranto.model.source import SourceStats
from coranto.store import tables, values
from coranto.store.transaction import Transaction, among, listed

_HOUR = 3_600_000_000  # microseconds
_YEAR_ONE = 62_135_596_800_000_000  # microseconds from then to 1970: databases round negative numbers upwards
_article, _member, _record = tables.article.c, tables.member.c, tables.record.c
_story, _entry = tables.story.c, tables.entry.c

_COUNTS = {
    "sources": select(func.count()).select_from(tables.source),
    "waiting": select(func.count()).select_from(tables.entry).where(_entry.ready.is_not(None)),
    "articles": select(func.count()).select_from(tables.article),
    "stories": select(func.count()).select_from(tables.story).where(_story.heir.is_(None)),
    "records": select(func.count()).select_from(tables.record),
    "published": select(func.count()).select_from(tables.record).where(_record.published),
}
_hour = (_article.published + literal_column(str(_YEAR_ONE), BigInteger)) // literal_column(str(_HOUR), BigInteger)
_HOURS = (
    select(_hour.label("hour"), func.count(), func.count(distinct(_article.outlet)))
    .where(_article.published >= bindparam("since"), _article.id.not_in(select(tables.hidden.c.article)))
    .group_by("hour")
    .order_by("hour")
)
_HOURS_OF_STORY = _HOURS.join(tables.member, _member.article == _article.id).where(_member.story == bindparam("story"))
_DAY = 24 * _HOUR
_day = (_record.moment + literal_column(str(_YEAR_ONE), BigInteger)) // literal_column(str(_DAY), BigInteger)
_DAYS = select(_day.label("day"), func.count()).where(_record.published).group_by("day").order_by("day")
_shown, _of_topic = tables.story_topic.c, tables.article_topic.c
_STORIES_OF_TOPICS = (
    select(_shown.topic, func.count())
    .where(among(_shown.topic, "topics"), _shown.newest >= bindparam("since"))
    .group_by(_shown.topic)
)
_topic_day = (_of_topic.published + literal_column(str(_YEAR_ONE), BigInteger)) // literal_column(str(_DAY), BigInteger)
_DAYS_OF_TOPIC = (
    select(_topic_day.label("day"), func.count())
    .where(
        _of_topic.topic == bindparam("topic"),
        _of_topic.published >= bindparam("since"),
        _of_topic.article.not_in(select(tables.hidden.c.article)),
    )
    .group_by("day")
)
_SOURCES = select(_article.source, func.count()).where(_article.source.is_not(None)).group_by(_article.source)
_facts = tables.record_facts.c
_OF_SOURCE = select(func.count()).select_from(tables.article).where(_article.source == bindparam("source"))
_PUBLISHED_OF_SOURCE = (
    select(func.count()).select_from(tables.record_facts).where(_facts.published, _facts.source == bindparam("source"))
)
_RECENT_OF_SOURCE = (
    select(_article.published)
    .where(_article.source == bindparam("source"), _article.published >= bindparam("since"))
    .order_by(_article.published)
)
_SOURCES_PUBLISHED = (
    select(_facts.source, func.count()).where(_facts.published, _facts.source.is_not(None)).group_by(_facts.source)
)


def count_all(db: Transaction) -> dict[str, int]:
    """Return the number of rows of each kind."""
    return {name: int(db.one(statement)) for name, statement in _COUNTS.items()}


def topic_story_counts(db: Transaction, topics: Iterable[str], since: datetime) -> dict[str, int]:
    """Return counts by topic id, along the index of the shown stories of each topic."""
    return dict(db.all(_STORIES_OF_TOPICS, topics=listed(topics), since=values.stamp(since)))


def articles_by_day(db: Transaction, topic: str, since: datetime) -> dict[date, int]:
    """Return counts by day, along the index of the topic's articles."""
    rows = db.all(_DAYS_OF_TOPIC, topic=topic, since=values.stamp(since))
    return {date.fromordinal(day + 1): count for day, count in rows}


def articles_by_hour(db: Transaction, since: datetime, story: str | None = None) -> list[tuple[datetime, int, int]]:
    """Return (hour, articles, outlets), grouped by whole hours since the year 1."""
    given = {"since": values.stamp(since)}
    rows = db.all(_HOURS, **given) if story is None else db.all(_HOURS_OF_STORY, **given, story=story)
    return [(values.moment(hour * _HOUR - _YEAR_ONE), articles, outlets) for hour, articles, outlets in rows]


def published_days(db: Transaction) -> list[tuple[date, int]]:
    """Return (day, records), grouped by whole days since the year 1."""
    return [(date.fromordinal(day + 1), records) for day, records in db.all(_DAYS)]


def source_stats(db: Transaction, source: str, since: datetime) -> SourceStats:
    """Return the counts of a source, along the index of sources."""
    articles = int(db.one(_OF_SOURCE, source=source))
    published = int(db.one(_PUBLISHED_OF_SOURCE, source=source)) if articles else 0
    recent = db.all(_RECENT_OF_SOURCE, source=source, since=values.stamp(since)) if articles else []
    return SourceStats(articles, published, tuple(values.moment(at) for (at,) in recent))


def source_counts(db: Transaction) -> dict[str, tuple[int, int]]:
    """Return (articles, published) by the source that found an article first."""
    published = dict(db.all(_SOURCES_PUBLISHED))
    return {source: (count, published.get(source, 0)) for source, count in db.all(_SOURCES)}
