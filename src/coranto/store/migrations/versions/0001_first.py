"""The first schema.

Revision ID: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make every table, and each database's own search index."""
    op.create_table(
        "article",
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("published", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("outlet", sa.Text(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_article"),
        sa.UniqueConstraint("id", name="uq_article_id"),
        sa.UniqueConstraint("url", name="uq_article_url"),
    )
    op.create_index("ix_article_published", "article", ["published", "id", "outlet", "source"])
    op.create_table(
        "entry",
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("seen", sa.BigInteger(), nullable=False),
        sa.Column("ready", sa.BigInteger(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("trouble", sa.Text(), nullable=True),
        sa.Column("data", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_entry"),
        sa.UniqueConstraint("url", name="uq_entry_url"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_entry_waiting",
        "entry",
        ["number"],
        sqlite_where=sa.text("ready IS NOT NULL"),
        postgresql_where=sa.text("ready IS NOT NULL"),
    )
    op.create_table(
        "reading",
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("reader", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("day", "article", "reader", name="pk_reading"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "shelf",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_shelf"),
    )
    op.create_table(
        "sighting",
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("article", sa.Text(), nullable=True),
        sa.Column("seen", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("url", "source", name="pk_sighting"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_sighting_article",
        "sighting",
        ["article", "seen"],
        sqlite_where=sa.text("article IS NOT NULL"),
        postgresql_where=sa.text("article IS NOT NULL"),
    )
    op.create_table(
        "source",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("looked", sa.Boolean(), nullable=False),
        sa.Column("due", sa.BigInteger(), nullable=True),
        sa.Column("data", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_source"),
    )
    op.create_index("ix_source_due", "source", ["looked", "due", "id"])
    op.create_table(
        "story",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("lead", sa.Text(), nullable=False),
        sa.Column("heat", sa.Integer(), nullable=False),
        sa.Column("newest", sa.BigInteger(), nullable=False),
        sa.Column("shown", sa.Boolean(), nullable=False),
        sa.Column("heir", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_story"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_story_heir",
        "story",
        ["heir"],
        sqlite_where=sa.text("heir IS NOT NULL"),
        postgresql_where=sa.text("heir IS NOT NULL"),
    )
    op.create_index("ix_story_lead", "story", ["lead"])
    op.create_index(
        "ix_story_shown",
        "story",
        ["newest", "heat", "id", "lead"],
        sqlite_where=sa.text("shown = 1"),
        postgresql_where=sa.text("shown"),
    )
    op.create_table(
        "article_text",
        sa.Column("number", NUMBER, autoincrement=False, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["number"], ["article.number"], name="fk_article_text_number"),
        sa.PrimaryKeyConstraint("number", name="pk_article_text"),
    )
    op.create_table(
        "article_topic",
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("published", sa.BigInteger(), nullable=False),
        sa.Column("article", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["article"], ["article.id"], name="fk_article_topic_article"),
        sa.PrimaryKeyConstraint("topic", "published", "article", name="pk_article_topic"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "member",
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("story", sa.Text(), nullable=False),
        sa.Column("published", sa.BigInteger(), nullable=False),
        sa.Column("joined", sa.BigInteger(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["article"], ["article.id"], name="fk_member_article"),
        sa.ForeignKeyConstraint(["story"], ["story.id"], name="fk_member_story"),
        sa.PrimaryKeyConstraint("article", name="pk_member"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_member_story", "member", ["story", "published"])
    op.create_table(
        "near",
        sa.Column("story", sa.Text(), nullable=False),
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("joined", sa.BigInteger(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["article"], ["article.id"], name="fk_near_article"),
        sa.ForeignKeyConstraint(["story"], ["story.id"], name="fk_near_story"),
        sa.PrimaryKeyConstraint("story", "article", name="pk_near"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_near_article", "near", ["article"])
    op.create_table(
        "outbox",
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("mark", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["article"], ["article.id"], name="fk_outbox_article"),
        sa.PrimaryKeyConstraint("number", name="pk_outbox"),
        sa.UniqueConstraint("article", name="uq_outbox_article"),
    )
    op.create_table(
        "record",
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("published", sa.Boolean(), nullable=False),
        sa.Column("moment", sa.BigInteger(), nullable=False),
        sa.Column("changed", sa.BigInteger(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["article"], ["article.id"], name="fk_record_article"),
        sa.PrimaryKeyConstraint("article", name="pk_record"),
        sa.UniqueConstraint("path", name="uq_record_path"),
    )
    op.create_index("ix_record_file", "record", ["file"])
    op.create_index(
        "ix_record_published",
        "record",
        [sa.literal_column("moment DESC"), "path", "article"],
        sqlite_where=sa.text("published = 1"),
        postgresql_where=sa.text("published"),
    )
    op.create_table(
        "ruling",
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("boost", sa.Integer(), nullable=False),
        sa.Column("published", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["article"], ["article.id"], name="fk_ruling_article"),
        sa.PrimaryKeyConstraint("article", name="pk_ruling"),
    )
    op.create_table(
        "unindexed",
        sa.Column("number", NUMBER, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["number"], ["article.number"], name="fk_unindexed_number"),
        sa.PrimaryKeyConstraint("number", name="pk_unindexed"),
    )
    op.create_table(
        "record_topic",
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("moment", sa.BigInteger(), nullable=False),
        sa.Column("article", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["article"], ["record.article"], name="fk_record_topic_article"),
        sa.PrimaryKeyConstraint("topic", "moment", "article", name="pk_record_topic"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_record_topic_article", "record_topic", ["article"])
    op.create_index("ix_record_topic_moment", "record_topic", ["moment", "topic"])
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE search USING fts5"
            "(title, excerpt, text, content='', tokenize='unicode61 remove_diacritics 0')"
        )
        # Merging its parts sixteen at a time rather than four keeps the cost of an article the same at any size.
        op.execute("INSERT INTO search (search, rank) VALUES ('automerge', 16)")
    else:
        op.execute("CREATE TABLE search (number BIGINT CONSTRAINT pk_search PRIMARY KEY, words TSVECTOR NOT NULL)")
        op.execute("CREATE INDEX ix_search_words ON search USING gin (words)")
