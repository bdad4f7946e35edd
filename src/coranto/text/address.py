"""Read addresses in feeds and pages as browsers read them (https://url.spec.whatwg.org/)."""

import re
from urllib.parse import quote, urljoin, urlsplit

import idna

LONGEST = 4_000  # characters of an address
_ENDS = "".join(map(chr, range(0x21))) + "\xa0\u3000\u200b\ufeff"
_INSIDE = re.compile(f"[{re.escape(_ENDS)}]")
_BREAK = re.compile(r"[ \t]*[\r\n]+[ \t\r\n]*|\t+")
_SUBSCRIBE = re.compile(r"(?:feed|rss|pcast|itpc|podcast):(?://)?", re.IGNORECASE)
_FEW_SLASHES = re.compile(r"(https?):/?(?!/)", re.IGNORECASE)
_NO_HOST = re.compile(r"https?:(?:/{3,}|//[?#]|//\Z|/?\Z)", re.IGNORECASE)
_HOST = re.compile(r"(?:[a-z0-9-]{1,63}\.)+[a-z]{2,24}(?::\d{1,5})?\Z", re.IGNORECASE)


def tidy(text: str) -> str:
    """Return an address without surrounding white space, tabs and line breaks; spaces and controls in it as ``%20``.

    The indentation around a line break is removed too: it belongs to the markup, not to the address.
    """
    text = text.strip(_ENDS)
    if text.isprintable() and " " not in text:
        return text
    return _INSIDE.sub(lambda match: quote(match[0]), _BREAK.sub("", text))


def absolute(text: str, base: str) -> str | None:
    """Return the absolute web address for an address as written; None for anything else.

    A subscription scheme (``feed:``) is removed. A relative address that begins with the base's own host
    (``example.org/path`` in a page of example.org) is read as an address without its scheme.
    """
    text = tidy(text)
    if subscribed := _SUBSCRIBE.match(text):
        rest = text[subscribed.end() :]
        text = rest if rest.lower().startswith(("http://", "https://")) else f"http://{rest.lstrip('/')}"
    if not text or _NO_HOST.match(text):
        return None
    try:
        text = _with_scheme(text, base)
        whole = urljoin(base, text) if base else text
    except ValueError:
        return None
    return whole if whole.lower().startswith(("http://", "https://")) and len(whole) <= LONGEST else None


def in_ascii(url: str) -> str:
    """Return a web address in ASCII, as the heads of mails and feeds have it."""
    if url.isascii():
        return url
    try:
        parts = urlsplit(url)
    except ValueError:
        return quote(url, safe="/%:@!$&'()*+,;=~?#[]")
    try:
        host = idna.encode(parts.hostname or "", uts46=True).decode()
    except (idna.IDNAError, UnicodeError):
        host = quote(parts.hostname or "")
    port = f":{parts.port}" if parts.port else ""
    rest = [("?", parts.query), ("#", parts.fragment)]
    after = (mark + quote(part, safe="/%:@!$&'()*+,;=~?") for mark, part in rest if part)
    path = quote(parts.path, safe="/%:@!$&+,;=~")
    return f"{parts.scheme}://{host}{port}{path}{''.join(after)}"


def _with_scheme(text: str, base: str) -> str:
    """Return an address with the scheme that was left out, or with the slashes before its host."""
    if (short := _FEW_SLASHES.match(text)) and _HOST.match(re.split(r"[/?#]", text[short.end() :], maxsplit=1)[0]):
        return f"{short[1]}://{text[short.end() :]}"
    first = re.split(r"[/?#]", text, maxsplit=1)[0]
    if not _HOST.match(first):
        return text
    parts = urlsplit(base)
    here, there = (host.lower().removeprefix("www.") for host in (parts.netloc, first))
    related = here == there or here.endswith(f".{there}") or there.endswith(f".{here}")
    return f"{parts.scheme}://{text}" if here and related else text
