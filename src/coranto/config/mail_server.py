"""The addresses of servers of mail, as the settings have them; what is wrong with one is said without its password."""

import ipaddress
import re
from typing import Literal
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

import msgspec

from coranto.text import mail_address

_PORTS = {"smtps": 465, "smtp": 587, "imaps": 993, "imap": 143}
_SENDER = re.compile(r"\s*([^<>]*?)\s*<([^<>\s]+)>\s*")
SMTP_SAMPLE = "smtps://user:password@mail.example:465?rate=5&hourly=500&connections=2"
IMAP_SAMPLE = "imaps://user:password@mail.example/INBOX"


class MailServer(msgspec.Struct, frozen=True, kw_only=True):
    """A server of mail.

    ``tls`` is ``implicit``, ``starttls`` (asked for, and needed but on this machine itself) or ``none``; ``rate`` are
    mails a second and ``hourly`` mails an hour at most, 0 for any number; ``folder`` is IMAP's.
    """

    host: str
    port: int
    user: str = ""
    password: str = ""
    tls: Literal["implicit", "starttls", "none"] = "starttls"
    rate: float = 10.0
    hourly: int = 0
    connections: int = 2
    folder: str = "INBOX"

    @property
    def name(self) -> str:
        """What it is called in messages and logs."""
        return f"{self.host}:{self.port}"

    @property
    def local(self) -> bool:
        """Whether it is on this machine, so that nothing goes over a network."""
        try:
            return self.host == "localhost" or ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False


def smtp(address: str) -> MailServer:
    """Read the address of a server that sends; ``ValueError`` says what is wrong with it."""
    parts = _parts(address, ("smtps", "smtp"), SMTP_SAMPLE)
    known = dict(parse_qsl(parts.query, keep_blank_values=True))
    if unknown := sorted(set(known) - {"rate", "hourly", "connections", "tls"}):
        raise ValueError(f"has `{unknown[0]}`; there are rate, hourly, connections and tls")
    try:
        server = _server(parts)
        server = msgspec.structs.replace(
            server,
            rate=float(known.get("rate", server.rate)),
            hourly=int(known.get("hourly", 0)),
            connections=int(known.get("connections", server.connections)),
            tls="none" if known.get("tls") == "none" else server.tls,
        )
    except ValueError:
        raise ValueError("has a number that is none: rate, hourly and connections are numbers") from None
    if known.get("tls", "none") != "none":
        raise ValueError("has `tls`; it may be none, for a server of your own network without certificates")
    if not (0 <= server.rate < 10_000 and server.hourly >= 0 and 1 <= server.connections <= 50):
        raise ValueError("has a number that cannot be: rate and hourly are 0 or more, connections 1 to 50")
    return server


def imap(address: str) -> MailServer:
    """Read the address of the folder with what came back; ``ValueError`` says what is wrong with it."""
    parts = _parts(address, ("imaps", "imap"), IMAP_SAMPLE)
    return msgspec.structs.replace(_server(parts), folder=unquote(parts.path.strip("/")) or "INBOX")


def sender(text: str) -> tuple[str, str]:
    """Read ``The Hive <letter@hive.example>``: name and address; ``ValueError`` if it is not valid."""
    found = _SENDER.fullmatch(text)
    name, address = (found[1].strip('"'), found[2]) if found else ("", text.strip())
    clean = mail_address.clean(address)
    if not clean or not name.isprintable():
        raise ValueError("is no sender; write a name and an address: The Hive <letter@hive.example>")
    return name, clean


def _parts(address: str, schemes: tuple[str, ...], sample: str) -> SplitResult:
    try:
        parts = urlsplit(address)
        fine = parts.scheme in schemes and bool(parts.hostname) and parts.port != 0
    except ValueError:
        fine = False
    if not fine or not address.isprintable() or " " in address:
        raise ValueError(f"is no address of a server; write one like {sample}")
    return parts


def _server(parts: SplitResult) -> MailServer:
    return MailServer(
        host=str(parts.hostname),
        port=parts.port or _PORTS[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        tls="implicit" if parts.scheme.endswith("s") else "starttls",
    )
