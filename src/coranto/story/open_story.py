"""The clusterer's state of a story: sums, so that the ten-thousandth article costs as much as the second."""

from math import sqrt

from coranto.story.centre import Centre, Shared
from coranto.story.profile import Profile, Query

SMALL = 3  # articles up to which a story keeps each profile, for later comparison
_WIDEST = 600  # terms before the weakest half is dropped


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
    centre : Centre or None
        The sums of the articles' terms; None for one article.
    square : float
        Squared length of the sums.
    part_of, next_part : int
        Numbers of the story that it continues, and of the one that continues it; 0 for none.
    looked : int
        How often it was compared with others again.
    apart : tuple of int
        Numbers of the stories that an editor separated it from.

    """

    __slots__ = (
        "apart", "articles", "centre", "first", "last", "looked", "name", "next_part", "number", "part_of",
        "profiles", "square", "touched",
    )  # fmt: skip

    def __init__(self, number: int, first: float, last: float, touched: float, name: str | None = None) -> None:
        self.number, self.name = number, name
        self.first, self.last, self.touched = first, last, touched
        self.articles: list[str] = []
        self.profiles: tuple[Profile, ...] = ()
        self.centre: Centre | None = None
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
        return list(self.profiles[0].terms) if self.centre is None else self.centre.terms

    def shared(self, article: Profile | Query) -> list[Shared]:
        """Return the terms that an article and the story share."""
        if self.centre is not None:
            return self.centre.shared(article.terms)
        weight_of = dict(zip(*self.profiles[0], strict=True))
        return [(place, 1, weight_of[term]) for place, term in enumerate(article.terms) if term in weight_of]

    def add(self, article: str, profile: Profile, at: float, now: float) -> list[str]:
        """Add an article; return the terms that are new in the story."""
        self.first, self.last, self.touched = min(self.first, at), max(self.last, at), max(self.touched, now)
        self.articles.append(article)
        if len(self.articles) == 1:
            self.profiles = (profile,)
            self.square = sum([weight * weight for weight in profile.weights], 0.0)
            return list(profile.terms)
        new, growth = self._widen().add(*profile)
        self.square += growth
        self.profiles = (*self.profiles, profile) if len(self.articles) <= SMALL else ()
        return new

    def reword(self, profile: Profile) -> list[str]:
        """Replace the profile of the only article; return the terms."""
        self.profiles, self.centre = (profile,), None
        self.square = sum([weight * weight for weight in profile.weights], 0.0)
        return list(profile.terms)

    def absorb(self, other: "OpenStory") -> tuple[list[str], list[str]]:
        """Add the articles of another story; return the terms that are new, and the terms that both had."""
        centre = self._widen()
        new, both = centre.absorb(other._widen())  # noqa: SLF001 - of the same class
        self.square = centre.square
        self.first, self.last = min(self.first, other.first), max(self.last, other.last)
        self.touched = max(self.touched, other.touched)
        self.articles += other.articles
        self.profiles = self.profiles + other.profiles if len(self.articles) <= SMALL else ()
        return new, both

    def remove(self, article: str, profile: Profile) -> list[str]:
        """Remove an article, with its weights as of today; return the terms that are gone."""
        self.name = self.story
        centre = self._widen()
        gone = centre.remove(*profile)
        self.square = centre.square
        at = self.articles.index(article)
        self.profiles = self.profiles[:at] + self.profiles[at + 1 :] if len(self.profiles) == self.size else ()
        del self.articles[at]
        return gone

    def prune(self) -> list[str]:
        """Drop the weakest terms of a story that has too many; return the dropped terms."""
        if self.centre is None or not (weakest := self.centre.prune(_WIDEST, _WIDEST // 2)):
            return []
        self.square = self.centre.square
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
        return dict(zip(*self.profiles[0], strict=True)) if self.centre is None else self.centre.sums()

    def _widen(self) -> Centre:
        """Return the centre; make it of the only article's profile where there is none."""
        if self.centre is None:
            self.centre = Centre()
            if self.profiles:
                _, self.square = self.centre.add(*self.profiles[0])
        return self.centre
