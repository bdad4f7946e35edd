"""The people of the desk, their sessions and access tokens, and failed tries to sign in.

Revision ID: 0014
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables; nobody may sign in yet."""
    op.create_table(
        "person",
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("password", sa.Text(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_person"),
        sa.UniqueConstraint("key", name="uq_person_key"),
        sqlite_autoincrement=True,
    )
    _secrets("session", sa.Column("ends", sa.BigInteger(), nullable=False))
    op.create_index("ix_session_ends", "session", ["ends"])
    _secrets("access_token")
    op.create_table(
        "sign_in_try",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_sign_in_try"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_sign_in_try_until", "sign_in_try", ["until"])


def _secrets(name: str, *more: sa.Column[int]) -> None:
    op.create_table(
        name,
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("person", NUMBER, nullable=False),
        *more,
        sa.Column("data", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.number"], name=f"fk_{name}_person"),
        sa.PrimaryKeyConstraint("number", name=f"pk_{name}"),
        sa.UniqueConstraint("digest", name=f"uq_{name}_digest"),
        sqlite_autoincrement=True,
    )
    op.create_index(f"ix_{name}_person", name, ["person"])
