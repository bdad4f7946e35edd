"""Pages that workers read, until their articles are grouped."""

from collections.abc import Sequence

from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects.postgresql import insert

from coranto.model.change import PendingEntry
from coranto.store import entry, lease, tables, worker_tables
from coranto.store.transaction import Transaction

_page = worker_tables.page_read.c
_SAVE = insert(worker_tables.page_read).values(entry=bindparam("number"), data=bindparam("data"))
_NEXT = (
    select(*entry.COLUMNS, _page.data)
    .join(tables.entry, tables.entry.c.number == _page.entry)
    .order_by(_page.entry)
    .limit(bindparam("limit"))
)
_DROP = delete(worker_tables.page_read).where(_page.entry == bindparam("number"))


def save(db: Transaction, read: Sequence[tuple[PendingEntry, bytes]], holder: str) -> set[int]:
    """Save what was read of entries' pages, and end their leases; return the entries of which it was saved.

    The others have another holder by now, or are gone.
    """
    kept = [
        (one.number, data)
        for one, data in sorted(read, key=lambda pair: pair[0].number)
        if lease.end(db, "entry", one.number, holder, one.attempt)
    ]
    db.many(_SAVE, [{"number": number, "data": data} for number, data in kept])
    return {number for number, _ in kept}


def following(db: Transaction, limit: int) -> list[tuple[PendingEntry, bytes]]:
    """Return the entries whose page was read, in order of arrival."""
    return [(entry.of_row(row[:-1]), bytes(row[-1])) for row in db.all(_NEXT, limit=limit)]


def drop(db: Transaction, number: int) -> None:
    """Forget what was read of an entry's page."""
    db.run(_DROP, number=number)
