"""The newsletter's subscribers, the addresses that get nothing, and the ledger of its mail.

Revision ID: 0017
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables; nobody has subscribed yet."""
    op.create_table(
        "subscriber",
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("batch", sa.Integer(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_subscriber"),
        sa.UniqueConstraint("digest", name="uq_subscriber_digest"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_subscriber_batch", "subscriber", ["batch"])
    op.create_index("ix_subscriber_state", "subscriber", ["state", "number"])
    op.create_table(
        "suppression",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_suppression"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "subscriber_batch",
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_subscriber_batch"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "mail_request",
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("due", sa.BigInteger(), nullable=False),
        sa.Column("batch", sa.Integer(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_mail_request"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_mail_request_due", "mail_request", ["due"])
    _ledger()


def _ledger() -> None:
    op.create_table(
        "mail_delivery",
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("issue", sa.Text(), nullable=False),
        sa.Column("subscriber", NUMBER, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("due", sa.BigInteger(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["issue"], ["issue.ident"], name="fk_mail_delivery_issue"),
        sa.ForeignKeyConstraint(["subscriber"], ["subscriber.number"], name="fk_mail_delivery_subscriber"),
        sa.PrimaryKeyConstraint("number", name="pk_mail_delivery"),
        sa.UniqueConstraint("issue", "subscriber", name="uq_mail_delivery"),
    )
    op.create_index("ix_mail_delivery_subscriber", "mail_delivery", ["subscriber"])
    op.create_index("ix_mail_delivery_due", "mail_delivery", ["issue", "state", "due", "number"])
    op.create_index("ix_mail_delivery_state", "mail_delivery", ["state"])
