"""Suggest the words of a subject from headlines: those that these sources use more than the language does. Pure."""

import functools
import math
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Literal

import msgspec
import wordfreq

from coranto.language import stem
from coranto.topic import query
from coranto.topic.matcher import Matcher

Doubt = Literal["", "common", "name", "one_source", "unused"]
MOST = 18  # suggestions
_LENGTH = 10  # words of a headline: a word's share of headlines is about its frequency times this
_RARE = 1e-6  # frequency of words that the language's list does not have
_COMMON = 3e-4  # from this frequency on a word is never a subject's
_DOUBTFUL = 4e-5  # from this frequency on a word is of many subjects
_LEAST = 3  # headlines that have a word
_RATIO = 6.0  # times as often as in the language
_OF_MANY = 0.05  # share of headlines with the subject's own name below which the sources write of many things
_BESIDE = 0.25  # share of a word's headlines that have that name, too, from which on it is of the subject then
_TOGETHER = 0.6  # share of a word's uses in a pair from which on the pair is suggested
_WORD = re.compile(r"[^\W\d_](?:[\w-]*\w)?")


class Headline(msgspec.Struct, frozen=True):
    """A headline: the source that has it, its text, and the primary subtag of its language."""

    source: str
    title: str
    language: str


class Suggestion(msgspec.Struct, frozen=True, kw_only=True):
    """A word or a pair of words, and what speaks against it.

    ``count`` headlines have it, ``alone`` of them none of the undoubted words; ``source`` is the only one that has it.
    """

    word: str
    count: int
    doubt: Doubt = ""
    alone: int = 0
    source: str = ""


def suggest(headlines: Sequence[Headline], own: Iterable[str] = (), known: Iterable[str] = ()) -> list[Suggestion]:
    """Return the likeliest words of a subject, the undoubted first, most frequent first.

    Parameters
    ----------
    headlines : sequence of Headline
        What the sources have written of late.
    own : iterable of str
        The name of the subject in the owner's words: they come first, and are doubted only where no headline has them.
    known : iterable of str
        Words that are chosen already and need not be suggested.

    """
    language = _main(headlines)
    skip = {_key(word, language) for word in known}
    first = [word for word in own_words(own, language) if _key(word, language) not in skip]
    skip |= {_key(word, language) for word in first}
    words = [*first, *(word for word in _frequent(headlines, language) if _key(word, language) not in skip)][:MOST]
    found = matches(headlines, words)
    names = _names(headlines, language)
    doubts: dict[str, Doubt] = {
        word: _doubt(found.get(word, []), headlines, word, language, names)
        if word not in first or word not in found
        else ""
        for word in words
    }
    ours = {number for word in first for number in found.get(word, [])}
    if len(ours) < _OF_MANY * len(headlines):  # papers of everything: what they write most is not the subject
        for word in found if ours else ():
            if not doubts[word] and word not in first and len(ours & {*found[word]}) < _BESIDE * len(found[word]):
                doubts[word] = "common"
    sure = {number for word in words if not doubts[word] for number in found.get(word, [])}
    suggestions = [
        Suggestion(
            word=word.title() if doubts[word] == "name" else word,
            count=len(found.get(word, [])),
            doubt=doubts[word],
            alone=sum(number not in sure for number in found.get(word, [])) if doubts[word] == "common" else 0,
            source=headlines[found[word][0]].source if doubts[word] == "one_source" else "",
        )
        for word in words
    ]
    return sorted(suggestions, key=lambda one: (one.doubt != "", one.word not in first, -one.count, one.word))


def matches(headlines: Sequence[Headline], words: Iterable[str]) -> dict[str, list[int]]:
    """Return for each word the numbers of the headlines in which a topic with it would find it.

    A word that cannot be parsed as a query counts as a plain phrase.
    """
    parsed = [(word, _query(word)) for word in words]
    pairs = [(word, one) for word, one in parsed if one is not None]
    matchers: dict[str, Matcher] = {}
    found: dict[str, list[int]] = defaultdict(list)
    for number, headline in enumerate(headlines):
        matcher = matchers.get(headline.language)
        if matcher is None:
            matcher = matchers[headline.language] = Matcher(pairs, headline.language)
        for word in dict.fromkeys(match.owner for match in matcher.find([headline.title])):
            found[word].append(number)
    return dict(found)


def _query(word: str) -> query.Query | None:
    try:
        return query.parse(word)
    except query.QueryError:
        return query.phrase(word)


