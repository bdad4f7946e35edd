"""What a page was made of: a store that notes what it is asked for.

Whoever makes a page asks the store as ever. The names that are noted are those of the log of changes
(``coranto.store.change``), so that the page is made anew when one of them is in the log, and not otherwise. A question
that the table below does not know makes the page one that is made in every build: slower, and never wrong.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, cast

from coranto.model.finding import Within
from coranto.model.story import Begun, Story
from coranto.store import change
from coranto.store.protocol import Store

ALWAYS = datetime.min.replace(tzinfo=UTC)


class Witness:
    """Stands before a store. ``keys`` are the names of what was asked for; ``until`` is how long the answers hold."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.keys: set[str] = set()
        self.until: datetime | None = None

    @property
    def store(self) -> Store:
        """The store to ask."""
        return cast("Store", self)

    def hold(self, until: datetime | None) -> None:
        """Say that something holds until then only."""
        if until is not None and (self.until is None or until < self.until):
            self.until = until

    def at_once(self, *, writes: bool = False) -> Any:
        """Ask within one transaction."""
        return self._store.at_once(writes=writes)

    def articles(self, ids: Iterable[str]) -> Any:
        """Note the articles."""
        return self._store.articles(self._many(change.article, ids))

    def records(self, ids: Iterable[str]) -> Any:
        """Note the articles whose records they are."""
        return self._store.records(self._many(change.article, ids))

    def rulings(self, articles: Iterable[str]) -> Any:
        """Note the articles ruled on."""
        return self._store.rulings(self._many(change.article, articles))

    def story_of(self, articles: Iterable[str]) -> Any:
        """Note the articles."""
        return self._store.story_of(self._many(change.article, articles))

    def near_of(self, article: str) -> Any:
        """Note the article."""
        return self._store.near_of(*self._many(change.article, [article]))

    def appearances(self, article: str) -> Any:
        """Note the article."""
        return self._store.appearances(*self._many(change.article, [article]))

    def stories(self, ids: Iterable[str]) -> dict[str, Story]:
        """Note the stories, and those that they ended in."""
        found = self._store.stories(self._many(change.story, ids))
        self._many(change.story, (story.id for story in found.values()))
        return found

    def sources(self, ids: Iterable[str] | None = None) -> Any:
        """Note the sources; all of them change with every look at one."""
        if ids is None:
            self.hold(ALWAYS)
            return self._store.sources()
        return self._store.sources(self._many(change.source, ids))

    def published(self, offset: int = 0, limit: int = 25, topic: str | None = None) -> Any:
        """Note the list."""
        self.keys.add(change.PUBLISHED if topic is None else change.published(topic))
        return self._store.published(offset, limit, topic)

    def listed(self, topic: str | None = None) -> Any:
        """Note the list."""
        self.keys.add(change.PUBLISHED if topic is None else change.published(topic))
        return self._store.listed(topic)

    def begun(self, day: date) -> list[Begun]:
        """Note the day, and the stories, which may begin on another one."""
        found = self._store.begun(day)
        self.keys.add(change.day(day))
        self._many(change.story, (one.story for one in found))
        return found

    def days(self) -> Any:
        """Note which days have an edition; how many articles each has is the day's own."""
        self.keys.add(change.EDITIONS)
        return self._store.days()

    def shown(self, within: Within | None = None, after: tuple[datetime, str] | None = None, limit: int = 25) -> Any:
        """Note the day, or the source, where one is asked for and nothing else."""
        if within and within == Within(outlets=within.outlets) and len(within.outlets) == 1:
            self.keys.add(change.of_source(within.outlets[0]))
        elif within and within.after and within.before and within.before - within.after <= timedelta(days=1):
            self.keys |= {change.day(at.date()) for at in (within.after, within.before - timedelta.resolution)}
        else:
            self.hold(ALWAYS)
        return self._store.shown(within, after, limit)

    def volume(self, source: str, since: datetime) -> Any:
        """Note the source."""
        self.keys.add(change.of_source(source))
        return self._store.volume(source, since)

    def reprints(self, articles: Iterable[str]) -> Any:
        """Note the articles."""
        return self._store.reprints(self._many(change.article, articles))

    def verdicts_on(self, stories: Iterable[str]) -> Any:
        """Note the stories."""
        return self._store.verdicts_on(self._many(change.story, stories))

    def readers(self, articles: Iterable[str], days: Sequence[str]) -> dict[str, int]:
        """Note the articles; where there are readers, their days end."""
        found = self._store.readers(self._many(change.article, articles), days)
        if found:
            self.hold(datetime.fromisoformat(max(days)).replace(tzinfo=UTC) + timedelta(days=1))
        return found

    def __getattr__(self, name: str) -> Any:
        """Ask anything else, of which it is not known when it is answered in another way."""
        self.hold(ALWAYS)
        return getattr(self._store, name)

    def _many(self, naming: Callable[[str], str], idents: Iterable[str]) -> list[str]:
        named = list(idents)
        self.keys.update(map(naming, named))
        return named
