"""Readers: whether their browser keeps cookies.

Revision ID: 0012
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Add the column; earlier readers count as before."""
    op.add_column("reading", sa.Column("known", sa.Boolean(), nullable=False, server_default=sa.true()))
