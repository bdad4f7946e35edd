"""The store's interface. One contract suite (tests/store) checks it against every database.

Every method is one atomic transaction; ``transaction`` combines several calls into one. Times are aware and in UTC.
Lists have the order that their docstring names, and are complete unless there is a ``limit``.
"""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Protocol

from coranto.heat.in_lists import ListHeat
from coranto.model.article import Article, Reprint
from coranto.model.change import ArticleChange, LeadAndHeat, Override, PendingEntry
from coranto.model.decision import Decision
from coranto.model.edit import Edit, LogEntry
from coranto.model.lesson import Lesson
from coranto.model.search import SearchFilter, SearchResult
from coranto.model.source import Source, SourceStats
from coranto.model.story import Story, StoryState
from coranto.store.alert_protocol import AlertStore
from coranto.store.also_told_protocol import AlsoToldStore
from coranto.store.copy_protocol import CopyStore
from coranto.store.delivery_protocol import DeliveryStore
from coranto.store.issue_protocol import IssueStore
from coranto.store.lease_protocol import LeaseStore
from coranto.store.person_protocol import PersonStore
from coranto.store.queues_protocol import QueuesStore
from coranto.store.record_protocol import RecordStore
from coranto.store.retention_protocol import RetentionStore
from coranto.store.revision_protocol import RevisionStore
from coranto.store.rule_protocol import RuleStore
from coranto.store.score_protocol import ScoreStore
from coranto.store.subscriber_protocol import SubscriberStore
from coranto.store.webhook_protocol import WebhookStore


