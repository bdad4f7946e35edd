"""Rules are tried on everything that is stored: a narrow table of what they ask about an article.

Revision ID: 0018
"""

import json
import re
import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_BATCH = 2_000
_ACCENTS = re.compile("[\u0300-\u036f]")
_IDEOGRAPH = re.compile("[\u2e80-\u2fdf\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_BETWEEN = re.compile(r"[\W_]+")


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
    names = " | ".join(" ".join(_fold(str(name)).split()) for name in authors)
    primary = str(language or "").replace("_", "-").partition("-")[0].lower()
    return {"title": str(article["title"]), "authors": f" {names} ", "language": primary}


def _fold(written: str) -> str:
    """Return a text as the search of this revision compares it: without case and accents, ideographs apart."""
    bare = _ACCENTS.sub("", unicodedata.normalize("NFKD", written))
    return _BETWEEN.sub(" ", _IDEOGRAPH.sub(r" \g<0> ", unicodedata.normalize("NFKC", bare).casefold()))
