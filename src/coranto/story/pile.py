"""What the clusterer keeps of a story: sums, so that the ten-thousandth article costs what the second did."""

from math import sqrt

import msgspec

from coranto.story.profile import Profile

SMALL = 3  # articles up to which a story keeps each article's profile, to look again
_WIDEST = 600  # terms before the weakest are dropped, down to half


class Pile(msgspec.Struct, array_like=True):
    """A story under way.

    Attributes
    ----------
    number : int
        By opening: the older of two has the lower one.
    story : str
        Its public id.
    first, last : float
        Span of publication, seconds since 1970.
    sums : dict
        Term to the sum of its weights over the articles.
    counts : dict
        Term to the number of articles that have it.
    square : float
        Squared length of ``sums``.
    size : int
        Articles.
    touched : int
        Number of the last arrival that joined.
    articles : list of str
        Ids in order of joining.
    profiles : list of Profile
        Those of the articles, while there are few.
    apart : list of int
        Numbers of the stories with which a person said that it does not belong together.

    """

    number: int
    story: str
    first: float
    last: float
    sums: dict[str, float] = {}
    counts: dict[str, int] = {}
    square: float = 0.0
    size: int = 0
    touched: int = 0
    articles: list[str] = []
    profiles: list[Profile] = []
    apart: list[int] = []

    def add(self, article: str, profile: Profile, at: float, arrival: int) -> list[str]:
        """Take an article in; the terms that are new here."""
        sums, counts, square, new = self.sums, self.counts, self.square, []
        for term, weight in zip(profile.terms, profile.weights, strict=True):
            before = sums.get(term)
            if before is None:
                sums[term] = weight
                counts[term] = 1
                square += weight * weight
                new.append(term)
            else:
                sums[term] = before + weight
                counts[term] += 1
                square += weight * (2.0 * before + weight)
        self.square = square
        self.size += 1
        self.first, self.last, self.touched = min(self.first, at), max(self.last, at), arrival
        self.articles.append(article)
        self.profiles = [*self.profiles, profile] if self.size <= SMALL else []
        return new

    def absorb(self, other: "Pile") -> tuple[list[str], list[str]]:
        """Take in another story; the terms that are new here, and those that both had."""
        new: list[str] = []
        both: list[str] = []
        for term, weight in other.sums.items():
            (both if term in self.sums else new).append(term)
            self.sums[term] = self.sums.get(term, 0.0) + weight
            self.counts[term] = self.counts.get(term, 0) + other.counts[term]
        self.square = sum(weight * weight for weight in self.sums.values())
        self.size += other.size
        self.first, self.last = min(self.first, other.first), max(self.last, other.last)
        self.touched = max(self.touched, other.touched)
        self.articles += other.articles
        self.profiles = self.profiles + other.profiles if self.size <= SMALL else []
        return new, both

    def remove(self, article: str, profile: Profile) -> list[str]:
        """Take an article out, its weights as they would be today; the terms that went with it."""
        gone = []
        for term, weight in zip(profile.terms, profile.weights, strict=True):
            count = self.counts.get(term, 0)
            if count > 1:
                self.counts[term] = count - 1
                self.sums[term] *= max((count - 1) / count / 2, 1.0 - weight / self.sums[term])
            elif count:
                del self.sums[term], self.counts[term]
                gone.append(term)
        self.square = sum(weight * weight for weight in self.sums.values())
        at = self.articles.index(article)
        self.profiles = self.profiles[:at] + self.profiles[at + 1 :] if len(self.profiles) == self.size else []
        self.size -= 1
        del self.articles[at]
        return gone

    def slim(self) -> list[str]:
        """Drop the weakest terms of a story that has gathered too many; the terms that went."""
        if len(self.sums) <= _WIDEST:
            return []
        weakest = sorted(self.sums, key=lambda term: (self.sums[term], term))[: len(self.sums) - _WIDEST // 2]
        for term in weakest:
            del self.sums[term], self.counts[term]
        self.square = sum(weight * weight for weight in self.sums.values())
        return weakest

    def gap(self, at: float) -> float:
        """Seconds between a time and the story's span; 0 within it."""
        if at > self.last:
            return at - self.last
        return self.first - at if at < self.first else 0.0

    def likeness_of_centres(self, other: "Pile") -> float:
        """Cosine between the centres of two stories."""
        few, many = (self, other) if len(self.sums) <= len(other.sums) else (other, self)
        length = sqrt(few.square * many.square)
        product = sum([weight * many.sums[term] for term, weight in few.sums.items() if term in many.sums])
        return product / length if length else 0.0
