"""Failed tries to sign in, by what they are counted for."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import bindparam, case, delete, func, select
from sqlalchemy.dialects.postgresql import insert

from coranto.store import values
from coranto.store.person_tables import sign_in_try
from coranto.store.transaction import Transaction, among, listed

_try = sign_in_try.c

_one_more = insert(sign_in_try).values({name: bindparam(name) for name in ("key", "count", "until")})
_COUNT = _one_more.on_conflict_do_update(
    index_elements=["key"],
    set_={
        "count": case((_try.until <= bindparam("now"), 1), else_=_try.count + 1),
        "until": case((_try.until <= bindparam("now"), _one_more.excluded.until), else_=_try.until),
    },
)
_TRIES = select(_try.key, _try.count, _try.until).where(among(_try.key, "keys"), _try.until > bindparam("now"))
_FORGET = delete(sign_in_try).where(among(_try.key, "keys"))
_FORGET_OF_NAME = delete(sign_in_try).where(func.substr(_try.key, 1, bindparam("length")) == bindparam("start"))
_FORGET_OLD = delete(sign_in_try).where(_try.until <= bindparam("now"))


def add(db: Transaction, keys: Iterable[str], now: datetime, until: datetime) -> None:
    """Count a failed try for each key; ``until`` is when a new count is forgotten."""
    db.run(_FORGET_OLD, now=values.stamp(now))
    times = {"now": values.stamp(now), "until": values.stamp(until), "count": 1}
    db.many(_COUNT, [{"key": key, **times} for key in sorted(set(keys))])


def tries(db: Transaction, keys: Iterable[str], now: datetime) -> dict[str, tuple[int, datetime]]:
    """Return the failed tries that are counted for keys, and when each count is forgotten."""
    rows = db.all(_TRIES, keys=listed(keys), now=values.stamp(now))
    return {key: (count, values.moment(until)) for key, count, until in rows}


def forget(db: Transaction, keys: Iterable[str] = (), start: str = "") -> None:
    """Forget the failed tries of keys, and of all keys that start so."""
    db.run(_FORGET, keys=listed(keys))
    if start:
        db.run(_FORGET_OF_NAME, start=start, length=len(start))
