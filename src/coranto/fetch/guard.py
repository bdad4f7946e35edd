"""Which addresses may be reached: the public internet on ports 80 and 443, and what the settings allow explicitly."""

import ipaddress
import socket
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from typing import Any

from aiohttp.abc import AbstractResolver, ResolveResult

from coranto import errors
from coranto.fetch.dns import Resolver as Names
from coranto.model.reason import Reason

PORTS = (80, 443)
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
# Not for the public internet, whatever this version of Python knows of them.
_RESERVED = tuple(
    ipaddress.ip_network(network)
    for network in (
        "192.0.0.0/24",  # protocol assignments
        "192.88.99.0/24",  # the former relays of 6to4
        "::/96",  # IPv4-compatible, deprecated
        "::ffff:0:0:0/96",  # IPv4-translated
        "64:ff9b:1::/48",  # local translation
        "100::/64",
        "100:0:0:1::/64",
        "2001::/23",  # protocol assignments
        "2001:db8::/32",
        "3fff::/20",  # documentation
        "5f00::/16",  # segment identifiers
        "fec0::/10",  # site-local, deprecated
    )
)
_ISATAP, _ISATAP_MASK = 0x5EFE, 0xFDFFFFFF  # before the IPv4 address of an interface; one bit may differ
_LINK_LOCAL = (ipaddress.ip_network("169.254.0.0/16"), ipaddress.ip_network("fe80::/10"))


class Guard:
    """Decides whether a connection may be made.

    Parameters
    ----------
    allow : iterable of str
        ``host``, ``host:port``, ``10.0.0.7``, ``10.0.0.7:8080``, ``10.0.0.0/8`` or ``[::1]:8080``. A rule with a port
        opens that port; a rule without a port opens every port. A name opens itself: not its address for others, and
        not an address of the link (``169.254.0.0/16``) that it may come to point to.

    Raises
    ------
    ConfigError
        A rule has none of these forms.

    """

    def __init__(self, allow: Iterable[str] = ()) -> None:
        self._names: set[tuple[str, int | None]] = set()
        self._networks: list[tuple[IPv4Network | IPv6Network, int | None]] = []
        self._granted: set[tuple[str, int]] = set()
        for rule in allow:
            self._add(rule)

    def _add(self, rule: str) -> None:
        host, port = _split(rule)
        try:
            self._networks.append((ipaddress.ip_network(host, strict=False), port))
        except ValueError:
            if not host or "/" in host:
                raise errors.ConfigError(
                    f"`{rule}` is no host, address or network; write host, host:port, 10.0.0.7 or 10.0.0.0/8",
                    "fetch.allow",
                ) from None
            self._names.add((host.lower(), port))

    def allows_name(self, host: str, port: int) -> bool:
        """Whether the settings open this host by name."""
        host = host.lower().rstrip(".")
        return (host, port) in self._names or (host, None) in self._names

    def allows_address(self, address: str, port: int) -> bool:
        """Whether the settings open this numeric address."""
        number = plain(address)
        return any(number in network and only in (None, port) for network, only in self._networks)

    def opens(self, address: str) -> bool:
        """Whether the settings open this numeric address, on whichever port."""
        number = plain(address)
        return any(number in network for network, _ in self._networks)

    def private(self, host: str, port: int) -> bool:
        """Whether only a rule opens it: an allowed private host, which skips the delay between requests."""
        if self.allows_name(host, port):
            return True
        try:
            return self.allows_address(host, port)
        except ValueError:
            return False

    def refuse(self, address: str, port: int, host: str = "") -> Reason | None:
        """Return the reason why a numeric address may not be reached, or None where it may."""
        opened = bool(host) and self.allows_name(host, port)
        if self.allows_address(address, port) or (opened and not _link_local(address)):
            return None
        if not public(address):
            return Reason("fetch.private", {"host": host or address, "address": address})
        if port not in PORTS:
            named = f"{host or address}:{port}"
            return Reason("fetch.port", {"port": port, "place": named})
        return None

    def refuse_literal(self, host: str, port: int) -> Reason | None:
        """Return why a host that is a numeric address may not be reached; None for a name, which is resolved first.

        The addresses that an allowed name has are open to that name only.
        """
        try:
            return self.refuse(host, port)
        except ValueError:
            return None

    def grant(self, address: str, port: int) -> None:
        """Record that a name allowed by the settings resolves to this address."""
        self._granted.add((str(plain(address)), port))

    def socket(self, address: tuple[Any, ...]) -> socket.socket:
        """Create the socket of a connection after a last check of its address: aiohttp's ``socket_factory``."""
        family, kind, protocol, _, where = address
        if (str(plain(where[0])), where[1]) not in self._granted and (reason := self.refuse(where[0], where[1])):
            raise Refused(reason)
        return socket.socket(family, kind, protocol)


class Refused(OSError):
    """A connection that the guard refuses, with the reason."""

    def __init__(self, reason: Reason) -> None:
        self.reason = reason
        super().__init__(reason.code)


class Resolver(AbstractResolver):
    """A resolver that uses the system and refuses a name if any of its addresses is private."""

    def __init__(self, guard: Guard) -> None:
        self._guard = guard
        self._system = Names()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Return the addresses of a host, all of them allowed."""
        found = await self._system.resolve(host, port, family)
        for one in found:
            if reason := self._guard.refuse(one["host"], port, host):
                raise Refused(reason)
            if self._guard.allows_name(host, port):
                self._guard.grant(one["host"], port)
        return found

    async def close(self) -> None:
        """Close nothing: running lookups end by themselves."""


def plain(address: str) -> IPv4Address | IPv6Address:
    """Return the underlying address: without a zone, and the IPv4 address mapped into or tunnelled by IPv6."""
    number = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(number, IPv6Address):
        if number.ipv4_mapped:
            return number.ipv4_mapped
        if number.sixtofour:
            return number.sixtofour
        if number.teredo:
            return number.teredo[1]
        if number in _NAT64:
            return IPv4Address(int(number) & 0xFFFFFFFF)
    return number


def public(address: str) -> bool:
    """Whether an address belongs to the public internet."""
    number = plain(address)
    reserved = any(number in network for network in _RESERVED)
    if number.version == 6 and int(number) >> 32 & _ISATAP_MASK == _ISATAP:  # it leads to the IPv4 address at its end
        reserved = reserved or not public(str(IPv4Address(int(number) & 0xFFFFFFFF)))
    return number.is_global and not (number.is_multicast or number.is_reserved or reserved)


def _link_local(address: str) -> bool:
    """Whether an address is of this link, where machines of a cloud ask for their credentials."""
    number = plain(address)
    return any(number in network for network in _LINK_LOCAL)


def _split(rule: str) -> tuple[str, int | None]:
    """Split a rule into its host or network and its port."""
    rule = rule.strip()
    if rule.startswith("["):
        host, _, rest = rule[1:].partition("]")
        port = rest.removeprefix(":")
    elif rule.count(":") == 1:
        host, _, port = rule.partition(":")
    else:
        host, port = rule, ""
    if port and not (port.isascii() and port.isdigit()):
        raise errors.ConfigError(f"the port of `{rule}` is no number", "fetch.allow")
    return host, int(port) if port else None
