"""Mails to one person that a form asked for, and the lists of addresses that were brought."""

from collections.abc import Iterable
from datetime import datetime

import msgspec
from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.dialects.postgresql import insert

from coranto.model.subscriber import Batch, MailRequest
from coranto.store import subscriber_tables as tables
from coranto.store import values
from coranto.store.transaction import Transaction

_decoder, _batches = msgspec.json.Decoder(MailRequest), msgspec.json.Decoder(Batch)
_request, _batch = tables.mail_request.c, tables.subscriber_batch.c

_ADD = insert(tables.mail_request).values({name: bindparam(name) for name in ("due", "batch", "data")})
_DUE = (
    select(_request.number, _request.data)
    .where(_request.due <= bindparam("now"))
    .order_by(_request.number)
    .limit(bindparam("limit"))
)
_SAVE = (
    update(tables.mail_request)
    .where(_request.number == bindparam("its_number"))
    .values(due=bindparam("due"), data=bindparam("data"))
)
_DROP = delete(tables.mail_request).where(_request.number == bindparam("number"))
_DROP_OF = delete(tables.mail_request).where(_request.batch == bindparam("batch"))
_ADD_BATCH = insert(tables.subscriber_batch).values(data=bindparam("data")).returning(_batch.number)
_SAVE_BATCH = (
    update(tables.subscriber_batch).where(_batch.number == bindparam("its_number")).values(data=bindparam("data"))
)
_BATCHES = select(_batch.number, _batch.data).order_by(_batch.number.desc())


def add(db: Transaction, requests: Iterable[MailRequest]) -> None:
    """Add mails to one person each."""
    db.many(_ADD, [{"due": values.stamp(one.due), "batch": one.batch, "data": _data(one)} for one in requests])


def due(db: Transaction, now: datetime, limit: int = 100) -> list[MailRequest]:
    """Return the mails that are due, in the order in which they were asked for."""
    rows = db.all(_DUE, now=values.stamp(now), limit=limit)
    return [msgspec.structs.replace(_decoder.decode(data), number=number) for number, data in rows]


def save(db: Transaction, request: MailRequest) -> None:
    """Save a mail that is tried again later."""
    db.run(_SAVE, its_number=request.number, due=values.stamp(request.due), data=_data(request))


def remove(db: Transaction, number: int) -> None:
    """Delete a mail that was sent or given up."""
    db.run(_DROP, number=number)


def remove_of(db: Transaction, batch: int) -> None:
    """Delete the mails to the addresses of a list that was brought."""
    db.run(_DROP_OF, batch=batch)


def add_batch(db: Transaction, batch: Batch) -> int:
    """Add a list that was brought; return its number."""
    return int(db.one(_ADD_BATCH, data=_data(batch)))


def save_batch(db: Transaction, batch: Batch) -> None:
    """Save a list that was brought."""
    db.run(_SAVE_BATCH, its_number=batch.number, data=_data(batch))


def batches(db: Transaction) -> list[Batch]:
    """Return the lists that were brought, newest first."""
    return [msgspec.structs.replace(_batches.decode(data), number=number) for number, data in db.all(_BATCHES)]


def _data(one: MailRequest | Batch) -> str:
    return values.pack(msgspec.structs.replace(one, number=0))
