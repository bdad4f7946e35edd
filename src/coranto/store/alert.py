"""Alerts, and what each has found."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.dialects.postgresql import insert

from coranto.model.alert import Alert
from coranto.store import values
from coranto.store.alert_tables import alert, alert_match
from coranto.store.transaction import Transaction, among, listed

_decoder = msgspec.json.Decoder(Alert)
_alert, _match = alert.c, alert_match.c

_ADD = insert(alert).values(token=bindparam("token"), data=bindparam("data")).returning(_alert.number)
_ADD_BACK = insert(alert).values({name: bindparam(name) for name in ("number", "token", "data")})
_ALL = select(_alert.number, _alert.data).order_by(_alert.number)
_GET = select(_alert.number, _alert.data).where(_alert.number == bindparam("number"))
_FIND = select(_alert.number, _alert.data).where(_alert.token == bindparam("token"))
_SAVE = update(alert).where(_alert.number == bindparam("its_number")).values(data=bindparam("data"))
_DROP_MATCHES = delete(alert_match).where(_match.alert == bindparam("number"))
_DROP = delete(alert).where(_alert.number == bindparam("number"))
_KNOWN = select(_match.article).where(_match.alert == bindparam("alert"), among(_match.article, "articles"))
_ADD_MATCH = (
    insert(alert_match)
    .values({name: bindparam(name) for name in ("alert", "article", "at", "mailed")})
    .on_conflict_do_nothing()
)
_MATCHES = (
    select(_match.article)
    .where(_match.alert == bindparam("alert"))
    .order_by(_match.at.desc(), _match.article)
    .limit(bindparam("limit"))
)
_TO_MAIL = (
    select(_match.article)
    .where(_match.alert == bindparam("alert"), _match.mailed.is_(False))
    .order_by(_match.at.desc(), _match.article)
)
_MAILED = update(alert_match).where(_match.alert == bindparam("its_alert")).values(mailed=True)
_FORGET = delete(alert_match).where(_match.at < bindparam("before"))


def add(db: Transaction, one: Alert) -> int:
    """Add an alert; return its number. One that was removed keeps the number it has."""
    if one.number:
        db.run(_ADD_BACK, number=one.number, token=one.token, data=_data(one))
        return one.number
    return int(db.one(_ADD, token=one.token, data=_data(one)))


def get_all(db: Transaction) -> list[Alert]:
    """Return all alerts, in the order in which they were added."""
    return [msgspec.structs.replace(_decoder.decode(data), number=number) for number, data in db.all(_ALL)]


def get(db: Transaction, number: int) -> Alert | None:
    """Return the alert with a number."""
    return _read(db.first(_GET, number=number)) if number < values.BEYOND else None


def find(db: Transaction, token: str) -> Alert | None:
    """Return the alert with a token."""
    return _read(db.first(_FIND, token=token))


def _read(row: tuple[Any, ...] | None) -> Alert | None:
    return msgspec.structs.replace(_decoder.decode(row[1]), number=row[0]) if row else None


def save(db: Transaction, one: Alert) -> None:
    """Save an alert; one that was removed meanwhile does not come back."""
    db.run(_SAVE, its_number=one.number, data=_data(one))


def remove(db: Transaction, number: int) -> None:
    """Delete an alert and what it has found."""
    db.run(_DROP_MATCHES, number=number)
    db.run(_DROP, number=number)


def add_matches(db: Transaction, number: int, articles: Sequence[str], at: datetime, *, mailed: bool) -> list[str]:
    """Add what an alert has found; return what it had not found before, in the given order."""
    known = {name for (name,) in db.all(_KNOWN, alert=number, articles=listed(articles))}
    new = [name for name in dict.fromkeys(articles) if name not in known]
    db.many(_ADD_MATCH, [{"alert": number, "article": one, "at": values.stamp(at), "mailed": mailed} for one in new])
    return new


def matches(db: Transaction, number: int, limit: int = 50) -> list[str]:
    """Return the articles that an alert has found, the last first."""
    return [name for (name,) in db.all(_MATCHES, alert=number, limit=limit)]


def to_mail(db: Transaction, number: int) -> list[str]:
    """Return the articles that no mail has reported yet, the last first."""
    return [name for (name,) in db.all(_TO_MAIL, alert=number)]


def mark_mailed(db: Transaction, numbers: Iterable[int]) -> None:
    """Note that mails have reported everything that alerts have found."""
    db.many(_MAILED, [{"its_alert": number} for number in numbers])


def forget_matches(db: Transaction, before: datetime) -> None:
    """Forget what was found before a time."""
    db.run(_FORGET, before=values.stamp(before))


def _data(one: Alert) -> str:
    return values.pack(msgspec.structs.replace(one, number=0))
