"""The ledger: what hooks are to be told, and what became of it."""

from collections.abc import Iterable
from datetime import datetime

import msgspec
from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.dialects.postgresql import insert

from coranto.model.webhook import WebhookDelivery
from coranto.store import tables, values
from coranto.store.transaction import Transaction

_decoder = msgspec.json.Decoder(WebhookDelivery)
_message = tables.message.c

_OWE = insert(tables.message).values({name: bindparam(name) for name in ("hook", "due", "data", "body")})
_OWED = (
    select(_message.number, _message.data, _message.body)
    .where(_message.hook == bindparam("hook"), _message.due <= bindparam("now"))
    .order_by(_message.due, _message.number)
    .limit(bindparam("limit"))
)
_TRIED = (
    update(tables.message)
    .where(_message.number == bindparam("its_number"))
    .values(due=bindparam("due"), data=bindparam("data"))
)
_ENDED = (
    update(tables.message)
    .where(_message.number == bindparam("its_number"))
    .values(due=None, ended=bindparam("ended"), data=bindparam("data"), body="")
)
_WAITING = select(_message.number, _message.data).where(_message.hook == bindparam("hook"), _message.due.is_not(None))
_LEDGER = select(_message.number, _message.data).order_by(_message.number)
_FORGET = delete(tables.message).where(_message.ended < bindparam("before"))


def owe(db: Transaction, messages: Iterable[tuple[WebhookDelivery, bytes]]) -> None:
    """Enter new ones."""
    db.many(
        _OWE,
        [
            {"hook": one.hook, "due": values.stamp(_due(one)), "data": _data(one), "body": body.decode()}
            for one, body in messages
        ],
    )


def owed(db: Transaction, hook: int, now: datetime, limit: int = 100) -> list[tuple[WebhookDelivery, bytes]]:
    """Give those that are due, the longest waiting first."""
    rows = db.all(_OWED, hook=hook, now=values.stamp(now), limit=limit)
    return [(_read(number, data), body.encode()) for number, data, body in rows]


def tried(db: Transaction, message: WebhookDelivery) -> None:
    """Save what became of it; the body of one that has ended is let go."""
    if message.ended is None:
        db.run(_TRIED, its_number=message.number, due=values.stamp(_due(message)), data=_data(message))
    else:
        db.run(_ENDED, its_number=message.number, ended=values.stamp(message.ended), data=_data(message))


def give_up(db: Transaction, hook: int, trouble: str, now: datetime) -> None:
    """End all that still wait, for one reason."""
    for number, data in db.all(_WAITING, hook=hook):
        tried(db, msgspec.structs.replace(_read(number, data), due=None, ended=now, trouble=trouble))


def ledger(db: Transaction) -> list[WebhookDelivery]:
    """Give all there are, in the order in which they were entered."""
    return [_read(number, data) for number, data in db.all(_LEDGER)]


def forget(db: Transaction, before: datetime) -> int:
    """Forget those that ended long ago."""
    return db.run(_FORGET, before=values.stamp(before))


def _due(message: WebhookDelivery) -> datetime:
    assert message.due is not None, "it waits"
    return message.due


def _data(message: WebhookDelivery) -> str:
    return values.pack(msgspec.structs.replace(message, number=0))


def _read(number: int, data: str) -> WebhookDelivery:
    return msgspec.structs.replace(_decoder.decode(data), number=number)
