"""A source's id: derived from the address it was added with."""

import hashlib


def source_id(url: str) -> str:
    """Give twelve hex digits; the same address always the same ones."""
    return hashlib.sha256(url.strip().encode("utf-8", "replace")).hexdigest()[:12]
