"""A source's id: derived from the address it was added with."""

import hashlib


def source_id(url: str) -> str:
    """Return twelve hex digits; the same address always the same ones."""
    return hashlib.sha256(url.strip().encode("utf-8", "replace")).hexdigest()[:12]


def twin_key(url: str) -> str:
    """Return what ways of writing one address have in common: no scheme, ``www.`` or slash at the end."""
    rest = url.partition("://")[2].partition("#")[0]
    host, slash, path = rest.partition("/")
    return f"{host.lower().removeprefix('www.')}{slash}{path}".rstrip("/")
