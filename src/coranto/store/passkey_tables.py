"""The table of passkeys."""

from sqlalchemy import Column, ForeignKey, Table, Text

from coranto.store.tables import Number, metadata

# Public keys of devices that sign people in, found by the id that the device gave them.
passkey = Table(
    "passkey",
    metadata,
    Column("number", Number, primary_key=True),
    Column("credential", Text, nullable=False, unique=True),
    Column("person", Number, ForeignKey("person.number"), nullable=False, index=True),
    Column("data", Text, nullable=False),
    sqlite_autoincrement=True,
)
