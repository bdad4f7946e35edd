"""A replica of the clusterer: its last snapshot, and everything since repeated in order.

The one that groups works with one, and the worker that stands by follows with another. Both come to the same stories:
the clusterer is deterministic, and the store has the order of arrivals, edits and changed words.
"""

import contextlib
import gc
import hashlib
import itertools
from collections.abc import Callable, Iterator

import msgspec

from coranto import errors
from coranto.decide import override
from coranto.edit import verbs
from coranto.model.article import Article
from coranto.model.change import Override
from coranto.model.edit import Edit
from coranto.newsroom import Newsroom
from coranto.run import snapshot as snapshots
from coranto.run.snapshot import Change, Snapshot
from coranto.story import apply_placement, frequency
from coranto.story.cluster import Clusterer
from coranto.story.placement import Item
from coranto.story.rebuild import rebuild
from coranto.story.reword import reword

SNAPSHOT = 5_000  # articles added between two snapshots, at most ...
_SHARE = 0.01  # ... or this share of the open stories' articles: a snapshot of many takes long
_WORTH = 0.05  # of the open stories' articles: as many are placed again in less time than a snapshot of all takes
_REBUILT = 200_000  # latest arrivals of which a clusterer is made anew
_AT_ONCE = 1_000  # arrivals read in a transaction

_Step = tuple[int, int, int, Edit | Change]  # after which arrival and edit; 0 or the change's number


