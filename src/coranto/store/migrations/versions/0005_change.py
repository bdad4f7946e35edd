"""The log of changes: what has become another one since a number; and the shown stories by topic.

Revision ID: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make the table; what was before it is older than all that ever asks."""
    op.create_table(
        "change",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_change"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_change_number", "change", ["number"])
    op.create_table(
        "story_topic",
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("newest", sa.BigInteger(), nullable=False),
        sa.Column("story", sa.Text(), nullable=False),
        sa.Column("heat", sa.Integer(), nullable=False),
        sa.Column("lead", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["story"], ["story.id"], name="fk_story_topic_story"),
        sa.PrimaryKeyConstraint("topic", "newest", "story", name="pk_story_topic"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_story_topic_story", "story_topic", ["story"])
    op.create_index("ix_article_source", "article", ["source"])
    op.execute(
        """
        INSERT INTO story_topic (topic, newest, story, heat, lead)
        SELECT article_topic.topic, story.newest, story.id, story.heat, story.lead
        FROM article_topic
        JOIN article ON article.id = article_topic.article AND article.published = article_topic.published
        JOIN story ON story.lead = article.id
        WHERE story.shown
        """
    )
