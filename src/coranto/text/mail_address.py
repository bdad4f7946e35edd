"""Addresses of mail as people write them: which can be written to, and when two are the same."""

import re
import unicodedata

import idna

LONGEST = 254  # letters of an address, as SMTP has it
_LOCAL = re.compile(r"[a-zA-Z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-zA-Z0-9!#$%&'*+/=?^_`{|}~-]+)*", re.ASCII)
_LONGEST_LOCAL = 64
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]", re.ASCII)


def clean(text: str) -> str:
    """Return an address as it is written to, its domain in ASCII; "" where it is not valid.

    Names beside the address (``Anna <anna@example.org>``), quoted local parts and addresses of numbers are none.
    """
    local, at, domain = unicodedata.normalize("NFC", text).strip().rpartition("@")
    if not at or not _LOCAL.fullmatch(local) or len(local) > _LONGEST_LOCAL:
        return ""
    try:
        host = domain if domain.isascii() else idna.encode(domain, uts46=True).decode("ascii")
    except (idna.IDNAError, UnicodeError):
        return ""
    address = f"{local}@{host.lower()}"
    return address if _HOST.fullmatch(host.lower()) and len(address) <= LONGEST else ""


def same(address: str) -> str:
    """Return what a clean address is compared by: mailboxes that differ in case only are one."""
    return address.lower()


def masked(address: str) -> str:
    """Return an address masked so that only its owner recognises it: ``a…@e….org``."""
    local, _, domain = address.rpartition("@")
    name, _, end = domain.rpartition(".")
    return f"{local[:1]}…@{name[:1]}….{end}"
