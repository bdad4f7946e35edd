"""The tables of the newsletter's subscribers and of its mail; the other ones are in ``tables``."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, Table, Text, UniqueConstraint

from coranto.store.tables import Number, metadata

# Subscribers; digest is the keyed hash of the address, by which it is found.
subscriber = Table(
    "subscriber",
    metadata,
    Column("number", Number, primary_key=True),
    Column("digest", Text, nullable=False, unique=True),
    Column("state", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("batch", Integer, nullable=False, index=True),
    Column("data", Text, nullable=False),
    Index("ix_subscriber_state", "state", "number"),
    sqlite_autoincrement=True,  # numbers are never reused: links in old mails name people for good
)

# Addresses that get nothing, by their hash only.
suppression = Table(
    "suppression",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("why", Text, nullable=False),
    sqlite_with_rowid=False,
)

# Lists of addresses that were brought.
subscriber_batch = Table(
    "subscriber_batch",
    metadata,
    Column("number", Number, primary_key=True),
    Column("data", Text, nullable=False),
    sqlite_autoincrement=True,
)

# Mails to one person that a form asked for; deleted when they are sent.
mail_request = Table(
    "mail_request",
    metadata,
    Column("number", Number, primary_key=True),
    Column("due", BigInteger, nullable=False, index=True),
    Column("batch", Integer, nullable=False),
    Column("data", Text, nullable=False),
    sqlite_autoincrement=True,
)

# The ledger of the newsletter's mail. It has no address; rows go with their subscriber.
mail_delivery = Table(
    "mail_delivery",
    metadata,
    Column("number", Number, primary_key=True),
    Column("issue", Text, ForeignKey("issue.ident"), nullable=False),
    Column("subscriber", Number, ForeignKey("subscriber.number"), nullable=False, index=True),
    Column("state", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("due", BigInteger, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("status", Text, nullable=False),
    UniqueConstraint("issue", "subscriber", name="uq_mail_delivery"),
    Index("ix_mail_delivery_due", "issue", "state", "due", "number"),
    Index("ix_mail_delivery_state", "state"),
)
