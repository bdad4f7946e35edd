"""The tables of what outlets changed, and of the articles looked at again; the other ones are in ``tables``."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Table, Text, UniqueConstraint

from coranto.store.tables import Number, metadata

# What outlets changed in articles after they were published, in order of finding.
revision = Table(
    "revision",
    metadata,
    Column("number", Number, primary_key=True),
    Column("article", Text, ForeignKey("article.id"), nullable=False),
    Column("seen", BigInteger, nullable=False),
    Column("mark", Text, nullable=False),  # digest of the difference: one that recurs is kept once
    Column("data", Text, nullable=False),
    UniqueConstraint("article", "mark"),
    sqlite_autoincrement=True,  # numbers are places in a feed
)

# The articles that are looked at again; due is null if only their feed entries are.
watch = Table(
    "watch",
    metadata,
    Column("article", Text, ForeignKey("article.id"), primary_key=True),
    Column("due", BigInteger),
    Column("data", Text, nullable=False),
    sqlite_with_rowid=False,
)
Index("ix_watch_due", watch.c.due)
