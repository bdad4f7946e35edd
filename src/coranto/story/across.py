"""The same story in other languages: a link between stories, by the names, numbers and places that they share.

Stories are compared whole. Their words are written in Latin letters as they sound and cut into runs of four letters, so
that *Kanada* and *Canada* meet, and so do inflected names. A run counts as much as its word is rare in its own
language, and as much as it is rare among the stories of the other language (BM25 over stories, where a story of many
articles counts each run by the share of its articles that have it). How rare a run is comes from the language's word
list, as much as from ``telling.PRIOR`` stories, and from the stories at hand: so a score means the same among a dozen
stories and among fifty thousand. No dictionary is needed, and no model; pairs of words are used where there are any.
"""

import heapq
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta

from coranto.model.also_told import AlsoTold, WordPairs
from coranto.model.story import REST, EvidenceTerm
from coranto.story import telling as tellings
from coranto.story.telling import Features, Telling

BAR = 2.2  # score from which two stories are one, see benchmarks/stories_across.md
WINDOW = timedelta(days=5)  # between the latest articles of two stories
_SATURATION = 0.05  # k1 of BM25: a run that few articles of a story have counts nearly in full
_LENGTH = 0.5  # b of BM25
_SIZE = 0.1  # what a story gains for each e-fold of articles: a big event is told in more languages
_TERMS = 6  # of the evidence
_LEAST = 2  # words that two stories must share, so that one rare name is not enough
_CANDIDATES = 40  # stories that are compared in full
_FREQUENT, _FEW = 0.02, 50  # a run of more stories than this share, and than so many, finds no candidates


