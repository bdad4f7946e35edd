"""Passkeys: public keys of devices that sign people in.

Revision ID: 0019
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the table; nobody has one yet."""
    op.create_table(
        "passkey",
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("credential", sa.Text(), nullable=False),
        sa.Column("person", NUMBER, nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.number"], name="fk_passkey_person"),
        sa.PrimaryKeyConstraint("number", name="pk_passkey"),
        sa.UniqueConstraint("credential", name="uq_passkey_credential"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_passkey_person", "passkey", ["person"])
