"""Articles and their texts."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

import msgspec
from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.dialects.postgresql import insert

from coranto.model.article import Article
from coranto.store import rule_match, score_facts, tables, values
from coranto.store.transaction import Transaction, among, listed

KEPT = 2_048  # decoded articles; some kB each
_decoder = msgspec.json.Decoder(Article)
_decode = lru_cache(KEPT)(_decoder.decode)  # a story's members are read with each that joins it
_article, _text, _topic, _record = tables.article.c, tables.article_text.c, tables.article_topic.c, tables.record.c

_FACTS = ("url", "published", "source", "outlet", "data")
_ADD = (
    insert(tables.article)
    .values({name: bindparam(name) for name in ("id", *_FACTS)})
    .on_conflict_do_nothing(index_elements=["id"])
    .returning(_article.number)
)
_NUMBER_AND_TEXT = (
    select(_article.number, _article.data, _text.text)
    .join(tables.article_text, _text.number == _article.number)
    .where(_article.id == bindparam("id"))
)
_CHANGE = (
    update(tables.article)
    .where(_article.number == bindparam("its_number"))
    .values({name: bindparam(name) for name in _FACTS})
)
_add_text = insert(tables.article_text).values(number=bindparam("number"), text=bindparam("text"))
_SAVE_TEXT = _add_text.on_conflict_do_update(index_elements=["number"], set_={"text": _add_text.excluded.text})
_DROP_TOPIC = delete(tables.article_topic).where(
    _topic.topic == bindparam("old"), _topic.published == bindparam("then"), _topic.article == bindparam("of")
)
_ADD_TOPIC = (
    insert(tables.article_topic)
    .values({name: bindparam(name) for name in ("topic", "published", "article")})
    .on_conflict_do_nothing()
)
_BY_ID = select(_article.id, _article.data).where(among(_article.id, "ids"))
_TEXT = select(_text.text).join(tables.article, _article.number == _text.number).where(_article.id == bindparam("id"))
_ARRIVALS = (
    select(_article.number, _article.data)
    .where(_article.number > bindparam("after"))
    .order_by(_article.number)
    .limit(bindparam("limit"))
)
_LAST = select(_article.number).order_by(_article.number.desc()).limit(1)
_ARRIVED = select(_article.number, _article.id).where(_article.number > bindparam("after")).order_by(_article.number)


def save(db: Transaction, article: Article) -> tuple[int, Article | None]:
    """Add or replace an article with its text and topics.

    Returns
    -------
    number : int
        The arrival number of the article.
    before : Article or None
        The article as it was before, with its text.

    """
    row = {
        "id": article.id,
        "url": article.url,
        "published": values.stamp(article.published),
        "source": article.source,
        "outlet": article.provider.domain,
        "data": values.pack(msgspec.structs.replace(article, text="")),
    }
    text = article.text.replace("\0", " ")  # PostgreSQL cannot store NUL
    before = None
    added = db.first(_ADD, **row)
    if added is not None:
        number = added[0]
    else:
        kept = db.first(_NUMBER_AND_TEXT, id=article.id)
        assert kept is not None
        number, data, old_text = kept
        before = msgspec.structs.replace(_decoder.decode(data), text=old_text)
        if data == row["data"] and old_text == text:
            return number, before
        del row["id"]
        db.run(_CHANGE, its_number=number, **row)
        then = values.stamp(before.published)
        db.many(_DROP_TOPIC, [{"old": topic.id, "then": then, "of": before.id} for topic in before.topics])
    db.run(_SAVE_TEXT, number=number, text=text)
    rule_match.note(db, number, article)
    score_facts.note(db, number, article)
    db.many(
        _ADD_TOPIC,
        [{"topic": topic.id, "published": row["published"], "article": article.id} for topic in article.topics],
    )
    return number, before


def move_topics(db: Transaction, judged: Sequence[tuple[Article, Article]]) -> None:
    """List articles, given as (old, new), under their new topics instead of their old ones."""
    db.many(
        _DROP_TOPIC,
        [
            {"old": topic.id, "then": values.stamp(old.published), "of": old.id}
            for old, _ in judged
            for topic in old.topics
        ],
    )
    db.many(
        _ADD_TOPIC,
        [
            {"topic": topic.id, "published": values.stamp(new.published), "article": new.id}
            for _, new in judged
            for topic in new.topics
        ],
    )


def by_id(db: Transaction, ids: Iterable[str]) -> dict[str, Article]:
    """Return articles by id; unknown ids are left out."""
    return {key: _decode(data) for key, data in db.all(_BY_ID, ids=listed(ids))}


def text(db: Transaction, article: str) -> str:
    """Return the text of an article; empty if the article is unknown."""
    found = db.first(_TEXT, id=article)
    return str(found[0]) if found else ""


def last_arrival(db: Transaction) -> int:
    """Return the number of the last article that arrived; 0 before the first."""
    found = db.first(_LAST)
    return int(found[0]) if found else 0


def arrived_since(db: Transaction, after: int) -> list[tuple[int, str]]:
    """Return number and id of the articles that arrived later, in order."""
    return [(number, ident) for number, ident in db.all(_ARRIVED, after=after)]


def arrivals(db: Transaction, after: int, limit: int = 1000) -> list[tuple[int, Article]]:
    """Return (number, article) in order of arrival; a walk along the primary key."""
    return [(number, _decoder.decode(data)) for number, data in db.all(_ARRIVALS, after=after, limit=limit)]
