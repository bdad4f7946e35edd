"""Rules are tried on everything that is stored: a narrow table of what they ask about an article.

Revision ID: 0018
"""

import json

import sqlalchemy as sa
from alembic import op

from coranto.language import stem
from coranto.text.search_words import fold

revision = "0018"
down_revision = "0017"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_BATCH = 2_000


def upgrade() -> None:
    """Make the table, and fill it from the articles there are."""
    op.create_table(
        "rule_facts",
        sa.Column("number", NUMBER, autoincrement=False, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("authors", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["number"], ["article.number"], name="fk_rule_facts_number"),
        sa.PrimaryKeyConstraint("number", name="pk_rule_facts"),
    )
    connection, last = op.get_bind(), 0
    read = sa.text("SELECT number, data FROM article WHERE number > :last ORDER BY number LIMIT :most")
    write = sa.text("INSERT INTO rule_facts VALUES (:number, :title, :authors, :language)")
    while rows := connection.execute(read, {"last": last, "most": _BATCH}).all():
        connection.execute(write, [{"number": number, **_facts(json.loads(data))} for number, data in rows])
        last = rows[-1][0]


def _facts(article: dict[str, object]) -> dict[str, str]:
    authors, language = article.get("authors") or [], article.get("language")
    assert isinstance(authors, list)
    names = " | ".join(" ".join(fold(str(name)).split()) for name in authors)
    primary = stem.primary(str(language)) if language else ""
    return {"title": str(article["title"]), "authors": f" {names} ", "language": primary}
