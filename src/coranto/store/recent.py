"""The river: articles newest first, page by page."""

from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Select, bindparam, select, tuple_

from coranto.model.article import Article, Provider
from coranto.store import tables, values
from coranto.store.transaction import Transaction

_decoder = msgspec.json.Decoder(Article)
_article, _topic, _record = tables.article.c, tables.article_topic.c, tables.record.c
_Rows = Select[tuple[str]]

_has_published = select(_record.article).where(_record.article == _article.id, _record.published).exists()
_hidden = select(tables.hidden.c.article)
_LAST = select(_article.published, _article.id).where(_article.id == bindparam("before"))


def _statement(of_topic: bool, after_one: bool, published: bool | None) -> _Rows:
    """Build one of the twelve queries; each walks backwards along an index."""
    statement = select(_article.data).where(_article.id.not_in(_hidden)).limit(bindparam("limit"))
    if of_topic:
        statement = statement.join(tables.article_topic, _topic.article == _article.id)
        statement = statement.where(_topic.topic == bindparam("topic"))
        order = _topic.published, _topic.article
    else:
        order = _article.published, _article.id
    if after_one:
        statement = statement.where(tuple_(*order) < tuple_(bindparam("after_time"), bindparam("after_id")))
    if published is not None:
        statement = statement.where(_has_published if published else ~_has_published)
    return statement.order_by(order[0].desc(), order[1].desc())


class _ProviderOnly(msgspec.Struct):
    """The part of an article that is needed here; the rest is not decoded."""

    provider: Provider


_provider_decoder = msgspec.json.Decoder(_ProviderOnly)
_TOPIC_ACTIVITY = (
    select(_topic.published, _article.data)
    .join(tables.article, _topic.article == _article.id)
    .where(_topic.topic == bindparam("topic"), _topic.published >= bindparam("since"), _topic.article.not_in(_hidden))
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
    """Return a page, continuing after the last article of the page before, so that equal times skip nothing."""
    given: dict[str, Any] = {} if topic is None else {"topic": topic}
    if before is not None:  # values of their own: PostgreSQL finds no place in an index by those of a query
        last = db.first(_LAST, before=before)
        if last is None:
            return []
        given |= {"after_time": last[0], "after_id": last[1]}
    rows = db.all(_STATEMENTS[topic is not None, before is not None, published], limit=limit, **given)
    return [_decoder.decode(data) for (data,) in rows]


def topic_activity(db: Transaction, topic: str, since: datetime, limit: int = 1000) -> list[tuple[datetime, str]]:
    """Return (time, outlet name) per article; only the outlet is decoded."""
    rows = db.all(_TOPIC_ACTIVITY, topic=topic, since=values.stamp(since), limit=limit)
    return [(values.moment(published), _provider_decoder.decode(data).provider.name) for published, data in rows]
