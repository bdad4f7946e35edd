"""Addresses that are secrets: of private feeds, with a password or a token in them. They are never shown. Pure."""

import itertools
import re
from urllib.parse import parse_qsl, urlsplit

_NAMES = re.compile(
    r"(?:\A|[_-])(?:token|key|apikey|auth|authorization|secret|password|passwd|pass|pwd|sig|signature|session|sid|"
    r"jwt|code|hash|credential|access|private)(?:\Z|[_-])",
    re.IGNORECASE,
)
_LONG = 16  # characters from which a mixture of letters and digits is a token
_TOKEN = re.compile(r"[A-Za-z0-9_~+=-]{16,}\Z")


def is_secret(url: str) -> bool:
    """Whether an address has a user, a password, or something that looks like a token."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return True
    if "@" in parts.netloc:
        return True
    for name, value in parse_qsl(parts.query, keep_blank_values=False):
        if _NAMES.search(re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name)) or _is_token(value):
            return True
    return any(_is_token(segment.rpartition(".")[0] or segment) for segment in parts.path.split("/"))


def public_form(url: str) -> str:
    """Return an address as anybody may see it: a secret one as its host only (``https://feeds.example/…``)."""
    if not is_secret(url):
        return url
    try:
        parts = urlsplit(url)
        host = parts.netloc.rpartition("@")[2]
    except ValueError:
        return "…"
    return f"{parts.scheme}://{host}/…"


def _is_token(text: str) -> bool:
    """Whether a text is random: long, of letters and digits mixed, and not a slug of words and numbers."""
    if len(text) < _LONG or not _TOKEN.match(text):
        return False
    letters, digits = sum(char.isalpha() for char in text), sum(char.isdigit() for char in text)
    if not letters or not digits:
        return False
    pieces = re.split(r"[-_+=~]", text)
    return any(len(piece) >= _LONG and _changes(piece) >= 4 for piece in pieces) or _is_uuid(text)


def _changes(text: str) -> int:
    """How often letters and digits take turns."""
    return sum(one.isdigit() != other.isdigit() for one, other in itertools.pairwise(text))


def _is_uuid(text: str) -> bool:
    return re.fullmatch(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", text) is not None
