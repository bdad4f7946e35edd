"""Subscribers of the newsletter, and the addresses that get nothing."""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import bindparam, delete, func, or_, select, text, update
from sqlalchemy.dialects.postgresql import insert

from coranto.model.subscriber import Subscriber, SubscriberState, Suppression
from coranto.store import subscriber_tables as tables
from coranto.store import values
from coranto.store.transaction import Transaction, among, listed

_ALL = 1_000_000  # subscribers
_decoder = msgspec.json.Decoder(Subscriber)
_subscriber, _suppression, _delivery = tables.subscriber.c, tables.suppression.c, tables.mail_delivery.c

_ADD = (
    insert(tables.subscriber)
    .values({name: bindparam(name) for name in ("digest", "state", "at", "batch", "data")})
    .on_conflict_do_nothing()
    .returning(_subscriber.number)
)
_GET = select(_subscriber.number, _subscriber.data).where(_subscriber.number == bindparam("number"))
_FIND = select(_subscriber.number, _subscriber.data).where(_subscriber.digest == bindparam("digest"))
_KNOWN = select(_subscriber.digest).where(among(_subscriber.digest, "digests"))
_SAVE = (
    update(tables.subscriber)
    .where(_subscriber.number == bindparam("its_number"))
    .values(state=bindparam("state"), batch=bindparam("batch"), data=bindparam("data"))
)
_DROP_DELIVERIES = delete(tables.mail_delivery).where(_delivery.subscriber == bindparam("number"))
_DROP = delete(tables.subscriber).where(_subscriber.number == bindparam("number"))
_SOME = (
    select(_subscriber.number, _subscriber.data)
    .where(
        _subscriber.number > bindparam("after"),
        or_(bindparam("state") == "", _subscriber.state == bindparam("state")),
        or_(bindparam("batch") < 0, _subscriber.batch == bindparam("batch")),
    )
    .order_by(_subscriber.number)
    .limit(bindparam("limit"))
)
_MATCHING = (
    select(_subscriber.number, _subscriber.data)
    .where(
        or_(bindparam("state") == "", _subscriber.state == bindparam("state")),
        func.lower(_subscriber.data).like(bindparam("pattern"), escape="!"),
    )
    .order_by(_subscriber.number.desc())
    .limit(bindparam("limit"))
)
_COUNT = select(_subscriber.state, func.count()).group_by(_subscriber.state)
_COUNT_LEFT = select(func.count()).select_from(tables.suppression)
_OLD_WAITING = select(_subscriber.number).where(_subscriber.state == "waiting", _subscriber.at < bindparam("before"))

_SUPPRESS = (
    insert(tables.suppression)
    .values({name: bindparam(name) for name in ("digest", "at", "why")})
    .on_conflict_do_nothing()
)
_SUPPRESSED = select(_suppression.digest, _suppression.at, _suppression.why).where(
    among(_suppression.digest, "digests")
)
_LET = delete(tables.suppression).where(_suppression.digest == bindparam("digest"))
_CHECKPOINT = [  # a second's wait for readers is enough: the next writer empties it too
    text(f"PRAGMA {one}") for one in ("busy_timeout=1000", "wal_checkpoint(TRUNCATE)", "busy_timeout=30000")
]


def add(db: Transaction, one: Subscriber, digest: str) -> int:
    """Add a subscriber; return the number, 0 if there is one with this hash."""
    found = db.first(
        _ADD, digest=digest, state=one.state, at=values.stamp(one.at), batch=one.batch, data=_data(one)
    )  # fmt: skip
    return int(found[0]) if found else 0


def get(db: Transaction, number: int) -> Subscriber | None:
    """Return the subscriber with a number."""
    return _read(db.first(_GET, number=number))


def find(db: Transaction, digest: str) -> Subscriber | None:
    """Return the subscriber whose address has a hash."""
    return _read(db.first(_FIND, digest=digest))


