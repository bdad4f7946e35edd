"""Internal values of the newsroom, by key."""

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import insert

from coranto.store import tables
from coranto.store.transaction import Transaction

_insert = insert(tables.shelf).values(key=bindparam("key"), value=bindparam("value"))
_PUT = _insert.on_conflict_do_update(index_elements=["key"], set_={"value": _insert.excluded.value})
_GET = select(tables.shelf.c.value).where(tables.shelf.c.key == bindparam("key"))


def put(db: Transaction, key: str, value: bytes) -> None:
    """Save or replace a value."""
    db.run(_PUT, key=key, value=value)


def get(db: Transaction, key: str) -> bytes | None:
    """Return the value; None if there is no such key."""
    found = db.first(_GET, key=key)
    return bytes(found[0]) if found else None
