"""Webhooks. Secrets are read apart, one at a time, by number."""

import msgspec
from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.dialects.postgresql import insert

from coranto.model.webhook import Webhook
from coranto.store import values, webhook_tables
from coranto.store.transaction import Transaction

_decoder = msgspec.json.Decoder(Webhook)
_hook = webhook_tables.hook.c

_ADD = insert(webhook_tables.hook).values(secret=bindparam("secret"), data=bindparam("data")).returning(_hook.number)
_ALL = select(_hook.number, _hook.data).order_by(_hook.number)
_SECRET = select(_hook.secret).where(_hook.number == bindparam("number"))
_SAVE = update(webhook_tables.hook).where(_hook.number == bindparam("its_number")).values(data=bindparam("data"))
_DROP_MESSAGES = delete(webhook_tables.message).where(webhook_tables.message.c.hook == bindparam("number"))
_DROP = delete(webhook_tables.hook).where(_hook.number == bindparam("number"))
_DROP_POSITIONS = delete(webhook_tables.heard).where(~select(_hook.number).exists())


def add(db: Transaction, hook: Webhook, secret: str) -> int:
    """Add a webhook; return its number."""
    return int(db.one(_ADD, secret=secret, data=_data(hook)))


def get_all(db: Transaction) -> list[Webhook]:
    """Return all webhooks, by number."""
    return [msgspec.structs.replace(_decoder.decode(data), number=number) for number, data in db.all(_ALL)]


def secret(db: Transaction, number: int) -> str | None:
    """Return the signing secret of a webhook."""
    found = db.first(_SECRET, number=number)
    return found[0] if found else None


def save(db: Transaction, hook: Webhook) -> None:
    """Save the state of a webhook; one that was deleted meanwhile does not come back."""
    db.run(_SAVE, its_number=hook.number, data=_data(hook))


def remove(db: Transaction, number: int) -> bool:
    """Delete a webhook with its deliveries; with the last webhook, delete the notified story states too."""
    db.run(_DROP_MESSAGES, number=number)
    known = db.run(_DROP, number=number) > 0
    db.run(_DROP_POSITIONS)
    return known


def _data(hook: Webhook) -> str:
    return values.pack(msgspec.structs.replace(hook, number=0))
