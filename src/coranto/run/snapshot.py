"""The clusterer's state as it is kept in the store: in pieces where it is larger than a database takes as one value."""

import msgspec

from coranto.store.protocol import Store

_KEY = "clusterer"
PIECE = 250_000_000  # bytes; SQLite and PostgreSQL take a thousand million as one value


class Snapshot(msgspec.Struct, frozen=True, array_like=True):
    """The clusterer's state after the arrival with this number and the edit with that number.

    ``pieces`` is the number of further values that the state is in; 0: it is here.
    """

    number: int
    state: bytes
    edit: int = 0
    pieces: int = 0


def load(store: Store) -> Snapshot:
    """Return the last snapshot; an empty one of the beginning where there is none."""
    with store.transaction():
        kept = store.get_value(_KEY)
        snapshot = msgspec.msgpack.decode(kept, type=Snapshot) if kept else Snapshot(0, b"")
        pieces = [store.get_value(f"{_KEY}.{number}") or b"" for number in range(snapshot.pieces)]
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
