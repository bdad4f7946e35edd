"""The centre of a story: for each term the sum of its weights over the articles, and how many articles have it."""

from array import array
from collections.abc import Iterable, Mapping, Sequence

Shared = tuple[int, int, float]  # position in the query, articles of the story with the term, sum of its weights


class Centre:
    """The sums and counts of a story's terms.

    Both lie in arrays and each term has its place in them: two tables by term would take twice the memory, and a word
    that an article shares would be looked up three times.
    """

    __slots__ = ("_counts", "_places", "_sums")

    def __init__(self, sums: Mapping[str, float] | None = None, counts: Mapping[str, int] | None = None) -> None:
        self._set(sums or {}, counts or {})

    def _set(self, sums: Mapping[str, float], counts: Mapping[str, int]) -> None:
        self._places = {term: place for place, term in enumerate(sums)}
        self._sums = array("d", sums.values())
        self._counts = array("I", [counts[term] for term in sums])

    def state(self) -> tuple[object, ...]:
        """Return all of it, for a comparison to the last bit."""
        return list(self._places), self._sums, self._counts

    def __len__(self) -> int:
        return len(self._places)

    @property
    def terms(self) -> list[str]:
        """The terms, in the order in which they came."""
        return list(self._places)

    @property
    def square(self) -> float:
        """The squared length of the sums."""
        return sum([weight * weight for weight in self._sums], 0.0)

    def sums(self) -> dict[str, float]:
        """Return the sum of the weights by term."""
        return dict(zip(self._places, self._sums, strict=True))

    def counts(self) -> dict[str, int]:
        """Return the number of articles by term."""
        return dict(zip(self._places, self._counts, strict=True))

    def shared(self, terms: Sequence[str]) -> list[Shared]:
        """Return those of the terms that are here, each with its position among them, its count and its sum."""
        counts, sums = self._counts, self._sums
        return [
            (position, counts[place], sums[place])
            for position, place in enumerate(map(self._places.get, terms))
            if place is not None
        ]

    def add(self, terms: Iterable[str], weights: Iterable[float]) -> tuple[list[str], float]:
        """Add an article's terms; return those that are new, and what the squared length has grown by."""
        places, sums, counts = self._places, self._sums, self._counts
        new, growth = list[str](), 0.0
        for term, weight in zip(terms, weights, strict=True):
            place = places.get(term)
            if place is None:
                places[term] = len(sums)
                sums.append(weight)
                counts.append(1)
                growth += weight * weight
                new.append(term)
            else:
                before = sums[place]
                sums[place] = before + weight
                counts[place] += 1
                growth += weight * (2.0 * before + weight)
        return new, growth

    def absorb(self, other: "Centre") -> tuple[list[str], list[str]]:
        """Add the terms of another story; return those that are new, and those that both had."""
        places, sums, counts = self._places, self._sums, self._counts
        new: list[str] = []
        both: list[str] = []
        for (term, theirs), number in zip(other.sums().items(), other._counts, strict=True):  # noqa: SLF001
            place = places.get(term)
            if place is None:
                places[term] = len(sums)
                sums.append(theirs)
                counts.append(number)
                new.append(term)
            else:
                sums[place] += theirs
                counts[place] += number
                both.append(term)
        return new, both

    def remove(self, terms: Iterable[str], weights: Iterable[float]) -> list[str]:
        """Remove an article, with its weights as of today; return the terms that no other article has."""
        gone = []
        for term, weight in zip(terms, weights, strict=True):
            place = self._places.get(term)
            if place is None:
                continue
            count, total = self._counts[place], self._sums[place]
            if count > 1:
                self._counts[place] = count - 1
                self._sums[place] = total * max((count - 1) / count / 2, 1.0 - weight / total)
            else:
                gone.append(term)
        self._drop(gone)
        return gone

    def prune(self, most: int, kept: int) -> list[str]:
        """Drop the weakest terms down to ``kept`` if there are more than ``most``; return the dropped terms."""
        if len(self) <= most:
            return []
        sums = self.sums()
        weakest = sorted(sums, key=lambda term: (sums[term], term))[: len(sums) - kept]
        self._drop(weakest)
        return weakest

    def _drop(self, terms: Iterable[str]) -> None:
        sums, counts = self.sums(), self.counts()
        for term in terms:
            del sums[term], counts[term]
        self._set(sums, counts)
