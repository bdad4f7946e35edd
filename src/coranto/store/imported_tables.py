"""The table of imported records; the other ones are in ``tables``."""

from sqlalchemy import Column, ForeignKey, Table, Text

from coranto.store.tables import metadata

# Articles whose record another system wrote: it stays as it is, and they are never judged.
imported = Table(
    "imported",
    metadata,
    Column("article", Text, ForeignKey("article.id"), primary_key=True),
    sqlite_with_rowid=False,
)
