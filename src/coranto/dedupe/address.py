"""Canonical addresses: one address for all links to the same article.

``canonical`` removes what does not change the page (tracking, fragments, letter case of the host, unnecessary escapes)
and what only wraps it (AMP caches, redirectors). What might change it stays: whether the trailing slash, ``www.``,
mobile hosts and ``/amp`` endings name the same page is for the publisher to say, by ``rel=canonical``.
"""

import hashlib
import ipaddress
import re
from urllib.parse import unquote, urljoin

import idna
from publicsuffixlist import PublicSuffixList

from coranto.dedupe import tracking
from coranto.text import address as addresses

_ROUTES = ("!", "/")  # a fragment that names a page (`#!id`, `#/route`) and not a position on a page
_ID = 32  # digits: 128 bits, so that nobody finds two addresses with one id
LONGEST = 2_000  # characters; longer addresses are traps and payloads

_PARTS = re.compile(r"(?s)([a-z][a-z0-9+.-]*)://([^/?#]*)([^?#]*)(?:\?([^#]*))?(?:#(.*))?\Z", re.IGNORECASE)
_BEFORE_QUERY = re.compile(r"\A[^?#]*")  # schemes in which browsers read a backslash as a slash
_AUTHORITY = re.compile(r"(\[[0-9a-f:.]*\]|[^:\[\]]*)(?::([0-9]{0,5}))?\Z", re.IGNORECASE)
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\Z")
_REFUSED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_ESCAPE = re.compile(r"(?s)%([0-9A-Fa-f]{2})|[^A-Za-z0-9\-._~!$&'()*+,;=:@/]")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_DIGITS = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}\Z", re.ASCII)  # of an IPv4 address
_PORTS = {"http": "80", "https": "443"}
_SESSION = re.compile(r";(?:jsessionid|phpsessid)=[^/;]*", re.IGNORECASE)
_AMP_CACHE = re.compile(r"(?:[a-z0-9-]+\.)?(?:cdn\.ampproject\.org|bing-amp\.com)\Z")
_AMP_PATH = re.compile(r"/(?:c|v)/(s/)?([^/]+\.[^/]+.*)\Z")
_GOOGLE = re.compile(r"(?:www\.)?google\.(?:com|[a-z]{2}|com?\.[a-z]{2})\Z")
_GOOGLE_AMP = re.compile(r"/amp/(s/)?([^/]+\.[^/]+.*)\Z")
# Host, start of the path, parameters that contain the address.
_REDIRECTORS = (
    ("l.facebook.com", "/l.php", "u"),
    ("lm.facebook.com", "/l.php", "u"),
    ("l.instagram.com", "/", "u"),
    ("bing.com", "/news/apiclick", "url"),
    ("out.reddit.com", "/", "url"),
    ("youtube.com", "/redirect", "q"),
    ("duckduckgo.com", "/l/", "uddg"),
    ("safelinks.protection.outlook.com", "/", "url"),
    ("vk.com", "/away.php", "to"),
    ("t.umblr.com", "/redirect", "z"),
    ("linkedin.com", "/redir/redirect", "url"),
    ("steamcommunity.com", "/linkfilter", "u url"),
    ("news.url.google.com", "/url", "url q"),
)
_suffixes = PublicSuffixList(accept_unknown=False)


def canonical(url: str, base: str | None = None) -> str | None:
    """Return the canonical form of an address.

    Parameters
    ----------
    url : str
        An address as found; a relative one needs ``base``.
    base : str, optional
        The address of the page or feed it was found in.

    Returns
    -------
    str or None
        An ASCII address of at most 2,000 characters; ``canonical`` leaves it unchanged. None for anything but the
        address of a web page: another scheme, a user or password, no host, control characters, lone surrogates, too
        long.

    """
    found = url.strip(" \t\r\n\f")
    if not found or len(found) > LONGEST or _REFUSED.search(found):
        return None
    found = addresses.tidy(found)
    if base is not None:
        try:
            found = urljoin(base, found)
        except ValueError:  # a broken IPv6 host in url or base
            return None
    match = _PARTS.match(_BEFORE_QUERY.sub(lambda start: start[0].replace("\\", "/"), found))
    if match is None:
        return None
    scheme, authority, path, query, fragment = match.groups(default="")
    scheme = scheme.lower()
    place = _host_and_port(authority, scheme)
    if scheme not in _PORTS or place is None:
        return None
    wrapped = _unwrapped(place, path, query)
    if wrapped is not None:
        return canonical(wrapped)
    clean = f"{scheme}://{place}{_path(path)}"
    if kept := tracking.without(_escaped(query, "?")):
        clean += "?" + kept
    if fragment.startswith(_ROUTES):
        clean += "#" + _escaped(fragment, "?")
    return clean if len(clean) <= LONGEST else None


