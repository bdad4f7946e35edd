"""Bytes to characters: the encoding of a page, as it declares it and as its bytes show it."""

import re

from coranto.errors import NoArticle
from coranto.text import charset

_HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([a-zA-Z0-9_.:-]+)", re.IGNORECASE)
_META = re.compile(
    r"<(?:meta|\?xml)\b[^<>]{0,300}?(?:charset|encoding)\s*=\s*[\"']?\s*([a-zA-Z0-9_.:-]+)", re.IGNORECASE
)
_MAGIC = {
    b"%PDF-": "a PDF",
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"RIFF": "a RIFF file",
    b"PK\x03\x04": "a ZIP archive or office document",
    b"\x1f\x8b": "compressed data",
    b"\x7fELF": "a program",
    b"OggS": "an audio or video file",
    b"\x00\x00\x00": "an audio or video file",
    b"{\\rtf": "an RTF document",
}
_HEAD = 4_096  # bytes in which a page declares its encoding


def decode(data: bytes, content_type: str | None = None) -> tuple[str, str]:
    """Decode a page.

    The order: a byte order mark; UTF-8, if the bytes are valid; the header and the page's own ``meta``, with labels as
    browsers read them; the guess of uchardet. Never fails on text: what cannot be decoded becomes U+FFFD.

    Returns
    -------
    tuple of str
        The text, and the evidence for its encoding (``"utf-8, by its bytes"``).

    Raises
    ------
    NoArticle
        The bytes are not text: a picture, an archive, a program.

    """
    if marked := charset.mark(data):
        name, length = marked
        return data[length:].decode(name, "replace"), f"{name}, by its mark"
    header = _HEADER.search(content_type or "")
    meta = _META.search(data[:_HEAD].decode("latin-1"))
    declared = [charset.codec(found[1]) if found else None for found in (header, meta)]
    _check(data, declared)
    if wide := next((name for name in declared if name and name.startswith("utf-16")), None):
        if data[:_HEAD].count(0) > len(data[:_HEAD]) // 4:
            return data.decode(wide, "replace"), f"{wide}, by its word"
        declared = [None if name == wide else name for name in declared]  # the label was readable
    if chosen := charset.choose(data, declared):
        text, name = chosen
        errors = ", with errors" if "\ufffd" in text else ""
        return text, f"{name}, by its {'bytes' if name == 'utf-8' else 'word'}{errors}"
    guess = charset.detect(data) or "cp1252"
    return charset.decode(data, guess), f"{guess}, guessed"


def _check(data: bytes, declared: list[str | None]) -> None:
    """Refuse bytes that are not text."""
    for magic, what in _MAGIC.items():
        if data.startswith(magic):
            raise NoArticle(f"not a web page but {what}; nothing to read here")
    head = data[:_HEAD]
    if not any((name or "").startswith("utf-16") for name in declared) and head.count(0) > len(head) // 50:
        raise NoArticle("not a web page but binary data; nothing to read here")
