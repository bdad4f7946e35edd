"""The tables of the newsletter's issues; the other ones are in ``tables``."""

from sqlalchemy import BigInteger, Column, ForeignKey, Table, Text

from coranto.store.tables import metadata

# Issues by the name of their file; until orders them, data has the rest.
issue = Table(
    "issue",
    metadata,
    Column("ident", Text, primary_key=True),
    Column("topic", Text, nullable=False),  # id of the topic of its list, "" for the list of everything
    Column("state", Text, nullable=False),
    Column("until", BigInteger, nullable=False),
    Column("data", Text, nullable=False),
    sqlite_with_rowid=False,
)

# The HTML of an issue once it is settled: separate, so that lists of issues do not read it.
issue_html = Table(
    "issue_html",
    metadata,
    Column("ident", Text, ForeignKey("issue.ident"), primary_key=True),
    Column("html", Text, nullable=False),
    sqlite_with_rowid=False,
)
