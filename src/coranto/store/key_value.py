"""The shelf: what the newsroom keeps for itself, by name."""

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import insert

from coranto.store import tables
from coranto.store.transaction import Transaction

_insert = insert(tables.shelf).values(key=bindparam("key"), value=bindparam("value"))
_KEEP = _insert.on_conflict_do_update(index_elements=["key"], set_={"value": _insert.excluded.value})
_KEPT = select(tables.shelf.c.value).where(tables.shelf.c.key == bindparam("key"))


def keep(db: Transaction, key: str, value: bytes) -> None:
    """Save or replace."""
    db.run(_KEEP, key=key, value=value)


def kept(db: Transaction, key: str) -> bytes | None:
    """Give what is there."""
    found = db.first(_KEPT, key=key)
    return bytes(found[0]) if found else None