class Replica:
    """A clusterer that is up to date with the store since it was made, or since ``follow``.

    Attributes
    ----------
    clusterer : Clusterer
        After ``follow`` it may be another one.
    since : int
        Number of articles, edits and changes that the last snapshot does not have.
    edit : int
        Number of the last edit that it has.

    """

    def __init__(self, newsroom: Newsroom, stopping: Callable[[], bool] = lambda: False) -> None:
        self._newsroom = newsroom
        self._number = self.edit = self.since = 0
        self._change = self._snapshot = 0  # the last change that is here, and that the snapshot has
        self._rebuilt = False
        self.clusterer = self._load()
        self.follow(stopping)

    def follow(self, stopping: Callable[[], bool] = lambda: False) -> None:
        """Repeat what was done since; begin from the snapshot where that is not kept any more."""
        while not stopping() and self._follow_some():
            pass

    def is_current(self) -> bool:
        """Whether all edits of stories so far were carried out here, none by another program."""
        edits = self._newsroom.store.get_edits(self.edit)
        return all(edit.arrival is None or not edit.of_stories for edit in edits)

    def latest(self) -> int:
        """Return the number of the last arrival: all of them are here, or are imported records without a story."""
        self._number = self._newsroom.store.last_arrival()
        return self._number

    def add_change(self, before: Item, after: Item, *, again: bool) -> None:
        """Save that words changed, in the transaction that changes them: arrivals do not tell."""
        change = Change(self.latest(), self.edit, before, after, again)
        self._change = snapshots.add_change(self._newsroom.store, change)
        self.since += 1

    def is_due(self, *, worth: bool = False) -> bool:
        """Whether so much was done since the last snapshot that another one is saved; ``worth``: that it pays."""
        known = len(self.clusterer.number_of)
        due = max(SNAPSHOT, _SHARE * known)
        return self.since >= (min(due, _WORTH * known) if worth else due)

    def save(self, *, whole: bool = False) -> None:
        """Save a snapshot. ``whole``: others cannot follow to where this one is; they begin from it."""
        store, last = self._newsroom.store, self._snapshot
        state = self.clusterer.dump()
        with store.transaction(writes=True):
            if whole or self._rebuilt:
                last = self._change = snapshots.load_log(store).last + 1
            snapshots.save(store, Snapshot(self.latest(), state, self.edit, change=self._change, rules=self._rules()))
            snapshots.forget_changes(store, last)
        self.since, self._snapshot, self._rebuilt = 0, self._change, False

    def _load(self) -> Clusterer:
        """Load the last snapshot; where later arrivals cannot be repeated, rebuild it from the stories in the store."""
        store = self._newsroom.store
        snapshot = snapshots.load(store)
        self._number, self.edit = snapshot.number, snapshot.edit
        self._change = self._snapshot = snapshot.change or 0
        self.since, self._rebuilt = 0, False
        by_other_rules = snapshot.rules not in ("", self._rules()) and store.last_arrival() > snapshot.number
        clusterer = (None if by_other_rules else self._decoded(snapshot.state)) or self._rebuild()
        for language in clusterer.indexes:
            frequency.known(language)  # the list is read now, not when the first article arrives
        return clusterer

    def _decoded(self, state: bytes) -> Clusterer | None:
        """Return the clusterer of a snapshot; None where it is of an older version."""
        stories, common = self._newsroom.settings.stories, self._newsroom.taxonomy.keywords()
        if not state:
            return Clusterer(stories, common)
        try:
            with _no_collection():
                return Clusterer.load(stories, state, common)
        except errors.StoreError:
            return None

    def _rules(self) -> str:
        """Return a digest of what placing an article depends on besides the articles."""
        newsroom = self._newsroom
        rules = msgspec.json.encode((newsroom.settings.stories, newsroom.taxonomy.keywords()))
        return hashlib.sha256(rules).hexdigest()[:16]

    def _follow_some(self) -> bool:
        """Repeat some arrivals and what was done between them; return whether there may be more."""
        store = self._newsroom.store
        with store.transaction():
            if snapshots.load_log(store).forgotten > self._change:
                del self.clusterer  # there may be no memory for two
                self.clusterer = self._load()
            arrivals = store.articles_by_arrival(self._number, _AT_ONCE)
            grouped = store.story_ids_of([article.id for _, article in arrivals]) if arrivals else {}
            overrides = store.get_overrides(grouped) if grouped else {}
            changes = snapshots.load_changes(store, self._change)
            # Edits are carried out in order; one taken back while an earlier one waits must not hide that one.
            edits = list(itertools.takewhile(lambda one: one.arrival is not None, store.get_edits(self.edit)))
        words = {change.before.id: change.before for change in reversed(changes)}  # as they were at the first step
        steps = _in_order(edits, changes, self._change)
        step, more = next(steps, None), len(arrivals) == _AT_ONCE
        last = arrivals[-1][0] if arrivals else self._number
        for number, article in [(self._number, None), *arrivals]:
            self._number = number
            if article and article.id in grouped:  # an imported record may be in no story yet
                self.clusterer.place(words.get(article.id) or _item(article, overrides.get(article.id)))
                self.since += 1
            while step and (step[0] <= number or (number == last and not more)):
                self._repeat(step, words)
                step = next(steps, None)
        if edits and not more:
            self.edit = edits[-1].number  # the last ones may be of no story, and are not read again
        return more

    def _repeat(self, step: _Step, words: dict[str, Item]) -> None:
        """Repeat an edit, or a change of an article's words."""
        *_, number, done = step
        if isinstance(done, Change):
            words[done.after.id] = done.after
            if done.again:
                reword(self.clusterer, done.after)
            self._change = number
        else:
            if done.made:
                verbs.replay(self._newsroom, self.clusterer, done, words)
            self.edit = done.number
        self.since += 1

    def _rebuild(self) -> Clusterer:
        """Rebuild the clusterer from the stories in the store as they are now; nothing needs to be repeated."""
        store = self._newsroom.store
        separated: list[tuple[str, str]] = []
        for edit in store.get_edits():
            if edit.arrival is None:
                break
            self.edit = edit.number
            if edit.kind in {"split", "move"} and edit.made:
                separated.append((edit.story, edit.made))
        heirs = {old: story.id for old, story in store.get_stories({s for pair in separated for s in pair}).items()}
        apart = [(heirs[one], heirs[other]) for one, other in separated if one in heirs and other in heirs]
        self._change = snapshots.load_log(store).last
        self.since, self._rebuilt = 1, True  # so that the next snapshot saves it
        newsroom = self._newsroom
        clusterer = rebuild(newsroom.settings.stories, self._arrived(), apart, newsroom.taxonomy.keywords())
        under_way = store.get_stories(clusterer.stories()).values()
        clusterer.chain([(m.continues, story.id) for story in under_way for m in story.members if m.continues])
        return clusterer

    def _arrived(self) -> Iterator[tuple[Item, str]]:
        """Yield the latest grouped articles in order of arrival, without overrides, each with its story."""
        store = self._newsroom.store
        self._number = max(0, store.last_arrival() - _REBUILT)
        while arrivals := store.articles_by_arrival(self._number):
            story_ids = store.story_ids_of([article.id for _, article in arrivals])
            overrides = store.get_overrides(story_ids)
            for self._number, article in arrivals:
                if article.id in story_ids:
                    yield _item(article, overrides.get(article.id)), story_ids[article.id]


def _item(article: Article, overrides: Override | None) -> Item:
    """Return an article by the words of its outlet."""
    return apply_placement.item(override.as_found(article, overrides))


def _in_order(edits: list[Edit], changes: list[Change], last: int) -> Iterator[_Step]:
    """Yield edits of stories and changes of words in the order in which they were made."""
    steps: list[_Step] = [(one.arrival or 0, one.number, 0, one) for one in edits if one.of_stories]
    steps += [(one.number, one.edit, number, one) for number, one in enumerate(changes, last + 1)]
    yield from sorted(steps, key=lambda step: step[:3])


@contextlib.contextmanager
def _no_collection() -> Iterator[None]:
    """Make many objects that stay, without searching them for cycles again and again: half the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
