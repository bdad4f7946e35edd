"""Hooks: whom stories are told to. Their secrets are asked for by number, one at a time."""

import msgspec
from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.dialects.postgresql import insert

from coranto.model.webhook import Webhook
from coranto.store import tables, values
from coranto.store.transaction import Transaction

_decoder = msgspec.json.Decoder(Webhook)
_hook = tables.hook.c

_ADD = insert(tables.hook).values(secret=bindparam("secret"), data=bindparam("data")).returning(_hook.number)
_HOOKS = select(_hook.number, _hook.data).order_by(_hook.number)
_SECRET = select(_hook.secret).where(_hook.number == bindparam("number"))
_SAVE = update(tables.hook).where(_hook.number == bindparam("its_number")).values(data=bindparam("data"))
_DROP_MESSAGES = delete(tables.message).where(tables.message.c.hook == bindparam("number"))
_DROP = delete(tables.hook).where(_hook.number == bindparam("number"))
_FORGET = delete(tables.heard).where(~select(_hook.number).exists())


def add(db: Transaction, hook: Webhook, secret: str) -> int:
    """Save a new one; its number."""
    return int(db.one(_ADD, secret=secret, data=_data(hook)))


def hooks(db: Transaction) -> list[Webhook]:
    """Give all by number."""
    return [msgspec.structs.replace(_decoder.decode(data), number=number) for number, data in db.all(_HOOKS)]


def secret(db: Transaction, number: int) -> str | None:
    """Give what its messages are signed with."""
    found = db.first(_SECRET, number=number)
    return found[0] if found else None


def save(db: Transaction, hook: Webhook) -> None:
    """Save what became of it; one that was dropped meanwhile does not come back."""
    db.run(_SAVE, its_number=hook.number, data=_data(hook))


def drop(db: Transaction, number: int) -> bool:
    """Forget it with all that it was told, and how stories stood where nobody is told any more."""
    db.run(_DROP_MESSAGES, number=number)
    known = db.run(_DROP, number=number) > 0
    db.run(_FORGET)
    return known


def _data(hook: Webhook) -> str:
    return values.pack(msgspec.structs.replace(hook, number=0))
