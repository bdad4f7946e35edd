"""Texts to terms: what of an article is compared with stories."""

import re
import unicodedata

TITLE, EXCERPT = 1.0, 0.5  # what a word counts in the title, and where it is in the excerpt only
_LONGEST = 2_000  # characters of a text that are read: an excerpt is shorter, a flood is cut

# A word is a run without spaces, punctuation and symbols. Marks belong to it: half of a word in Hindi or Thai is marks.
_SEPARATORS = (
    r"\x00-/:-@\[-`{-\xa9\xab-\xb4\xb6-\xb9\xbb-\xbf\xd7\xf7"  # ASCII and Latin-1
    r"\u02c2-\u02df\u055a-\u058a\u05be\u05c0\u05c3\u05f3\u05f4\u0600-\u060f\u061b-\u061f\u066a-\u066d\u06d4"
    r"\u0964\u0965\u0e4f\u0e5a\u0e5b\u104a-\u104f\u1680\u17d4-\u17da\u2000-\u206f\u20a0-\u20cf\u2190-\u2bff"
    r"\u2e00-\u2e7f\u3000-\u3004\u3008-\u3020\u3030\u303d\u30fb\ufe10-\ufe6f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40"
    r"\uff5b-\uff65\ufff0-\uffff\U0001f000-\U0001faff"
)
_ASCII_WORD = re.compile(r"[a-z0-9]+")
_WORD = re.compile(f"[^{_SEPARATORS}]+")
# Scripts that put no space between words: Thai, Lao, Burmese, Khmer, kana, Chinese characters.
_UNSPACED = re.compile(r"[฀-๿຀-໿က-႟ក-៿぀-ヿ㐀-鿿豈-﫿\U00020000-\U0003ffff]+")


def terms(title: str, excerpt: str) -> dict[str, float]:
    """Give the terms of an article and what each counts, those of the title first.

    Terms are words without case, two letters or longer; of scripts that put no space between words, pairs of
    neighbouring characters.
    """
    found = dict.fromkeys(_split(title), TITLE)
    for term in _split(excerpt):
        found.setdefault(term, EXCERPT)
    return found


def _split(text: str) -> list[str]:
    text = text[:_LONGEST]
    if text.isascii():
        return [word for word in _ASCII_WORD.findall(text.lower()) if len(word) > 1]
    text = unicodedata.normalize("NFKC", text).casefold()
    if not _UNSPACED.search(text):
        return [word for word in _WORD.findall(text) if len(word) > 1]
    pieces: list[str] = []
    for run in _UNSPACED.findall(text):
        pieces += pairs(run)
    pieces += (word for word in _WORD.findall(_UNSPACED.sub(" ", text)) if len(word) > 1)
    return pieces


def pairs(run: str) -> list[str]:
    """Give the pairs of neighbouring characters of a run; one that stands alone is given as it is."""
    return [run[i : i + 2] for i in range(len(run) - 1)] or [run]
