"""The people of the desk. Hashes of passwords are read apart, one at a time, by name."""

import msgspec
from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.dialects.postgresql import insert

from coranto.model.person import Person
from coranto.store import values
from coranto.store.passkey_tables import passkey
from coranto.store.person_tables import access_token, person, session
from coranto.store.transaction import Transaction

_decoder = msgspec.json.Decoder(Person)
_person = person.c

_ADD = (
    insert(person)
    .values({name: bindparam(name) for name in ("key", "password", "data")})
    .on_conflict_do_nothing()
    .returning(_person.number)
)
_ALL = select(_person.number, _person.data).order_by(_person.number)
_GET = select(_person.number, _person.data).where(_person.number == bindparam("number"))
_PASSWORD = select(_person.password).where(_person.number == bindparam("number"))
_SET_PASSWORD = update(person).where(_person.number == bindparam("its_number")).values(password=bindparam("password"))
_SAVE = update(person).where(_person.number == bindparam("its_number")).values(data=bindparam("data"))
_DROP = [
    delete(table).where(column == bindparam("number"))
    for table, column in (
        (session, session.c.person),
        (access_token, access_token.c.person),
        (passkey, passkey.c.person),
        (person, _person.number),
    )
]


def add(db: Transaction, one: Person, password: str) -> int:
    """Add a person with the hash of a password; return the number, 0 if the name is taken."""
    found = db.first(_ADD, key=one.name.casefold(), password=password, data=_data(one))
    return int(found[0]) if found else 0


def get_all(db: Transaction) -> list[Person]:
    """Return all people, in the order in which they were added."""
    return [msgspec.structs.replace(_decoder.decode(data), number=number) for number, data in db.all(_ALL)]


def get(db: Transaction, number: int) -> Person | None:
    """Return the person with a number."""
    found = db.first(_GET, number=number) if number < values.BEYOND else None
    return msgspec.structs.replace(_decoder.decode(found[1]), number=found[0]) if found else None


def password(db: Transaction, number: int) -> str:
    """Return the hash of a person's password; "" for an unknown number."""
    found = db.first(_PASSWORD, number=number)
    return str(found[0]) if found else ""


def save_password(db: Transaction, number: int, hashed: str) -> None:
    """Replace the hash of a person's password."""
    db.run(_SET_PASSWORD, its_number=number, password=hashed)


def save(db: Transaction, one: Person) -> None:
    """Save a person whose role has changed; the name stays."""
    db.run(_SAVE, its_number=one.number, data=_data(one))


def remove(db: Transaction, number: int) -> None:
    """Delete a person with all sessions, access tokens and passkeys."""
    for statement in _DROP:
        db.run(statement, number=number)


def _data(one: Person) -> str:
    return values.pack(msgspec.structs.replace(one, number=0))
