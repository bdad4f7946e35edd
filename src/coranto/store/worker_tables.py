"""The tables by which several workers share a newsroom: pages that were read, and whose turn it is at a host."""

from sqlalchemy import BigInteger, Column, ForeignKey, LargeBinary, Table, Text

from coranto.store.tables import Number, lease_columns, metadata

# What a worker read of an entry's page, until the article is grouped; it goes with the entry.
page_read = Table(
    "page_read",
    metadata,
    Column("entry", Number, ForeignKey("entry.number", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("data", LargeBinary, nullable=False),
)

# Hosts that were asked lately. The worker that has the lease is the only one that asks; ``next`` is when the host may
# be asked again, ``held`` until when it wants to be left alone.
host = Table(
    "host",
    metadata,
    Column("name", Text, primary_key=True),
    Column("next", BigInteger, nullable=False),
    Column("held", BigInteger, nullable=False),
    *lease_columns(),
)
