"""The marks of a move: no program writes to a store that has moved away, nor to one into which a move has not ended.

A program that was forgotten (a ``coranto serve`` on another machine) would otherwise write rows that are lost.
Every transaction that writes looks for the marks, but those of the move itself.
"""

from sqlalchemy import delete, or_, select

from coranto.errors import StoreError
from coranto.store import key_value, tables
from coranto.store.transaction import Transaction

# Keys of the shelf: the place it moves to, and the progress of a move into it.
AWAY, INTO, SEARCH = "moved", "move", "move.search"
_shelf = tables.shelf.c
_MARKS = select(_shelf.key, _shelf.value).where(or_(_shelf.key == AWAY, _shelf.key == INTO))
_CANCEL = delete(tables.shelf).where(_shelf.key == AWAY)


def refuse(db: Transaction, where: str) -> None:
    """Raise ``StoreError`` if this store takes no writes."""
    marks = dict(db.all(_MARKS))
    if not marks:
        return
    if AWAY in marks:
        what = (
            f"the newsroom has moved to {bytes(marks[AWAY]).decode()}, or is moving there, and is only read here: use "
            "that database, or call `coranto move --cancel` to go on with this one"
        )
    else:
        what = "a move into it has not ended, and until then it is not complete: call `coranto move` again"
    raise StoreError(what, where)


def mark(db: Transaction, to: str) -> None:
    """Mark a store as moving to a place: from now on it is only read."""
    key_value.put(db, AWAY, to.encode())


def cancel(db: Transaction) -> bool:
    """Let a store be written to again; return whether it was marked."""
    return db.run(_CANCEL) > 0
