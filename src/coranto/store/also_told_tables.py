"""The table of links between stories of different languages; the other ones are in ``tables``."""

from sqlalchemy import Column, Index, Table, Text

from coranto.store.tables import metadata

# A link starts at the story with fewer articles.
also_told = Table(
    "also_told",
    metadata,
    Column("story", Text, primary_key=True),
    Column("other", Text, primary_key=True),
    Column("data", Text, nullable=False),
    sqlite_with_rowid=False,
)
Index("ix_also_told_other", also_told.c.other)
