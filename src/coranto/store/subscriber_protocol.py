"""The part of the store's interface that is about the newsletter's subscribers."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from coranto.model.subscriber import Batch, MailRequest, Subscriber, SubscriberState, Suppression


class SubscriberStore(Protocol):
    """Subscribers by number and by the hash of their address; addresses that get nothing; lists that were brought."""

    def add_subscriber(self, one: Subscriber, digest: str) -> int:
        """Add a subscriber; return the number, 0 if there is one with this hash."""

    def get_subscriber(self, number: int) -> Subscriber | None:
        """Return the subscriber with a number."""

    def find_subscriber(self, digest: str) -> Subscriber | None:
        """Return the subscriber whose address has a hash."""

    def save_subscriber(self, one: Subscriber) -> None:
        """Save a subscriber; one that was deleted meanwhile does not come back."""

    def delete_subscriber(self, number: int) -> None:
        """Delete a subscriber and the rows of the ledger, so that nothing of the address is left in the files."""

    def empty_log(self) -> None:
        """Empty SQLite's log, which holds pages as they were before a deletion; nothing in PostgreSQL."""

    def get_subscribers(
        self, after: int = 0, limit: int = 1_000_000, state: SubscriberState | None = None, batch: int | None = None
    ) -> list[Subscriber]:
        """Return subscribers with a higher number, in order, of a state or of a list that was brought."""

    def find_subscribers(
        self, words: str, state: SubscriberState | None = None, limit: int = 100
    ) -> tuple[list[Subscriber], int]:
        """Return the newest subscribers with words in address or name, and how many there are."""

    def count_subscribers(self) -> dict[str, int]:
        """Count subscribers by state, and the suppressed addresses as ``left``; zeros are left out."""

    def known_digests(self, digests: Iterable[str]) -> set[str]:
        """Return those of the hashes that are a subscriber's."""

    def delete_waiting_subscribers(self, before: datetime) -> int:
        """Delete those who were asked before this time and never confirmed; return their count."""

    def add_suppressions(self, suppressions: Iterable[Suppression]) -> None:
        """Add addresses that get nothing, by their hash; an older reason stays."""

    def get_suppressions(self, digests: Iterable[str]) -> dict[str, Suppression]:
        """Return which of these hashes get nothing."""

    def delete_suppression(self, digest: str) -> None:
        """Let an address get mail again: its owner asked for it and confirmed."""

    def add_batch(self, batch: Batch) -> int:
        """Add a list that was brought; return its number."""

    def save_batch(self, batch: Batch) -> None:
        """Save a list that was brought."""

    def get_batches(self) -> list[Batch]:
        """Return the lists that were brought, newest first."""

    def add_mail_requests(self, requests: Iterable[MailRequest]) -> None:
        """Add mails to one person each."""

    def due_mail_requests(self, now: datetime, limit: int = 100) -> list[MailRequest]:
        """Return the mails to one person that are due, in the order in which they were asked for."""

    def save_mail_request(self, request: MailRequest) -> None:
        """Save a mail that is tried again later."""

    def delete_mail_request(self, number: int) -> None:
        """Delete a mail that was sent or given up."""

    def delete_mail_requests_of(self, batch: int) -> None:
        """Delete the mails to the addresses of a list that was brought."""
