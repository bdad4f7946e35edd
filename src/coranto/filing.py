"""Filing: an article finds its story, and everything that changes by it goes into the store in one transaction."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta

import msgspec

from coranto import errors
from coranto.dedupe import near
from coranto.desk import Desk
from coranto.heat import rank
from coranto.model.article import Article
from coranto.model.filing import Filing, Ruling, Standing
from coranto.model.settings import Settings
from coranto.model.story import Member, Story
from coranto.publish import decide
from coranto.reprints import Match, Reprints
from coranto.score import quality
from coranto.story import lead, shift
from coranto.story.cluster import Clusterer

_STATE = "clusterer"
_SNAPSHOT = 5_000  # articles filed between two snapshots of the clusterer


class _Snapshot(msgspec.Struct, frozen=True, array_like=True):
    """The clusterer as it was after the arrival with this number."""

    number: int
    state: bytes


class Cabinet:
    """The filing cabinet of one run: the clusterer, brought up to the store's last arrival.

    The store is the truth. The clusterer's memory is a snapshot in the store plus the arrivals since, placed again in
    their order: being deterministic, it then stands where it stood when the last run ended or was killed.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        kept = desk.store.kept(_STATE)
        snapshot = msgspec.msgpack.decode(kept, type=_Snapshot) if kept else _Snapshot(0, b"")
        self._number = snapshot.number
        stories = desk.settings.stories
        self._clusterer = Clusterer.load(stories, snapshot.state) if snapshot.state else Clusterer(stories)
        self._since = 0
        self._reprints = Reprints(desk.store)
        self._catch_up()

    def file(self, article: Article, entry: int | None) -> str | None:
        """Place a judged article and save it with all it changes; the id of its story.

        None where it is a reprint: then it is no article of its own, and one more print of another.
        """
        sketch = near.sketch(article.text)
        with self._desk.store.at_once(writes=True):
            if other := self._reprints.of(article, sketch):
                self._fold(article, other, entry, sketch)
                return None
            story = self._file(article, entry, sketch)
        self._reprints.add(article.id, sketch)
        self._since += 1
        if self._since >= _SNAPSHOT:
            self.snapshot()
        return story

    def _file(self, article: Article, entry: int | None, sketch: bytes | None) -> str:
        store, settings = self._desk.store, self._desk.settings
        placement = self._clusterer.place(shift.item(article))
        involved = [article.id, *(moved for moved, _ in placement.moved)]
        before = store.stories(shift.touched(article.id, placement, store.story_of(involved)))
        after = shift.shift(article.id, placement, before)
        ids = {member.article for story in after.values() for member in story.members}
        people = store.articles(ids - {article.id}) | {article.id: article}
        store.file(
            Filing(
                entry=entry,
                article=article,
                members=tuple(_new_members(before, after)),
                near=tuple((s.id, n) for s in after.values() for n in s.near if n.article == article.id),
                merged=placement.merged,
                standings=tuple(standing(story, people, settings) for story in after.values() if story.members),
                dirty=tuple(sorted(dirty(article, after.values(), people, settings))),
                sketch=sketch,
            )
        )
        return placement.story

    def _fold(self, article: Article, other: Match, entry: int | None, sketch: bytes | None) -> None:
        """Save an article as another print of one; where it is the original, it takes the other's place."""
        store, old = self._desk.store, other.article
        if article.url == old.web_url:
            if entry is not None:
                store.settled(entry, old.id)
            return
        if not self._reprints.takes_over(article, old):
            store.fold(entry, old.id, other.reprint(article))
            return
        ruling = store.rulings([old.id]).get(old.id)
        points, parts = quality.judge(article, self._desk.settings, ruling.boost if ruling else 0, self._desk.signals)
        new = msgspec.structs.replace(
            article, id=old.id, url=old.url, seen=min(old.seen, article.seen), quality=points, parts=parts
        )
        store.fold(entry, old.id, other.reprint(old))
        store.file(msgspec.structs.replace(_again(self._desk, old, new), sketch=sketch))
        self._reprints.add(old.id, sketch)
        self.snapshot()  # placing it again would not give what was placed: the clusterer has the other's words

    def snapshot(self) -> None:
        """Keep the clusterer, so that the next run need not place these articles again."""
        if not self._since:
            return
        while arrivals := self._desk.store.arrivals(self._number, 10_000):
            self._number = arrivals[-1][0]
        self._desk.store.keep(_STATE, msgspec.msgpack.encode(_Snapshot(self._number, self._clusterer.dump())))
        self._since = 0

    def _catch_up(self) -> None:
        store = self._desk.store
        while arrivals := store.arrivals(self._number):
            grouped = store.story_of([article.id for _, article in arrivals])
            for self._number, article in arrivals:
                if article.id in grouped:  # an imported record was never grouped
                    self._clusterer.place(shift.item(article))
                    self._since += 1