def article_id(canonical: str) -> str:
    """Return the id of a new article at a canonical address: the first 32 hexadecimal digits of its SHA-256.

    Articles that were stored with an id of 12 digits keep it: two addresses with the same 12 are found in a minute.
    """
    return hashlib.sha256(canonical.encode()).hexdigest()[:_ID]


def outlet(url: str) -> str:
    """Return the domain an outlet is registered under (``bbc.co.uk``), or the bare host if there is no such domain.

    Blogs under a shared domain are separate outlets (``alice.github.io``). The list of public suffixes is that of
    publicsuffixlist; the network is not used.
    """
    match = _PARTS.match(url)
    place = (match[2].rpartition("@")[2] if match else url.partition("/")[0]).lower()
    host = place[: place.find("]") + 1] if place.startswith("[") else place.partition(":")[0]
    if host.startswith("[") or _DIGITS.match(host):
        return host
    if _suffixes.publicsuffix(host):
        return _suffixes.privatesuffix(host) or host
    return ".".join(host.split(".")[-2:])  # an unknown suffix counts as one label


def _host_and_port(authority: str, scheme: str) -> str | None:
    """Clean ``Host:80``; None where it is not a host, or contains a user."""
    match = _AUTHORITY.match(authority)
    if match is None:
        return None
    host, port = _host(match[1]), match[2]
    if host is None:
        return None
    number = (port or "").lstrip("0")
    if port and (not number or int(number) > 0xFFFF):
        return None
    return host if number in ("", _PORTS.get(scheme)) else f"{host}:{number}"


def _host(name: str) -> str | None:
    """Clean a host: lower-case ASCII, IP addresses in canonical form; None where it cannot be a host."""
    try:
        if name.startswith("["):
            return f"[{ipaddress.IPv6Address(name[1:-1]).compressed}]"
        host = name.lower() if name.isascii() else idna.encode(name, uts46=True).decode().lower()
        host = host.removesuffix(".")
        last = host.rpartition(".")[2]
        if last.isdigit() or last.startswith("0x"):  # every client reads a numeric host as an IP address
            return str(ipaddress.IPv4Address(host))
    except (ValueError, UnicodeError):
        return None
    labels_fit = len(host) <= 253 and all(_LABEL.match(label) for label in host.split("."))
    return host if labels_fit else None


def _escaped(text: str, also: str = "") -> str:
    """Escape characters that an address may not contain, in upper case; unescape those it may; leave the rest."""

    def one(match: re.Match[str]) -> str:
        if match[1]:
            plain = chr(int(match[1], 16))
            return plain if plain in _UNRESERVED else match[0].upper()
        char = match[0]
        return char if char in also else "".join(f"%{byte:02X}" for byte in char.encode())

    return _ESCAPE.sub(one, text)


def _path(path: str) -> str:
    """Clean a path: escapes, dot segments (RFC 3986, 5.2.4), session ids."""
    segments: list[str] = []
    parts = _SESSION.sub("", _escaped(path)).split("/")[1:]
    for part in parts:
        if part == "..":
            if segments:
                segments.pop()
        elif part != ".":
            segments.append(part)
    if parts and parts[-1] in (".", ".."):
        segments.append("")
    return "/" + "/".join(segments)


def _redirector(host: str, path: str) -> set[str]:
    """Return the parameters in which a redirector carries the address it leads to; empty for other hosts."""
    bare = host.removeprefix("www.")
    for name, start, parameters in _REDIRECTORS:
        if (bare == name or bare.endswith(f".{name}")) and path.startswith(start):
            return set(parameters.split())
    return set()


def _unwrapped(host: str, path: str, query: str) -> str | None:
    """Return the address inside the address of an AMP cache or a redirector, or None."""
    twin = _AMP_PATH.match(path) if _AMP_CACHE.match(host) else _GOOGLE_AMP.match(path) if _GOOGLE.match(host) else None
    if twin:
        return f"http{'s' if twin[1] else ''}://{twin[2]}{'?' + query if query else ''}"
    names = {"url", "q"} if _GOOGLE.match(host) and path == "/url" else _redirector(host, path)
    for pair in query.split("&"):
        name, _, value = pair.partition("=")
        if name in names and (target := unquote(value)).lower().startswith(("http://", "https://")):
            return target
    return None
