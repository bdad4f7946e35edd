"""The part of the store's interface that is about records, and about the files that they are written to."""

import sys
from collections.abc import Iterable
from datetime import date, datetime
from typing import Protocol

from coranto.model.article import Article
from coranto.model.change import StoredRecord
from coranto.model.record import Record
from coranto.model.search import SearchFilter
from coranto.model.story import StorySpan


class RecordStore(Protocol):
    """The record of each article, the outbox of records to write, and what was written."""

    def add_to_outbox(self, articles: Iterable[str]) -> None:
        """Queue the records of these articles to be rebuilt."""

    def outbox_ids(self, limit: int = 1000) -> list[str]:
        """Return the ids of the articles whose record must be rebuilt, oldest first."""

    def save_record(self, article: str, path: str, record: Record, now: datetime) -> bool:
        """Save a record; False if it is unchanged. Its article stays in the outbox until ``clear_outbox``."""

    def remember_records(self, articles: Iterable[str]) -> None:
        """Remember the current records of articles: one that returns to this state gets its old time of change."""

    def get_written(self, articles: Iterable[str]) -> dict[str, set[str]]:
        """Return the SHA-256 values that the files of articles may have; articles never written are left out."""

    def add_written(self, digests: Iterable[tuple[str, str]]) -> None:
        """Add (article, SHA-256) of files that are about to be written; earlier hashes stay."""

    def settle_written(self, digests: Iterable[tuple[str, str]]) -> None:
        """Confirm (article, SHA-256) of files that were written; all other hashes of these articles are deleted."""

    def clear_outbox(self, articles: Iterable[str]) -> None:
        """Remove articles returned by ``outbox_ids`` whose files are written, unless they were queued again since."""

    def article_ids_by_path(self, paths: Iterable[str]) -> dict[str, str]:
        """Map record paths to the ids of the articles that use them; free paths are left out."""

    def record_paths(self, after: str = "", limit: int = sys.maxsize) -> dict[str, str]:
        """Map record paths to the ids of their articles, in order: so many that follow the path ``after``."""

    def get_records(self, ids: Iterable[str]) -> dict[str, StoredRecord]:
        """Return records by article id; articles without a record are left out."""

    def published_records(self, offset: int = 0, limit: int = 25, topic: str | None = None) -> list[StoredRecord]:
        """Return published records, newest publishedDateTime first, then by path; ``topic`` (a name) filters."""

    def published_ids(self, topic: str | None = None) -> list[str]:
        """Return the article ids of all published records, in the order of ``published_records``."""

    def published_story_ids(self) -> list[str]:
        """Return the ids of stories with a published record, newest record first."""

    def stories_of_day(self, day: date) -> list[StorySpan]:
        """Return the stories that have a published record on a UTC day, ordered by their first published record.

        The first record may be from an earlier day.
        """

    def page_of_records(
        self, within: SearchFilter | None = None, after: tuple[datetime, str] | None = None, limit: int = 25
    ) -> list[StoredRecord]:
        """Return records that match, newest publishedDateTime first, then by article id, descending.

        Only published ones, unless ``within`` says otherwise.
        ``after`` is (time, article id) of the last record of the page before; that record need not exist any more.
        """

    def import_record(self, article: Article, stored: StoredRecord) -> bool:
        """Import a record written by another system, unchanged; False if its address is already known.

        It is in no story until ``save_article`` puts it in one.
        """

    def imported_ids(self, articles: Iterable[str]) -> set[str]:
        """Return those of these articles that are imported records."""

    def withheld_import_ids(self, articles: Iterable[str]) -> set[str]:
        """Return those of these articles that are imported records and are not published."""

    def ungrouped_import_ids(self, limit: int = 1000) -> list[str]:
        """Return the imported records that are in no story, oldest first."""
