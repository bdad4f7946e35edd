"""The part of the store's interface that is about how it is doing: queues, size, schema, and a clock that went back."""

from datetime import datetime
from typing import Protocol

from coranto.model.queues import Queues


class QueuesStore(Protocol):
    """Figures for the operators of a newsroom."""

    def get_queues(self, now: datetime) -> Queues:
        """Return what waits, since when, and what fails."""

    def get_schema(self) -> str:
        """Return the last migration that the database has had: that of a newer program, perhaps."""

    def pull_forward(self, now: datetime, latest: datetime) -> int:
        """Make due at ``now`` what waits until after ``latest``: pages, messages to webhooks, watched articles.

        For a clock that was ahead and has gone back. Return how many there were.
        """
