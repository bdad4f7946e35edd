"""The stories of one language, found by their rare terms."""

from collections.abc import Callable

from coranto.story import likeness
from coranto.story.frequency import Frequencies
from coranto.story.pile import Pile
from coranto.story.profile import Profile

_KEYS = 8  # terms of an article that are looked up, the strongest that are not everywhere
_CROWDED = 64  # stories with a term above which it finds too many
_COMPARED = 5  # stories whose centre is compared
_LEAST = 0.35  # sum of the weights of those that a story has, below which it is not compared
_SCORED = 3  # stories that get a score
_FRESH = 1_000  # stories that may open before the old ones are looked for

Find = tuple[float, float, Pile]  # score, gap in seconds, story


class Shelf:
    """Stories under way, the terms they have, and how common terms are in this language.

    Parameters
    ----------
    language : str
        Primary subtag.

    """

    def __init__(self, language: str) -> None:
        self.frequencies = Frequencies(language)
        self.piles: dict[int, Pile] = {}
        self._having: dict[str, dict[int, None]] = {}
        self.swept = 0

    def find(self, article: Profile, at: float, reach: float, but: int = -1) -> list[Find]:
        """Find the stories most like an article within ``reach`` seconds, best first; ``but`` is left out."""
        best = self._vote(article, but)
        compared = []
        for number in best:
            pile = self.piles[number]
            gap = pile.gap(at)
            if gap <= reach:
                compared.append((-likeness.cosine(article, pile), number, gap))
        compared.sort()
        found = [
            (-likeness.score(article, self.piles[number], -cosine, gap), number, gap)
            for cosine, number, gap in compared[:_SCORED]
        ]
        found.sort()
        return [(-score, gap, self.piles[number]) for score, number, gap in found]

    def add(self, pile: Pile, article: str, profile: Profile, at: float, arrival: int) -> None:
        """Put an article on a pile, which may be a new one."""
        if pile.number not in self.piles:
            self.piles[pile.number] = pile
            self.frequencies.stories += 1.0
        new = pile.add(article, profile, at, arrival)
        self.frequencies.add(new)
        self._list(pile, new)

    def merge(self, old: Pile, into: Pile) -> None:
        """Make two stories one."""
        self._unlist(old, list(old.sums))
        del self.piles[old.number]
        new, both = into.absorb(old)
        self._list(into, new)
        for term in both:
            self.frequencies.take(term)
        self.frequencies.stories -= 1.0
        for number in old.apart:
            if other := self.piles.get(number):
                self.part(into, other)

    def part(self, one: Pile, other: Pile) -> None:
        """Remember that two stories are not one."""
        one.apart = sorted({*one.apart, other.number})
        other.apart = sorted({*other.apart, one.number})

    def remove(self, pile: Pile, article: str, profile: Profile) -> None:
        """Take an article off a pile that keeps others."""
        gone = pile.remove(article, profile)
        self._unlist(pile, gone)
        for term in gone:
            self.frequencies.take(term)

    def restore(self, pile: Pile) -> None:
        """Put back a pile as it was."""
        self.piles[pile.number] = pile
        self._list(pile, list(pile.sums))

    def expire(self, now: Callable[[], float], reach: float, untouched: int, forgotten: int) -> list[Pile]:
        """Take away the stories that nothing can join any more, when enough have opened since the last time.

        Parameters
        ----------
        now : callable
            Gives the time, in seconds; asked only when stories are looked for.
        reach : float
            Seconds after its last article that a story may go, if no arrival since number ``untouched`` joined it.
        untouched, forgotten : int
            Numbers of arrivals; a story that none since ``forgotten`` joined goes in any case.

        """
        if len(self.piles) < self.swept + self.swept // 4 + _FRESH:
            return []
        before = now() - reach
        gone = [
            pile
            for pile in self.piles.values()
            if pile.touched < forgotten or (pile.last < before and pile.touched < untouched)
        ]
        for pile in gone:
            self._unlist(pile, list(pile.sums))
            del self.piles[pile.number]
        self.swept = len(self.piles)
        return gone

    def _vote(self, article: Profile, but: int) -> list[int]:
        """Name the stories that share most of an article's rare words, the best first."""
        keys = []
        for weight, numbers in zip(article.weights, map(self._having.get, article.terms), strict=True):
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
                for number in votes.keys() & numbers.keys():
                    votes[number] += weight
            left -= weight
        votes.pop(but, None)
        best = [(-vote, number) for number, vote in votes.items() if vote >= _LEAST]
        best.sort()
        return [number for _, number in best[:_COMPARED]]

    def _list(self, pile: Pile, terms: list[str]) -> None:
        having, number = self._having, pile.number
        for term in terms:
            piles = having.get(term)
            if piles is None:
                having[term] = {number: None}
            else:
                piles[number] = None
        if dropped := pile.slim():
            self._unlist(pile, dropped)

    def _unlist(self, pile: Pile, terms: list[str]) -> None:
        for term in terms:
            piles = self._having[term]
            del piles[pile.number]
            if not piles:
                del self._having[term]
