"""Past days are replayed by other numbers: a narrow table of what the points of each article depend on.

Revision ID: 0024
"""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_BATCH = 2_000
_DAYS = 50 * 86_400_000_000  # microseconds: a replay reads no further back
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


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
    while rows := connection.execute(read, {"last": last, "since": newest - _DAYS, "most": _BATCH}).all():
        connection.execute(write, [{"number": number, **_columns(json.loads(data))} for number, data in rows])
        last = rows[-1][0]
    op.create_index("ix_score_facts_published", "score_facts", ["published", "on_topic"])


# From here on nothing is imported from the program: articles are read as they were stored at this revision.


def _columns(article: Mapping[str, Any]) -> dict[str, object]:
    return {
        "article": article["id"],
        "published": _stamp(article["published"]),
        "seen": _stamp(article["seen"]),
        "on_topic": bool(article.get("topics")),
        "outlet": article["provider"]["domain"],
        "host": urlsplit(article["web_url"]).hostname or "",
        "letters": len(article["title"]),
        "total": sum(part["points"] for part in article.get("parts", ()) if _code(part) != "quality.floor"),
        "facts": json.dumps(_facts(article), ensure_ascii=False, separators=(",", ":")),
    }


def _facts(article: Mapping[str, Any]) -> Sequence[object]:
    """Return the facts in the order of their columns: topics, forms of the headline, image ... held."""
    citations, actions = article.get("citations") or (), [one["action"] for one in article.get("rules", ())]
    copies = bool(
        article.get("credits")
        or article.get("same_text")
        or any(one.get("way", "named") == "credit" for one in citations)
    )
    topics = [
        [one["name"], float(one.get("evidence", 0)), len(one.get("keywords", ())), one.get("role", "core")]
        for one in article.get("topics", ())
    ]
    codes = [_code(part) for part in article.get("parts", ())]  # in the classic profile no form of a headline counts
    forms = [code.removeprefix("form.") for code in codes if code.startswith("form.")]
    return [
        topics, forms, bool(article.get("images")), bool(article.get("amp_url")), article.get("type") == "video",
        article.get("own_report", False), "copies" if copies else "cites" if citations else "own",
        any(action in ("mute", "unseen") for action in actions), "hold" in actions,
    ]  # fmt: skip


def _code(part: Mapping[str, Any]) -> str:
    return str(part.get("reason", {}).get("code", ""))


def _stamp(moment: str) -> int:
    return (datetime.fromisoformat(moment) - _EPOCH) // timedelta(microseconds=1)
