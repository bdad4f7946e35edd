"""Passkeys, found by the id that the device gave them."""

import msgspec
from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.dialects.postgresql import insert

from coranto.model.person import Passkey
from coranto.store import values
from coranto.store.passkey_tables import passkey
from coranto.store.transaction import Transaction

_decoder = msgspec.json.Decoder(Passkey)
_passkey = passkey.c

_ADD = (
    insert(passkey)
    .values({name: bindparam(name) for name in ("credential", "person", "data")})
    .on_conflict_do_nothing()
    .returning(_passkey.number)
)
_FIND = select(_passkey.number, _passkey.data).where(_passkey.credential == bindparam("credential"))
_OF_PERSON = (
    select(_passkey.number, _passkey.data).where(_passkey.person == bindparam("person")).order_by(_passkey.number)
)
_SAVE = update(passkey).where(_passkey.number == bindparam("its_number")).values(data=bindparam("data"))
_DROP = delete(passkey).where(_passkey.number == bindparam("number"), _passkey.person == bindparam("person"))
_DROP_OF_PERSON = delete(passkey).where(_passkey.person == bindparam("person"))


def add(db: Transaction, one: Passkey, credential: str) -> int:
    """Add a passkey under the id that its device gave it; return its number, 0 if it is there already."""
    found = db.first(_ADD, credential=credential, person=one.person, data=_data(one))
    return int(found[0]) if found else 0


def find(db: Transaction, credential: str) -> Passkey | None:
    """Return the passkey with the id that its device gave it."""
    found = db.first(_FIND, credential=credential)
    return msgspec.structs.replace(_decoder.decode(found[1]), number=found[0]) if found else None


def of_person(db: Transaction, person: int) -> list[Passkey]:
    """Return the passkeys of a person."""
    rows = db.all(_OF_PERSON, person=person)
    return [msgspec.structs.replace(_decoder.decode(data), number=number) for number, data in rows]


def save(db: Transaction, one: Passkey) -> None:
    """Save a passkey; one that was taken away meanwhile does not come back."""
    db.run(_SAVE, its_number=one.number, data=_data(one))


def remove(db: Transaction, person: int, number: int | None = None) -> None:
    """Take away one passkey of a person, or all."""
    if number is None:
        db.run(_DROP_OF_PERSON, person=person)
    else:
        db.run(_DROP, person=person, number=number)


def _data(one: Passkey) -> str:
    return values.pack(msgspec.structs.replace(one, number=0))
