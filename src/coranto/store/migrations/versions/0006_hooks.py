"""Hooks: whom stories are told to, how they stood then, and the ledger of messages.

Revision ID: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "hook",
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_hook"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "heard",
        sa.Column("story", sa.Text(), nullable=False),
        sa.Column("lead", sa.Text(), nullable=False),
        sa.Column("places", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["story"], ["story.id"], name="fk_heard_story"),
        sa.PrimaryKeyConstraint("story", name="pk_heard"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "message",
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("hook", NUMBER, nullable=False),
        sa.Column("due", sa.BigInteger()),
        sa.Column("ended", sa.BigInteger()),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["hook"], ["hook.number"], name="fk_message_hook"),
        sa.PrimaryKeyConstraint("number", name="pk_message"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_message_due", "message", ["hook", "due", "number"])
    op.create_index("ix_message_ended", "message", ["ended"])
