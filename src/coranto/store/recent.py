"""The river: articles newest first, page by page."""

from datetime import datetime

import msgspec
from sqlalchemy import Select, bindparam, select, tuple_

from coranto.model.article import Article, Provider
from coranto.store import tables, values
from coranto.store.transaction import Transaction

_decoder = msgspec.json.Decoder(Article)
_article, _topic, _record = tables.article.c, tables.article_topic.c, tables.record.c
_Rows = Select[tuple[str]]

_has_published = select(_record.article).where(_record.article == _article.id, _record.published).exists()
_last = select(_article.published, _article.id).where(_article.id == bindparam("before"))


def _statement(of_topic: bool, after_one: bool, published: bool | None) -> _Rows:
    """Compose one of the twelve questions; each walks backwards along an index."""
    statement = select(_article.data).limit(bindparam("limit"))
    if of_topic:
        statement = statement.join(tables.article_topic, _topic.article == _article.id)
        statement = statement.where(_topic.topic == bindparam("topic"))
        order = _topic.published, _topic.article
    else:
        order = _article.published, _article.id
    if after_one:
        statement = statement.where(tuple_(*order) < _last.scalar_subquery())
    if published is not None:
        statement = statement.where(_has_published if published else ~_has_published)
    return statement.order_by(order[0].desc(), order[1].desc())


class _Glance(msgspec.Struct):
    """Of an article only what is counted: the rest is not decoded."""

    provider: Provider


_glance = msgspec.json.Decoder(_Glance)
_LATELY = (
    select(_topic.published, _article.data)
    .join(tables.article, _topic.article == _article.id)
    .where(_topic.topic == bindparam("topic"), _topic.published >= bindparam("since"))
    .order_by(_topic.published.desc(), _topic.article.desc())
    .limit(bindparam("limit"))
)
_STATEMENTS = {
    (of_topic, after_one, published): _statement(of_topic, after_one, published)
    for of_topic in (False, True)
    for after_one in (False, True)
    for published in (None, False, True)
}


def recent(
    db: Transaction,
    limit: int = 50,
    before: str | None = None,
    topic: str | None = None,
    published: bool | None = None,
) -> list[Article]:
    """Take up after the last article of the page before, so that nothing is skipped that has the same time."""
    asked = {"before": before, "topic": topic}
    statement = _STATEMENTS[topic is not None, before is not None, published]
    rows = db.all(statement, limit=limit, **{name: value for name, value in asked.items() if value is not None})
    return [_decoder.decode(data) for (data,) in rows]


def lately(db: Transaction, topic: str, since: datetime, limit: int = 1000) -> list[tuple[datetime, str]]:
    """Decode no more of an article than its outlet."""
    rows = db.all(_LATELY, topic=topic, since=values.stamp(since), limit=limit)
    return [(values.moment(published), _glance.decode(data).provider.name) for published, data in rows]