def standing(story: Story, people: Mapping[str, Article], settings: Settings) -> Standing:
    """Choose a story's lead and sum up its heat without readers."""
    members = [people[member.article] for member in story.members if member.article in people]
    if not members:
        raise errors.StoreError(f"story {story.id} names articles that the store does not have; run `coranto doctor`")
    first = people[lead.choose(members)]
    told = decide.related(first, members, settings)
    return Standing(story=story.id, lead=first.id, heat=rank.total(rank.parts(first.quality, len(told), 0, settings)))


def dirty(article: Article, stories: Iterable[Story], people: Mapping[str, Article], settings: Settings) -> set[str]:
    """Name the articles whose record an arrival may change.

    All members of the stories it touched within the related window; in a story so large that the newcomer stands on
    nobody's list, only those that lead or led it.
    """
    reach, limit = timedelta(days=settings.stories.related_days), settings.stories.related_limit
    names = {article.id}
    for story in stories:
        members = [people[member.article] for member in story.members if member.article in people]
        names |= {story.lead, *(neighbour.article for neighbour in story.near[-limit:])} & people.keys()
        if members:
            names.add(lead.choose(members))
        better = sum(1 for other in members if other.quality >= article.quality and other.id != article.id)
        if better <= limit:
            names |= {other.id for other in members if abs(other.published - article.published) <= reach}
    return names


def rule(desk: Desk, ruling: Ruling) -> None:
    """Save an editor's ruling, and judge its article again with the boost: another may lead its story then.

    The records that change by it are made anew when the outbox is emptied next.

    Raises
    ------
    CorantoError
        There is no such article, or it is an imported record, which is never judged again.

    """
    store, name = desk.store, ruling.article
    old = store.articles([name]).get(name)
    home = store.story_of([name]).get(name)
    if old is None or home is None:
        what = "there is no such article" if old is None else "it is an imported record, which is kept as it is"
        raise errors.CorantoError(f"{what}; nothing was decided about it", name)
    points, parts = quality.judge(old, desk.settings, ruling.boost, desk.signals)
    new = msgspec.structs.replace(old, quality=points, parts=parts, text=store.text(name))
    store.file(msgspec.structs.replace(_again(desk, old, new), ruling=ruling))


def _again(desk: Desk, old: Article, new: Article) -> Filing:
    """Give what changes by an article that is not what it was; its place among the stories stays."""
    store, name = desk.store, old.id
    home = store.story_of([name])[name]
    own = store.stories([home])[home]
    stories = [own, *store.stories(store.near_of(name)).values()]
    ids = {member.article for story in stories for member in story.members}
    ids |= {neighbour.article for story in stories for neighbour in story.near}
    people = store.articles(ids) | {name: new}
    return Filing(
        article=new,
        members=tuple((home, member) for member in own.members if member.article == name),
        standings=(standing(own, people, desk.settings),),
        dirty=tuple(sorted({d for one in (old, new) for d in dirty(one, stories, people, desk.settings)})),
    )


def _new_members(before: Mapping[str, Story], after: Mapping[str, Story]) -> Iterator[tuple[str, Member]]:
    for story in after.values():
        old = {member.article for member in before[story.id].members} if story.id in before else set()
        for member in story.members:
            if member.article not in old:
                yield story.id, member
