"""The clusterer's state of a story: sums, so that the ten-thousandth article costs as much as the second."""

from math import sqrt

from coranto.story.profile import Profile, Query

SMALL = 3  # articles up to which a story keeps each profile, for later comparison
_WIDEST = 600  # terms before the weakest half is dropped

Shared = tuple[int, int, float]  # position in the query, articles of the story with the term, sum of its weights


class OpenStory:
    """An open story.

    Most stories stay at one article; for these only the article's profile is kept.

    Attributes
    ----------
    number : int
        In order of opening: the older of two stories has the lower number.
    name : str or None
        Its public id, where it is not the first article's id.
    first, last : float
        Span of publication, seconds since 1970.
    touched : float
        The stream's time when the last article joined.
    articles : list of str
        Ids in order of joining.
    profiles : list of Profile
        The profiles of the articles, while there are few.
    sums : dict
        Term to the sum of its weights over the articles; empty for one article.
    counts : dict
        Term to the number of articles that have it; empty for one article.
    square : float
        Squared length of ``sums``.
    part_of, next_part : int
        Numbers of the story that it continues, and of the one that continues it; 0 for none.
    looked : int
        How often it was compared with others again.
    apart : tuple of int
        Numbers of the stories that an editor separated it from.

    """

    __slots__ = (
        "apart", "articles", "counts", "first", "last", "looked", "name", "next_part", "number", "part_of",
        "profiles", "square", "sums", "touched",
    )  # fmt: skip

    def __init__(self, number: int, first: float, last: float, touched: float, name: str | None = None) -> None:
        self.number, self.name = number, name
        self.first, self.last, self.touched = first, last, touched
        self.articles: list[str] = []
        self.profiles: tuple[Profile, ...] = ()
        self.sums: dict[str, float] | None = None
        self.counts: dict[str, int] | None = None
        self.square = 0.0
        self.looked = 0
        self.part_of = self.next_part = 0
        self.apart: tuple[int, ...] = ()

    @property
    def story(self) -> str:
        """The public id."""
        return self.name or f"s{self.articles[0]}"

    @property
    def size(self) -> int:
        """The number of articles."""
        return len(self.articles)

    def terms(self) -> list[str]:
        """Return the story's terms."""
        return list(self.profiles[0].terms) if self.sums is None else list(self.sums)

    def shared(self, article: Profile | Query) -> list[Shared]:
        """Return the terms that an article and the story share."""
        counts, sums = self.counts, self.sums
        if counts is None or sums is None:
            weight_of = dict(zip(*self.profiles[0], strict=True))
            return [(place, 1, weight_of[term]) for place, term in enumerate(article.terms) if term in weight_of]
        return [(place, counts[term], sums[term]) for place, term in enumerate(article.terms) if term in counts]

    def add(self, article: str, profile: Profile, at: float, now: float) -> list[str]:
        """Add an article; return the terms that are new in the story."""
        self.first, self.last, self.touched = min(self.first, at), max(self.last, at), max(self.touched, now)
        self.articles.append(article)
        if len(self.articles) == 1:
            self.profiles = (profile,)
            self.square = sum([weight * weight for weight in profile.weights], 0.0)
            return list(profile.terms)
        new = self._sum(profile)
        self.profiles = (*self.profiles, profile) if len(self.articles) <= SMALL else ()
        return new

    def reword(self, profile: Profile) -> list[str]:
        """Replace the profile of the only article; return the terms."""
        self.profiles, self.sums, self.counts = (profile,), None, None
        self.square = sum([weight * weight for weight in profile.weights], 0.0)
        return list(profile.terms)

    def absorb(self, other: "OpenStory") -> tuple[list[str], list[str]]:
        """Add the articles of another story; return the terms that are new, and the terms that both had."""
        self._widen()
        other._widen()  # noqa: SLF001 - of the same class
        sums, counts = self._tables()
        theirs, numbers = other._tables()  # noqa: SLF001
        new: list[str] = []
        both: list[str] = []
        for term, weight in theirs.items():
            (both if term in sums else new).append(term)
            sums[term] = sums.get(term, 0.0) + weight
            counts[term] = counts.get(term, 0) + numbers[term]
        self.square = sum([weight * weight for weight in sums.values()], 0.0)
        self.first, self.last = min(self.first, other.first), max(self.last, other.last)
        self.touched = max(self.touched, other.touched)
        self.articles += other.articles
        self.profiles = self.profiles + other.profiles if len(self.articles) <= SMALL else ()
        return new, both

    def remove(self, article: str, profile: Profile) -> list[str]:
        """Remove an article, with its weights as of today; return the terms that are gone."""
        self.name = self.story
        self._widen()
        sums, counts = self._tables()
        gone = []
        for term, weight in zip(profile.terms, profile.weights, strict=True):
            count = counts.get(term, 0)
            if count > 1:
                counts[term] = count - 1
                sums[term] *= max((count - 1) / count / 2, 1.0 - weight / sums[term])
            elif count:
                del sums[term], counts[term]
                gone.append(term)
        self.square = sum([weight * weight for weight in sums.values()], 0.0)
        at = self.articles.index(article)
        self.profiles = self.profiles[:at] + self.profiles[at + 1 :] if len(self.profiles) == self.size else ()
        del self.articles[at]
        return gone

    def prune(self) -> list[str]:
        """Drop the weakest terms of a story that has too many; return the dropped terms."""
        if self.sums is None or len(self.sums) <= _WIDEST:
            return []
        sums, counts = self._tables()
        weakest = sorted(sums, key=lambda term: (sums[term], term))[: len(sums) - _WIDEST // 2]
        for term in weakest:
            del sums[term], counts[term]
        self.square = sum([weight * weight for weight in sums.values()], 0.0)
        return weakest

    def gap(self, at: float) -> float:
        """Return the seconds between a time and the story's span; 0 within it."""
        if at > self.last:
            return at - self.last
        return self.first - at if at < self.first else 0.0

    def span_with(self, other: "OpenStory") -> float:
        """Return the seconds from the first article of two stories to the last."""
        return max(self.last, other.last) - min(self.first, other.first)

    def likeness_of_centres(self, other: "OpenStory") -> float:
        """Return the cosine between the centres of two stories."""
        one, two = self._weights(), other._weights()  # noqa: SLF001
        few, many = (one, two) if len(one) <= len(two) else (two, one)
        length = sqrt(self.square * other.square)
        product = sum([weight * many[term] for term, weight in few.items() if term in many])
        return product / length if length else 0.0

    def _weights(self) -> dict[str, float]:
        return dict(zip(*self.profiles[0], strict=True)) if self.sums is None else self.sums

    def _widen(self) -> None:
        """Switch to sums, as for a story of more than one article."""
        if self.sums is None:
            self.sums, self.counts = {}, {}
            self.square = 0.0
            for profile in self.profiles[:1]:
                self._sum(profile)

    def _sum(self, profile: Profile) -> list[str]:
        if self.sums is None:
            self._widen()
        sums, counts = self._tables()
        square, new = self.square, []
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
        return new

    def _tables(self) -> tuple[dict[str, float], dict[str, int]]:
        assert self.sums is not None and self.counts is not None  # noqa: PT018 - set by _widen
        return self.sums, self.counts
