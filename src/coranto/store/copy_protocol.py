"""The part of the store's interface that is about copies of it: backups, and what is in them."""

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from coranto.store.contents import TableContents

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from coranto.store.protocol import Store


class CopyStore(Protocol):
    """A whole copy at one instant, while others go on writing."""

    def copy_to(self, path: Path) -> "AbstractContextManager[Store]":
        """Write a copy of the whole store to a new file; yield a store that reads exactly what is in the copy.

        SQLite: a database file. PostgreSQL: an archive of ``pg_dump``. ``StoreError`` if it cannot be written.
        """

    def get_contents(self) -> dict[str, TableContents]:
        """Return the number of rows and the digest of each table by its name: the same in every database."""
