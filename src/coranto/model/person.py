"""The people of the desk: who may sign in, their sessions, and the access tokens of their programs."""

from datetime import datetime
from typing import Literal

import msgspec

Role = Literal["owner", "editor", "reader"]
Scope = Literal["read", "edit"]


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """A person who may sign in. The password's hash is kept in the store alone, so that nothing can show it.

    ``number`` is assigned by the store, 0 before; ``name`` is unique, without regard to case; ``at`` when the person
    was added; ``email`` is where alerts go, "" for nowhere.
    """

    number: int = 0
    name: str
    role: Role
    at: datetime
    email: str = ""


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """A person signed in with one browser. The store knows the secret only by its digest.

    ``number`` is assigned by the store, 0 before; ``person`` is the person's number; ``at`` when it began, ``seen``
    when it was last used (to some minutes), ``ends`` when it stops to hold; ``browser`` what the browser calls itself,
    ``network`` where it was opened. With ``by_proxy`` a proxy named the person, and must do so at each request.
    """

    number: int = 0
    person: int
    at: datetime
    seen: datetime
    ends: datetime
    browser: str = ""
    network: str = ""
    by_proxy: bool = False


class Passkey(msgspec.Struct, frozen=True, kw_only=True):
    """A public key whose private half is in a person's device, which signs in with it.

    ``number`` is assigned by the store, 0 before; ``host`` is the name in the address at which it was made, the only
    one where it holds; ``key`` what the device sent (credential id and COSE key, WebAuthn's attested credential data);
    ``seen`` is None until it is used to sign in.
    """

    number: int = 0
    person: int
    name: str
    host: str
    key: bytes
    at: datetime
    seen: datetime | None = None


class AccessToken(msgspec.Struct, frozen=True, kw_only=True):
    """A secret with which a person's program acts for the person, within its scopes.

    ``number`` is assigned by the store, 0 before; ``seen`` is None until it is used; ``ends`` is None for one that
    holds until it is taken away.
    """

    number: int = 0
    person: int
    name: str
    scopes: tuple[Scope, ...]
    at: datetime
    seen: datetime | None = None
    ends: datetime | None = None
