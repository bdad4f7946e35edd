"""The clusterer's state as it is kept in the store: a snapshot, and what arrivals alone do not tell of the time since.

A snapshot is in pieces where it is larger than a database takes as one value. Later arrivals are placed again in their
order; but where an outlet's words were replaced meanwhile, the store has only the new ones. So each such *change* is
kept, with the words that were placed, in the transaction that saves it.
"""

import msgspec

from coranto.store.protocol import Store
from coranto.story.placement import Item

_KEY = "clusterer"
_LOG, _CHANGE = "clusterer.changes", "clusterer.change.{}"
PIECE = 250_000_000  # bytes; SQLite and PostgreSQL take a thousand million as one value


class Snapshot(msgspec.Struct, frozen=True, array_like=True):
    """The clusterer's state after the arrival, the edit and the change with these numbers.

    ``pieces`` is the number of further values that the state is in; 0: it is here. ``change`` is None in a snapshot of
    a version that kept no changes: it saved all of them. ``rules`` is a digest of the rules by which later arrivals
    are placed; "" in a snapshot of a version that did not say.
    """

    number: int
    state: bytes
    edit: int = 0
    pieces: int = 0
    change: int | None = None
    rules: str = ""


class Change(msgspec.Struct, frozen=True, array_like=True):
    """An article's words changed, after the arrival ``number`` and the edit ``edit``.

    ``again``: where it was alone in its story, it was compared again by its new words.
    """

    number: int
    edit: int
    before: Item
    after: Item
    again: bool


class ChangeLog(msgspec.Struct, frozen=True, array_like=True):
    """The number of the last change, and up to which number changes are not kept any more."""

    last: int = 0
    forgotten: int = 0


def load(store: Store) -> Snapshot:
    """Return the last snapshot; an empty one of the beginning where there is none."""
    with store.transaction():
        kept = store.get_value(_KEY)
        snapshot = msgspec.msgpack.decode(kept, type=Snapshot) if kept else Snapshot(0, b"", change=0)
        pieces = [store.get_value(f"{_KEY}.{number}") or b"" for number in range(snapshot.pieces)]
        if snapshot.change is None:
            snapshot = msgspec.structs.replace(snapshot, change=load_log(store).last)
    return msgspec.structs.replace(snapshot, state=b"".join(pieces)) if pieces else snapshot


def save(store: Store, snapshot: Snapshot) -> None:
    """Replace the last snapshot."""
    state, pieces = snapshot.state, 0
    with store.transaction(writes=True):
        if len(state) > PIECE:
            for start in range(0, len(state), PIECE):
                store.put_value(f"{_KEY}.{pieces}", state[start : start + PIECE])
                pieces += 1
            snapshot = msgspec.structs.replace(snapshot, state=b"", pieces=pieces)
        store.put_value(_KEY, msgspec.msgpack.encode(snapshot))


def load_log(store: Store) -> ChangeLog:
    """Return what the store has of the log of changes."""
    kept = store.get_value(_LOG)
    return msgspec.msgpack.decode(kept, type=ChangeLog) if kept else ChangeLog()


def load_changes(store: Store, after: int) -> list[Change]:
    """Return the changes after a number, in order; all of them must be kept."""
    numbers = range(after + 1, load_log(store).last + 1)
    kept = [store.get_value(_CHANGE.format(number)) for number in numbers]
    return [msgspec.msgpack.decode(one, type=Change) for one in kept if one]


def add_change(store: Store, change: Change) -> int:
    """Save a change, within an open transaction; return its number."""
    log = load_log(store)
    store.put_value(_CHANGE.format(log.last + 1), msgspec.msgpack.encode(change))
    store.put_value(_LOG, msgspec.msgpack.encode(ChangeLog(log.last + 1, log.forgotten)))
    return log.last + 1


def forget_changes(store: Store, upto: int) -> None:
    """Delete the changes up to a number: whoever is not beyond it begins from the last snapshot."""
    with store.transaction(writes=True):
        log = load_log(store)
        if upto > log.forgotten:
            store.delete_values([_CHANGE.format(number) for number in range(log.forgotten + 1, upto + 1)])
            store.put_value(_LOG, msgspec.msgpack.encode(ChangeLog(max(log.last, upto), upto)))
