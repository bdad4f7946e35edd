"""What may go by age: the rest of old texts, entries that were given up, logs of what has ended."""

from datetime import datetime

import msgspec
from sqlalchemy import and_, bindparam, delete, func, select, update

from coranto.model.article import Article
from coranto.store import person_tables, score_tables, search_index, tables, values, webhook_tables, worker_tables
from coranto.store.transaction import Transaction

_article, _text, _entry, _sighting = tables.article.c, tables.article_text.c, tables.entry.c, tables.sighting.c
_decoder = msgspec.json.Decoder(Article)

_length = func.length(_text.text)
_old = (_article.published < bindparam("before"), _length > bindparam("keep"))
_COUNT = (
    select(func.count(), func.coalesce(func.sum(_length - bindparam("keep")), 0))
    .select_from(tables.article)
    .join(tables.article_text, _text.number == _article.number)
    .where(*_old)
)
_NEXT = (
    select(_article.number, _article.data, _text.text)
    .join(tables.article_text, _text.number == _article.number)
    .where(*_old, _article.number > bindparam("after"))
    .order_by(_article.number)
    .limit(bindparam("limit"))
)
_SHORTEN = (
    update(tables.article_text).where(_text.number == bindparam("its_number")).values(text=bindparam("shortened"))
)
_given_up = (_entry.ready.is_(None), _entry.seen < bindparam("before"))
_COUNT_GIVEN_UP = select(func.count()).select_from(tables.entry).where(*_given_up)
_DELETE_SIGHTINGS = delete(tables.sighting).where(
    _sighting.article.is_(None), _sighting.url.in_(select(_entry.url).where(*_given_up))
)
_DELETE_GIVEN_UP = delete(tables.entry).where(*_given_up)
_LOGS = (
    (webhook_tables.message, webhook_tables.message.c.ended),
    (person_tables.session, person_tables.session.c.ends),
    (person_tables.sign_in_try, person_tables.sign_in_try.c.until),
    (score_tables.score_facts, score_tables.score_facts.c.published),
)
_host = worker_tables.host.c
_OLD = (
    *((table, ended < bindparam("before")) for table, ended in _LOGS),
    (  # hosts without requests since, and without a turn
        worker_tables.host,
        and_(*(func.coalesce(at, 0) < bindparam("before") for at in (_host.next, _host.held, _host.leased_until))),
    ),
)
_COUNT_LOGS = tuple(select(func.count()).select_from(table).where(old) for table, old in _OLD)
_DELETE_LOGS = tuple(delete(table).where(old) for table, old in _OLD)


def count_old_texts(db: Transaction, before: datetime, keep: int) -> tuple[int, int]:
    """Count the old texts, and the characters of them that would go."""
    row = db.first(_COUNT, before=values.stamp(before), keep=keep)
    assert row is not None
    return int(row[0]), int(row[1])


def shorten_texts(db: Transaction, before: datetime, keep: int, after: int = 0, limit: int = 500) -> tuple[int, int]:
    """Shorten the next old texts; the search index gets the text as it was, or it would keep its words."""
    rows = db.all(_NEXT, before=values.stamp(before), keep=keep, after=after, limit=limit)
    for number, data, text in rows:
        article = _decoder.decode(data)
        db.run(_SHORTEN, its_number=number, shortened=text[:keep])
        changed = msgspec.structs.replace(article, text=text[:keep])
        search_index.note(db, number, changed, msgspec.structs.replace(article, text=text))
    return (rows[-1][0] if rows else after), len(rows)


def delete_given_up(db: Transaction, before: datetime, *, dry: bool = False) -> int:
    """Delete or count entries whose page was given up; a feed that still lists one has it tried again."""
    given = {"before": values.stamp(before)}
    if dry:
        return int(db.one(_COUNT_GIVEN_UP, **given))
    db.run(_DELETE_SIGHTINGS, **given)
    return db.run(_DELETE_GIVEN_UP, **given)


def delete_old_logs(db: Transaction, before: datetime, *, dry: bool = False) -> int:
    """Delete or count what ended before a time, points for replays, and turns at hosts without requests since."""
    given = {"before": values.stamp(before)}
    if dry:
        return sum(int(db.one(count, **given)) for count in _COUNT_LOGS)
    return sum(db.run(one, **given) for one in _DELETE_LOGS)
