"""Bytes to characters: what the page is written in, by its own word and by its bytes."""

import codecs
import re

import cchardet
import webencodings

from coranto.errors import NoArticle

_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([a-zA-Z0-9_.:-]+)", re.IGNORECASE)
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
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_HEAD = 4_096  # bytes in which a page says its encoding
_SAMPLE = 65_536  # bytes from which an encoding is guessed


def decode(data: bytes, content_type: str | None = None) -> tuple[str, str]:
    """Decode a page.

    The order: a byte order mark; UTF-8, if the bytes are that; the header and the page's own ``meta``, if they can be
    believed; the guess of uchardet. Never fails on bytes that are text at all: what cannot be read becomes U+FFFD.

    Returns
    -------
    tuple of str
        The text, and which evidence gave its encoding (``"utf-8, by its bytes"``).

    Raises
    ------
    NoArticle
        The bytes are no text: a picture, an archive, a program.

    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(name, "replace"), f"{name}, by its mark"
    said = _said(content_type or "") or _said(data[:_HEAD].decode("latin-1"))
    _check(data, said)
    wrong = -1  # where the last decoding failed
    for codec, because in (("utf-8", "by its bytes"), (said, "by its word")):
        try:
            if codec is not None:
                return data.decode(codec), f"{codec}, {because}"
        except UnicodeDecodeError as error:
            wrong = error.start
    # A page of many foreign characters and a broken one is UTF-8 all the same; so is one cut off in its middle.
    if said in (None, "utf-8") and _mostly_utf8(data):
        return data.decode("utf-8", "replace"), "utf-8, by its bytes, with errors"
    if said and said != "utf-8" and wrong > len(data) // 2:
        return data.decode(said, "replace"), f"{said}, by its word, with errors"
    guess = _guess(data[:_SAMPLE])
    return data.decode(guess, "replace"), f"{guess}, guessed"


def _check(data: bytes, said: str | None) -> None:
    """Refuse what is no text."""
    for magic, what in _MAGIC.items():
        if data.startswith(magic):
            raise NoArticle(f"not a web page but {what}; nothing to read here")
    head = data[:_HEAD]
    if not (said or "").startswith("utf-16") and head.count(0) > len(head) // 50:
        raise NoArticle("not a web page but binary data; nothing to read here")


def _said(text: str) -> str | None:
    """Give the Python codec for a ``charset=`` in a text, as browsers read its name; None for unknown ones."""
    match = _CHARSET.search(text)
    named = webencodings.lookup(match[1]) if match else None
    return _known(named.codec_info.name) if named else None


def _guess(data: bytes) -> str:
    """Guess the codec of bytes that are not UTF-8, whatever uchardet says; western where it does not know."""
    guess = cchardet.detect(data)["encoding"] or ""
    named = webencodings.lookup(guess)
    codec = _known(named.codec_info.name if named else guess)
    return "windows-1252" if codec in (None, "utf-8", "ascii") else codec


def _known(name: str | None) -> str | None:
    """Give Python's own name for a text encoding; None where it has none."""
    try:
        info = codecs.lookup(name or "")
        "".encode(info.name)
    except LookupError:
        return None
    return info.name


def _mostly_utf8(data: bytes) -> bool:
    """Say whether bytes that are not UTF-8 are so by accident: few errors among many foreign characters."""
    text = data[:_SAMPLE].decode("utf-8", "replace")
    foreign = sum(1 for char in text if char > "\x7f")
    return text.count("\ufffd") * 20 < foreign
