"""Sources that are not well, and those that assign topics, are found along indexes of their own.

Revision ID: 0023
"""

import json

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"

_READ = sa.text("SELECT id, data FROM source")
_FILL = sa.text("UPDATE source SET health = :health, topics = :topics WHERE id = :id")


def upgrade() -> None:
    """Add the columns, fill them from what is kept of each source, and index them."""
    for name in ("health", "topics"):
        op.add_column("source", sa.Column(name, sa.Text()))
    # Not by the database's own JSON: PostgreSQL's refuses an escaped NUL, wherever in the text it is.
    found = [_columns(ident, json.loads(data)) for ident, data in op.get_bind().execute(_READ)]
    if filled := [row for row in found if row["health"] or row["topics"]]:
        op.get_bind().execute(_FILL, filled)
    for name, column in (("health", "health"), ("topics", "id")):
        there = sa.text(f"{name} IS NOT NULL")
        op.create_index(f"ix_source_{name}", "source", [column], sqlite_where=there, postgresql_where=there)


def _columns(ident: str, source: dict[str, object]) -> dict[str, str | None]:
    health, trouble, topics = None, source.get("trouble"), source.get("topics")
    if source.get("retired") is not None:
        health = "retired"
    elif source.get("failures"):
        health = str(trouble["code"]) if isinstance(trouble, dict) else "other"
    packed = json.dumps(topics, ensure_ascii=False, separators=(",", ":")) if topics else None
    return {"id": ident, "health": health, "topics": packed}
