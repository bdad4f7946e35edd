"""The part of the store's interface that is about what outlets change in published articles."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Protocol

from coranto.model.revision import Difference, Revision, Watch


class RevisionStore(Protocol):
    """What outlets changed, and the articles that are looked at again."""

    def add_revisions(self, article: str, seen: datetime, differences: Sequence[Difference]) -> list[Revision]:
        """Save the differences of an article that are new; return them. One that was found before is not kept again."""

    def get_revisions(self, articles: Iterable[str]) -> dict[str, list[Revision]]:
        """Return what was changed in articles by article id, earliest first; unchanged articles are left out."""

    def recent_revisions(
        self, limit: int = 50, before: int | None = None, articles: Iterable[str] | None = None
    ) -> list[Revision]:
        """Return changes of articles that are in a published story or published themselves, latest first.

        ``before`` is the number of the last one of the page before; ``articles`` (ids) restricts them.
        """

    def save_watch(self, watch: Watch) -> None:
        """Save when an article is looked at again, and what it said last."""

    def get_watches(self, articles: Iterable[str]) -> dict[str, Watch]:
        """Return the watches of articles by article id; articles without one are left out."""

    def due_watches(self, now: datetime, limit: int = 100) -> list[Watch]:
        """Return the watches that are due, longest due first."""

    def delete_watches(self, articles: Iterable[str]) -> None:
        """Look at these articles no longer."""
