"""A story as it is compared with stories of other languages: runs of letters as they sound, numbers, paired words."""

import functools
import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from sys import intern

import msgspec

from coranto.model.also_told import WordPairs
from coranto.story import letters, words

PRIOR = 3_000.0  # stories that the language's word list is weighted as
RUN = 4  # letters
_LONGEST = 300  # characters of an excerpt that are read
_COMMON, _SCALE = 3.0, 3.0  # a word of one in a thousand counts nothing, of one in a million in full
_MOST = 400  # articles of a story that are read
_STORY = 30.0  # words of a story, to make a word's share of stories of its share of words
_PAIRS = 8  # pairs of a word that are read
_WORD = re.compile(r"[^\W\d_]+|\d+(?:[.,]\d+)*")
_MARKS = re.compile(r"[.,]")


class Telling(msgspec.Struct, frozen=True, kw_only=True):
    """A story as it is compared: its language (primary subtag), and title and excerpt of each of its articles."""

    story: str
    language: str
    newest: datetime
    articles: tuple[tuple[str, str], ...]


class Features(msgspec.Struct, frozen=True):
    """The weights of the runs of a story, their sum, articles and date."""

    weights: dict[str, float]
    length: float
    articles: int
    newest: datetime


def features(telling: Telling, pairs: WordPairs) -> Features:
    """Return the runs of a story; each counts by the share of its articles that have it."""
    articles = telling.articles[:_MOST]
    weights: dict[str, float] = defaultdict(float)
    paired = pairs.get(telling.language, {})
    for title, excerpt in articles:
        for run, (weight, _) in _runs(title, excerpt, telling.language, paired).items():
            weights[intern(run)] += weight / len(articles)
    return Features(dict(weights), sum(weights.values()), len(telling.articles), telling.newest)


def words_of(telling: Telling, pairs: WordPairs) -> dict[str, str]:
    """Return for each run of a story the word it is from, where it weighs most: read again when it is asked for."""
    named: dict[str, tuple[float, str]] = {}
    paired = pairs.get(telling.language, {})
    for title, excerpt in telling.articles[:_MOST]:
        for run, (weight, word) in _runs(title, excerpt, telling.language, paired).items():
            if weight > named.get(run, (0.0, ""))[0]:
                named[run] = (weight, word)
    return {run: word for run, (_, word) in named.items()}


def _runs(title: str, excerpt: str, language: str, paired: Mapping[str, Sequence[str]]) -> dict[str, tuple[float, str]]:
    found: dict[str, tuple[float, str]] = {}
    for written in _WORD.findall(f"{title} . {excerpt[:_LONGEST]}"):
        word = letters.latin(written)
        rarity = _rarity(word, language)
        if rarity <= 0:
            continue
        if word[0].isdigit():
            found.setdefault(f"#{_MARKS.sub('', word)}", (rarity, written))
            continue
        pieces = _pieces(word)
        weight = rarity / math.sqrt(len(pieces))
        named = paired.get(plain(written), ())[:_PAIRS] if paired else ()
        for piece in (*pieces, *(f"={name}" for name in named)):
            worth = rarity / math.sqrt(len(named)) if piece[0] == "=" else weight
            if worth > found.get(piece, (0.0, ""))[0]:
                found[piece] = (worth, written.lower())
    return found


def plain(word: str) -> str:
    """Return a word as it is looked up among pairs."""
    return unicodedata.normalize("NFC", word).casefold()


def _pieces(word: str) -> list[str]:
    """Return the runs of a word in Latin letters, as it sounds."""
    heard = f"^{letters.sound(word)}$"
    return [heard[at : at + RUN] for at in range(max(1, len(heard) - RUN + 1))]


def _rarity(word: str, language: str) -> float:
    """Return how much a word tells, 0 to 1.6: a number by its digits, a word by how rare it is in its language."""
    if not word:
        return 0.0
    if word[0].isdigit():
        digits = len(_MARKS.sub("", word))
        return 0.0 if digits < 2 else 1.0 if digits == 2 else 1.6
    if not word.isascii() or len(word) < 3:
        return 0.0
    frequency = _frequencies(language).get(word)
    if frequency is None:
        return 1.0 if len(word) >= RUN else 0.3
    return max(0.0, min(1.0, (-math.log10(frequency) - _COMMON) / _SCALE))


@functools.cache
def _frequencies(language: str) -> Mapping[str, float]:
    """Return the frequencies of a language's common words, in Latin letters."""
    found: dict[str, float] = defaultdict(float)
    for word, frequency in words.lexicon(language).items():
        found[letters.latin(word)] += frequency
    return dict(found)


@functools.lru_cache(64)
def usual(language: str) -> Mapping[str, float]:
    """Return for the runs of a language's common words the share of stories that have them."""
    found: dict[str, float] = defaultdict(float)
    for word, frequency in _frequencies(language).items():
        if _rarity(word, language) > 0 and not word[0].isdigit():
            for run in set(_pieces(word)):
                found[run] += frequency
    return {run: -math.expm1(-_STORY * frequency) for run, frequency in found.items()}


def rarity(share: float) -> float:
    """Return how much a run tells that this share of stories have; below one in ``PRIOR`` nothing is rarer."""
    least = 0.5 / PRIOR
    return math.log(1 + (1 - share + least) / (share + least))


def language_of(languages: Sequence[str]) -> str:
    """Return the language of most articles of a story; of as many, the first by name."""
    return max(sorted(set(languages)), key=languages.count) if languages else ""
