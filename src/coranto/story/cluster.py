"""The clusterer: assigns a stream of articles to stories, one article at a time.

An article is compared with the few stories that share its rarest words. It joins the most similar story, if that is
similar enough, or opens a new story. When it is also similar to another story, and the two stories are similar to each
other, they are merged. A story that stays small is compared again later, when more articles have arrived.
"""

import functools
from bisect import bisect_left, insort
from collections import deque
from collections.abc import Iterable
from heapq import heappop, heappush
from math import log2, log10

from coranto.model.settings import Stories
from coranto.model.story import EvidenceTerm
from coranto.story import likeness, state, words
from coranto.story import profile as profiles
from coranto.story.open_story import SMALL, OpenStory
from coranto.story.placement import Item, Near, Placement, standing
from coranto.story.story_index import Find, StoryIndex

UNKNOWN = "en"  # for articles of unknown language, until their words decide
_DAY = 86400.0
_CENTRES = 0.40  # cosine of the centres from which two stories of one article are merged
_CENTRES_BY_SIZE = 0.02  # added for each doubling of the smaller story
_DENSE = 1_000.0  # open stories in the window at which the threshold is that of the settings
_BAR_BY_DENSITY = 0.015  # added in a stream ten times as dense
_BAR_BY_SIZE = 0.005  # added for each doubling of the story
_QUIET = 10.0  # open stories that are assumed at the start
_LARGEST = 32  # articles from which a story counts as no larger
_WAITS = (0.5, 2.0, 8.0)  # hours after which a small story is compared again
_GROWN = (0.5, 2.0, 8.0)  # or arrivals, in open stories, where many of one moment are gathered at once
_FEWEST = 100.0  # open stories that are assumed for that, at least
_AGAIN = 1.1
_LOOKS = 4  # stories compared again per arrival
DATES = 101  # the latest dates whose median is the stream's time: a few wrong dates do not move it
REASONS = 20_000  # latest articles whose evidence is kept

Reason = tuple[float, tuple[EvidenceTerm, ...]]
Due = tuple[float, int, int, str]  # when a small story is compared again, number, previous comparisons, language


