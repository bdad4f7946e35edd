"""The tables of people, of how they sign in, and of the tries to do so; the other ones are in ``tables``."""

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, Table, Text

from coranto.store.tables import Number, metadata

# People of the desk. Key is the name without case; the password's hash is separate from what is shown of a person.
person = Table(
    "person",
    metadata,
    Column("number", Number, primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("password", Text, nullable=False),
    Column("data", Text, nullable=False),
    sqlite_autoincrement=True,  # numbers are never reused: the log names people for good
)

# Secrets of sessions and access tokens, by their digest only.
session = Table(
    "session",
    metadata,
    Column("number", Number, primary_key=True),
    Column("digest", Text, nullable=False, unique=True),
    Column("person", Number, ForeignKey("person.number"), nullable=False, index=True),
    Column("ends", BigInteger, nullable=False, index=True),
    Column("data", Text, nullable=False),
    sqlite_autoincrement=True,
)
access_token = Table(
    "access_token",
    metadata,
    Column("number", Number, primary_key=True),
    Column("digest", Text, nullable=False, unique=True),
    Column("person", Number, ForeignKey("person.number"), nullable=False, index=True),
    Column("data", Text, nullable=False),
    sqlite_autoincrement=True,
)

# Failed tries to sign in, by what they are counted for (a name from a network, a network, a name); ``until`` is when
# the count is forgotten.
sign_in_try = Table(
    "sign_in_try",
    metadata,
    Column("key", Text, primary_key=True),
    Column("count", Integer, nullable=False),
    Column("until", BigInteger, nullable=False, index=True),
    sqlite_with_rowid=False,
)
