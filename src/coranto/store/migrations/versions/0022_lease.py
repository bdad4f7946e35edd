"""Rows are the queue: leases of sources, entries and webhooks; pages that were read, and whose turn it is at a host.

Revision ID: 0022
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add the columns of leases, and the two tables."""
    for table in ("source", "entry", "hook"):
        for column in _lease():
            op.add_column(table, column)
    op.create_table(
        "page_read",
        sa.Column("entry", NUMBER, autoincrement=False, nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["entry"], ["entry.number"], name="fk_page_read_entry", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("entry", name="pk_page_read"),
    )
    op.create_table(
        "host",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("next", sa.BigInteger(), nullable=False),
        sa.Column("held", sa.BigInteger(), nullable=False),
        *_lease(),
        sa.PrimaryKeyConstraint("name", name="pk_host"),
    )


def _lease() -> list[sa.Column[int] | sa.Column[str]]:
    return [
        sa.Column("leased_until", sa.BigInteger()),
        sa.Column("leased_by", sa.Text()),
        sa.Column("attempt", sa.Integer(), nullable=False, server_default=sa.text("0")),
    ]
