"""What articles' points depend on, in narrow rows: some hundred thousand are read at once."""

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from urllib.parse import urlsplit

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import insert

from coranto.model.article import Article
from coranto.model.change import Override
from coranto.model.score_facts import ScoredArticle
from coranto.score import facts
from coranto.store import imported, override, score_tables, tables, values
from coranto.store.transaction import Transaction, among, listed

_facts, _member = score_tables.score_facts.c, tables.member.c
_story, _ruling = tables.story.c, tables.ruling.c
_COLUMNS = tuple(column.name for column in score_tables.score_facts.columns)
_add = insert(score_tables.score_facts).values({name: bindparam(name) for name in _COLUMNS})
_SAVE = _add.on_conflict_do_update(
    index_elements=["number"], set_={name: _add.excluded[name] for name in _COLUMNS if name != "number"}
)
_NUMBER = select(tables.article.c.number).where(tables.article.c.id == bindparam("its_id"))
_SINCE = (
    select(
        _member.story, _facts.article, _facts.seen, _facts.published, _facts.outlet, _facts.host, _facts.letters,
        _facts.total, _facts.facts,
    )
    .join(tables.member, _member.article == _facts.article)
    .where(_facts.published >= bindparam("since"), _facts.article.not_in(imported.ARTICLES))
)  # fmt: skip
_ON_TOPIC = _SINCE.where(_facts.on_topic)
_LEADS = select(_story.id, _story.lead).where(among(_story.id, "ids"))
_OVERRIDDEN = (
    select(_ruling.article)
    .join(score_tables.score_facts, _facts.article == _ruling.article)
    .where(_facts.published >= bindparam("since"))
)


def note(db: Transaction, number: int, article: Article) -> None:
    """Save the facts of a judged article."""
    db.run(_SAVE, number=number, **columns(article))


def note_all(db: Transaction, articles: Iterable[Article]) -> None:
    """Save the facts of articles that are stored already."""
    db.many(_SAVE, [{"number": db.one(_NUMBER, its_id=one.id), **columns(one)} for one in articles])


def columns(article: Article) -> dict[str, object]:
    """Return the columns of an article but its number."""
    return {
        "article": article.id,
        "published": values.stamp(article.published),
        "seen": values.stamp(article.seen),
        "on_topic": bool(article.topics),
        "outlet": article.provider.domain,
        "host": urlsplit(article.web_url).hostname or "",
        "letters": len(article.title),
        "total": facts.total(article),
        "facts": values.pack(facts.of(article)),
    }


def scored(db: Transaction, since: datetime, *, on_topic: bool = False) -> list[ScoredArticle]:
    """Return the articles published since a time that are in a story, in no order; imported records are left out."""
    rows = db.all(_ON_TOPIC if on_topic else _SINCE, since=values.stamp(since))
    return list(map(partial(tuple.__new__, ScoredArticle), rows))  # `_make` costs a second for half a million


def leads(db: Transaction, stories: Iterable[str]) -> dict[str, str]:
    """Return the lead of each story by its id."""
    return dict(db.all(_LEADS, ids=listed(stories)))


def overridden(db: Transaction, since: datetime) -> dict[str, Override]:
    """Return the overrides of articles published since a time."""
    return override.by_article(db, [name for (name,) in db.all(_OVERRIDDEN, since=values.stamp(since))])
