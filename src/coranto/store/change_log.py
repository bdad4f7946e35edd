"""The change log: for each thing that pages show, the number of its last change; and one version for everything.

A consumer that derives something from the store (the static site, say) remembers the last number it has seen and later
asks what changed since. Numbers count changes and are no clock times; only one transaction writes at a time, so they
follow the order of the commits.
"""

import secrets
from collections.abc import Iterable
from datetime import date

from sqlalchemy import bindparam, func, select
from sqlalchemy.dialects.postgresql import insert

from coranto.store import key_value, tables
from coranto.store.transaction import Transaction

ARRIVALS, PUBLISHED, EDITIONS, REVISIONS = "arrivals", "published", "editions", "revisions"
ISSUES = "issues"  # the newsletter's, as readers see them
_VERSION = "readers.version"

_change = tables.change.c
_LAST = select(func.coalesce(func.max(_change.number), 0))
_insert = insert(tables.change).values(key=bindparam("key"), number=bindparam("number"))
_ADD = _insert.on_conflict_do_update(index_elements=["key"], set_={"number": _insert.excluded.number})
_SINCE = select(_change.key).where(_change.number > bindparam("after")).order_by(_change.number, _change.key)


def article(ident: str) -> str:
    """Return the key of an article: itself, its record, readers, overrides and appearances, and its story's id."""
    return f"article:{ident}"


def story(ident: str) -> str:
    """Return the key of a story: its members, neighbours and lead, and which of them are published."""
    return f"story:{ident}"


def published(topic: str) -> str:
    """Return the key of the published records of a topic, by its name."""
    return f"published:{topic}"


def day(one: date) -> str:
    """Return the key of the published records of a UTC day."""
    return f"day:{one}"


def of_source(ident: str) -> str:
    """Return the key of what a source has found, and what of it is published."""
    return f"of:{ident}"


def source(ident: str) -> str:
    """Return the key of a source itself."""
    return f"source:{ident}"


def of_value(key: str) -> str:
    """Return the key of an internal value that pages show (the line of the day)."""
    return f"value:{key}"


def put_value(db: Transaction, key: str, value: bytes, *, shown: bool = False) -> None:
    """Save or replace an internal value; log it as changed if pages show it."""
    key_value.put(db, key, value)
    if shown:
        bump(db)
        add(db, [of_value(key)])


def add(db: Transaction, keys: Iterable[str]) -> None:
    """Log these keys as changed by this transaction."""
    named = sorted(set(keys))
    if named:
        number = db.one(_LAST) + 1
        db.many(_ADD, [{"key": key, "number": number} for key in named])


def last(db: Transaction) -> int:
    """Return the number of the last change."""
    return int(db.one(_LAST))


def changes(db: Transaction, after: int = 0) -> tuple[int, list[str]]:
    """Return the number of the last change, and the keys that changed after number ``after``, oldest first."""
    return last(db), [key for (key,) in db.all(_SINCE, after=after)]


def version(db: Transaction) -> bytes:
    """Return the version of what readers see, an opaque token; b"" before the first change."""
    return key_value.get(db, _VERSION) or b""


def bump(db: Transaction) -> None:
    """Replace the version of what readers see.

    The token is random, not a counter: no read is needed before the write, and a token from a transaction that was
    rolled back never appears again.
    """
    key_value.put(db, _VERSION, secrets.token_bytes(8))
