"""The dependencies of a page: a store that records what is read from it.

Views read the store as usual; this proxy records the keys of what they read, as the change log names them
(``coranto.store.change_log``). A page is rendered again when one of its keys appears in the log, and not otherwise. A
read without a method here marks the page to be rendered in every build: slower, but never wrong.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, cast

from coranto.decide import busiest, front, line
from coranto.model.search import SearchFilter
from coranto.model.story import Story, StorySpan
from coranto.store import change_log
from coranto.store.protocol import Store

ALWAYS = datetime.min.replace(tzinfo=UTC)


class Dependencies:
    """A proxy of a store. ``keys`` name what was read; at ``until`` the page may change by itself."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.keys: set[str] = set()
        self.until: datetime | None = None

    @property
    def store(self) -> Store:
        """The proxy, typed as a store."""
        return cast("Store", self)

    def hold(self, until: datetime | None) -> None:
        """Let the page be rendered again at ``until`` at the latest."""
        if until is not None and (self.until is None or until < self.until):
            self.until = until

    def transaction(self, *, writes: bool = False) -> Any:
        """Open a transaction of the store."""
        return self._store.transaction(writes=writes)

    def get_articles(self, ids: Iterable[str]) -> Any:
        """Record the articles."""
        return self._store.get_articles(self._many(change_log.article, ids))

    def get_records(self, ids: Iterable[str]) -> Any:
        """Record the articles of the records."""
        return self._store.get_records(self._many(change_log.article, ids))

    def get_decisions(self, ids: Iterable[str]) -> Any:
        """Record the articles of the decisions."""
        return self._store.get_decisions(self._many(change_log.article, ids))

    def get_overrides(self, articles: Iterable[str]) -> Any:
        """Record the articles."""
        return self._store.get_overrides(self._many(change_log.article, articles))

    def imported_ids(self, articles: Iterable[str]) -> Any:
        """Record the articles."""
        return self._store.imported_ids(self._many(change_log.article, articles))

    def withheld_import_ids(self, articles: Iterable[str]) -> Any:
        """Record the articles."""
        return self._store.withheld_import_ids(self._many(change_log.article, articles))

    def story_ids_of(self, articles: Iterable[str]) -> Any:
        """Record the articles."""
        return self._store.story_ids_of(self._many(change_log.article, articles))

    def near_story_ids(self, article: str) -> Any:
        """Record the article."""
        return self._store.near_story_ids(*self._many(change_log.article, [article]))

    def get_appearances(self, article: str) -> Any:
        """Record the article."""
        return self._store.get_appearances(*self._many(change_log.article, [article]))

    def get_stories(self, ids: Iterable[str]) -> dict[str, Story]:
        """Record the stories, and the stories that they were merged into."""
        found = self._store.get_stories(self._many(change_log.story, ids))
        self._many(change_log.story, (story.id for story in found.values()))
        return found

    def get_sources(self, ids: Iterable[str] | None = None) -> Any:
        """Record the sources. All sources together change with every poll."""
        if ids is None:
            self.hold(ALWAYS)
            return self._store.get_sources()
        return self._store.get_sources(self._many(change_log.source, ids))

    def published_records(self, offset: int = 0, limit: int = 25, topic: str | None = None) -> Any:
        """Record the list."""
        self.keys.add(change_log.PUBLISHED if topic is None else change_log.published(topic))
        return self._store.published_records(offset, limit, topic)

    def published_ids(self, topic: str | None = None) -> Any:
        """Record the list."""
        self.keys.add(change_log.PUBLISHED if topic is None else change_log.published(topic))
        return self._store.published_ids(topic)

    def stories_of_day(self, day: date) -> list[StorySpan]:
        """Record the day and its stories, which may begin on another day."""
        found = self._store.stories_of_day(day)
        self.keys.add(change_log.day(day))
        self._many(change_log.story, (one.story for one in found))
        return found

    def published_days(self) -> Any:
        """Record which days have an edition. How many articles each has is recorded for the day itself."""
        self.keys.add(change_log.EDITIONS)
        return self._store.published_days()

    def page_of_records(
        self, within: SearchFilter | None = None, after: tuple[datetime, str] | None = None, limit: int = 25
    ) -> Any:
        """Record the day or the source, where the filter names only that."""
        if within and within == SearchFilter(outlets=within.outlets) and len(within.outlets) == 1:
            self.keys.add(change_log.of_source(within.outlets[0]))
        elif within and within.after and within.before and within.before - within.after <= timedelta(days=1):
            self.keys |= {change_log.day(at.date()) for at in (within.after, within.before - timedelta.resolution)}
        else:
            self.hold(ALWAYS)
        return self._store.page_of_records(within, after, limit)

    def source_stats(self, source: str, since: datetime) -> Any:
        """Record the source."""
        self.keys.add(change_log.of_source(source))
        return self._store.source_stats(source, since)

    def get_reprints(self, articles: Iterable[str]) -> Any:
        """Record the articles."""
        return self._store.get_reprints(self._many(change_log.article, articles))

    def get_revisions(self, articles: Iterable[str]) -> Any:
        """Record the articles."""
        return self._store.get_revisions(self._many(change_log.article, articles))

    def get_also_told(self, stories: Iterable[str]) -> Any:
        """Record the stories."""
        return self._store.get_also_told(self._many(change_log.story, stories))

    def recent_revisions(
        self, limit: int = 50, before: int | None = None, articles: Iterable[str] | None = None
    ) -> Any:
        """Record the list, and what may publish or withdraw its articles."""
        self.keys |= {change_log.REVISIONS, change_log.PUBLISHED}
        return self._store.recent_revisions(limit, before, articles)

    def get_issue(self, ident: str) -> Any:
        """Record the issues of the newsletter."""
        self.keys.add(change_log.ISSUES)
        return self._store.get_issue(ident)

    def public_issues(self, offset: int = 0, limit: int = 25) -> Any:
        """Record the issues of the newsletter."""
        self.keys.add(change_log.ISSUES)
        return self._store.public_issues(offset, limit)

    def edits_of_stories(self, stories: Iterable[str]) -> Any:
        """Record the stories."""
        return self._store.edits_of_stories(self._many(change_log.story, stories))

    def get_value(self, key: str) -> bytes | None:
        """Record the line of the day, the busiest topics and the fronts of days. Other values are not logged."""
        if key in (line.KEY, busiest.KEY) or key.startswith(front.KEY):
            self.keys.add(change_log.of_value(key))
        else:
            self.hold(ALWAYS)
        return self._store.get_value(key)

    def reader_counts(self, articles: Iterable[str], days: Sequence[str], cookieless: int = 1) -> dict[str, int]:
        """Record the articles. Where they have readers, the counts change when the day ends."""
        found = self._store.reader_counts(self._many(change_log.article, articles), days, cookieless)
        if found:
            self.hold(datetime.fromisoformat(max(days)).replace(tzinfo=UTC) + timedelta(days=1))
        return found

    def __getattr__(self, name: str) -> Any:
        """Read anything else. Its changes are not logged, so the page is rendered in every build."""
        self.hold(ALWAYS)
        return getattr(self._store, name)

    def _many(self, naming: Callable[[str], str], idents: Iterable[str]) -> list[str]:
        named = list(idents)
        self.keys.update(map(naming, named))
        return named