class Store(
    AlertStore,
    AlsoToldStore,
    CopyStore,
    DeliveryStore,
    IssueStore,
    LeaseStore,
    PersonStore,
    QueuesStore,
    RecordStore,
    RetentionStore,
    RevisionStore,
    RuleStore,
    ScoreStore,
    SubscriberStore,
    WebhookStore,
    Protocol,
):
    """The memory of a newsroom."""

    def close(self) -> None:
        """Close the database connections."""

    def transaction(self, *, writes: bool = False) -> AbstractContextManager[None]:
        """Run all that this thread reads and writes inside the block as one atomic transaction, which is much cheaper.

        Other writers wait until it ends, so slow work (disk, network) does not belong inside.
        """

    # -- sources

    def save_source(self, source: Source) -> None:
        """Add or replace a source."""

    def get_sources(self, ids: Iterable[str] | None = None) -> list[Source]:
        """Return all sources, or those with these ids, ordered by folder and title."""

    def due_sources(self, now: datetime, limit: int = 1000) -> list[Source]:
        """Return the sources to poll now: first those never polled, then those due longest."""

    def source_topics(self) -> dict[str, tuple[str, ...]]:
        """Map the ids of the sources that assign topics to the topics' names."""

    def delete_source(self, source: str) -> None:
        """Delete a source; its articles stay."""

    # -- entries

    def save_poll(self, source: Source, entries: Sequence[PendingEntry]) -> int:
        """Save the result of polling a source: its new state and the entries whose address is new; return their count.

        If the address already belongs to an article or a pending entry, the source is added as one more appearance.
        """

    def pending_entries(self, now: datetime, limit: int = 1000, without: Iterable[str] = ()) -> list[PendingEntry]:
        """Return entries whose page is to be read, in order of arrival.

        Entries postponed until later, and those of the sources named in ``without``, are left out.
        """

    def postpone_entry(self, number: int, until: datetime | None, trouble: str) -> None:
        """Save that a page could not be read: retry at ``until``, or never (None)."""

    def hold_entries(self, numbers: Iterable[int], until: datetime, why: str) -> None:
        """Let entries wait until a time, which is no attempt to read them."""

    def failed_entries(self, limit: int = 20) -> list[tuple[str, str]]:
        """Return addresses whose page waits to be read again or for the first time, with the reason, newest first."""

    def resolve_entry(self, number: int, article: str) -> None:
        """Delete a pending entry of an existing article; save its address as an appearance of the article."""

    # -- articles

    def article_ids_by_url(self, urls: Iterable[str]) -> dict[str, str]:
        """Map addresses, canonical ones and appearances, to article ids; unknown addresses are left out."""

    def save_article(self, change: ArticleChange) -> None:
        """Save an article together with everything that changes with it."""

    def get_articles(self, ids: Iterable[str]) -> dict[str, Article]:
        """Return articles by id, without their text; unknown ids are left out."""

    def get_text(self, article: str) -> str:
        """Return the full text of an article, which is private to the newsroom."""

    def get_texts(self, ids: Iterable[str]) -> dict[str, str]:
        """Return the full texts of articles by id; articles without text are left out."""

    def articles_by_arrival(self, after: int, limit: int = 1000) -> list[tuple[int, Article]]:
        """Return articles with an arrival number above ``after``, in order: how the clusterer catches up."""

    def last_arrival(self) -> int:
        """Return the number of the last article that arrived; 0 before the first."""

    def arrived_since(self, after: int) -> list[tuple[int, str]]:
        """Return number and id of the articles that arrived after a number, in order."""

    def get_appearances(self, article: str) -> list[tuple[str, str | None, datetime]]:
        """Return where an article was found, as (address, source id, time), earliest first."""

    def recent_sketches(self, limit: int) -> list[tuple[str, bytes]]:
        """Return the latest articles that have a text sketch, as (id, sketch), in order of arrival."""

    def get_sketches(self, articles: Iterable[str]) -> dict[str, bytes]:
        """Return the text sketches of articles by id; articles without one are left out."""

    def add_reprint(self, entry: int | None, article: str, reprint: Reprint) -> None:
        """Save a reprint of an existing article, and delete the pending entry it came from."""

    def get_reprints(self, articles: Iterable[str]) -> dict[str, list[Reprint]]:
        """Return the reprints of articles by article id, earliest first; articles without reprints are left out."""

    def recent_articles(
        self, limit: int = 50, before: str | None = None, topic: str | None = None, published: bool | None = None
    ) -> list[Article]:
        """Return the river: articles newest first, without their text.

        ``topic`` (an id) and ``published`` filter. ``before`` is the id of the last article of the page before.
        """

    def topic_activity(self, topic: str, since: datetime, limit: int = 1000) -> list[tuple[datetime, str]]:
        """Return (time, outlet name) of each article of a topic (id) published since then, newest first."""

    def resolve_article(self, text: str) -> str | None:
        """Return the id of the article that a person names; None if no article, or more than one, matches.

        ``text`` is an id or at least its first 6 digits, an address of the article, or the path or file name of its
        record.
        """

    def count_all(self) -> dict[str, int]:
        """Count sources, waiting (pending entries), articles, stories, records and published (records)."""

    def find_damage(self) -> list[str]:
        """Return what is damaged in the database, a line each: pages, references, articles without a record to come."""

    # -- stories

    def get_stories(self, ids: Iterable[str]) -> dict[str, Story]:
        """Return stories by id, with members and neighbours in order of joining, each with its evidence.

        The id of a story that was merged maps to the story it became part of.
        """

    def story_ids_of(self, articles: Iterable[str]) -> dict[str, str]:
        """Map article ids to the ids of their stories."""

    def near_story_ids(self, article: str) -> list[str]:
        """Return the ids of the stories that an article is near to."""

    def near_story_ids_of(self, articles: Iterable[str]) -> dict[str, list[str]]:
        """Map article ids to the ids of the stories they are near to; articles near no story are left out."""

    def hot_stories(
        self,
        since: datetime,
        limit: int = 50,
        topic: str | None = None,
        day: datetime | None = None,
        rules: ListHeat | None = None,
    ) -> list[tuple[Story, int]]:
        """Return stories whose lead is published and that have an article since then, hottest first, with their heat.

        With ``day``, heat includes the lead's distinct readers of that UTC day and the day before: each a point, or as
        ``rules`` say, which let freshness fade too. Ties are by newest article, then id. ``topic``: of members, an id.
        """

    # -- heat

    def count_reader(self, article: str, reader: str, day: str, known: bool = True) -> None:
        """Count a reader (a salted hash, ``known`` by a cookie) once per UTC day; queue an unpublished record."""

    def reader_counts(self, articles: Iterable[str], days: Sequence[str], cookieless: int = 1) -> dict[str, int]:
        """Count distinct readers of each article on these days, ``cookieless`` unknown ones as one; no zeros."""

    def count_readers_before(self, before: str) -> int:
        """Count the reader hashes of the days before this UTC day."""

    def delete_readers(self, before: str) -> int:
        """Delete the reader hashes of the days before this UTC day; return how many were deleted."""

    def recent_stories(self, since: datetime, limit: int = 500) -> list[Story]:
        """Return stories with a member published since then, published or not, newest first."""

    def pinned_stories(self, day: datetime | None = None, rules: ListHeat | None = None) -> list[tuple[Story, int]]:
        """Return published stories with a pinned article, latest pin first, with their heat as in ``hot_stories``."""

    def get_story_states(self, stories: Iterable[str]) -> dict[str, StoryState]:
        """Return stories exactly as stored, merged ones and hidden articles included: what an undo restores."""

    # -- editors

    def hidden_articles(self, since: datetime | None = None) -> list[str]:
        """Return the ids of the articles that editors took down; with ``since`` of those published since then."""

    def get_overrides(self, articles: Iterable[str]) -> dict[str, Override]:
        """Return the editors' overrides of articles, where there are any."""

    def save_override(self, override: Override) -> None:
        """Save an editor's override. A hidden article no longer appears in any list, story or search."""

    def add_edit(self, edit: Edit) -> int:
        """Save an edit, add it to the log and return its number. Without ``arrival`` it waits to be carried out."""

    def finish_edit(self, edit: Edit) -> None:
        """Save the result of an edit and add it to the log."""

    def last_edit(self) -> int:
        """Return the number of the last edit; 0 before the first."""

    def get_edits(self, after: int = 0) -> list[Edit]:
        """Return the edits with a higher number, in order."""

    def page_of_edits(self, limit: int, before: int = 0) -> list[Edit]:
        """Return the newest edits before a number, the newest first; 0 for the newest of all."""

    def get_edit(self, number: int) -> Edit | None:
        """Return the edit with this number; None if it does not exist."""

    def edits_of_stories(self, stories: Iterable[str]) -> list[Edit]:
        """Return the edits about any of these stories, or that created one, in order."""

    def edits_of_articles(self, articles: Iterable[str]) -> list[Edit]:
        """Return the edits about any of these articles, or that moved one, in order."""

    def get_edit_log(self, after: int = 0) -> list[LogEntry]:
        """Return the log entries with a higher number, in order. The log is append-only."""

    # -- decisions and rejudging

    def get_decisions(self, ids: Iterable[str]) -> dict[str, Decision]:
        """Return the latest decision about each article, by id; articles without a decision are left out."""

    def save_decisions(self, decisions: Mapping[str, Decision]) -> None:
        """Save decisions by article id, replacing earlier ones."""

    def articles_to_judge(
        self, since: datetime | None = None, stories: Iterable[str] = (), after: int = 0
    ) -> list[tuple[int, str]]:
        """Return (number, id) of articles that are in a story and have an arrival number above ``after``, in order.

        With ``since``: only articles published or seen since then, and those of the ``stories`` named.
        """

    def save_judged(self, judged: Sequence[tuple[Article, Article]], standings: Mapping[str, LeadAndHeat]) -> None:
        """Save topics, quality and parts of rejudged articles, given as (old, new), and lead and heat by story id.

        Text, story membership and outbox do not change.
        """

    # -- lessons: decisions that were counted into the taught table

    def add_lessons(self, lessons: Sequence[Lesson]) -> None:
        """Save lessons in order; an article has one at a time."""

    def remove_lessons(self, articles: Iterable[str]) -> None:
        """Delete the lessons of articles."""

    def get_lessons(self, articles: Iterable[str]) -> dict[str, Lesson]:
        """Return lessons by article id; articles without one are left out."""

    def lessons_of_kinds(self, kinds: Iterable[str], last: int = 1_000_000_000) -> list[Lesson]:
        """Return the ``last`` lessons of these kinds, oldest first."""

    def lesson_counts(self) -> dict[str, int]:
        """Count the lessons by kind; zeros are left out."""

    # -- figures for pages

    def read_version(self) -> bytes:
        """Return a token that differs after every change of an article, a story, a record or the readers."""

    def read_changes(self, after: int = 0) -> tuple[int, list[str]]:
        """Return the number of the last change, and the keys of what changed after number ``after``, oldest first.

        ``coranto.store.change_log`` builds the keys: ``article:ID``, ``story:ID``, ``source:ID``, ``published`` and
        ``published:TOPIC`` (the list of published records, of a topic by name), ``arrivals`` (the river).
        """

    def topic_story_counts(self, topics: Iterable[str], since: datetime) -> dict[str, int]:
        """Count published stories that have an article since then, by topic (id) of a member; zeros are left out."""

    def articles_by_day(self, topic: str, since: datetime) -> dict[date, int]:
        """Count the articles of a topic (id) by UTC day of publication; empty days are left out."""

    def articles_by_hour(self, since: datetime, story: str | None = None) -> list[tuple[datetime, int, int]]:
        """Return (hour, articles, outlets) for each UTC hour of publication, earliest first; ``story`` filters.

        Hours without an article are left out.
        """

    def published_days(self) -> list[tuple[date, int]]:
        """Count published records by UTC day of publishedDateTime, earliest first; empty days are left out."""

    def source_stats(self, source: str, since: datetime) -> SourceStats:
        """Count the articles that a source (id) found first: in total, and those published since then."""

    def source_counts(self) -> dict[str, tuple[int, int]]:
        """Map source ids to (articles it found first, how many of them are published)."""

    # -- internal values

    def put_value(self, key: str, value: bytes, *, shown: bool = False) -> None:
        """Save a value under a key (for example the clusterer's state); log it as changed if pages show it."""

    def get_value(self, key: str) -> bytes | None:
        """Return the value saved under a key; None if there is no such key."""

    def delete_values(self, keys: Iterable[str], *, dry: bool = False) -> int:
        """Delete or count the values of keys; return how many there were."""

    # -- search

    def search(
        self, words: str, within: SearchFilter | None = None, limit: int = 25, offset: int = 0, newest: bool = False
    ) -> SearchResult:
        """Return articles whose title, excerpt or text has all the words and none of those after a hyphen.

        Words in double quotes, or joined as in ``GPT-4``, match as a phrase. Best matches come first (words in the
        title, frequent words), or the newest with ``newest``. Without words, all articles ``within`` are returned,
        newest first; without either, none. Only published ones, unless ``within`` says otherwise.
        Of many matches only the newest are ranked (see ``SearchResult.whole``).
        """
