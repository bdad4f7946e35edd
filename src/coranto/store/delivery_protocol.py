"""The part of the store's interface that is about the ledger of the newsletter's mail."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from coranto.model.delivery import Delivery, DeliveryState


class DeliveryStore(Protocol):
    """A row for each issue and subscriber: an issue is never entered twice for one."""

    def add_deliveries(self, issue: str, subscribers: Iterable[int], now: datetime) -> int:
        """Enter subscribers who are to get an issue; those entered already stay. Return how many are new."""

    def take_delivery(self, issues: Iterable[str], now: datetime) -> Delivery | None:
        """Return the longest waiting row of these issues that is due, after making it ``sending``."""

    def save_delivery(self, one: Delivery) -> None:
        """Save what became of a row; one that was deleted meanwhile does not come back."""

    def count_deliveries(self, issue: str) -> dict[str, int]:
        """Count the rows of an issue by state; zeros are left out."""

    def count_deliveries_since(self, since: datetime) -> int:
        """Count the mails of all issues that were sent since then."""

    def issues_waiting(self) -> list[str]:
        """Return the names of the issues of which rows wait, in order."""

    def due_deliveries_at(self, issues: Iterable[str]) -> datetime | None:
        """Return when the next waiting row of these issues is due; None if none waits."""

    def get_mail_deliveries(self, issue: str, state: DeliveryState | None = None, limit: int = 1000) -> list[Delivery]:
        """Return rows of an issue, of a state, in the order in which they were entered."""

    def deliveries_of_subscriber(self, subscriber: int) -> list[Delivery]:
        """Return the rows of a subscriber, in order."""

    def change_deliveries(
        self, before: DeliveryState, after: DeliveryState, now: datetime, issue: str | None = None
    ) -> int:
        """Change the state of all rows in a state, of an issue or of all; return how many they are."""

    def delete_deliveries_waiting(self, issue: str) -> int:
        """Delete the rows of an issue that wait; return how many they were."""
