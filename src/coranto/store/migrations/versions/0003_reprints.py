"""Reprints: the sketches that texts are compared by, and the copies that were folded into an article.

Revision ID: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables; articles that are there already have no sketch, and are never found again in a copy."""
    op.create_table(
        "sketch",
        sa.Column("number", NUMBER, autoincrement=False, nullable=False),
        sa.Column("marks", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["number"], ["article.number"], name="fk_sketch_number"),
        sa.PrimaryKeyConstraint("number", name="pk_sketch"),
    )
    op.create_table(
        "reprint",
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["article"], ["article.id"], name="fk_reprint_article"),
        sa.PrimaryKeyConstraint("url", name="pk_reprint"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_reprint_article", "reprint", ["article"])
