"""What a search asks of published articles, in a narrow table of its own.

Revision ID: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the table and fill it from the records there are."""
    op.create_table(
        "shown",
        sa.Column("number", NUMBER, autoincrement=False, nullable=False),
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("moment", sa.BigInteger(), nullable=False),
        sa.Column("quality", sa.Integer(), nullable=False),
        sa.Column("outlet", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["number"], ["article.number"], name="fk_shown_number"),
        sa.PrimaryKeyConstraint("number", name="pk_shown"),
    )
    op.create_index("ix_shown_moment", "shown", ["moment", "article"])
    sqlite = op.get_bind().dialect.name == "sqlite"
    quality = "json_extract(record.data, '$.quality')" if sqlite else "(record.data::json ->> 'quality')::integer"
    op.execute(
        f"""
        INSERT INTO shown (number, article, moment, quality, outlet, source)
        SELECT article.number, article.id, record.moment, COALESCE({quality}, 0), article.outlet, article.source
        FROM record JOIN article ON article.id = record.article WHERE record.published
        """  # noqa: S608 - one of two fixed expressions
    )