class Clusterer:
    """Groups a stream of articles into stories.

    Deterministic: the result depends only on the settings and the articles in their order. After ``dump`` and ``load``
    it continues as if it had not stopped. Its time is that of the articles' dates.

    Parameters
    ----------
    settings : Stories
        Window and bars.
    common : iterable of str
        Words of the newsroom's own subject (its topics' keywords): weak evidence from the first article on. The
        stream itself shows which words are common only after more than one story.

    """

    def __init__(self, settings: Stories, common: Iterable[str] = ()) -> None:
        self.settings = settings
        self.common = tuple(common)
        self.indexes: dict[str, StoryIndex] = {}
        self.number_of: dict[str, int] = {}  # article to number of its open story
        self.reasons: dict[str, Reason] = {}
        self.dates: deque[float] = deque()
        self.agenda: list[Due] = []  # a heap by the stream's time
        self.growth: list[Due] = []  # a heap by the number of arrivals
        self.opened = 0
        self.arrivals = 0
        self._ordered: list[float] = []

    def place(self, item: Item) -> Placement:
        """Place an article in its story.

        Parameters
        ----------
        item : Item
            The article. Without words it opens a new story. A known id changes nothing: the result is its story and, if
            it is one of the latest 20,000 articles, its score and evidence.

        Returns
        -------
        Placement
            Its story, the evidence, and the stories that its arrival merged.

        """
        if home := self.home(item.id):
            score, evidence = self.reasons.get(item.id, (1.0, ()))
            return Placement(story=home.story, score=score, evidence=evidence)
        at, language = self._time(item), self.language(item)
        self.arrivals += 1
        index = self.index(language)
        met: dict[str, float] = {}
        article = self.profile(item, index, met=met)
        window = self.settings.window_days * _DAY
        reach = max(window, self.settings.related_days * _DAY)
        bar = self._bar(index)
        near_bar = bar * self.settings.near / (self.settings.join or 1.0)
        found = index.find(article, at, reach, min(bar, near_bar), met=met)
        joined = next((f for f in found if f.gap <= window and f.score >= bar + _by_size(f.open_story)), None)
        continued = ""
        if joined:
            joined, continued = self._part(index, joined, at)
        near: list[Near] = []
        if found and (joined is None or len(found) > 1):
            near = [
                (find.open_story.story, *self._explain(item, index, find))
                for find in found
                if (joined is None or find.open_story is not joined.open_story) and find.score >= near_bar
            ]
        merged: list[tuple[str, str]] = []
        if joined and not continued:
            open_story = joined.open_story
            reason = self._explain(item, index, joined)
            self._put(index, open_story, item.id, article, at, reason)
            merged += self._merge(
                index, open_story, [f for f in found if f.open_story is not open_story and f.gap <= window], bar
            )
        else:
            self.opened += 1
            open_story = OpenStory(self.opened, at, at, self.now)
            reason = self._explain(item, index, joined) if joined else (1.0, ())
            index.count_opened(self.now, window)
            self._put(index, open_story, item.id, article, at, reason)
            if joined:
                index.chain(joined.open_story, open_story)
            if article.terms:
                self._schedule(index, open_story, language)
        merged += self._look_again()
        self._expire(index, reach)
        story = index[self.number_of[item.id]].story
        index.settle()
        return Placement(
            story=story,
            score=reason[0],
            evidence=reason[1],
            near=tuple(standing(near, dict(merged), story)),
            merged=tuple(merged),
            series=self._instalment(item, index, at)[1],
            continues=continued,
        )

    def adopt(self, item: Item, story: str, known: tuple[StoryIndex, OpenStory] | None) -> tuple[StoryIndex, OpenStory]:
        """Add an article to a story without comparing them.

        Parameters
        ----------
        item : Item
            An article that is not placed yet.
        story : str
            Id of its story.
        known : tuple of StoryIndex and OpenStory or None
            The index and the open story, if the story is open.

        Returns
        -------
        tuple of StoryIndex and OpenStory
            The index and the open story it is in now.

        """
        at = self._time(item)
        window = self.settings.window_days * _DAY
        index = known[0] if known else self.index(self.language(item))
        if known:
            open_story = known[1]
        else:
            self.opened += 1
            open_story = OpenStory(self.opened, at, at, self.now, story)
            index.count_opened(self.now, window)
        self._put(index, open_story, item.id, self.profile(item, index), at, (1.0, ()))
        self._expire(index, max(window, self.settings.related_days * _DAY))
        return index, open_story

    @property
    def now(self) -> float:
        """The stream's time: the median of the latest dates."""
        return self._ordered[len(self._ordered) // 2] if self._ordered else 0.0

    def stories(self) -> set[str]:
        """Return the ids of the stories that an article may still join."""
        return {story for index in self.indexes.values() for _, story in index.names()}

    def home(self, article: str) -> OpenStory | None:
        """Return the open story of an article; None where there is none."""
        number = self.number_of.get(article)
        return None if number is None else next(filter(None, (one.get(number) for one in self.indexes.values())), None)

    def chain(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Make stories the next parts of earlier ones: pairs of ids, (earlier, later); what is over is left out."""
        for index in self.indexes.values():
            by_id = {story: number for number, story in index.names()}
            for earlier, later in pairs:
                if earlier in by_id and later in by_id:
                    index.chain(index[by_id[earlier]], index[by_id[later]])

    def dump(self) -> bytes:
        """Return the clusterer's state as bytes, for ``load``."""
        return state.write(self)

    @classmethod
    def load(cls, settings: Stories, data: bytes, common: Iterable[str] = ()) -> "Clusterer":
        """Build the clusterer from the bytes of ``dump``.

        Raises
        ------
        StoreError
            The bytes are nothing that this version wrote.

        """
        clusterer = cls(settings, common)
        state.read(clusterer, data)
        return clusterer

    def see(self, dates: Iterable[float]) -> None:
        """Add dates to the stream's time."""
        for date in dates:
            self.dates.append(date)
            insort(self._ordered, date)
            if len(self.dates) > DATES:
                del self._ordered[bisect_left(self._ordered, self.dates.popleft())]

    def index(self, language: str) -> StoryIndex:
        """Return the index of a language; create it if it is missing."""
        index = self.indexes.get(language)
        if index is None:
            index = self.indexes[language] = StoryIndex(language)
            index.frequencies.own = frozenset(words.terms(" ".join(self.common), "", language))
        return index

    def profile(
        self, item: Item, index: StoryIndex, *, learn: bool = True, met: dict[str, float] | None = None
    ) -> profiles.Profile:
        """Return an article's strongest terms, without its outlet's boilerplate; ``met`` takes their ratios."""
        language = index.frequencies.language
        excerpt = item.excerpt
        title, _ = self._instalment(
            item, index, item.published.timestamp() if item.published else self.now, learn=learn
        )
        if learn and excerpt:
            excerpt = index.boilerplate.strip(item.title, excerpt, lambda title: self._about(title, index))
        terms = words.terms(title, excerpt, language) if title or not item.title else {}
        strongest = profiles.UNSPACED if words.is_unspaced(language) else profiles.STRONGEST
        return profiles.make(terms, index.frequencies, strongest, met)

    def _instalment(self, item: Item, index: StoryIndex, at: float, *, learn: bool = False) -> tuple[str, str]:
        """Return an article's title without the name of its outlet's series, and that name."""
        about = functools.partial(self._about, index=index) if learn else None
        return index.series.strip(item.press, item.title, int(at // _DAY), index.frequencies.language, about)

    def language(self, item: Item) -> str:
        """Return an article's language; if unknown, the language in which most of its words have been seen."""
        if item.language:
            return item.language.replace("_", "-").split("-")[0].lower()
        if not self.indexes or (len(self.indexes) == 1 and UNKNOWN in self.indexes):
            return UNKNOWN
        self.index(UNKNOWN)

        def familiar(language: str) -> int:
            return self.indexes[language].frequencies.familiar(words.terms(item.title, item.excerpt, language))

        return max(self.indexes, key=lambda code: (familiar(code), code == UNKNOWN, code))

    def merge(self, index: StoryIndex, one: OpenStory, other: OpenStory) -> tuple[str, str]:
        """Merge two stories without comparing them; return the ended story and the older, surviving one."""
        into, old = (one, other) if one.number < other.number else (other, one)
        ended = old.story
        for article in old.articles:
            self.number_of[article] = into.number
        index.merge(old, into)
        return ended, into.story

    def about(self, title: str, language: str) -> list[str]:
        """Return the significant words of a title."""
        index = self.indexes.get(language)
        return self._about(title, index) if index else list(words.terms(title, "", language))

    def _time(self, item: Item) -> float:
        """Return an article's time; without a date, the median of the latest dates."""
        if item.published is None:
            return self.now
        at = item.published.timestamp()
        self.see((at,))
        return at

    def _about(self, title: str, index: StoryIndex) -> list[str]:
        return list(profiles.make(words.terms(title, "", index.frequencies.language), index.frequencies).terms)

    def _bar(self, index: StoryIndex) -> float:
        """Return the score from which an article joins a story of one article: higher where more stories are open."""
        return max(0.01, self.settings.join + _BAR_BY_DENSITY * log10(min(1.0, (index.density + _QUIET) / _DENSE)))

    def _part(self, index: StoryIndex, found: Find, at: float) -> tuple[Find, str]:
        """Return the part of a story that an article of this date joins, and the id of the one that it continues.

        A story of more than ``part_days`` takes no later article: these belong to its next part, and the first of
        them opens it. So what goes on for weeks is a chain of stories.
        """
        latest = index.next_part(found.open_story)
        if at - found.open_story.first <= self._longest():
            return found, ""
        if latest is not found.open_story and at - latest.first <= self._longest():
            gap, shared = latest.gap(at), latest.shared(found.query)
            score = likeness.score(found.query, latest, shared, index.frequencies.articles, gap)
            return Find(score, gap, latest, shared, found.query), ""
        return found._replace(open_story=latest, shared=latest.shared(found.query)), latest.story

    def _longest(self) -> float:
        """Return the seconds that a story lasts before it goes on as a new part."""
        return max(self.settings.part_days, self.settings.window_days) * _DAY

    def _explain(self, item: Item, index: StoryIndex, find: Find) -> Reason:
        score, evidence = likeness.explain(
            find.query, find.open_story, find.shared, index.frequencies.articles, find.gap
        )
        language = index.frequencies.language
        if words.is_cut(language):
            forms = words.forms(item.title, item.excerpt, language)
            evidence = tuple([EvidenceTerm(term=forms.get(tie.term, tie.term), weight=tie.weight) for tie in evidence])
        return score, evidence

    def _put(
        self, index: StoryIndex, open_story: OpenStory, name: str, article: profiles.Profile, at: float, reason: Reason
    ) -> None:
        index.add(open_story, name, article, at, self.now)
        self.number_of[name] = open_story.number
        self.reasons[name] = reason
        if len(self.reasons) > REASONS:
            del self.reasons[next(iter(self.reasons))]

    def _merge(self, index: StoryIndex, open_story: OpenStory, others: list[Find], bar: float) -> list[tuple[str, str]]:
        """Merge a story with the next best story for its new article, if their centres agree."""
        for find in others:
            other = find.open_story
            if find.score < bar + _by_size(other) or not self._may_merge(open_story, other):
                continue
            small = min(open_story.size, other.size, _LARGEST)
            if open_story.likeness_of_centres(other) >= _CENTRES + _CENTRES_BY_SIZE * log2(small):
                return [self.merge(index, open_story, other)]
        return []

    def _may_merge(self, one: OpenStory, other: OpenStory) -> bool:
        """Return whether two stories may be merged: not those that a person parted, nor the parts of a long one."""
        return other.number not in one.apart and one.span_with(other) <= self._longest()

    def _schedule(self, index: StoryIndex, open_story: OpenStory, language: str) -> None:
        """Note when a small story is compared again: after some time or some arrivals, whichever comes first."""
        looked = open_story.looked
        since = _WAITS[looked] - (_WAITS[looked - 1] if looked else 0.0)
        heappush(self.agenda, (self.now + since * 3600.0, open_story.number, looked, language))
        since = _GROWN[looked] - (_GROWN[looked - 1] if looked else 0.0)
        due = self.arrivals + since * max(_FEWEST, index.density)
        heappush(self.growth, (due, open_story.number, looked, language))

    def _look_again(self) -> list[tuple[str, str]]:
        """Compare the small stories that are due with others again."""
        merged = []
        for _ in range(_LOOKS):
            if self.agenda and self.agenda[0][0] <= self.now:
                _, number, looked, language = heappop(self.agenda)
            elif self.growth and self.growth[0][0] <= self.arrivals:
                _, number, looked, language = heappop(self.growth)
            else:
                break
            index = self.indexes[language]
            open_story = index.get(number)
            if open_story is None or open_story.looked != looked or open_story.size > SMALL:
                continue
            open_story.looked += 1
            if better := self.better(index, open_story):
                merged.append(self.merge(index, open_story, better))
            elif open_story.looked < len(_WAITS):
                self._schedule(index, open_story, language)
        return merged

    def better(self, index: StoryIndex, open_story: OpenStory) -> OpenStory | None:
        """Return the story most similar to the articles of a small story, if it is similar enough."""
        window, bar = self.settings.window_days * _DAY, self._bar(index) * _AGAIN
        likenesses: dict[int, float] = {}
        for article in open_story.profiles:
            for find in index.find(
                article, (open_story.first + open_story.last) / 2, window, bar / open_story.size, open_story.number
            ):
                number = find.open_story.number
                if self._may_merge(open_story, find.open_story):
                    likenesses[number] = likenesses.get(number, 0.0) + find.score / open_story.size
        best = max(likenesses, key=lambda number: (likenesses[number], -number), default=None)
        return index[best] if best is not None and likenesses[best] >= bar + _by_size(index[best]) else None

    def _expire(self, index: StoryIndex, reach: float) -> None:
        """Forget stories that are over, so that the cost per article does not grow over years."""
        for open_story in index.expire(self.now, reach):
            for article in open_story.articles:
                del self.number_of[article]
                self.reasons.pop(article, None)


def _by_size(open_story: OpenStory) -> float:
    """Return how much higher the threshold of a larger story is."""
    return _BAR_BY_SIZE * log2(min(len(open_story.articles), _LARGEST))
