"""Whether the sender's address proves itself: SPF, DKIM, DMARC, MX; and the servers: TLS, sign-in, name and address.

Needs the extra ``mail``.
"""

import asyncio
from collections.abc import Iterator

import aiosmtplib
import dns.exception
import dns.resolver
import dns.reversename
import msgspec

from coranto import errors
from coranto.config import mail_server
from coranto.config.mail_server import MailServer
from coranto.model.settings import Mail
from coranto.newsroom import Newsroom

SELECTORS = ("default", "mail", "dkim", "s1", "s2", "k1", "k2", "selector1", "selector2", "google", "smtp", "mta")
_TIMEOUT = 10.0
_NAMES_TIMEOUT = 5.0


class Finding(msgspec.Struct, frozen=True):
    """What was looked at, whether it is well, what there is, and what to do."""

    name: str
    well: bool
    says: str


def resolver(server: str = "") -> dns.resolver.Resolver:
    """Return what asks for names: the machine's own, or a server ``ADDRESS`` or ``ADDRESS:PORT``."""
    if not server:
        found = dns.resolver.Resolver()
    else:
        found = dns.resolver.Resolver(configure=False)
        address, _, port = server.partition(":")
        found.nameservers, found.port = [address], int(port or 53)
    found.lifetime = _NAMES_TIMEOUT
    return found


def look(newsroom: Newsroom, names: dns.resolver.Resolver, selector: str = "") -> Iterator[Finding]:
    """Yield what is found of the sender's domain and of every server."""
    mail = newsroom.settings.mail
    yield from of_domain(mail, names, selector)
    for address in mail.servers:
        server = mail_server.smtp(address)
        yield asyncio.run(_server(server))
        if not server.local:
            yield _pointer(server, names)


def of_domain(mail: Mail, names: dns.resolver.Resolver, selector: str = "") -> Iterator[Finding]:
    """Yield what the sender's domain says of itself."""
    domain = mail_server.sender(mail.sender)[1].rpartition("@")[2]
    hosts = sorted({mail_server.smtp(one).host for one in mail.servers})
    yield _spf(domain, hosts, names)
    yield _dkim(domain, names, selector)
    yield _dmarc(domain, names)
    mx = _ask(domain, "MX", names)
    yield Finding(
        "MX",
        bool(mx),
        mx[0] if mx else f"{domain} takes no mail, so nothing that comes back is heard: add an MX record",
    )


def _spf(domain: str, hosts: list[str], names: dns.resolver.Resolver) -> Finding:
    found = [one for one in _ask(domain, "TXT", names) if one.lower().split(" ")[0] == "v=spf1"]
    wanted = f'{domain}. TXT "v=spf1 {" ".join(f"a:{host}" for host in hosts)} ~all"'
    if not found:
        return Finding(
            "SPF", False, f"not set; add this, or what your mail service names instead of `a:…`:\n    {wanted}"
        )
    if len(found) > 1:
        return Finding("SPF", False, f"{domain} has {len(found)} records, which counts as none: make one of them")
    if found[0].lower().rstrip().endswith("+all"):
        return Finding("SPF", False, f"`{found[0]}` lets everybody send as {domain}: end it with ~all or -all")
    return Finding("SPF", True, found[0])


def _dkim(domain: str, names: dns.resolver.Resolver, selector: str) -> Finding:
    for one in [selector] if selector else SELECTORS:
        record = next(iter(_ask(f"{one}._domainkey.{domain}", "TXT", names)), "")
        fields = dict(part.strip().partition("=")[::2] for part in record.split(";"))
        if fields.get("p", "").strip():
            return Finding("DKIM", True, f"there is a key at {one}._domainkey.{domain}")
        if "p" in fields:
            return Finding("DKIM", False, f"the key at {one}._domainkey.{domain} is withdrawn (`p=` is empty)")
    looked = f"{selector}._domainkey.{domain}" if selector else f"the usual names below _domainkey.{domain}"
    return Finding(
        "DKIM",
        False,
        f"no key at {looked}; the server of mail signs and says which record to add, `--selector NAME` looks at "
        "another name",
    )


def _dmarc(domain: str, names: dns.resolver.Resolver) -> Finding:
    place = f"_dmarc.{domain}"
    found = [one for one in _ask(place, "TXT", names) if one.lower().replace(" ", "").startswith("v=dmarc1")]
    if not found:
        wanted = f'{place}. TXT "v=DMARC1; p=none; rua=mailto:postmaster@{domain}"'
        return Finding("DMARC", False, f"not set, and large mail services ask for it; add this:\n    {wanted}")
    return Finding(
        "DMARC", len(found) == 1, found[0] if len(found) == 1 else f"{place} has {len(found)} records: keep one"
    )


def _pointer(server: MailServer, names: dns.resolver.Resolver) -> Finding:
    addresses = [*_ask(server.host, "A", names), *_ask(server.host, "AAAA", names)]
    if not addresses:
        return Finding("PTR", False, f"{server.host} has no address")
    for address in addresses:
        pointed = [one.rstrip(".") for one in _ask(str(dns.reversename.from_address(address)), "PTR", names)]
        back = {address for name in pointed for kind in ("A", "AAAA") for address in _ask(name, kind, names)}
        if address not in back:
            return Finding(
                "PTR",
                False,
                f"{address} of {server.host} has no name that leads back to it; only a server of your own needs it: "
                "its provider sets it",
            )
    return Finding("PTR", True, f"{server.host} and its addresses lead to each other")


async def _server(server: MailServer) -> Finding:
    """Connect and sign in, as for sending; say how the line is encrypted."""
    client = aiosmtplib.SMTP(
        hostname=server.host,
        port=server.port,
        timeout=_TIMEOUT,
        use_tls=server.tls == "implicit",
        start_tls=False if server.tls == "none" else None if server.local else server.tls == "starttls",
    )
    try:
        await client.connect()
        tls = client.get_transport_info("cipher")
        if server.user:
            await client.login(server.user, server.password)
        await client.quit()
    except (aiosmtplib.SMTPException, OSError) as why:
        code = f" {why.code}" if isinstance(why, aiosmtplib.SMTPResponseException) else ""
        return Finding("server", False, f"{server.name} cannot be used: {type(why).__name__}{code}")
    finally:
        client.close()
    line = f"encrypted ({tls[1]})" if tls else "not encrypted, on this machine" if server.local else "NOT encrypted"
    signed = "signed in" if server.user else "without signing in"
    return Finding("server", bool(tls) or server.local, f"{server.name} answers, {line}, {signed}")


def _ask(name: str, kind: str, names: dns.resolver.Resolver) -> list[str]:
    """Return the records of a name; ``MailError`` without an answer, which is not the same as no records."""
    try:
        answer = names.resolve(name, kind)
    except (dns.resolver.LifetimeTimeout, dns.resolver.NoNameservers) as why:
        asked = ", ".join(map(str, names.nameservers)) or "none is set up"
        raise errors.MailError(
            f"no server of names answers for {name} ({asked}); `--dns ADDRESS` asks another"
        ) from why
    except (dns.exception.DNSException, UnicodeError):
        return []
    if kind == "TXT":
        return [b"".join(one.strings).decode("utf-8", "replace") for one in answer]
    return [one.exchange.to_text() if kind == "MX" else one.to_text() for one in answer]
