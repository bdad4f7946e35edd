"""How common a term is: what is known of the language, and what the stream itself has shown."""

import functools
from collections.abc import Iterable, Mapping

import wordfreq

from coranto.story import words

# The language's frequencies weigh like that many stories, so that the first day is not grouped blindly; a newsroom
# that writes about one subject learns soon that its subject's words tell nothing apart.
PRIOR = 200_000.0
_LENGTH = 10  # a term's frequency per word times this is about its share of articles
_RAREST = 1e-6  # frequency per word of what the small lists (28,000 English words) leave out
_LIMIT = 400_000  # terms counted before the old ones are forgotten


class Frequencies:
    """Story frequencies of one language: in how many stories a term occurs, not in how many articles.

    An event that a thousand articles tell does not make its words common; a word that turns up in every other story
    is.

    Parameters
    ----------
    language : str
        Primary subtag; one that the lists do not have starts with every term equally rare.

    """

    def __init__(self, language: str) -> None:
        self.language = language
        self.counts: dict[str, float] = {}
        self.stories = 0.0

    @property
    def total(self) -> float:
        """Stories in all, those that the language's list stands for included."""
        return PRIOR + self.stories

    def of(self, terms: Iterable[str]) -> list[float]:
        """Give for each term the number of stories that have it, at least a little more than none."""
        known, counts = _known(self.language).get, self.counts.get
        return [known(term, _FLOOR) + counts(term, 0.0) for term in terms]

    def common(self, terms: Iterable[str]) -> int:
        """Count the terms that the language or the stream has seen before."""
        known = _known(self.language)
        return sum(1 for term in terms if term in known or term in self.counts)

    def add(self, terms: Iterable[str]) -> None:
        """Count terms that are new in a story."""
        counts = self.counts
        for term in terms:
            counts[term] = counts.get(term, 0.0) + 1.0
        if len(counts) > _LIMIT:
            self._forget()

    def take(self, term: str) -> None:
        """Uncount a term of two stories that have become one."""
        left = self.counts.get(term, 0.0) - 1.0
        if left > 0.0:
            self.counts[term] = left
        else:
            self.counts.pop(term, None)

    def _forget(self) -> None:
        """Halve what was counted; a term that was seen once is forgotten."""
        self.counts = {term: count / 2 for term, count in self.counts.items() if count > 1.0}
        self.stories /= 2


def _share(frequency: float) -> float:
    """Share of articles with a term, from its frequency per word."""
    return 1.0 - (1.0 - min(frequency, 0.9)) ** _LENGTH


_FLOOR = PRIOR * _share(_RAREST)


@functools.cache
def _known(language: str) -> Mapping[str, float]:
    """Give the terms of a language's list as numbers of stories; loaded when the first article needs it."""
    if language not in wordfreq.available_languages("small"):
        return {}
    frequencies: dict[str, float] = {}
    for word, frequency in wordfreq.get_frequency_dict(language, "small").items():
        for term in words.terms(word, ""):
            frequencies[term] = frequencies.get(term, 0.0) + frequency
    return {term: PRIOR * _share(frequency) for term, frequency in frequencies.items()}
