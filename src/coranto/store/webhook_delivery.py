"""Webhook deliveries: what is to be sent, and the result of each attempt."""

from collections.abc import Iterable
from datetime import datetime

import msgspec
from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.dialects.postgresql import insert

from coranto.model.webhook import WebhookDelivery
from coranto.store import values, webhook_tables
from coranto.store.transaction import Transaction

_decoder = msgspec.json.Decoder(WebhookDelivery)
_message = webhook_tables.message.c

_ENQUEUE = insert(webhook_tables.message).values({name: bindparam(name) for name in ("hook", "due", "data", "body")})
_DUE = (
    select(_message.number, _message.data, _message.body)
    .where(_message.hook == bindparam("hook"), _message.due <= bindparam("now"))
    .order_by(_message.due, _message.number)
    .limit(bindparam("limit"))
)
_SAVE_ATTEMPT = (
    update(webhook_tables.message)
    .where(_message.number == bindparam("its_number"))
    .values(due=bindparam("due"), data=bindparam("data"))
)
_SAVE_END = (
    update(webhook_tables.message)
    .where(_message.number == bindparam("its_number"))
    .values(due=None, ended=bindparam("ended"), data=bindparam("data"), body="")
)
_WAITING = select(_message.number, _message.data).where(_message.hook == bindparam("hook"), _message.due.is_not(None))
_ALL = select(_message.number, _message.data).order_by(_message.number)
_DELETE = delete(webhook_tables.message).where(_message.ended < bindparam("before"))


def enqueue(db: Transaction, messages: Iterable[tuple[WebhookDelivery, bytes]]) -> None:
    """Save new deliveries."""
    db.many(
        _ENQUEUE,
        [
            {"hook": one.hook, "due": values.stamp(_due(one)), "data": _data(one), "body": body.decode()}
            for one, body in messages
        ],
    )


def due(db: Transaction, hook: int, now: datetime, limit: int = 100) -> list[tuple[WebhookDelivery, bytes]]:
    """Return the deliveries that are due, longest waiting first."""
    rows = db.all(_DUE, hook=hook, now=values.stamp(now), limit=limit)
    return [(_read(number, data), body.encode()) for number, data, body in rows]


def save_attempt(db: Transaction, message: WebhookDelivery) -> None:
    """Save the result of an attempt; a finished delivery loses its body."""
    if message.ended is None:
        db.run(_SAVE_ATTEMPT, its_number=message.number, due=values.stamp(_due(message)), data=_data(message))
    else:
        db.run(_SAVE_END, its_number=message.number, ended=values.stamp(message.ended), data=_data(message))


def abandon(db: Transaction, hook: int, trouble: str, now: datetime) -> None:
    """End all pending deliveries of a webhook for one reason."""
    for number, data in db.all(_WAITING, hook=hook):
        save_attempt(db, msgspec.structs.replace(_read(number, data), due=None, ended=now, trouble=trouble))


def get_all(db: Transaction) -> list[WebhookDelivery]:
    """Return all deliveries, in the order in which they were enqueued."""
    return [_read(number, data) for number, data in db.all(_ALL)]


def delete_before(db: Transaction, before: datetime) -> int:
    """Delete the deliveries that ended before this time; return their count."""
    return db.run(_DELETE, before=values.stamp(before))


def _due(message: WebhookDelivery) -> datetime:
    assert message.due is not None, "it waits"
    return message.due


def _data(message: WebhookDelivery) -> str:
    return values.pack(msgspec.structs.replace(message, number=0))


def _read(number: int, data: str) -> WebhookDelivery:
    return msgspec.structs.replace(_decoder.decode(data), number=number)