def known(db: Transaction, digests: Iterable[str]) -> set[str]:
    """Return those of the hashes that are a subscriber's."""
    return {digest for (digest,) in db.all(_KNOWN, digests=listed(digests))}


def save(db: Transaction, one: Subscriber) -> None:
    """Save a subscriber; one that was deleted meanwhile does not come back."""
    db.run(_SAVE, its_number=one.number, state=one.state, batch=one.batch, data=_data(one))


def remove(db: Transaction, number: int) -> None:
    """Delete a subscriber and the rows of the ledger."""
    db.run(_DROP_DELIVERIES, number=number)
    db.run(_DROP, number=number)


def checkpoint(db: Transaction) -> None:
    """Empty SQLite's log, which holds pages as they were; it does nothing while a transaction reads them."""
    if db.sqlite:
        for statement in _CHECKPOINT:
            db.all(statement)


def some(
    db: Transaction,
    after: int = 0,
    limit: int = _ALL,
    state: SubscriberState | None = None,
    batch: int | None = None,
) -> list[Subscriber]:
    """Return subscribers with a higher number, in order."""
    rows = db.all(_SOME, after=after, limit=limit, state=state or "", batch=-1 if batch is None else batch)
    return [_subscriber_of(row) for row in rows]


def matching(
    db: Transaction, words: str, state: SubscriberState | None = None, limit: int = 100
) -> tuple[list[Subscriber], int]:
    """Return the newest subscribers with words in address or name, and how many there are."""
    words = words.lower()
    if not words:
        found = [] if limit < 1 else db.all(_MATCHING, state=state or "", pattern="%", limit=limit)
        of_state = counts(db)
        total = of_state.get(state, 0) if state else sum(n for name, n in of_state.items() if name != "left")
        return [_subscriber_of(row) for row in found], total
    # A database lowers ASCII letters only; whether a field that was found is the address or the name is looked at here.
    escaped = re.sub(r"([%_!])", r"!\1", words) if words.isascii() else ""
    rows = db.all(_MATCHING, state=state or "", pattern=f"%{escaped}%", limit=_ALL)
    people = [one for one in map(_subscriber_of, rows) if words in f"{one.email} {one.name}".lower()]
    return people[:limit], len(people)


def counts(db: Transaction) -> dict[str, int]:
    """Count subscribers by state, and the suppressed addresses as ``left``."""
    found = {state: int(count) for state, count in db.all(_COUNT)}
    left = int(db.one(_COUNT_LEFT))
    return found | ({"left": left} if left else {})


def delete_waiting(db: Transaction, before: datetime) -> int:
    """Delete those who were asked before this time and never confirmed."""
    rows = db.all(_OLD_WAITING, before=values.stamp(before))
    for (number,) in rows:
        remove(db, number)
    return len(rows)


def suppress(db: Transaction, suppressions: Iterable[Suppression]) -> None:
    """Add addresses that get nothing; an older reason stays."""
    db.many(_SUPPRESS, [{"digest": one.digest, "at": values.stamp(one.at), "why": one.why} for one in suppressions])


def suppressed(db: Transaction, digests: Iterable[str]) -> dict[str, Suppression]:
    """Return which of these hashes get nothing."""
    rows = db.all(_SUPPRESSED, digests=listed(digests))
    return {digest: Suppression(digest, values.moment(at), why) for digest, at, why in rows}


def let(db: Transaction, digest: str) -> None:
    """Let an address get mail again."""
    db.run(_LET, digest=digest)


def _data(one: Subscriber) -> str:
    return values.pack(msgspec.structs.replace(one, number=0))


def _read(row: tuple[Any, ...] | None) -> Subscriber | None:
    return _subscriber_of(row) if row else None


def _subscriber_of(row: tuple[Any, ...]) -> Subscriber:
    number, data = row
    return msgspec.structs.replace(_decoder.decode(data), number=number)
