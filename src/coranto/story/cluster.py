"""The clusterer: articles one after the other, each to its story.

An article is compared with the few stories that share its rarest words. It joins the one it is most like, if that is
like enough, or opens a story of its own. When it is like another story too, and the two stories are like each other,
they become one. A story that stays small looks again later, when more has been told.
"""

from collections import deque
from collections.abc import Iterator

from coranto.model.settings import Stories
from coranto.model.story import Tie
from coranto.story import likeness, profile, state, words
from coranto.story.pile import SMALL, Pile
from coranto.story.placement import Item, Placement
from coranto.story.shelf import Find, Shelf

UNKNOWN = "en"  # where an article goes whose language nobody knows, until its words say more
_DAY = 86400.0
_CENTRES = 0.40  # cosine of the centres of two stories that become one
_AGAIN = 1.15  # a story that looks again needs that much more than a newcomer: it has no new words to show
_WAITS = (250, 1_000, 4_000)  # arrivals after which a small story looks again
_UNTOUCHED = 1_000  # arrivals a story is kept however old it is: an archive may be arriving
_FORGOTTEN = 200_000  # arrivals after which a story is closed, whatever the dates say
DATES = 101  # the latest dates whose middle is the time: a few wrong ones do not move it

Near = tuple[str, float, tuple[Tie, ...]]  # story, score, evidence


