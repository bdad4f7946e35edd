"""Rows are the queue: a worker takes a row with a lease, and no other takes it until the lease has run out.

A result is saved in the transaction that ends the lease, and only if the lease is still the same: the holder's name
and the number of the attempt. A holder that wakes up late finds that its lease has gone, and saves nothing. Leases go
by the clock of the database, so the clocks of several machines may differ. A lease that ends later than any can is of
a clock that was wrong, and counts for nothing; and a holder is never kept from what it has taken before: ``busy`` is
what it still works on, and anything else in its name is what it lost when it was killed.
"""

import time
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Table, Text, bindparam, cast, or_, select, text, update

from coranto.model.change import PendingEntry
from coranto.model.lease import QueueName
from coranto.model.source import Source
from coranto.store import entry, tables, values, webhook_tables, worker_tables
from coranto.store import source as sources
from coranto.store.transaction import Transaction, among, listed

LEASE = 30.0  # seconds; a worker at work renews its leases
LONGEST = 3600.0  # seconds of any lease

_CLOCK = text("SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint")
_QUEUES: Mapping[QueueName, tuple[Table, str]] = {
    "source": (tables.source, "id"),
    "entry": (tables.entry, "number"),
    "hook": (webhook_tables.hook, "number"),
    "host": (worker_tables.host, "name"),
}


def free(table: Table) -> ColumnElement[bool]:
    """Return the condition that a row may be taken; its parameters are those of ``terms``."""
    until = table.c.leased_until
    late = until > bindparam("latest")
    return or_(until.is_(None), until <= bindparam("clock"), late, table.c.leased_by == bindparam("holder"))


def leased(table: Table) -> dict[Any, Any]:
    """Return the values of a row that is taken; their parameters are those of ``terms``."""
    return {"leased_until": bindparam("until"), "leased_by": bindparam("holder"), "attempt": table.c.attempt + 1}


def terms(db: Transaction, holder: str, seconds: float = LEASE) -> dict[str, Any]:
    """Return the parameters of ``free`` and ``leased``, by the clock of the database."""
    now = clock(db)
    longest = int(LONGEST * 1e6)
    return {"holder": holder, "clock": now, "until": now + int(min(seconds, LONGEST) * 1e6), "latest": now + longest}


def clock(db: Transaction) -> int:
    """Return the time of the database's clock, in microseconds since 1970."""
    return time.time_ns() // 1000 if db.sqlite else int(db.one(_CLOCK))


_source, _entry, _page = tables.source.c, tables.entry.c, worker_tables.page_read.c
_GIVEN: dict[Any, Any] = {"leased_until": None, "leased_by": None}
_due = (
    select(_source.id)
    .where(
        _source.looked == bindparam("polled"),
        _source.due <= bindparam("now"),
        free(tables.source),
        ~among(_source.id, "busy"),
    )
    .order_by(_source.due, _source.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
    .cte("taken")
)
_TAKE_SOURCES = (
    update(tables.source)
    .where(_source.id.in_(select(_due.c.id)))
    .values(leased(tables.source))
    .returning(_source.due, _source.id, _source.data, _source.attempt)
)
_OFFERED = (
    select(_entry.number, _entry.source)
    .where(
        _entry.ready <= bindparam("now"),
        ~among(_entry.source, "without"),
        free(tables.entry),
        ~among(cast(_entry.number, Text), "busy"),
        ~select(_page.entry).where(_page.entry == _entry.number).exists(),
    )
    .order_by(_entry.number)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_TAKE_ENTRY = (
    update(tables.entry)
    .where(_entry.number == bindparam("key"))
    .values(leased(tables.entry))
    .returning(*entry.COLUMNS, _entry.attempt)
)


def _statements(table: Table, key: str) -> tuple[Any, Any, Any, Any]:
    """Return the statements that take a row, end a lease, renew some and give all of a holder back."""
    one = table.c[key] == bindparam("key")
    take = update(table).where(one, free(table)).values(leased(table)).returning(table.c.attempt)
    mine = (table.c.leased_by == bindparam("holder"), table.c.attempt == bindparam("its_attempt"))
    end = update(table).where(one, *mine).values(_GIVEN)
    held = select(table.c[key]).where(table.c.leased_by == bindparam("holder")).with_for_update(skip_locked=True)
    kept = held.where(among(cast(table.c[key], Text), "keys")).cte("kept")
    renew = update(table).where(table.c[key].in_(select(kept.c[key]))).values(leased_until=bindparam("until"))
    given = held.cte("given")
    give = update(table).where(table.c[key].in_(select(given.c[key]))).values(_GIVEN).returning(table.c[key])
    return take, end, renew, give


_OF = {name: _statements(table, key) for name, (table, key) in _QUEUES.items()}


def take_sources(
    db: Transaction, now: datetime, holder: str, limit: int, busy: Collection[str] = (), seconds: float = LEASE
) -> list[tuple[Source, int]]:
    """Take due sources: first those never polled, then those due longest."""
    given: dict[str, Any] = {"now": values.stamp(now), "busy": listed(busy), **terms(db, holder, seconds)}
    taken: list[tuple[Source, int]] = []
    for polled in (False, True):
        if left := limit - len(taken):
            rows = db.all(_TAKE_SOURCES, polled=polled, most=left, **given)
            taken += [(sources.decode(data), attempt) for _, _, data, attempt in sorted(rows, key=lambda row: row[:2])]
    return taken


def take_entries(
    db: Transaction,
    now: datetime,
    holder: str,
    limit: int,
    per_source: int,
    busy: Mapping[int, str],
    seconds: float = LEASE,
) -> list[PendingEntry]:
    """Take entries in order of arrival, but few per source; ``busy`` maps those in work to their sources."""
    given = {"now": values.stamp(now), **terms(db, holder, seconds)}
    of_source, seen, chosen = Counter(busy.values()), list(map(str, busy)), list[int]()
    while len(chosen) < limit:
        full = [name for name, count in of_source.items() if count >= per_source]
        offered = db.all(_OFFERED, without=listed(full), busy=listed(seen), most=limit, **given)
        if not offered:
            break
        for number, name in offered:
            if len(chosen) < limit and of_source[name] < per_source:
                chosen.append(number)
                seen.append(str(number))
                of_source[name] += 1
    rows = [db.first(_TAKE_ENTRY, key=number, **given) for number in chosen]
    return [msgspec.structs.replace(entry.of_row(row[:-1]), attempt=row[-1]) for row in rows if row is not None]


def take(db: Transaction, queue: QueueName, key: str | int, holder: str, seconds: float = LEASE) -> int | None:
    """Take one row; return the number of the attempt, or None if another holder has it."""
    row = db.first(_OF[queue][0], key=key, **terms(db, holder, seconds))
    return None if row is None else int(row[0])


def end(db: Transaction, queue: QueueName, key: str | int, holder: str, attempt: int) -> bool:
    """End a lease; False if it is the holder's no more, and what it found must not be saved."""
    return db.run(_OF[queue][1], key=key, holder=holder, its_attempt=attempt) > 0


def renew(db: Transaction, queue: QueueName, keys: Iterable[str | int], holder: str, seconds: float = LEASE) -> None:
    """Renew the leases of a holder."""
    until = clock(db) + int(min(seconds, LONGEST) * 1e6)
    db.run(_OF[queue][2], keys=listed(map(str, keys)), holder=holder, until=until)


def give_back(db: Transaction, holder: str) -> int:
    """Release all that a holder has taken; return how much it was."""
    return sum(len(db.all(give, holder=holder)) for _, _, _, give in _OF.values())
