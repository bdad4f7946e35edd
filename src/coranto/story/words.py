"""Texts to terms: the words of an article that are compared with stories."""

import functools
import re
import unicodedata
from collections.abc import Iterator, Mapping

import wordfreq

from coranto.story import segment

TITLE, EXCERPT = 1.0, 0.5  # weight of a word in the title, and in the excerpt only
_LONGEST = 2_000  # characters of a text that are read: excerpts are shorter, longer texts are cut
_STEM = 6  # letters of a word that are compared, in inflected languages
_UNBENT = {"en", "vi", "id", "ms"}  # languages with little inflection: the whole word is compared

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


def terms(title: str, excerpt: str, language: str = "en") -> dict[str, float]:
    """Return the terms of an article and their weights, those of the title first.

    Terms are words without case, two letters or longer; their first six letters in inflected languages.
    Scripts without spaces are cut into the words of the language's list, the rest into pairs of characters.
    """
    cut = _cuts(language)
    found = dict.fromkeys([word[:cut] for word in split(title, language)], TITLE)
    for word in split(excerpt, language):
        found.setdefault(word[:cut], EXCERPT)
    return found


def forms(title: str, excerpt: str, language: str) -> dict[str, str]:
    """Return for each term its first word in the article, as a reader knows it."""
    cut, found = _cuts(language), dict[str, str]()
    for text in (title, excerpt):
        for word in split(text, language):
            found.setdefault(word[:cut], word)
    return found


def split(text: str, language: str) -> list[str]:
    """Split a text into words, in lower case."""
    text = text[:_LONGEST]
    if text.isascii():
        return [word for word in _ASCII_WORD.findall(text.lower()) if len(word) > 1]
    text = unicodedata.normalize("NFKC", text).casefold()
    if not segment.UNSPACED.search(text):
        return [word for word in _WORD.findall(text) if len(word) > 1]
    pieces: list[str] = []
    for run in segment.UNSPACED.findall(text):
        pieces += segment.cut(run, _costs(language))
    pieces += (word for word in _WORD.findall(segment.UNSPACED.sub(" ", text)) if len(word) > 1)
    return pieces


def is_unspaced(language: str) -> bool:
    """Return whether the language writes no space between words: words are shorter, and an article has more."""
    return language in {"zh", "ja", "th", "lo", "my", "km", "yue", "wuu"}


def is_cut(language: str) -> bool:
    """Return whether terms are prefixes of words."""
    return _cuts(language) is not None


def is_listed(language: str) -> bool:
    """Return whether wordfreq has a list of a language. Only those are kept: a feed may invent any number of others."""
    return language in _listed()


def lexicon(language: str) -> Mapping[str, float]:
    """Return the frequencies of a language's most common words; empty where wordfreq has no list."""
    return _lexicon(language) if is_listed(language) else {}


def listed_terms(language: str) -> Iterator[tuple[str, float]]:
    """Yield the terms of a language's list, each with the frequency of a word that has it."""
    cut = _cuts(language)
    for word, frequency in lexicon(language).items():
        if word.isascii() and word.isalnum():  # most of them: as ``terms`` finds them, at a tenth of the time
            if len(word) > 1:
                yield word[:cut], frequency
        else:
            for term in terms(word, "", language):
                yield term, frequency


@functools.cache
def _listed() -> frozenset[str]:
    return frozenset(wordfreq.available_languages("small"))


@functools.cache
def _lexicon(language: str) -> Mapping[str, float]:
    return wordfreq.get_frequency_dict(language, "small")


@functools.lru_cache(16)
def _costs(language: str) -> Mapping[str, float]:
    return segment.costs(lexicon(language))


def _cuts(language: str) -> int | None:
    return None if language in _UNBENT or is_unspaced(language) else _STEM
