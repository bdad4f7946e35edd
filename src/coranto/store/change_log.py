"""The log of changes: for each thing that pages show, when it last became another one.

Whoever keeps something made from the store (a site of plain files) remembers the number up to which it knows the log,
and asks later what has changed since. Times are counted in changes, not by a clock: writers wait for each other, so the
numbers come in the order of the commits.
"""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import bindparam, func, select
from sqlalchemy.dialects.postgresql import insert

from coranto.store import tables
from coranto.store.transaction import Transaction

ARRIVALS, PUBLISHED, EDITIONS = "arrivals", "published", "editions"

_change = tables.change.c
_LAST = select(func.coalesce(func.max(_change.number), 0))
_insert = insert(tables.change).values(key=bindparam("key"), number=bindparam("number"))
_NOTE = _insert.on_conflict_do_update(index_elements=["key"], set_={"number": _insert.excluded.number})
_SINCE = select(_change.key).where(_change.number > bindparam("after")).order_by(_change.number, _change.key)


def article(ident: str) -> str:
    """Name what is known of an article: itself, its record, readers, rulings and appearances, and its story's id."""
    return f"article:{ident}"


def story(ident: str) -> str:
    """Name a story with its members and neighbours, its lead, and which of them are published."""
    return f"story:{ident}"


def published(topic: str) -> str:
    """Name the published records of a topic, by its name."""
    return f"published:{topic}"


def day(one: date) -> str:
    """Name the published records of a UTC day."""
    return f"day:{one}"


def of_source(ident: str) -> str:
    """Name what a source has found, and what of it is published."""
    return f"of:{ident}"


def source(ident: str) -> str:
    """Name a source."""
    return f"source:{ident}"


def note(db: Transaction, keys: Iterable[str]) -> None:
    """Say that these are others from this transaction on."""
    named = sorted(set(keys))
    if named:
        number = db.one(_LAST) + 1
        db.many(_NOTE, [{"key": key, "number": number} for key in named])


def last(db: Transaction) -> int:
    """Give the number of the last change."""
    return int(db.one(_LAST))


def changes(db: Transaction, after: int = 0) -> tuple[int, list[str]]:
    """Give the number of the last change, and what has changed after number ``after``, the oldest first."""
    return last(db), [key for (key,) in db.all(_SINCE, after=after)]
