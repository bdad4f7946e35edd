"""The open stories of one language, indexed by their rare terms."""

from array import array
from collections.abc import Iterable, Iterator, Mapping
from math import exp
from typing import NamedTuple

from coranto.story import likeness, profile
from coranto.story import settled as settling
from coranto.story.boilerplate import Boilerplate
from coranto.story.centre import Shared
from coranto.story.frequency import Frequencies
from coranto.story.open_story import OpenStory
from coranto.story.profile import Profile, Query
from coranto.story.series import Series
from coranto.story.settled import Settled

_KEYS = 8  # terms of an article that are looked up, the strongest that are not ubiquitous
_CROWDED = 64  # stories with a term, above which it is not looked up
_COMPARED = 5  # stories whose centre is compared
_LEAST = 0.35  # sum of the weights of shared terms, below which a story is not compared
_SCORED = 3  # stories that get a score
_FRESH = 1_000  # stories that may open before old ones are expired
_AWAKE = 20_000  # stories that may be opened or compared before they are settled
MOST = 4_000_000  # open stories; above, those untouched for longest are closed


class Find(NamedTuple):
    """A story that is similar to an article, and the article as it was compared."""

    score: float
    gap: float  # seconds
    open_story: OpenStory
    shared: list[Shared]
    query: Query


