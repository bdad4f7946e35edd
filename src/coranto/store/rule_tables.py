"""The table that rules are tried on; the other ones are in ``tables``."""

from sqlalchemy import Column, ForeignKey, Table, Text

from coranto.store.tables import Number, metadata

# What a rule asks about an article besides its words, outlet, address and topics: narrow, so that all are read at once.
rule_facts = Table(
    "rule_facts",
    metadata,
    Column("number", Number, ForeignKey("article.number"), primary_key=True, autoincrement=False),
    Column("title", Text, nullable=False),
    Column("authors", Text, nullable=False),  # folded names, with spaces around and `|` between them
    Column("language", Text, nullable=False),  # primary subtag; "" if unknown
)