class Clusterer:
    """Groups a stream of articles into stories.

    The answers follow from the settings and the articles in their order, and from nothing else: after ``dump`` and
    ``load`` it goes on as if it had not stopped.

    Parameters
    ----------
    settings : Stories
        Window and bars.

    """

    def __init__(self, settings: Stories) -> None:
        self.settings = settings
        self.shelves: dict[str, Shelf] = {}
        self.homes: dict[str, tuple[Pile, float, tuple[Tie, ...]]] = {}
        self.dates: deque[float] = deque(maxlen=DATES)
        self.agenda: dict[int, list[tuple[str, int]]] = {}
        self.arrivals = 0
        self.opened = 0

    def place(self, item: Item) -> Placement:
        """Give an article its story.

        Parameters
        ----------
        item : Item
            The article. Without words it opens a story of its own. One whose id is known changes nothing: it gets its
            story, score and evidence again.

        Returns
        -------
        Placement
            Its story, why, and the stories that became one by its arrival.

        """
        if item.id in self.homes:
            pile, score, evidence = self.homes[item.id]
            return Placement(story=pile.story, score=score, evidence=evidence)
        self.arrivals += 1
        at = self._time(item)
        terms = words.terms(item.title, item.excerpt)
        language = self.language(item, terms)
        shelf = self.shelves.get(language) or self.shelves.setdefault(language, Shelf(language))
        article = profile.make(terms, shelf.frequencies)
        window = self.settings.window_days * _DAY
        found = shelf.find(article, at, max(window, self.settings.related_days * _DAY))
        home = next((f for f in found if f[0] >= self.settings.join and f[1] <= window), None)
        near = [
            (pile.story, *likeness.explain(article, pile, gap))
            for score, gap, pile in found
            if score >= self.settings.near and (home is None or pile is not home[2])
        ]
        score, evidence = 1.0, ()
        merged: list[tuple[str, str]] = []
        if home:
            pile = home[2]
            score, evidence = likeness.explain(article, pile, home[1])
            shelf.add(pile, item.id, article, at, self.arrivals)
            self.homes[item.id] = pile, score, evidence
            merged += self._unite(shelf, pile, [f for f in found if f is not home and f[1] <= window])
        else:
            pile = self._open(item, at)
            shelf.add(pile, item.id, article, at, self.arrivals)
            self.homes[item.id] = pile, score, evidence
            for wait in _WAITS:
                self.agenda.setdefault(self.arrivals + wait, []).append((language, pile.number))
        merged += self._look_again()
        self._expire(shelf)
        story = self.homes[item.id][0].story
        return Placement(
            story=story,
            score=score,
            evidence=evidence,
            near=tuple(_standing(near, dict(merged), story)),
            merged=tuple(merged),
        )

    def stories(self) -> set[str]:
        """Give the ids of the stories that an article may still join."""
        return {pile.story for shelf in self.shelves.values() for pile in shelf.piles.values()}

    def dump(self) -> bytes:
        """Give everything the clusterer knows, for ``load``."""
        return state.write(self)

    @classmethod
    def load(cls, settings: Stories, data: bytes) -> "Clusterer":
        """Make the clusterer that ``dump`` wrote down.

        Raises
        ------
        StoreError
            The bytes are nothing that this version wrote.

        """
        clusterer = cls(settings)
        state.read(clusterer, data)
        return clusterer

    def _time(self, item: Item) -> float:
        """Give an article's time; without a date, the middle of the latest ones."""
        if item.published is None:
            return self._now()
        at = item.published.timestamp()
        self.dates.append(at)
        return at

    def _now(self) -> float:
        return sorted(self.dates)[len(self.dates) // 2] if self.dates else 0.0

    def language(self, item: Item, terms: dict[str, float]) -> str:
        """Give an article's language; where nobody knows it, the one in which most of its words have been seen."""
        if item.language:
            return item.language.replace("_", "-").split("-")[0].lower()
        if len(self.shelves) <= 1 and UNKNOWN in self.shelves:
            return UNKNOWN
        self.shelves.setdefault(UNKNOWN, Shelf(UNKNOWN))
        return max(self.shelves, key=lambda code: (self.shelves[code].frequencies.common(terms), code == UNKNOWN, code))

    def _open(self, item: Item, at: float) -> Pile:
        self.opened += 1
        return Pile(number=self.opened, story=f"s{item.id}", first=at, last=at)

    def _unite(self, shelf: Shelf, pile: Pile, others: list[Find]) -> list[tuple[str, str]]:
        """Make a story and the next one that its newcomer could have joined one, if their centres agree."""
        for score, _, other in others:
            if (
                score >= self.settings.join
                and other.number not in pile.apart
                and pile.likeness_of_centres(other) >= _CENTRES
            ):
                return [self.unite(shelf, pile, other)]
        return []

    def unite(self, shelf: Shelf, one: Pile, other: Pile) -> tuple[str, str]:
        """Make two stories one, whatever anybody thinks of it: the one that ended, and the older one, that stays."""
        into, old = (one, other) if one.number < other.number else (other, one)
        for article in old.articles:
            self.homes[article] = into, *self.homes[article][1:]
        shelf.merge(old, into)
        return old.story, into.story

    def _look_again(self) -> list[tuple[str, str]]:
        """Let the stories whose turn it is look for a place again, those that stayed small."""
        merged = []
        window, bar = self.settings.window_days * _DAY, self.settings.join * _AGAIN
        for language, number in self.agenda.pop(self.arrivals, ()):
            shelf = self.shelves[language]
            pile = shelf.piles.get(number)
            if pile is None or pile.size > SMALL:
                continue
            likenesses: dict[int, float] = {}
            for article in pile.profiles:
                for score, _, other in shelf.find(article, (pile.first + pile.last) / 2, window, but=number):
                    if other.number in pile.apart:
                        continue
                    likenesses[other.number] = likenesses.get(other.number, 0.0) + score / pile.size
            best = max(likenesses, key=lambda other: (likenesses[other], -other), default=None)
            if best is not None and likenesses[best] >= bar:
                merged.append(self.unite(shelf, pile, shelf.piles[best]))
        return merged

    def _expire(self, shelf: Shelf) -> None:
        """Forget stories that are over, so that an article costs the same after years."""
        reach = max(self.settings.window_days, self.settings.related_days) * _DAY
        for pile in shelf.expire(self._now, reach, self.arrivals - _UNTOUCHED, self.arrivals - _FORGOTTEN):
            for article in pile.articles:
                del self.homes[article]


def _standing(near: list[Near], heirs: dict[str, str], home: str) -> Iterator[Near]:
    """Name each near story once, by the id it has after the merges, and never the article's own."""
    named = {home}
    for story, score, evidence in near:
        while story in heirs:
            story = heirs[story]  # noqa: PLW2901 - followed to where it stands now
        if story not in named:
            named.add(story)
            yield story, score, evidence
