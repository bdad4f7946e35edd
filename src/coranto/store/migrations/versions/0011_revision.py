"""What outlets changed in published articles, and when their pages are looked at again.

Revision ID: 0011
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Make the tables; articles that are already there are not looked at again."""
    op.create_table(
        "revision",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("seen", sa.BigInteger(), nullable=False),
        sa.Column("mark", sa.Text(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["article"], ["article.id"], name="fk_revision_article"),
        sa.PrimaryKeyConstraint("number", name="pk_revision"),
        sa.UniqueConstraint("article", "mark", name="uq_revision_article_mark"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "watch",
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("due", sa.BigInteger()),
        sa.Column("data", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["article"], ["article.id"], name="fk_watch_article"),
        sa.PrimaryKeyConstraint("article", name="pk_watch"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_watch_due", "watch", ["due"])
