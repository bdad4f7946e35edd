"""Sessions and access tokens, found by the digest of their secret; and failed tries to sign in."""

from collections.abc import Iterable
from datetime import datetime

import msgspec
from sqlalchemy import bindparam, case, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert

from coranto.model.person import AccessToken, Session
from coranto.store import values
from coranto.store.person_tables import access_token, session, sign_in_try
from coranto.store.transaction import Transaction, among, listed

_session_decoder = msgspec.json.Decoder(Session)
_token_decoder = msgspec.json.Decoder(AccessToken)
_session, _token, _try = session.c, access_token.c, sign_in_try.c

_ADD = (
    insert(session)
    .values({name: bindparam(name) for name in ("digest", "person", "ends", "data")})
    .returning(_session.number)
)
_FIND = select(_session.number, _session.data).where(_session.digest == bindparam("digest"))
_OF_PERSON = (
    select(_session.number, _session.data).where(_session.person == bindparam("person")).order_by(_session.number)
)
_SAVE = (
    update(session)
    .where(_session.number == bindparam("its_number"))
    .values(ends=bindparam("ends"), data=bindparam("data"))
)
_DROP = delete(session).where(_session.number == bindparam("number"), _session.person == bindparam("person"))
_DROP_OF_PERSON = delete(session).where(_session.person == bindparam("person"))
_DROP_ENDED = delete(session).where(_session.ends <= bindparam("now"))

_ADD_TOKEN = (
    insert(access_token)
    .values({name: bindparam(name) for name in ("digest", "person", "data")})
    .returning(_token.number)
)
_FIND_TOKEN = select(_token.number, _token.data).where(_token.digest == bindparam("digest"))
_TOKENS_OF = select(_token.number, _token.data).where(_token.person == bindparam("person")).order_by(_token.number)
_SAVE_TOKEN = update(access_token).where(_token.number == bindparam("its_number")).values(data=bindparam("data"))
_DROP_TOKEN = delete(access_token).where(_token.number == bindparam("number"), _token.person == bindparam("person"))
_DROP_TOKENS = delete(access_token).where(_token.person == bindparam("person"))

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


def add(db: Transaction, one: Session, digest: str) -> int:
    """Add a session, and delete those that have ended; return its number."""
    db.run(_DROP_ENDED, now=values.stamp(one.at))
    return int(db.one(_ADD, digest=digest, person=one.person, ends=values.stamp(one.ends), data=_data(one)))


def find(db: Transaction, digest: str) -> Session | None:
    """Return the session with the digest of a secret."""
    found = db.first(_FIND, digest=digest)
    return msgspec.structs.replace(_session_decoder.decode(found[1]), number=found[0]) if found else None


def of_person(db: Transaction, person: int) -> list[Session]:
    """Return the sessions of a person."""
    rows = db.all(_OF_PERSON, person=person)
    return [msgspec.structs.replace(_session_decoder.decode(data), number=number) for number, data in rows]


def save(db: Transaction, one: Session) -> None:
    """Save a session; one that was ended meanwhile does not come back."""
    db.run(_SAVE, its_number=one.number, ends=values.stamp(one.ends), data=_data(one))


def remove(db: Transaction, person: int, number: int | None = None) -> None:
    """End one session of a person, or all."""
    if number is None:
        db.run(_DROP_OF_PERSON, person=person)
    else:
        db.run(_DROP, person=person, number=number)


def add_token(db: Transaction, one: AccessToken, digest: str) -> int:
    """Add an access token; return its number."""
    return int(db.one(_ADD_TOKEN, digest=digest, person=one.person, data=_data(one)))


def find_token(db: Transaction, digest: str) -> AccessToken | None:
    """Return the access token with the digest of a secret."""
    found = db.first(_FIND_TOKEN, digest=digest)
    return msgspec.structs.replace(_token_decoder.decode(found[1]), number=found[0]) if found else None


def tokens_of(db: Transaction, person: int) -> list[AccessToken]:
    """Return the access tokens of a person."""
    rows = db.all(_TOKENS_OF, person=person)
    return [msgspec.structs.replace(_token_decoder.decode(data), number=number) for number, data in rows]


def save_token(db: Transaction, one: AccessToken) -> None:
    """Save an access token; one that was taken away meanwhile does not come back."""
    db.run(_SAVE_TOKEN, its_number=one.number, data=_data(one))


def remove_token(db: Transaction, person: int, number: int | None = None) -> None:
    """Take away one access token of a person, or all."""
    if number is None:
        db.run(_DROP_TOKENS, person=person)
    else:
        db.run(_DROP_TOKEN, person=person, number=number)


def add_try(db: Transaction, keys: Iterable[str], now: datetime, until: datetime) -> None:
    """Count a failed try for each key; ``until`` is when a new count is forgotten."""
    db.run(_FORGET_OLD, now=values.stamp(now))
    times = {"now": values.stamp(now), "until": values.stamp(until), "count": 1}
    db.many(_COUNT, [{"key": key, **times} for key in sorted(set(keys))])


def tries(db: Transaction, keys: Iterable[str], now: datetime) -> dict[str, tuple[int, datetime]]:
    """Return the failed tries that are counted for keys, and when each count is forgotten."""
    rows = db.all(_TRIES, keys=listed(keys), now=values.stamp(now))
    return {key: (count, values.moment(until)) for key, count, until in rows}


def forget_tries(db: Transaction, keys: Iterable[str] = (), start: str = "") -> None:
    """Forget the failed tries of keys, and of all keys that start so."""
    db.run(_FORGET, keys=listed(keys))
    if start:
        db.run(_FORGET_OF_NAME, start=start, length=len(start))


def _data(one: Session | AccessToken) -> str:
    return values.pack(msgspec.structs.replace(one, number=0))
