"""The tables of alerts, and of what each has found."""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Table, Text

from coranto.store.tables import Number, metadata

# Alerts, found by the token in the address of their feed.
alert = Table(
    "alert",
    metadata,
    Column("number", Number, primary_key=True),
    Column("token", Text, nullable=False, unique=True),
    Column("data", Text, nullable=False),
    sqlite_autoincrement=True,  # numbers are never reused: `alert remove` must not hit a newer one
)

# The articles that an alert has found; ``mailed`` is false until a mail has reported it.
alert_match = Table(
    "alert_match",
    metadata,
    Column("alert", Number, ForeignKey("alert.number"), primary_key=True),
    Column("article", Text, primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("mailed", Boolean, nullable=False),
    sqlite_with_rowid=False,
)
