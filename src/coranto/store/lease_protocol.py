"""The part of the store's interface by which several workers share a newsroom: leases, hosts, locks and terms."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from coranto.model.change import PendingEntry
from coranto.model.lease import HostTurn, QueueName
from coranto.model.source import Source
from coranto.store.lease import LEASE
from coranto.store.lock import Lock
from coranto.store.term import Term


class LeaseStore(Protocol):
    """Who works on what. A holder is the name of a worker; a lease runs out after ``seconds`` unless it is renewed."""

    def is_shared(self) -> bool:
        """Whether programs on several machines may use this store at once: in PostgreSQL, not in SQLite."""

    # -- queues

    def take_sources(
        self, now: datetime, holder: str, limit: int, busy: Collection[str] = (), seconds: float = LEASE
    ) -> list[tuple[Source, int]]:
        """Take due sources without a lease, each with the number of the attempt: first those never polled.

        ``busy`` are the sources that the holder still works on; what else it took before it may take again.
        """

    def take_entries(
        self,
        now: datetime,
        holder: str,
        limit: int,
        per_source: int,
        busy: Mapping[int, str],
        seconds: float = LEASE,
    ) -> list[PendingEntry]:
        """Take entries without a lease whose page is to be read, in order of arrival, ``per_source`` at most.

        ``busy`` maps the numbers of entries that the holder still works on to their sources.
        """

    def take_lease(self, queue: QueueName, key: str | int, holder: str, seconds: float = LEASE) -> int | None:
        """Take one row; return the number of the attempt, or None if another holder has it."""

    def end_lease(self, queue: QueueName, key: str | int, holder: str, attempt: int) -> bool:
        """End a lease, in the transaction that saves the result; False if it is lost, and nothing may be saved."""

    def renew_leases(self, queue: QueueName, keys: Iterable[str | int], holder: str, seconds: float = LEASE) -> None:
        """Renew the leases that a holder still has of these rows."""

    def give_back_leases(self, holder: str) -> int:
        """Release everything that a holder has taken; return how much it was."""

    def save_pages(self, read: Sequence[tuple[PendingEntry, bytes]], holder: str) -> set[int]:
        """Save what was read of entries' pages, and end their leases; return the entries of which it was saved.

        The others have another holder by now, or are gone.
        """

    def pages_read(self, limit: int) -> list[tuple[PendingEntry, bytes]]:
        """Return entries whose page was read, in order of arrival; what was read goes with the entry."""

    def drop_page(self, number: int) -> None:
        """Forget what was read of an entry's page, so that it is read again."""

    # -- hosts

    def take_host(self, name: str, holder: str, seconds: float) -> HostTurn:
        """Take a host, so that no other worker asks it, or say when to try again."""

    def release_host(self, name: str, holder: str, wait: float, held: float) -> None:
        """Release a host: it may be asked again after ``wait`` seconds, and wants to be left alone for ``held``."""

    # -- what only one does

    def lock(self, name: str) -> AbstractContextManager[Lock | None]:
        """Take a lock for the block, without waiting; None if another program has it. SQLite gives it to everybody."""

    def begin_term(self, role: str) -> Term:
        """Begin a new term in a role, which ends all former ones."""

    def fenced(self, *terms: Term) -> AbstractContextManager[None]:
        """Let what this task or thread writes inside the block fail with ``TakenOver`` once a later term has begun."""
