"""What the newsroom asks of its memory. One contract suite (tests/store) holds every database to it.

Every method is one transaction, which happens whole or not at all; ``at_once`` makes one of several. Times are aware
and in UTC. Lists come in the order that their docstring names, and in full unless there is a ``limit``.
"""

# ruff: noqa: D401 - most methods are named for what they give, and described so

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Protocol

from coranto.model.article import Article, Reprint
from coranto.model.change import ArticleChange, Override, PendingEntry, StoredRecord
from coranto.model.edit import StoryEdit
from coranto.model.record import Record
from coranto.model.search import SearchFilter, SearchResult
from coranto.model.source import Source, SourceStats
from coranto.model.story import Story, StorySpan
from coranto.model.webhook import Webhook, WebhookDelivery


class Store(Protocol):
    """The memory of a newsroom."""

    def close(self) -> None:
        """Let go of the database."""

    def transaction(self, *, writes: bool = False) -> AbstractContextManager[None]:
        """All that this thread asks and changes within is one transaction: whole or not at all, and much cheaper.

        Other writers wait until it ends, so what takes long (a disk, a network) is not done within.
        """

    # -- sources

    def save_source(self, source: Source) -> None:
        """Add a source, or replace what is known of it."""

    def get_sources(self, ids: Iterable[str] | None = None) -> list[Source]:
        """All sources, or those of these ids, by folder and title."""

    def due_sources(self, now: datetime, limit: int = 1000) -> list[Source]:
        """Sources to look at now, the longest waiting first; never looked at before those that were."""

    def delete_source(self, source: str) -> None:
        """Forget a source; its articles stay."""

    # -- entries

    def save_poll(self, source: Source, entries: Sequence[PendingEntry]) -> int:
        """Save a look at a source: its new state, and those entries whose address is new. The count of new ones.

        An address known already, as an article or as waiting, is noted as one more appearance where the source is new.
        """

    def pending_entries(self, now: datetime, limit: int = 1000, without: Iterable[str] = ()) -> list[PendingEntry]:
        """Entries whose page is to be read, in order of arrival; those put off until later are left out.

        So are those of the sources named in ``without``.
        """

    def postpone_entry(self, number: int, until: datetime | None, trouble: str) -> None:
        """The page could not be read: try again at ``until``, or never (None)."""

    def failed_entries(self, limit: int = 20) -> list[tuple[str, str]]:
        """Addresses whose page could not be read, with the last reason; the newest first."""

    def resolve_entry(self, number: int, article: str) -> None:
        """The waiting entry turned out to be an article we have; remember its address as an appearance of it."""

    # -- articles

    def article_ids_by_url(self, urls: Iterable[str]) -> dict[str, str]:
        """For each address under which an article is known (canonical or an appearance): the article's id."""

    def save_article(self, filing: ArticleChange) -> None:
        """Save an article's arrival with everything it changes."""

    def get_articles(self, ids: Iterable[str]) -> dict[str, Article]:
        """Articles by id, without their text; ids that are not known are left out."""

    def get_text(self, article: str) -> str:
        """The full text, private to the newsroom."""

    def articles_by_arrival(self, after: int, limit: int = 1000) -> list[tuple[int, Article]]:
        """Articles in order of arrival with their number, those after number ``after``: how a clusterer catches up."""

    def get_appearances(self, article: str) -> list[tuple[str, str | None, datetime]]:
        """Where an article was found: address, source id, when; earliest first."""

    def recent_sketches(self, limit: int) -> list[tuple[str, bytes]]:
        """Articles that came last and the sketches their texts are compared by, in order of arrival."""

    def add_reprint(self, entry: int | None, article: str, reprint: Reprint) -> None:
        """The waiting entry turned out to be a copy of an article we have: remember it as a reprint of that."""

    def get_reprints(self, articles: Iterable[str]) -> dict[str, list[Reprint]]:
        """The reprints of articles, by id, those there are, the earliest first."""

    def recent_articles(
        self, limit: int = 50, before: str | None = None, topic: str | None = None, published: bool | None = None
    ) -> list[Article]:
        """The river: articles newest first, without their text; of one topic id if named; published or not if asked.

        ``before`` is the id of an article: those after it in that order (the next page).
        """

    def topic_activity(self, topic: str, since: datetime, limit: int = 1000) -> list[tuple[datetime, str]]:
        """Of each article of a topic id published since then: when, and its outlet's name; the newest first."""

    def resolve_article(self, text: str) -> str | None:
        """The id of the article a person means; None where there is none, or more than one.

        They may name its id or at least the first 6 digits of it, an address it was found under, or its record's path
        or file name.
        """

    def count_all(self) -> dict[str, int]:
        """How many: sources, waiting, articles, stories, records, published."""

    # -- stories

    def get_stories(self, ids: Iterable[str]) -> dict[str, Story]:
        """Stories by id, members and neighbours with their evidence, in order of joining.

        An ended story's id leads to its heir.
        """

    def story_ids_of(self, articles: Iterable[str]) -> dict[str, str]:
        """For each article the id of its story."""

    def near_story_ids(self, article: str) -> list[str]:
        """Ids of the stories that the article is near to."""

    def hot_stories(
        self, since: datetime, limit: int = 50, topic: str | None = None, day: datetime | None = None
    ) -> list[tuple[Story, int]]:
        """Stories whose lead is published, with an article since then, hottest first, each with its heat.

        Heat includes the distinct readers of the lead on the UTC day of ``day`` and the day before; without it there
        are none. Of equally hot ones the one with the newest article comes first, then by id; of one topic id of the
        lead if named.
        """

    # -- heat

    def count_reader(self, article: str, reader: str, day: str) -> None:
        """Count a reader (a salted hash) of an article on a UTC day, once; a record not published is made anew."""

    def reader_counts(self, articles: Iterable[str], days: Sequence[str]) -> dict[str, int]:
        """Distinct readers of each article on those days; zeros are left out."""

    def delete_readers(self, before: str) -> int:
        """Forget who read on the days before that UTC day; the count of what was forgotten."""

    # -- editors

    def get_overrides(self, articles: Iterable[str]) -> dict[str, Override]:
        """The decisions there are."""

    def add_edit(self, verdict: StoryEdit) -> int:
        """Keep what a person said of stories, to be carried out; its number."""

    def finish_edit(self, verdict: StoryEdit) -> None:
        """Keep what became of a verdict."""

    def get_edits(self, after: int = 0) -> list[StoryEdit]:
        """Verdicts with a higher number, in their order."""

    def edits_of_stories(self, stories: Iterable[str]) -> list[StoryEdit]:
        """Verdicts about any of these stories, or by which one stands, in their order."""

    # -- records and the outbox

    def outbox_ids(self, limit: int = 1000) -> list[str]:
        """Ids of the articles whose record must be made anew, oldest first."""

    def save_record(self, article: str, path: str, record: Record, now: datetime) -> bool:
        """Keep a record; False where it is what is kept already. The outbox keeps its article until ``delivered``."""

    def clear_outbox(self, articles: Iterable[str]) -> None:
        """The files of these, given by ``dirty``, are written: take out those that nothing has changed since."""

    def article_ids_by_path(self, paths: Iterable[str]) -> dict[str, str]:
        """For each path in use: the article that has it."""

    def get_records(self, ids: Iterable[str]) -> dict[str, StoredRecord]:
        """Records by article."""

    def published_records(self, offset: int = 0, limit: int = 25, topic: str | None = None) -> list[StoredRecord]:
        """Published records, newest publishedDateTime first, path as the tie-break; of one topic (by name) if named."""

    def published_ids(self, topic: str | None = None) -> list[str]:
        """The articles of all that ``published`` gives, in its order."""

    def published_story_ids(self) -> list[str]:
        """The stories that have a published record, those with the newest first."""

    def stories_of_day(self, day: date) -> list[StorySpan]:
        """The stories that have a published record of a UTC day, by when their first one was published.

        That may have been on an earlier day.
        """

    def count_published(self, topic: str | None = None) -> int:
        """How many ``published`` gives in all."""

    def page_of_published(
        self, within: SearchFilter | None = None, after: tuple[datetime, str] | None = None, limit: int = 25
    ) -> list[StoredRecord]:
        """Published records within, newest publishedDateTime first, the article's id (backwards) as the tie-break.

        ``after`` is time and article of a record, there or not: those after it in that order (the next page).
        """

    def import_record(self, article: Article, filed: StoredRecord) -> bool:
        """Take over a record written elsewhere, as it is; False where its address is known already."""

    # -- hooks and their ledger

    def add_webhook(self, hook: Webhook, secret: str) -> int:
        """Keep a new hook and what its messages are signed with; its number."""

    def get_webhooks(self) -> list[Webhook]:
        """All of them, by number."""

    def webhook_secret(self, number: int) -> str | None:
        """What a hook's messages are signed with; None where there is no such hook."""

    def save_webhook(self, hook: Webhook) -> None:
        """Keep what became of a hook; nothing where it was dropped."""

    def delete_webhook(self, number: int) -> bool:
        """Forget a hook, its secret and its messages; False where there is none."""

    def mark_all_notified(self) -> None:
        """Take every story that readers know as told: news is what happens from now on."""

    def take_story_changes(self, limit: int = 1000) -> tuple[bool, dict[str, str | None]]:
        """Take the next ``limit`` changes of stories: whether there may be more, and the shown stories that are others.

        By their ids their lead when they were last given here, None where they never were. Others are those with
        another lead (hence title) or other members; heat and neighbours do not count.
        """

    def enqueue(self, messages: Iterable[tuple[WebhookDelivery, bytes]]) -> None:
        """Enter messages into the ledger, each with its body."""

    def due_deliveries(self, hook: int, now: datetime, limit: int = 100) -> list[tuple[WebhookDelivery, bytes]]:
        """Messages to a hook that are due, with their bodies, the longest waiting first."""

    def save_attempt(self, message: WebhookDelivery) -> None:
        """Keep what became of a message; the body of one that has ended is let go."""

    def abandon_deliveries(self, hook: int, trouble: str, now: datetime) -> None:
        """End all messages to a hook that still wait, for one reason."""

    def get_deliveries(self) -> list[WebhookDelivery]:
        """All messages, in the order in which they were entered."""

    def delete_deliveries(self, before: datetime) -> int:
        """Forget the messages that ended before; their count."""

    # -- figures for pages

    def read_version(self) -> bytes:
        """A token that is another one after every change of an article, a story, a record or the readers."""

    def read_changes(self, after: int = 0) -> tuple[int, list[str]]:
        """The number of the last change, and the names of what has changed after number ``after``, the oldest first.

        Names are made by ``coranto.store.change_log``: ``article:ID``, ``story:ID``, ``source:ID``, ``published`` and
        ``published:TOPIC`` (the list of the published records, of a topic by name), ``arrivals`` (the river).
        """

    def topic_counts(self, since: datetime) -> dict[str, int]:
        """For each topic name: how many published records have a publishedDateTime since then; zeros are left out."""

    def articles_by_hour(self, since: datetime, story: str | None = None) -> list[tuple[datetime, int, int]]:
        """How many articles and outlets in each UTC hour of publication, earliest first; of one story if named.

        Hours without an article are left out.
        """

    def published_days(self) -> list[tuple[date, int]]:
        """How many published records have their publishedDateTime on each UTC day, earliest first, without zeros."""

    def source_stats(self, source: str, since: datetime) -> SourceStats:
        """How much a source id found first, in all and published since then."""

    def source_counts(self) -> dict[str, tuple[int, int]]:
        """For each source id: the articles it found first, and how many of them are published."""

    # -- what the newsroom keeps for itself

    def put_value(self, key: str, value: bytes) -> None:
        """Save a value under a name (a clusterer's state, the number of the last edition)."""

    def get_value(self, key: str) -> bytes | None:
        """The value saved under that name."""

    # -- search

    def search_published(self, words: str, limit: int = 25, offset: int = 0) -> list[Article]:
        """Published articles whose title, excerpt or text has all the words, best first; see ``find``."""

    def search(
        self, words: str, within: SearchFilter | None = None, limit: int = 25, offset: int = 0, newest: bool = False
    ) -> SearchResult:
        """Published articles whose title, excerpt or text has all the words and none of those after a hyphen.

        Words between double quotes, or joined as in ``GPT-4``, stand in that order side by side. Best first: where the
        words stand in the title, and often; or the newest first. Without words, all that is ``within``, the newest
        first; without either, nothing. Of very many the newest are weighed (see ``Finding.whole``).
        """
