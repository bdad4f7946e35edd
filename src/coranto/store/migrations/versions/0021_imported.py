"""Imported records may be in stories: they are known by a table of their own, no longer by having no story.

Revision ID: 0021
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    """Make the table, and list in it the records there are without a story; the next round groups them."""
    op.create_table(
        "imported",
        sa.Column("article", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["article"], ["article.id"], name="fk_imported_article"),
        sa.PrimaryKeyConstraint("article", name="pk_imported"),
        sqlite_with_rowid=False,
    )
    op.execute("INSERT INTO imported SELECT article FROM record WHERE article NOT IN (SELECT article FROM member)")
