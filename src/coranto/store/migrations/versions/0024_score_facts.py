"""Past days are replayed by other numbers: a narrow table of what the points of each article depend on.

Revision ID: 0024
"""

import msgspec
import sqlalchemy as sa
from alembic import op

from coranto.model.article import Article
from coranto.store import score_facts

revision = "0024"
down_revision = "0023"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_BATCH = 2_000
_DAYS = 50 * 86_400_000_000  # microseconds: a replay reads no further back


def upgrade() -> None:
    """Make the table, and fill it from the articles of the last weeks."""
    op.create_table(
        "score_facts",
        sa.Column("number", NUMBER, autoincrement=False, nullable=False),
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("published", sa.BigInteger(), nullable=False),
        sa.Column("seen", sa.BigInteger(), nullable=False),
        sa.Column("on_topic", sa.Boolean(), nullable=False),
        sa.Column("outlet", sa.Text(), nullable=False),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("letters", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["number"], ["article.number"], name="fk_score_facts_number"),
        sa.PrimaryKeyConstraint("number", name="pk_score_facts"),
    )
    connection, last = op.get_bind(), 0
    newest = connection.execute(sa.text("SELECT max(published) FROM article")).scalar() or 0
    read = sa.text(
        "SELECT number, data FROM article WHERE number > :last AND published >= :since ORDER BY number LIMIT :most"
    )
    names = ("number", "article", "published", "seen", "on_topic", "outlet", "host", "letters", "total", "facts")
    marks = ", ".join(f":{name}" for name in names)
    write = sa.text(f"INSERT INTO score_facts ({', '.join(names)}) VALUES ({marks})")  # noqa: S608 - fixed parts
    decoder = msgspec.json.Decoder(Article)
    while rows := connection.execute(read, {"last": last, "since": newest - _DAYS, "most": _BATCH}).all():
        connection.execute(
            write, [{"number": number, **score_facts.columns(decoder.decode(data))} for number, data in rows]
        )
        last = rows[-1][0]
    op.create_index("ix_score_facts_published", "score_facts", ["published", "on_topic"])
