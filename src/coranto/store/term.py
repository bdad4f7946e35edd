"""Terms: who does what only one may do, one after another; what a former one writes too late is refused.

An advisory lock elects (``coranto.store.lock``), the term protects: a lock is lost with its connection, and its
holder may not know yet. So the next holder begins a new term, and every transaction of a former term fails.
"""

from collections.abc import Iterable

import msgspec

from coranto import errors
from coranto.store import key_value
from coranto.store.transaction import Transaction


class Term(msgspec.Struct, frozen=True):
    """The time of one worker in a role; a later one has a higher number."""

    role: str
    number: int


def begin(db: Transaction, role: str) -> Term:
    """Begin a new term, which ends all former ones."""
    new = Term(role, _latest(db, role) + 1)
    key_value.put(db, _key(role), str(new.number).encode())
    return new


def check(db: Transaction, terms: Iterable[Term]) -> None:
    """Raise ``TakenOver`` if a later term of one of these roles has begun."""
    for one in terms:
        if (latest := _latest(db, one.role)) != one.number:
            raise errors.TakenOver(
                f"another worker does `{one.role}` now (term {latest}, this was {one.number}); this one came back too "
                "late, and nothing of this step was saved"
            )


def _latest(db: Transaction, role: str) -> int:
    return int(key_value.get(db, _key(role)) or b"0")


def _key(role: str) -> str:
    return f"term.{role}"
