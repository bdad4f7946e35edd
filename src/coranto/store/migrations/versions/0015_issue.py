"""The newsletter's issues.

Revision ID: 0015
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "issue",
        sa.Column("ident", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("ident", name="pk_issue"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "issue_html",
        sa.Column("ident", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["ident"], ["issue.ident"], name="fk_issue_html_ident"),
        sa.PrimaryKeyConstraint("ident", name="pk_issue_html"),
        sqlite_with_rowid=False,
    )
