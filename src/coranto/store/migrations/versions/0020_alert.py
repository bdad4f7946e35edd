"""Alerts: searches that go on, and what each has found.

Revision ID: 0020
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables; there is no alert yet."""
    op.create_table(
        "alert",
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_alert"),
        sa.UniqueConstraint("token", name="uq_alert_token"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "alert_match",
        sa.Column("alert", NUMBER, nullable=False),
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("mailed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["alert"], ["alert.number"], name="fk_alert_match_alert"),
        sa.PrimaryKeyConstraint("alert", "article", name="pk_alert_match"),
        sqlite_with_rowid=False,
    )
