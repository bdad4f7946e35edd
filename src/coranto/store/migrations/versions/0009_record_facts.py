"""Searches find what is not published, too: the narrow table has every record, and says whether it is published.

Revision ID: 0009
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the table anew from the records there are, and mark the topics of records."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    where: dict[str, Any] = {"sqlite_where": sa.text("published = 1"), "postgresql_where": sa.text("published")}
    op.drop_table("shown")
    op.create_table(
        "record_facts",
        sa.Column("number", NUMBER, autoincrement=False, nullable=False),
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("moment", sa.BigInteger(), nullable=False),
        sa.Column("quality", sa.Integer(), nullable=False),
        sa.Column("outlet", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("published", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["number"], ["article.number"], name="fk_record_facts_number"),
        sa.PrimaryKeyConstraint("number", name="pk_record_facts"),
    )
    op.create_index("ix_record_facts_moment", "record_facts", ["moment", "article"])
    op.create_index("ix_record_facts_published", "record_facts", ["moment", "article"], **where)
    quality = "json_extract(record.data, '$.quality')" if sqlite else "(record.data::json ->> 'quality')::integer"
    op.execute(
        f"""
        INSERT INTO record_facts (number, article, moment, quality, outlet, source, published)
        SELECT article.number, article.id, record.moment, COALESCE({quality}, 0), article.outlet, article.source,
            record.published
        FROM record JOIN article ON article.id = record.article
        """  # noqa: S608 - one of two fixed expressions
    )
    _mark_topics(sqlite, where)


def _mark_topics(sqlite: bool, where: dict[str, Any]) -> None:
    op.drop_table("record_topic")
    op.create_table(
        "record_topic",
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("moment", sa.BigInteger(), nullable=False),
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("published", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["article"], ["record.article"], name="fk_record_topic_article"),
        sa.PrimaryKeyConstraint("topic", "moment", "article", name="pk_record_topic"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_record_topic_article", "record_topic", ["article"])
    op.create_index("ix_record_topic_moment", "record_topic", ["moment", "topic"], **where)
    op.create_index("ix_record_topic_published", "record_topic", ["topic", "moment", "article"], **where)
    each = (
        "json_each(record.data, '$.topics') AS each"
        if sqlite
        else "json_array_elements_text(record.data::json -> 'topics') AS each(value)"
    )
    op.execute(
        f"""
        INSERT INTO record_topic (topic, moment, article, published)
        SELECT DISTINCT each.value, record.moment, record.article, record.published FROM record, {each}
        """  # noqa: S608 - one of two fixed expressions
    )
