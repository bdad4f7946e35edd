"""Edits: their log, what editors decided about articles, and what an undo and a hand-edited file are known by.

Revision ID: 0007
"""

import hashlib
import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables, and begin the log with the edits of stories that there are."""
    op.add_column("ruling", sa.Column("data", sa.Text()))
    op.create_table(
        "edit_article",
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("number", NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("article", "number", name="pk_edit_article"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "edit_log",
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("edit", NUMBER, nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_edit_log"),
    )
    _make("hidden", ["article"])
    _make("pinned", ["article"], sa.Column("edit", NUMBER, nullable=False))
    _make("written", ["article", "digest"], sa.Column("digest", sa.Text(), nullable=False))
    _make(
        "record_version",
        ["article", "digest"],
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("changed", sa.BigInteger(), nullable=False),
    )
    _begin_the_log()


def _make(name: str, key: list[str], *columns: sa.Column[Any]) -> None:
    """Make a table of articles."""
    op.create_table(
        name,
        sa.Column("article", sa.Text(), nullable=False),
        *columns,
        sa.ForeignKeyConstraint(["article"], ["article.id"], name=f"fk_{name}_article"),
        sa.PrimaryKeyConstraint(*key, name=f"pk_{name}"),
        sqlite_with_rowid=False,
    )


def _begin_the_log() -> None:
    """Enter what was decided before there was a log, each as asked and as done."""
    connection, number, previous = op.get_bind(), 0, ""
    for edit, data in connection.execute(sa.text("SELECT number, data FROM verdict ORDER BY number")).fetchall():
        said = json.loads(data)
        for event in ("asked", "done"):
            if event == "done" and said.get("arrival") is None:
                continue
            number += 1
            entry = {
                "number": number,
                "edit": edit,
                "event": event,
                "verb": said["kind"],
                "at": said["at"],
                "who": "",
                "why": said.get("why", ""),
                "undoes": 0,
                "story": said["story"],
                "other": said.get("other", ""),
                "articles": said.get("articles", []),
                "before": {},
                "after": dict.fromkeys(said.get("moved", []), said.get("made", "")) if event == "done" else {},
                "trouble": _reason(said.get("trouble")) if event == "done" else None,
                "previous": previous,
            }
            plain = json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
            previous = hashlib.sha256(plain.encode()).hexdigest()
            row = {"number": number, "edit": edit, "hash": previous}
            written = json.dumps({**entry, "hash": previous}, ensure_ascii=False)
            connection.execute(
                sa.text("INSERT INTO edit_log (number, edit, hash, data) VALUES (:number, :edit, :hash, :data)"),
                {**row, "data": written},
            )


def _reason(trouble: Any) -> Any:
    """Return a trouble as a reason: older rows have a sentence."""
    return {"code": "text", "params": {"text": trouble}} if isinstance(trouble, str) and trouble else trouble or None
