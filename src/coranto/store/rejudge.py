"""Statements for rejudging many articles and their stories at once."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import msgspec
from sqlalchemy import bindparam, or_, select, update

from coranto.model.article import Article
from coranto.model.change import LeadAndHeat
from coranto.store import article as article_table
from coranto.store import change_log, imported, score_facts, story_topic, story_write, tables, values
from coranto.store.transaction import Transaction, among, listed

_article, _member, _sighting, _text = tables.article.c, tables.member.c, tables.sighting.c, tables.article_text.c

_ALL = (
    select(_article.number, _article.id)
    .join(tables.member, _member.article == _article.id)
    .where(_article.number > bindparam("after"), _article.id.not_in(imported.ARTICLES))
    .order_by(_article.number)
)
_SINCE = _ALL.where(
    or_(
        _article.published >= bindparam("since"),
        among(_member.story, "stories"),
        _article.id.in_(select(_sighting.article).where(_sighting.seen >= bindparam("since"))),
    )
)
_TEXTS = (
    select(_article.id, _text.text)
    .join(tables.article_text, _text.number == _article.number)
    .where(among(_article.id, "ids"))
)
_CHANGE = update(tables.article).where(_article.id == bindparam("its_id")).values(data=bindparam("data"))


def to_judge(
    db: Transaction, since: datetime | None = None, stories: Iterable[str] = (), after: int = 0
) -> list[tuple[int, str]]:
    """Return (number, id) of articles in stories, in order; imported records are left out."""
    if since is None:
        return [(number, name) for number, name in db.all(_ALL, after=after)]
    rows = db.all(_SINCE, after=after, since=values.stamp(since), stories=listed(stories))
    return [(number, name) for number, name in rows]


def get_texts(db: Transaction, ids: Iterable[str]) -> dict[str, str]:
    """Return texts by article id; empty ones are left out."""
    return {name: text for name, text in db.all(_TEXTS, ids=listed(ids)) if text}


def save(db: Transaction, judged: Sequence[tuple[Article, Article]], standings: Mapping[str, LeadAndHeat]) -> None:
    """Replace topics and quality of articles, given as (old, new), and lead and heat of their stories."""
    db.many(
        _CHANGE,
        [{"its_id": new.id, "data": values.pack(msgspec.structs.replace(new, text=""))} for _, new in judged],
    )
    score_facts.note_all(db, [new for _, new in judged])
    moved = [pair for pair in judged if [one.id for one in pair[0].topics] != [one.id for one in pair[1].topics]]
    article_table.move_topics(db, moved)
    story_write.stand(db, standings.values())
    story_topic.refresh(db, standings)
    changed = {change_log.article(new.id) for _, new in judged} | {*map(change_log.story, standings)}
    if judged:
        changed.add(change_log.ARRIVALS)
    if changed:
        change_log.bump(db)
        change_log.add(db, changed)
