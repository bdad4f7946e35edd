"""How common a term is: in the language, in the newsroom's stories, and in its articles."""

import functools
from collections.abc import Iterable, Mapping

from coranto.story import words

PRIOR = 200_000.0  # stories that the language's list is weighted as
STREAM = 300.0  # stories after which the newsroom's own frequencies weigh half
CONTRAST = 100.0  # articles after which those outside of a story weigh half
COMMON = 8.0  # a term in more than one of eight stories carries no information
OWN = 12.0  # ratio of a word of the newsroom's own subject, at most, before any has been seen
OWN_WORDS = 10.0  # words of a list whose square is the ratio of each: a longer list is of a broader newsroom, too
OWN_STORIES = 100.0  # stories after which what the newsroom has seen of such a word weighs half
_LENGTH = 10  # a term's frequency per word times this is about its share of articles
_RAREST = 1e-6  # frequency per word of words missing in the small lists (28,000 English words)
_LIMIT = 400_000  # terms counted before those seen once are dropped
_MEMORY = 20_000.0  # articles counted before their number is halved


class Frequencies:
    """Frequencies of one language's terms.

    Three estimates of how common a term is; the highest counts. The language's list is valid from the first article.
    The newsroom's *stories* count an event once, so that a big event does not make its own words common, while a word
    in every other story does become common. The newsroom's *articles* outside of a story show what is common apart
    from it (``outside``).

    Parameters
    ----------
    language : str
        Primary subtag; a language without a list starts with every term equally rare.

    """

    def __init__(self, language: str) -> None:
        self.language = language
        self.counts: dict[str, float] = {}
        self.stories = 0.0
        self.having: dict[str, float] = {}
        self.articles = 0.0
        self.own: frozenset[str] = frozenset()  # terms of the newsroom's own subject

    def ratio(self, term: str) -> float:
        """Return the ratio of all stories to those with the term, at least 1."""
        count = self.counts.get(term, 0.0)
        language = (PRIOR + self.stories) / (known(self.language).get(term, FLOOR) + count)
        stream = (self.stories + STREAM) / (count + STREAM / language)
        return max(1.0, min(language, stream, self.own_ratio(count) if term in self.own else stream))

    def own_ratio(self, count: float) -> float:
        """Return the most that the ratio of a word of the newsroom's own subject can be, which ``count`` stories have.

        A newsroom on heat pumps has its few keywords in every other story; one with a hundred keywords, "strike" among
        them, has each in few, and has more stories that have none. So the ratio grows with the square of the list's
        length, and the newsroom's stories correct it.
        """
        expected = max(OWN, (len(self.own) / OWN_WORDS) ** 2)
        return (self.stories + OWN_STORIES) / (count + OWN_STORIES / expected)

    def familiar(self, terms: Iterable[str]) -> int:
        """Return how many of the terms the language or the stream has seen before."""
        listed = known(self.language)
        return sum(1 for term in terms if term in listed or term in self.counts)

    def add_story_terms(self, terms: Iterable[str]) -> None:
        """Count terms that are new in a story."""
        counts = self.counts
        for term in terms:
            counts[term] = counts.get(term, 0.0) + 1.0
        if len(counts) > _LIMIT:
            self.counts = {term: count / 2 for term, count in counts.items() if count > 1.0}
            self.stories /= 2

    def add_article_terms(self, terms: Iterable[str]) -> None:
        """Count the terms of an article."""
        having = self.having
        for term in terms:
            having[term] = having.get(term, 0.0) + 1.0
        self.articles += 1.0
        if self.articles > _MEMORY or len(having) > _LIMIT:
            self.having = {term: count / 2 for term, count in having.items() if count > 1.0}
            self.articles /= 2

    def remove_story_term(self, term: str) -> None:
        """Uncount a term of two stories that were merged."""
        left = self.counts.get(term, 0.0) - 1.0
        if left > 0.0:
            self.counts[term] = left
        else:
            self.counts.pop(term, None)


def _share(frequency: float) -> float:
    """Return the share of articles with a term, from its frequency per word."""
    return 1.0 - (1.0 - min(frequency, 0.9)) ** _LENGTH


FLOOR = PRIOR * _share(_RAREST)


def known(language: str) -> Mapping[str, float]:
    """Return the terms of a language's list as numbers of stories; loaded at the first article."""
    return _known(language) if words.is_listed(language) else {}


@functools.cache
def _known(language: str) -> Mapping[str, float]:
    frequencies: dict[str, float] = {}
    for term, frequency in words.listed_terms(language):
        frequencies[term] = frequencies.get(term, 0.0) + frequency
    return {term: PRIOR * _share(frequency) for term, frequency in frequencies.items()}
