"""The table that a replay of past days reads; the other ones are in ``tables``."""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, Table, Text

from coranto.store.tables import Number, metadata

# What the points of an article depend on (see ``coranto.model.score_facts``): narrow, so that all of a month are read.
score_facts = Table(
    "score_facts",
    metadata,
    Column("number", Number, ForeignKey("article.number"), primary_key=True, autoincrement=False),
    Column("article", Text, nullable=False),
    Column("published", BigInteger, nullable=False),
    Column("seen", BigInteger, nullable=False),
    Column("on_topic", Boolean, nullable=False),
    Column("outlet", Text, nullable=False),
    Column("host", Text, nullable=False),
    Column("letters", Integer, nullable=False),
    Column("total", Integer, nullable=False),
    Column("facts", Text, nullable=False),
)
Index("ix_score_facts_published", score_facts.c.published, score_facts.c.on_topic)
