"""Lessons: the decisions that were counted into the taught table.

Revision ID: 0013
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "lesson",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_lesson"),
        sa.UniqueConstraint("article", name="uq_lesson_article"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_lesson_kind", "lesson", ["kind"])
