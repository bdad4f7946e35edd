"""Plain text from attributes, JSON and elements: decoded, on one line, repaired where that is certain."""

import html
import re

import ftfy.badness
import ftfy.fixes

from coranto.text import tags

_UNWANTED = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\u200b\u2060\ufeff\u00ad\ufffe\uffff]")
_TAG = re.compile(r"</?([a-zA-Z][\w:-]{0,40})(?:[\s/][^<>]{0,300})?>|<!--[^<>]{0,300}-->")
_SPACE = re.compile(r"\s+")
_DOUBLE_UTF8 = re.compile("[\u00c2-\u00f4][\u0080-\u00bf\u0152-\u0178\u0192\u02c6\u02dc\u2013-\u2122]")


def line(text: object, limit: int = 10_000) -> str | None:
    """Make one line of plain text of a value; None where nothing is left or the value is not text.

    Entities are decoded (twice where they are escaped twice), tags and control characters dropped, white space
    folded, mojibake repaired. At most ``limit`` characters are read.
    """
    if not isinstance(text, str) or not text:
        return None
    text = text[:limit]
    for _ in range(2):
        if "&" not in text:
            break
        text = html.unescape(text)
    if "<" in text:
        text = _TAG.sub(_tag, text)
    text = _SPACE.sub(" ", _UNWANTED.sub("", text)).strip()
    return repaired(text) or None


def _tag(match: re.Match[str]) -> str:
    """Replace a tag by white space; what only looks like a tag (``Vec<u8>``) is text."""
    return " " if match[1] is None or tags.is_tag(match[1]) else match[0]


def repaired(text: str) -> str:
    """Undo UTF-8 that was read as Latin-1 or Windows-1252, where ftfy's measure of badness detects that."""
    if _DOUBLE_UTF8.search(text) is None or not ftfy.badness.is_bad(text):
        return text
    for codec in ("sloppy-windows-1252", "latin-1"):
        try:
            better = text.encode(codec).decode("utf-8")
        except UnicodeError:
            continue
        return better if not ftfy.badness.is_bad(better) else text
    return text


def block(text: str) -> str:
    """Clean a text of several lines: control characters and lone surrogates dropped, lines kept."""
    return _UNWANTED.sub("", text)


def weight(text: str) -> int:
    """Count the letters of a text; in mostly Chinese, Japanese or Korean text each counts as three."""
    dense = sum("\u1100" <= char <= "\u11ff" or "\u2e80" <= char <= "\ud7af" for char in text)
    return len(text) + (2 * dense if 2 * dense > len(text) else 0)


def folded(text: str) -> str:
    """Return letters and digits only, case folded, for comparing names."""
    return "".join(char for char in text.casefold() if char.isalnum())