class StoryIndex:
    """The open stories, their terms, and how common terms are in this language.

    Parameters
    ----------
    language : str
        Primary subtag.

    """

    def __init__(self, language: str) -> None:
        self.frequencies = Frequencies(language)
        self.boilerplate = Boilerplate()
        self.series = Series()
        self.open_stories: dict[int, OpenStory | Settled] = {}
        self._awake: list[int] = []  # numbers of those that are not settled, but for larger ones
        self.postings: dict[str, array[int]] = {}  # term to numbers of stories, some of which may have lost it since
        self.swept = 0
        self.density = 0.0  # stories opened recently, with decay
        self.counted = 0.0  # the time of that value

    def find(
        self,
        article: Profile,
        at: float,
        reach: float,
        least: float,
        but: int = -1,
        met: Mapping[str, float] | None = None,
    ) -> list[Find]:
        """Find the stories most similar to an article, best first.

        Parameters
        ----------
        article : Profile
            The article.
        at, reach : float
            Its time, and the seconds around it in which a story must lie.
        least : float
            The lowest useful score. The share is hardly ever above the cosine, so a story whose cosine is below is not
            scored.
        but : int
            Number of a story to exclude.
        met : mapping, optional
            The ratios of the article's terms, if they are known.

        """
        compared = []
        for number in self._vote(article, but):
            open_story = self[number]
            gap = open_story.gap(at)
            if gap <= reach:
                shared = open_story.shared(article)
                cosine = likeness.cosine(article, open_story, shared)
                if cosine >= least:
                    compared.append((-cosine, number, gap, shared))
        if not compared:
            return []
        compared.sort()
        query = profile.query(article, self.frequencies, met)
        articles = self.frequencies.articles
        found = [
            (-likeness.score(query, self[number], shared, articles, gap), number, gap, shared)
            for _, number, gap, shared in compared[:_SCORED]
        ]
        found.sort()
        return [Find(-score, gap, self[number], shared, query) for score, number, gap, shared in found]

    def __getitem__(self, number: int) -> OpenStory:
        """Return an open story; it is not settled from now on."""
        found = self.open_stories[number]
        if isinstance(found, OpenStory):
            return found
        self._awake.append(number)
        self.open_stories[number] = restored = settling.restore(number, found)
        return restored

    def get(self, number: int) -> OpenStory | None:
        """Return an open story; None if there is none of this number."""
        return self[number] if number in self.open_stories else None

    def all(self) -> Iterator[OpenStory]:
        """Yield all open stories as they are; none of them may be changed."""
        for number, found in self.open_stories.items():
            yield found if isinstance(found, OpenStory) else settling.restore(number, found)

    def names(self) -> Iterator[tuple[int, str]]:
        """Yield the number and the public id of each open story."""
        for number, found in self.open_stories.items():
            yield number, found.story if isinstance(found, OpenStory) else settling.story(found)

    def fill(self, open_stories: Iterable[OpenStory]) -> None:
        """Have these open stories, settled where they can be."""
        self.open_stories = {one.number: settling.settle(one) or one for one in open_stories}

    def settle(self) -> None:
        """Settle small stories, when enough are not; whoever has one of them must not use it any more."""
        if len(self._awake) < _AWAKE:
            return
        for number in self._awake:
            found = self.open_stories.get(number)
            if isinstance(found, OpenStory):
                self.open_stories[number] = settling.settle(found) or found
        self._awake = []

    def add(self, open_story: OpenStory, article: str, profile: Profile, at: float, now: float) -> None:
        """Add an article to a story, which may be new."""
        if open_story.number not in self.open_stories:
            self.open_stories[open_story.number] = open_story
            self._awake.append(open_story.number)
            self.frequencies.stories += 1.0
        new = open_story.add(article, profile, at, now)
        self.frequencies.add_story_terms(new)
        self.frequencies.add_article_terms(profile.terms)
        self._list(open_story, new)

    def reword(self, open_story: OpenStory, profile: Profile) -> None:
        """Replace the profile of a story's only article."""
        for term in open_story.terms():
            self.frequencies.remove_story_term(term)
        self.frequencies.add_story_terms(open_story.reword(profile))
        self._list(open_story, list(profile.terms))

    def count_opened(self, now: float, window: float) -> None:
        """Count a new story in the density; ``window`` in seconds."""
        if now > self.counted:
            self.density *= exp((self.counted - now) / window) if self.counted and window else 0.0
            self.counted = now
        self.density += 1.0

    def merge(self, old: OpenStory, into: OpenStory) -> None:
        """Merge two stories."""
        del self.open_stories[old.number]
        new, both = into.absorb(old)
        self._list(into, new)
        for term in both:
            self.frequencies.remove_story_term(term)
        self.frequencies.stories -= 1.0
        self.density = max(0.0, self.density - 1.0)
        if old.next_part and not into.next_part:
            self.chain(into, self.get(old.next_part))
        if old.part_of and (earlier := self.get(old.part_of)) and earlier.next_part == old.number:
            earlier.next_part = 0
            if not into.part_of:
                self.chain(earlier, into)
        for number in old.apart:
            if other := self.get(number):
                self.part(into, other)

    def chain(self, earlier: OpenStory, later: OpenStory | None) -> None:
        """Make one story the next part of another."""
        if later is not None and later is not earlier:
            earlier.next_part, later.part_of = later.number, earlier.number

    def next_part(self, open_story: OpenStory) -> OpenStory:
        """Return the latest part of a story that is still open: itself where none continues it."""
        seen = set[int]()
        while (later := self.get(open_story.next_part)) and later.number not in seen:
            seen.add(later.number)
            open_story = later
        return open_story

    def part(self, one: OpenStory, other: OpenStory) -> None:
        """Record that two stories must not be merged."""
        one.apart = tuple(sorted({*one.apart, other.number}))
        other.apart = tuple(sorted({*other.apart, one.number}))

    def remove(self, open_story: OpenStory, article: str, profile: Profile) -> None:
        """Remove an article from a story that has more articles."""
        for term in open_story.remove(article, profile):
            self.frequencies.remove_story_term(term)

    def expire(self, now: float, reach: float) -> list[OpenStory]:
        """Remove the stories that no article can join any more, when enough have opened since the last removal.

        A story expires ``reach`` seconds after its last article was published and after it arrived, both by the
        stream's own time: an archive's stories stay as long as today's.
        """
        if len(self.open_stories) < self.swept + self.swept // 4 + _FRESH:
            return []
        before = now - reach
        gone = [
            number
            for number, found in self.open_stories.items()
            if (last_touched := _times(found))[0] < before and last_touched[1] < before
        ]
        if len(self.open_stories) - len(gone) > MOST:
            oldest = sorted((_times(found)[1], number) for number, found in self.open_stories.items())
            gone = [number for _, number in oldest[: len(oldest) - MOST * 3 // 4]]
        over = [self._take(number) for number in gone]
        for term in profile_terms(over):
            left = array("I", [number for number in self.postings.get(term, ()) if number in self.open_stories])
            if left:
                self.postings[term] = left
            else:
                self.postings.pop(term, None)
        self.swept = len(self.open_stories)
        return over

    def _take(self, number: int) -> OpenStory:
        """Remove an open story, and return it."""
        found = self.open_stories.pop(number)
        return found if isinstance(found, OpenStory) else settling.restore(number, found)

    def _vote(self, article: Profile, but: int) -> list[int]:
        """Return the stories that share most of an article's rare words, the best first."""
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
            else:  # too late for a story without the previous words
                for number in numbers:
                    if number in votes:
                        votes[number] += weight
            left -= weight
        votes.pop(but, None)
        best = [(-vote, number) for number, vote in votes.items() if vote >= _LEAST and number in self.open_stories]
        best.sort()
        return [number for _, number in best[:_COMPARED]]

    def _list(self, open_story: OpenStory, terms: list[str]) -> None:
        postings, number = self.postings, open_story.number
        for term in terms:
            numbers = postings.get(term)
            if numbers is None:
                postings[term] = array("I", (number,))
            else:
                numbers.append(number)
        open_story.prune()


def _times(found: OpenStory | Settled) -> tuple[float, float]:
    return (found.last, found.touched) if isinstance(found, OpenStory) else settling.times(found)


def profile_terms(open_stories: Iterable[OpenStory]) -> dict[str, None]:
    """Return the distinct terms of some stories."""
    return {term: None for open_story in open_stories for term in open_story.terms()}
