"""The version of what readers see: a token, another one after every change.

It is drawn, not counted: a change need not read the one before it, and nothing drawn in a transaction that was taken
back can come again.
"""

import secrets

from coranto.store import key_value
from coranto.store.transaction import Transaction

_KEY = "readers.version"


def version(db: Transaction) -> bytes:
    """Give the token; b"" before the first change."""
    return key_value.kept(db, _KEY) or b""


def changed(db: Transaction) -> None:
    """Say that readers see something else from this transaction on."""
    key_value.keep(db, _KEY, secrets.token_bytes(8))
