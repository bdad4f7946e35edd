"""The mark of a restored store: what its past says was not sent may have been sent since.

Who sends something to people or programs asks this mark: what was due before the restore is not sent by itself.
"""

from datetime import datetime

import msgspec

from coranto.store.protocol import Store

_KEY = "restored"


class Restored(msgspec.Struct, frozen=True):
    """When a store was restored, and when its backup was made."""

    at: datetime
    made: datetime


def mark(store: Store, at: datetime, made: datetime) -> None:
    """Mark a store as restored."""
    store.put_value(_KEY, msgspec.msgpack.encode(Restored(at, made)))


def of(store: Store) -> Restored | None:
    """Return the mark; None if the store was never restored."""
    kept = store.get_value(_KEY)
    return msgspec.msgpack.decode(kept, type=Restored) if kept else None
