"""The part of the store's interface that is about webhooks and their deliveries."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from coranto.model.webhook import Webhook, WebhookDelivery


class WebhookStore(Protocol):
    """Who is notified of stories, and what became of each message."""

    def add_webhook(self, hook: Webhook, secret: str) -> int:
        """Add a webhook with its signing secret; return its number."""

    def get_webhooks(self) -> list[Webhook]:
        """Return all webhooks, by number."""

    def webhook_secret(self, number: int) -> str | None:
        """Return the signing secret of a webhook; None if the webhook does not exist."""

    def save_webhook(self, hook: Webhook) -> None:
        """Save the state of a webhook; do nothing if it was deleted."""

    def delete_webhook(self, number: int) -> bool:
        """Delete a webhook, its secret and its deliveries; False if it does not exist."""

    def mark_all_notified(self) -> None:
        """Mark every published story as notified: webhooks hear of changes from now on."""

    def take_story_changes(self, limit: int = 1000) -> tuple[bool, dict[str, str | None]]:
        """Consume the next ``limit`` story changes; return whether more may follow, and the changed stories.

        Only published stories are returned. Each id maps to the lead the story had when last returned; None the first
        time. A story has changed if its lead (hence its title) or its members differ; heat and neighbours do not count.
        """

    def enqueue(self, messages: Iterable[tuple[WebhookDelivery, bytes]]) -> None:
        """Save new deliveries, each with its body."""

    def due_deliveries(self, hook: int, now: datetime, limit: int = 100) -> list[tuple[WebhookDelivery, bytes]]:
        """Return the deliveries of a webhook that are due, with their bodies, longest waiting first."""

    def save_attempt(self, message: WebhookDelivery) -> None:
        """Save the result of a delivery attempt; a finished delivery loses its body."""

    def abandon_deliveries(self, hook: int, trouble: str, now: datetime) -> None:
        """End all pending deliveries of a webhook for one reason."""

    def get_deliveries(self) -> list[WebhookDelivery]:
        """Return all deliveries, in the order in which they were enqueued."""

    def delete_deliveries(self, before: datetime) -> int:
        """Delete the deliveries that ended before this time; return their count."""
