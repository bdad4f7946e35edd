"""Internal values of the newsroom, by key."""

from collections.abc import Iterable

from sqlalchemy import bindparam, delete, func, select
from sqlalchemy.dialects.postgresql import insert

from coranto.store import tables
from coranto.store.transaction import Transaction, among, listed

_insert = insert(tables.shelf).values(key=bindparam("key"), value=bindparam("value"))
_PUT = _insert.on_conflict_do_update(index_elements=["key"], set_={"value": _insert.excluded.value})
_GET = select(tables.shelf.c.value).where(tables.shelf.c.key == bindparam("key"))
_named = among(tables.shelf.c.key, "keys")
_COUNT, _DELETE = select(func.count()).select_from(tables.shelf).where(_named), delete(tables.shelf).where(_named)


def put(db: Transaction, key: str, value: bytes) -> None:
    """Save or replace a value."""
    db.run(_PUT, key=key, value=value)


def get(db: Transaction, key: str) -> bytes | None:
    """Return the value; None if there is no such key."""
    found = db.first(_GET, key=key)
    return bytes(found[0]) if found else None


def remove(db: Transaction, keys: Iterable[str], *, dry: bool = False) -> int:
    """Delete or count the values of keys; return how many there were."""
    return int(db.one(_COUNT, keys=listed(keys))) if dry else db.run(_DELETE, keys=listed(keys))
