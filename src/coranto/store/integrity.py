"""Whether a database is whole: its pages and references, and the promise that every article gets its record."""

from sqlalchemy import select, text

from coranto.store import tables
from coranto.store.transaction import Transaction

_MOST = 20  # findings of a kind
_article, _record, _outbox, _member = tables.article.c, tables.record.c, tables.outbox.c, tables.member.c
_PAGES = text(f"PRAGMA integrity_check({_MOST})")
_REFERENCES = text("PRAGMA foreign_key_check")
_FORGOTTEN = (
    select(_article.id)
    .where(_article.id.not_in(select(_record.article)), _article.id.not_in(select(_outbox.article)))
    .order_by(_article.id)
    .limit(_MOST)
)
_HOMELESS = select(_member.article).where(_member.story.not_in(select(tables.story.c.id))).limit(_MOST)


def find_damage(db: Transaction) -> list[str]:
    """Return what is damaged, a line each: pages and references (SQLite), articles that nothing waits to file."""
    found = []
    if db.sqlite:
        found += [f"the database is damaged: {said}" for (said,) in db.all(_PAGES) if said != "ok"]
        lost = db.all(_REFERENCES)[:_MOST]
        found += [f"the database is damaged: a row of {row[0]} names one of {row[2]} that is not there" for row in lost]
    found += [f"article {name} is in a story that is not there" for (name,) in db.all(_HOMELESS)]
    found += [
        f"article {name} has no record, and none waits to be made; `coranto rejudge` makes it"
        for (name,) in db.all(_FORGOTTEN)
    ]
    return found
