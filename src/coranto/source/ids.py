"""A source's id: derived from the address it was added with."""

import hashlib


def source_id(url: str) -> str:
    """Return twelve hex digits, always the same for the same address."""
    return hashlib.sha256(url.strip().encode("utf-8", "replace")).hexdigest()[:12]


def twin_key(url: str) -> str:
    """Return what spellings of an address have in common: no scheme, ``www.`` or trailing slash."""
    rest = url.partition("://")[2].partition("#")[0]
    host, slash, path = rest.partition("/")
    return f"{host.lower().removeprefix('www.')}{slash}{path}".rstrip("/")
