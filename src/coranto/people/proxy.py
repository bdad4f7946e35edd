"""Sign-in by a proxy: a header that names the person, believed from named networks alone.

A client that reaches the newsroom directly could write such a header, so one from elsewhere is refused, not ignored.
"""

import ipaddress
import unicodedata

import msgspec

from coranto.i18n.messages import N_
from coranto.model.person import Person, Role
from coranto.newsroom import Newsroom
from coranto.people import accounts

FOREIGN = N_(
    "The header {header} came from {peer}, which is none of the networks of sign_in.networks. Nobody is signed in by "
    "it."
)
STRANGER = N_(
    "The proxy names {name}, whom nobody knows here. An owner adds people on the desk, or says with sign_in.role as "
    "what newcomers come in."
)


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """What a proxy's header says: ``person`` is None for a newcomer, who may come in with ``role``.

    ``rule`` is the sentence that refuses it, with its values; "" where it is believed.
    """

    name: str
    person: Person | None = None
    role: Role | None = None
    rule: str = ""
    values: dict[str, str] = {}


def claim(newsroom: Newsroom, given: str | None, peer: str) -> Claim | None:
    """Return what a header says that came from an address; None where it is missing, or no header is believed.

    Parameters
    ----------
    newsroom : Newsroom
        ``[sign_in]`` of its settings names the header and the networks.
    given : str, optional
        The header's value: a person's name.
    peer : str
        The address of the connection: the proxy's, not the client's. A Unix socket has none.

    """
    ours = newsroom.settings.sign_in
    name = " ".join(unicodedata.normalize("NFC", given or "").split())
    if not ours.header or not name:
        return None
    if not _within(peer, ours.networks):
        return Claim(name=name, rule=FOREIGN, values={"header": ours.header, "peer": peer or "a Unix socket"})
    person = accounts.named(newsroom, name)
    role: Role | None = "editor" if ours.role == "editor" else "reader" if ours.role == "reader" else None
    if person is None and role is None:
        return Claim(name=name, rule=STRANGER, values={"name": name})
    return Claim(name=name, person=person, role=role)


def welcome(newsroom: Newsroom, believed: Claim) -> Person:
    """Return the person whom a believed claim names; a newcomer is added, without a password."""
    if believed.person is not None:
        return believed.person
    assert believed.role is not None
    return accounts.add(newsroom, believed.name, believed.role, None)


def _within(peer: str, networks: tuple[str, ...]) -> bool:
    try:
        address = ipaddress.ip_address(peer.partition("%")[0])
    except ValueError:
        return False
    address = getattr(address, "ipv4_mapped", None) or address
    return any(address in ipaddress.ip_network(one) for one in networks)