def _frequent(headlines: Sequence[Headline], language: str) -> list[str]:
    """Return words and pairs that the headlines have far more often than the language, the most telling first."""
    having, forms, pairs = Counter[str](), defaultdict[str, Counter[str]](Counter), Counter[tuple[str, str]]()
    shown: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    seen: set[str] = set()
    total = 0
    for headline in headlines:
        if headline.language != language or headline.title in seen:
            continue
        seen.add(headline.title)
        total += 1
        words = [(word, _key(word, language)) for word in _WORD.findall(headline.title)]
        having.update({key for _, key in words})
        for word, key in words:
            forms[key][word if _is_acronym(word) else word.lower()] += 1
        for (left, left_key), (right, right_key) in pairwise(words):
            if f"{left} {right}" in headline.title:
                pairs.update({(left_key, right_key)})
                shown[left_key, right_key][f"{left} {right}".lower()] += 1
    least = _LEAST if total > 60 else 2
    rated = {
        key: count * math.log(count / _expected(total, forms[key], language))
        for key, count in having.items()
        if count >= least and _tells(forms[key], language) and count > _RATIO * _expected(total, forms[key], language)
    }
    names: dict[str, float] = {}
    for key, score in rated.items():
        pair = max(
            (one for one, count in pairs.items() if key in one and count >= max(least, _TOGETHER * having[key])),
            key=lambda one: pairs[one],
            default=None,
        )
        whole = pair is not None and all(_tells(forms[part], language) for part in pair)
        name = _usual(shown[pair]) if whole and pair is not None else _usual(forms[key])
        names[name] = max(score, names.get(name, 0.0))
    single = {name for name in names if " " not in name}
    chosen = [name for name in names if " " not in name or not single & set(name.split())]
    return sorted(chosen, key=lambda name: (-names[name], name))


def _names(headlines: Iterable[Headline], language: str) -> set[str]:
    """Return the words that are written with a capital letter where other words are not: persons, places, firms."""
    capital, small = Counter[str](), Counter[str]()
    for headline in headlines:
        inner = _WORD.findall(headline.title)[1:]
        if headline.language != language or sum(word[0].isupper() for word in inner) * 2 > len(inner):
            continue  # a headline that writes every word so
        for word in inner:
            (capital if word[0].isupper() and not word.isupper() else small)[_key(word, language)] += 1
    return {key for key, count in capital.items() if count > 9 * small[key]}


def _doubt(
    numbers: Sequence[int], headlines: Sequence[Headline], word: str, language: str, names: Collection[str]
) -> Doubt:
    if not numbers:
        return "unused"
    frequency = min(_frequency(part, language) for part in word.split())
    if frequency > _DOUBTFUL:
        return "common"
    if not _is_acronym(word) and any(_key(part, language) in names for part in word.split()):
        return "name"
    sources = {headlines[number].source for number in numbers}
    if len(numbers) >= _LEAST and len(sources) == 1 and len({one.source for one in headlines}) > 2:
        return "one_source"
    return ""


def own_words(texts: Iterable[str], language: str) -> list[str]:
    """Return the rarer words of texts in the owner's own words, each once."""
    found: dict[str, str] = {}
    for text in texts:
        for word in _WORD.findall(text):
            counts = Counter([word if _is_acronym(word) else word.lower()])
            if _tells(counts, language):
                found.setdefault(_key(word, language), next(iter(counts)))
    return list(found.values())


def _tells(forms: Mapping[str, int], language: str) -> bool:
    """Whether a word, given by its forms, can be a subject's: not a common one, and not too short."""
    word = max(forms, key=lambda form: forms[form])
    if len(word) < 3 and not _is_acronym(word):
        return False
    return max(_frequency(form, language) for form in forms) < _COMMON


def _expected(total: int, forms: Mapping[str, int], language: str) -> float:
    frequency = sum(_frequency(form, language) for form in forms)
    return total * (1.0 - (1.0 - min(max(frequency, _RARE), 0.9)) ** _LENGTH) or _RARE


def _usual(forms: Mapping[str, int]) -> str:
    """Return the shortest of the forms that are used about as often as the most frequent one."""
    most = max(forms.values())
    return min((form for form, count in forms.items() if count * 3 >= most), key=lambda form: (len(form), form))


def _main(headlines: Sequence[Headline]) -> str:
    counts = Counter(headline.language for headline in headlines)
    return counts.most_common(1)[0][0] if counts else "en"


def _key(word: str, language: str) -> str:
    return " ".join(stem.stems(word.lower().split(), language))


def _frequency(word: str, language: str) -> float:
    """Return how often a language uses a word; 0 for a word, or a language, that has no place in the lists."""
    return _lexicon(language).get(word.lower(), 0.0)


@functools.cache
def _lexicon(language: str) -> Mapping[str, float]:
    listed = language in wordfreq.available_languages("small")
    return wordfreq.get_frequency_dict(language, "small") if listed else {}


def _is_acronym(word: str) -> bool:
    return 2 <= len(word) <= 5 and word.isupper()
