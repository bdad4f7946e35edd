"""The part of the store's interface that is about alerts."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Protocol

from coranto.model.alert import Alert


class AlertStore(Protocol):
    """Alerts, and the articles that each has found."""

    def add_alert(self, one: Alert) -> int:
        """Add an alert; return its number. One that was removed keeps the number it has."""

    def get_alerts(self) -> list[Alert]:
        """Return all alerts, in the order in which they were added."""

    def get_alert(self, number: int) -> Alert | None:
        """Return the alert with a number."""

    def find_alert(self, token: str) -> Alert | None:
        """Return the alert with the token of its feed's address."""

    def save_alert(self, one: Alert) -> None:
        """Save an alert; one that was removed meanwhile does not come back."""

    def delete_alert(self, number: int) -> None:
        """Delete an alert and what it has found."""

    def add_alert_matches(self, number: int, articles: Sequence[str], at: datetime, *, mailed: bool) -> list[str]:
        """Add what an alert has found; return what it had not found before, in the given order."""

    def alert_matches(self, number: int, limit: int = 50) -> list[str]:
        """Return the ids of the articles that an alert has found, the last first."""

    def alert_matches_to_mail(self, number: int) -> list[str]:
        """Return the ids of the articles that no mail has reported yet, the last first."""

    def mark_alerts_mailed(self, numbers: Iterable[int]) -> None:
        """Note that mails have reported everything that alerts have found."""

    def forget_alert_matches(self, before: datetime) -> None:
        """Forget what was found before a time."""
