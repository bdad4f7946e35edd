"""The stories of one language, found by their rare terms."""

from array import array
from math import exp
from typing import NamedTuple

from coranto.story import likeness, profile
from coranto.story.boilerplate import Boilerplate
from coranto.story.frequency import Frequencies
from coranto.story.pile import Pile, Shared
from coranto.story.profile import Profile, Query

_KEYS = 8  # terms of an article that are looked up, the strongest that are not everywhere
_CROWDED = 64  # stories with a term above which it finds too many
_COMPARED = 5  # stories whose centre is compared
_LEAST = 0.35  # sum of the weights of those that a story has, below which it is not compared
_SCORED = 3  # stories that get a score
_FRESH = 1_000  # stories that may open before the old ones are looked for
MOST = 4_000_000  # stories under way; above, those untouched for longest are closed


class Find(NamedTuple):
    """A story that is like an article."""

    score: float
    gap: float  # seconds
    pile: Pile
    shared: list[Shared]


class Shelf:
    """Stories under way, the terms they have, and how common terms are in this language.

    Parameters
    ----------
    language : str
        Primary subtag.

    """

    def __init__(self, language: str) -> None:
        self.frequencies = Frequencies(language)
        self.boilerplate = Boilerplate()
        self.piles: dict[int, Pile] = {}
        self.postings: dict[str, array[int]] = {}  # term to numbers of stories, some of which may have lost it since
        self.swept = 0
        self.density = 0.0  # stories opened lately, older ones counting less and less
        self.counted = 0.0  # the time as of which that is

    def find(self, article: Query, at: float, reach: float, least: float, but: int = -1) -> list[Find]:
        """Find the stories most like an article, best first.

        Parameters
        ----------
        article : Query
            The article.
        at, reach : float
            Its time, and the seconds around it in which a story has to be.
        least : float
            A score that is of no use any more. The share is hardly ever above the cosine, so a story whose cosine is
            below gets no score.
        but : int
            Number of a story that is left out.

        """
        compared = []
        for number in self._vote(article, but):
            pile = self.piles[number]
            gap = pile.gap(at)
            if gap <= reach:
                shared = pile.shared(article)
                cosine = likeness.cosine(article, pile, shared)
                if cosine >= least:
                    compared.append((-cosine, number, gap, shared))
        compared.sort()
        articles = self.frequencies.articles
        found = [
            (-likeness.score(article, self.piles[number], shared, articles, gap), number, gap, shared)
            for _, number, gap, shared in compared[:_SCORED]
        ]
        found.sort()
        return [Find(-score, gap, self.piles[number], shared) for score, number, gap, shared in found]

    def query(self, article: Profile) -> Query:
        """Prepare an article to be compared."""
        return profile.query(article, self.frequencies)

    def add(self, pile: Pile, article: str, profile: Profile, at: float, now: float) -> None:
        """Put an article on a pile, which may be a new one."""
        if pile.number not in self.piles:
            self.piles[pile.number] = pile
            self.frequencies.stories += 1.0
        new = pile.add(article, profile, at, now)
        self.frequencies.add_story_terms(new)
        self.frequencies.add_article_terms(profile.terms)
        self._list(pile, new)

    def count_opened(self, now: float, window: float) -> None:
        """Count a story that opens in the density; ``window`` in seconds."""
        if now > self.counted:
            self.density *= exp((self.counted - now) / window) if self.counted and window else 0.0
            self.counted = now
        self.density += 1.0

    def merge(self, old: Pile, into: Pile) -> None:
        """Make two stories one."""
        del self.piles[old.number]
        new, both = into.absorb(old)
        self._list(into, new)
        for term in both:
            self.frequencies.remove_story_term(term)
        self.frequencies.stories -= 1.0
        self.density = max(0.0, self.density - 1.0)
        for number in old.apart:
            if other := self.piles.get(number):
                self.part(into, other)

    def part(self, one: Pile, other: Pile) -> None:
        """Remember that two stories are not one."""
        one.apart = tuple(sorted({*one.apart, other.number}))
        other.apart = tuple(sorted({*other.apart, one.number}))

    def remove(self, pile: Pile, article: str, profile: Profile) -> None:
        """Take an article off a pile that keeps others."""
        for term in pile.remove(article, profile):
            self.frequencies.remove_story_term(term)

    def expire(self, now: float, reach: float) -> list[Pile]:
        """Take away the stories that nothing can join any more, when enough have opened since the last time.

        A story goes ``reach`` seconds after its last article was published and after it arrived, both by the stream's
        own time: an archive's stories stay as long as today's.
        """
        if len(self.piles) < self.swept + self.swept // 4 + _FRESH:
            return []
        before = now - reach
        gone = [pile for pile in self.piles.values() if pile.last < before and pile.touched < before]
        if len(self.piles) - len(gone) > MOST:
            oldest = sorted(self.piles.values(), key=lambda pile: (pile.touched, pile.number))
            gone = oldest[: len(self.piles) - MOST * 3 // 4]
        for pile in gone:
            del self.piles[pile.number]
        for term in profile_terms(gone):
            left = array("I", [number for number in self.postings.get(term, ()) if number in self.piles])
            if left:
                self.postings[term] = left
            else:
                self.postings.pop(term, None)
        self.swept = len(self.piles)
        return gone

    def _vote(self, article: Query, but: int) -> list[int]:
        """Name the stories that share most of an article's rare words, the best first."""
        keys = []
        for weight, numbers in zip(article.weights, map(self.postings.get, article.terms), strict=True):
            if numbers and len(numbers) <= _CROWDED:
                keys.append((weight, numbers))
                if len(keys) == _KEYS:
                    break
        left = sum([weight for weight, _ in keys])
        votes: dict[int, float] = {}
        for weight, numbers in keys:
            if left >= _LEAST:
                for number in numbers:
                    votes[number] = votes.get(number, 0.0) + weight
            else:  # too late for a story that has none of the words before
                for number in numbers:
                    if number in votes:
                        votes[number] += weight
            left -= weight
        votes.pop(but, None)
        best = [(-vote, number) for number, vote in votes.items() if vote >= _LEAST and number in self.piles]
        best.sort()
        return [number for _, number in best[:_COMPARED]]

    def _list(self, pile: Pile, terms: list[str]) -> None:
        postings, number = self.postings, pile.number
        for term in terms:
            numbers = postings.get(term)
            if numbers is None:
                postings[term] = array("I", (number,))
            else:
                numbers.append(number)
        pile.slim()


def profile_terms(piles: list[Pile]) -> dict[str, None]:
    """Return all terms of some stories, each once."""
    return {term: None for pile in piles for term in pile.terms()}
