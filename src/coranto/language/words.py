"""Split text into words: letters and digits without case, width and punctuation; a dotted acronym is one word."""

import re
import unicodedata

import msgspec

# Separate vowel signs and accents belong to the word; \w does not match them.
_MARKS = (
    r"\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc"
    r"\u0900-\u0963\u0981-\u0d63\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u200c\u200d"
)
_SIGNED = r"[A-Za-z](?:\+\+|#)(?![^\W_])"  # C++, C#
_WORD = re.compile(rf"{_SIGNED}|[^\W_](?:[^\W_]|[{_MARKS}])*")
_ASCII = re.compile(rf"{_SIGNED}|[A-Za-z0-9]+")
_ACRONYM = re.compile(r"(?<![^\W_])(?:[^\W\d_]\.){2,}(?:[^\W\d_](?![^\W_]))?")  # A.I., U.S.A

# Scripts without spaces between words: Thai, Lao, Burmese, Khmer, kana, Chinese characters.
UNSPACED = re.compile(r"[぀-ヿ㐀-鿿豈-﫿฀-๿຀-໿က-႟ក-៿\U00020000-\U0003ffff]+")


class Words(msgspec.Struct, frozen=True):
    """The words of a text, in order.

    Attributes
    ----------
    forms : list of str
        Each word without case.
    written : list of str
        Each word as written; as long as ``forms``.

    """

    forms: list[str]
    written: list[str]


def split(text: str) -> Words:
    """Split a text into words; ``A.I.`` is one word, ``AI``. A run of an unspaced script counts as a word."""
    if text.isascii():
        if "." in text:
            text = _ACRONYM.sub(_undotted, text)
        written = _ASCII.findall(text)
        return Words([word.lower() for word in written], written)
    text = unicodedata.normalize("NFKC", text)
    if "." in text:
        text = _ACRONYM.sub(_undotted, text)
    text = UNSPACED.sub(r" \g<0> ", text)
    written = _WORD.findall(text)
    return Words([word.casefold() for word in written], written)


def pieces(text: str) -> list[str]:
    """Return the terms of a text for counting: words, and pairs of neighbouring characters of unspaced scripts."""
    if text.isascii() or not UNSPACED.search(text):
        return split(text).forms
    forms = split(UNSPACED.sub(" ", text)).forms
    for run in UNSPACED.findall(text):
        forms += [run[i : i + 2] for i in range(len(run) - 1)] or [run]
    return forms


def _undotted(match: re.Match[str]) -> str:
    return match[0].replace(".", "") + (" " if match[0].endswith(".") else "")
