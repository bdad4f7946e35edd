"""Indexes and constraints of an empty store are dropped before very many rows come, and made once they are there.

Row by row they cost several times as much. What is dropped is kept as the database's own definitions, so the finished
store has exactly what it had.
"""

from sqlalchemy import text

from coranto.store.transaction import Transaction

_OF_SQLITE = text("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL ORDER BY name")
# Foreign keys come first, since they need the unique ones of other tables.
_CONSTRAINTS = text(
    "SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint "
    "WHERE connamespace = current_schema()::regnamespace AND contype IN ('f', 'u') ORDER BY contype, conname"
)
_INDEXES = text(
    "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index JOIN pg_class ON oid = indexrelid "
    "WHERE relnamespace = current_schema()::regnamespace "
    "AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid) AND relname <> 'ix_search_words' "
    "ORDER BY relname"
)
_MEMORY = text("SET LOCAL maintenance_work_mem = '256MB'")
_STATISTICS = text("ANALYZE")


def drop(db: Transaction) -> list[str]:
    """Drop every index and constraint but primary keys and the search index; return what makes them, in this order."""
    if db.sqlite:
        found = db.all(_OF_SQLITE)
        for name, _ in found:
            db.run(text(f'DROP INDEX "{name}"'))
        return [str(made) for _, made in found]
    constraints, indexes = db.all(_CONSTRAINTS), db.all(_INDEXES)
    for table, name, _ in constraints:
        db.run(text(f"ALTER TABLE {table} DROP CONSTRAINT {name}"))
    for name, _ in indexes:
        db.run(text(f"DROP INDEX {name}"))
    unique = [f"ALTER TABLE {table} ADD CONSTRAINT {name} {made}" for table, name, made in reversed(constraints)]
    return [str(made) for _, made in indexes] + unique


def make(db: Transaction, statement: str) -> None:
    """Make one of what was dropped."""
    if not db.sqlite:
        db.run(_MEMORY)
    db.run(text(statement))


def finish(db: Transaction) -> None:
    """Let PostgreSQL look at what it has now, before the first query."""
    if not db.sqlite:
        db.run(_STATISTICS)
