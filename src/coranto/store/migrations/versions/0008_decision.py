"""Decisions: what is published and why, with the digest of the rules that decided.

Revision ID: 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Make the table; the next round judges again what is recent, and fills it."""
    op.create_table(
        "decision",
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["article"], ["article.id"], name="fk_decision_article"),
        sa.PrimaryKeyConstraint("article", name="pk_decision"),
        sqlite_with_rowid=False,
    )
