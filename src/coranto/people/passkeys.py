"""Passkeys: a device with a private key signs a person in, without a name, a password or a lock after failed tries.

What a device must sign is made from the secret of the browser's cookie and the time, so nothing is stored between the
page and its answer. An answer holds for an hour, in that browser, and once: none that was begun before the passkey was
last used is taken. Needs the extra ``desk``.
"""

import hashlib
import hmac
import ipaddress
import json
import secrets
from typing import TYPE_CHECKING, Any

import msgspec

from coranto import errors
from coranto.i18n.messages import N_
from coranto.model.edit import By
from coranto.model.person import Passkey, Person
from coranto.newsroom import Newsroom
from coranto.store import values

if TYPE_CHECKING:
    from fido2.server import Fido2Server

MOST = 20  # of a person
_LONGEST = 60  # letters of a name
_HOLDS = 3_600_000_000  # microseconds from the page to its answer
_TIME, _CHANCE = 8, 16  # bytes of a challenge, before its seal

NAME = N_("A passkey has a name of 1 to 60 letters: where it is kept.")
REFUSED = N_("This passkey did not do: it is none of this newsroom’s, was taken away, or waited too long. Try again.")
KNOWN = N_("This device has a passkey here already, or there are twenty.")


class Place(msgspec.Struct, frozen=True):
    """Where a browser speaks with us: the host of the address, its origin, and the secret of the browser's cookie."""

    host: str
    origin: str
    secret: str


def possible(host: str) -> bool:
    """Whether passkeys can be made for a host: browsers bind them to a name, never to a number."""
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return bool(host)
    return False


def to_make(newsroom: Newsroom, place: Place, person: Person) -> str:
    """Return WebAuthn's creation options as JSON, for the browser."""
    from fido2.webauthn import AttestedCredentialData, PublicKeyCredentialUserEntity  # noqa: PLC0415 - cryptography

    user = PublicKeyCredentialUserEntity(
        id=f"coranto-{person.number}".encode(), name=person.name, display_name=person.name
    )
    known = [AttestedCredentialData(one.key) for one in newsroom.store.passkeys_of(person.number)]
    options, _state = _server(newsroom, place).register_begin(
        user,
        known,
        resident_key_requirement=_required("ResidentKeyRequirement"),
        user_verification=_required("UserVerificationRequirement"),
        challenge=_challenge(newsroom, place),
    )
    return _json(options)


def make(newsroom: Newsroom, place: Place, person: Person, name: str, answer: str) -> Passkey:
    """Add the passkey that a browser has made; ``PeopleError`` if its answer does not hold."""
    from fido2.utils import websafe_encode  # noqa: PLC0415 - cryptography

    name = " ".join(name.split())
    if not name or len(name) > _LONGEST or not name.isprintable():
        raise errors.PeopleError(NAME)
    try:
        given = msgspec.json.decode(answer)
        _began, state = _state_of(newsroom, place, given)
        data = _server(newsroom, place).register_complete(state, given).credential_data
        credential = websafe_encode(getattr(data, "credential_id"))  # noqa: B009 - without data: an error, as it should
    except Exception as why:  # whatever the library makes of an answer that anybody can write
        raise errors.PeopleError(REFUSED) from why
    one = Passkey(person=person.number, name=name, host=place.host, key=bytes(data or b""), at=newsroom.now())
    with newsroom.store.transaction(writes=True):
        number = 0
        if len(newsroom.store.passkeys_of(person.number)) < MOST:
            number = newsroom.store.add_passkey(one, credential)
        if number:
            kept = {"person": person.number, "number": number}
            newsroom.log_change("passkey", f"{person.name}: {name}", None, one.host, By(who=person.name), kept)
    if not number:
        raise errors.PeopleError(KNOWN)
    return msgspec.structs.replace(one, number=number)


def take(newsroom: Newsroom, person: Person, number: int, by: By) -> None:
    """Take away a passkey of a person; an unknown number is ignored."""
    with newsroom.store.transaction(writes=True):
        for one in newsroom.store.passkeys_of(person.number):
            if one.number == number:
                newsroom.store.delete_passkeys(person.number, number)
                newsroom.log_change("passkey", f"{person.name}: {one.name}", one.host, None, by)


def to_sign_in(newsroom: Newsroom, place: Place) -> str:
    """Return WebAuthn's request options as JSON, for the browser."""
    options, _state = _server(newsroom, place).authenticate_begin(
        user_verification=_required("UserVerificationRequirement"), challenge=_challenge(newsroom, place)
    )
    return _json(options)


def check(newsroom: Newsroom, place: Place, answer: str) -> Person:
    """Return whose passkey has signed, and note that it was used; ``PeopleError`` if the answer does not hold."""
    from fido2.webauthn import AttestedCredentialData  # noqa: PLC0415 - cryptography

    try:
        given = msgspec.json.decode(answer)
        began, state = _state_of(newsroom, place, given)
        one = newsroom.store.find_passkey(given["rawId"])
        known = [AttestedCredentialData(one.key)] if one and one.host == place.host else []
        _server(newsroom, place).authenticate_complete(state, known, given)
    except Exception as why:  # whatever the library makes of an answer that anybody can write
        raise errors.PeopleError(REFUSED) from why
    with newsroom.store.transaction(writes=True):
        kept = newsroom.store.find_passkey(given["rawId"])
        person = newsroom.store.get_person(kept.person) if kept else None
        if kept is None or person is None or (kept.seen is not None and began <= values.stamp(kept.seen)):
            raise errors.PeopleError(REFUSED)
        newsroom.store.save_passkey(msgspec.structs.replace(kept, seen=newsroom.now()))
    return person


def _server(newsroom: Newsroom, place: Place) -> "Fido2Server":
    from fido2.server import Fido2Server  # noqa: PLC0415 - cryptography
    from fido2.webauthn import PublicKeyCredentialRpEntity  # noqa: PLC0415 - cryptography

    ours = PublicKeyCredentialRpEntity(name=newsroom.settings.site.title, id=place.host)
    return Fido2Server(ours, verify_origin=lambda origin: origin == place.origin)


def _required(kind: str) -> Any:
    import fido2.webauthn  # noqa: PLC0415 - cryptography

    return getattr(fido2.webauthn, kind).REQUIRED


def _challenge(newsroom: Newsroom, place: Place) -> bytes:
    begun = values.stamp(newsroom.now()).to_bytes(_TIME) + secrets.token_bytes(_CHANCE)
    return begun + _seal(place, begun)


def _seal(place: Place, begun: bytes) -> bytes:
    return hmac.new(place.secret.encode(), b"passkey" + begun, hashlib.sha256).digest()


def _state_of(newsroom: Newsroom, place: Place, given: Any) -> tuple[int, dict[str, str]]:
    """Return when an answer was begun (microseconds), and the state that the library asks for; an error if not here."""
    from fido2.utils import websafe_decode, websafe_encode  # noqa: PLC0415 - cryptography

    client = msgspec.json.decode(websafe_decode(given["response"]["clientDataJSON"]))
    challenge = websafe_decode(client["challenge"])
    begun, seal = challenge[: _TIME + _CHANCE], challenge[_TIME + _CHANCE :]
    at = int.from_bytes(begun[:_TIME])
    ours = bool(place.secret) and hmac.compare_digest(seal, _seal(place, begun))
    if not ours or not 0 <= values.stamp(newsroom.now()) - at < _HOLDS:
        raise ValueError
    return at, {"challenge": websafe_encode(challenge), "user_verification": "required"}


def _json(options: Any) -> str:
    return json.dumps(dict(options)["publicKey"])  # the library's texts are enumerations
