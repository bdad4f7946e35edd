"""What signs people in: sessions, access tokens and passkeys, each kind in a table of its own."""

from typing import Generic, TypeVar

import msgspec
from sqlalchemy import Table, bindparam, delete, select, update
from sqlalchemy.dialects.postgresql import insert

from coranto.model.person import AccessToken, Passkey, Session
from coranto.store import values
from coranto.store.passkey_tables import passkey
from coranto.store.person_tables import access_token, session
from coranto.store.transaction import Transaction

_One = TypeVar("_One", Session, AccessToken, Passkey)


class Credentials(Generic[_One]):
    """The rows of one kind, found by the column ``key``: a secret's digest, or the id that a device gave."""

    def __init__(self, table: Table, kind: type[_One], key: str) -> None:
        columns = table.c
        self._decoder: msgspec.json.Decoder[_One] = msgspec.json.Decoder(kind)
        self._key, self._ends = key, "ends" in columns
        own = [key, "person", *(["ends"] if self._ends else []), "data"]
        number, person = columns.number == bindparam("its_number"), columns.person == bindparam("person")
        found = select(columns.number, columns.data)
        self._add = (
            insert(table)
            .values({name: bindparam(name) for name in own})
            .on_conflict_do_nothing()
            .returning(columns.number)
        )
        self._find = found.where(columns[key] == bindparam(key))
        self._of_person = found.where(person).order_by(columns.number)
        self._save = update(table).where(number).values({name: bindparam(name) for name in own[2:]})
        self._delete, self._delete_of_person = delete(table).where(number, person), delete(table).where(person)
        self._delete_ended = delete(table).where(columns.ends <= bindparam("now")) if self._ends else None

    def add(self, db: Transaction, one: _One, key: str) -> int:
        """Add one, and delete those that have ended; return its number, 0 if there is one with this key."""
        if self._delete_ended is not None:
            db.run(self._delete_ended, now=values.stamp(one.at))
        found = db.first(self._add, **{self._key: key}, person=one.person, **self._columns(one))
        return int(found[0]) if found else 0

    def find(self, db: Transaction, key: str) -> _One | None:
        """Return the one with this key."""
        found = db.first(self._find, **{self._key: key})
        return self._read(*found) if found else None

    def of_person(self, db: Transaction, person: int) -> list[_One]:
        """Return those of a person, oldest first."""
        return [self._read(*row) for row in db.all(self._of_person, person=person)]

    def save(self, db: Transaction, one: _One) -> None:
        """Save one; if it was taken away meanwhile it does not come back."""
        db.run(self._save, its_number=one.number, **self._columns(one))

    def remove(self, db: Transaction, person: int, number: int | None = None) -> None:
        """Take away one of a person, or all."""
        if number is None:
            db.run(self._delete_of_person, person=person)
        else:
            db.run(self._delete, person=person, its_number=number)

    def _read(self, number: int, data: str) -> _One:
        one: _One = msgspec.structs.replace(self._decoder.decode(data), number=number)
        return one

    def _columns(self, one: _One) -> dict[str, object]:
        ends = {"ends": values.stamp(one.ends)} if isinstance(one, Session) else {}
        return ends | {"data": values.pack(msgspec.structs.replace(one, number=0))}


SESSIONS = Credentials(session, Session, "digest")
ACCESS_TOKENS = Credentials(access_token, AccessToken, "digest")
PASSKEYS = Credentials(passkey, Passkey, "credential")
