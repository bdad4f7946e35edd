"""Verdicts: what people say of stories.

Revision ID: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "verdict",
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("story", sa.Text(), nullable=False),
        sa.Column("other", sa.Text(), nullable=False),
        sa.Column("made", sa.Text(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_verdict"),
        sqlite_autoincrement=True,
    )
    for column in ("story", "other", "made"):
        op.create_index(f"ix_verdict_{column}", "verdict", [column])