class _Index:
    """The stories of one language by their runs."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.features: dict[str, Features] = {}
        self._having: dict[str, set[str]] = defaultdict(set)
        self._length = 0.0
        self._rarities: dict[str, float] = {}  # of runs that were asked for, until a story changes

    def put(self, story: str, one: Features) -> None:
        """Add a story, or replace it."""
        self.remove(story)
        self._rarities.clear()
        self.features[story] = one
        self._length += one.length
        for run in one.weights:
            self._having[run].add(story)

    def remove(self, story: str) -> None:
        """Remove a story if it is here."""
        if (one := self.features.pop(story, None)) is None:
            return
        self._rarities.clear()
        self._length -= one.length
        for run in one.weights:
            self._having[run].discard(story)
            if not self._having[run]:
                del self._having[run]

    def rarity(self, run: str) -> float:
        """Return how much a run tells among the stories of this language."""
        if (known := self._rarities.get(run)) is not None:
            return known
        usual = tellings.usual(self.language).get(run, 0.0)
        having = len(self._having.get(run, ()))
        share = (having + tellings.PRIOR * usual) / (len(self.features) + tellings.PRIOR)
        return self._rarities.setdefault(run, tellings.rarity(share))

    def candidates(self, own: Features) -> list[str]:
        """Return the stories that share most of the rarer runs, best first, and of as many the first by id."""
        most = max(_FEW, _FREQUENT * len(self.features))
        found: dict[str, float] = defaultdict(float)
        for run, weight in own.weights.items():
            having = self._having.get(run, ())
            if having and len(having) <= most:
                worth = weight * self.rarity(run)
                for story in having:
                    found[story] += worth
        return heapq.nsmallest(_CANDIDATES, found, key=lambda story: (-found[story], story))

    def points(self, own: Features, story: str, whole: float) -> dict[str, float]:
        """Return for each shared run what it adds to the score of a story; ``whole`` is that of ``own``."""
        theirs = self.features[story]
        mean = self._length / len(self.features)
        spread = _SATURATION * (1 - _LENGTH + _LENGTH * theirs.length / mean)
        scale = (1 + _SIZE * math.log(theirs.articles)) / math.sqrt(whole)
        shared = own.weights.keys() & theirs.weights.keys()
        return {
            run: weight * self.rarity(run) * theirs.weights[run] / (theirs.weights[run] + spread) * scale
            for run, weight in own.weights.items()
            if run in shared
        }

    def whole(self, own: Features) -> float:
        """Return what all runs of a story with any are worth among the stories of this language."""
        return sum(weight * self.rarity(run) for run, weight in own.weights.items()) / (1 + _SATURATION)


class Across:
    """The stories of the last days, by language.

    Parameters
    ----------
    pairs : WordPairs, optional
        A newsroom's own dictionary.
    bar : float
        The score from which two stories are linked.

    """

    def __init__(self, pairs: WordPairs | None = None, bar: float = BAR) -> None:
        self._pairs: WordPairs = pairs or {}
        self._bar = bar
        self._indexes: dict[str, _Index] = {}
        self._told: dict[str, Telling] = {}

    def put(self, telling: Telling) -> None:
        """Add a story, or replace it by its present state."""
        if self._language(telling.story) != telling.language:
            self.remove(telling.story)
        first = next(iter(self._told.values()), telling)
        alone = not self._indexes and first.language == telling.language
        self._told[telling.story] = telling
        if alone:  # as long as all are of one language, nothing is compared, and their runs take no memory
            return
        for one in (telling,) if self._indexes else self._told.values():
            index = self._indexes.setdefault(one.language, _Index(one.language))
            index.put(one.story, tellings.features(one, self._pairs))

    def remove(self, story: str) -> None:
        """Remove a story if it is here."""
        if (telling := self._told.pop(story, None)) is not None and (index := self._indexes.get(telling.language)):
            index.remove(story)
            if not index.features:
                del self._indexes[telling.language]

    def stories(self) -> set[str]:
        """Return the ids of the stories that are here."""
        return set(self._told)

    def _language(self, story: str) -> str:
        return self._told[story].language if story in self._told else ""

    def find(self, story: str) -> list[AlsoTold]:
        """Return the links of a story to stories of other languages with at least as many articles.

        There is one for each language at most: to the story with the best score within ``WINDOW``, if it reaches the
        bar.
        """
        return [link for _, index in self._others(story) if (link := self._best(story, index)) is not None]

    def finding(self, story: str) -> set[str]:
        """Return the stories of other languages, with at most as many articles, that may be linked to a story."""
        language = self._language(story)
        found: set[str] = set()
        for own, index in self._others(story):
            here = self._indexes[language]
            for other in index.candidates(own):
                theirs = index.features[other]
                if theirs.articles <= own.articles and abs(theirs.newest - own.newest) <= WINDOW:
                    whole = here.whole(theirs)
                    if sum(here.points(theirs, story, whole).values()) >= self._bar:
                        found.add(other)
        return found

    def _others(self, story: str) -> Iterator[tuple[Features, _Index]]:
        """Yield the indexes of the languages that a story is not in, with its features."""
        if story not in self._told or not self._indexes:
            return
        language = self._language(story)
        own = self._indexes[language].features[story]
        for other in sorted(self._indexes):
            if other != language:
                yield own, self._indexes[other]

    def _best(self, story: str, index: _Index) -> AlsoTold | None:
        language = self._language(story)
        own = self._indexes[language].features[story]
        near = [
            other
            for other in index.candidates(own)
            if (theirs := index.features[other]).articles >= own.articles and abs(theirs.newest - own.newest) <= WINDOW
        ]
        if not near:
            return None
        whole = index.whole(own)
        points = {other: index.points(own, other, whole) for other in near}
        score, other = max((sum(parts.values()), other) for other, parts in points.items())
        if score < self._bar:
            return None
        words = [tellings.words_of(self._told[one], self._pairs) for one in (story, other)]
        evidence, count = _evidence(words[0], words[1], points[other])
        if count < _LEAST:
            return None
        languages = (language, index.language)
        return AlsoTold(story=story, other=other, languages=languages, score=round(score, 4), evidence=evidence)


def links(stories: Iterable[Telling], pairs: WordPairs | None = None) -> list[AlsoTold]:
    """Return the links between stories of different languages.

    Parameters
    ----------
    stories : iterable of Telling
        The stories of the last days.
    pairs : WordPairs, optional
        A newsroom's own dictionary.

    Returns
    -------
    list of AlsoTold
        Each pair once, in order of ``story`` and ``other``; ``story`` is the one with fewer articles.

    """
    across = Across(pairs)
    for telling in stories:
        across.put(telling)
    found: dict[frozenset[str], AlsoTold] = {}
    for story in sorted(across.stories()):
        for link in across.find(story):
            pair = frozenset((link.story, link.other))
            if pair not in found or found[pair].score < link.score:
                found[pair] = link
    return sorted(found.values(), key=lambda link: (link.story, link.other))


def _evidence(
    own: Mapping[str, str], theirs: Mapping[str, str], points: Mapping[str, float]
) -> tuple[tuple[EvidenceTerm, ...], int]:
    """Return the words whose runs two stories share, strongest first, and how many there are."""
    weights: dict[str, float] = defaultdict(float)
    for run, worth in points.items():
        one, two = own[run], theirs[run]
        weights[one if one == two else f"{one} / {two}"] += worth
    by_word: dict[str, float] = defaultdict(float)
    shown: dict[str, str] = {}
    for term, weight in sorted(weights.items(), key=lambda pair: (-pair[1], pair[0])):
        word = term.partition(" / ")[0]
        shown.setdefault(word, term)
        by_word[word] += weight
    ordered = sorted(by_word.items(), key=lambda pair: (-pair[1], pair[0]))
    terms = [EvidenceTerm(term=shown[word], weight=round(weight, 4)) for word, weight in ordered[:_TERMS]]
    rest = sum(weight for _, weight in ordered[_TERMS:])
    if rest > 0:
        terms.append(EvidenceTerm(term=REST, weight=round(rest, 4)))
    return tuple(terms), len(ordered)
