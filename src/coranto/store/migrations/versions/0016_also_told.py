"""Links between stories of different languages.

Revision ID: 0016
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Make the table; the next round fills it."""
    op.create_table(
        "also_told",
        sa.Column("story", sa.Text(), nullable=False),
        sa.Column("other", sa.Text(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("story", "other", name="pk_also_told"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_also_told_other", "also_told", ["other"])
