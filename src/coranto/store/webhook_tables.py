"""The tables of webhooks, of what they were sent last, and of their deliveries."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Table, Text

from coranto.store.tables import Number, lease_columns, metadata

# Webhooks. The secret is separate from what is shown of a webhook.
hook = Table(
    "hook",
    metadata,
    Column("number", Number, primary_key=True),
    Column("secret", Text, nullable=False),
    Column("data", Text, nullable=False),
    *lease_columns(),  # one worker at a time sends a webhook its deliveries, so that they stay in order
    sqlite_autoincrement=True,  # numbers are never reused: `hook remove` must not hit a newer webhook
)

# The stories as webhooks were last notified of them. The title is the lead's; places is the sum of the members' order
# of joining, which changes whenever an article joins or leaves.
heard = Table(
    "heard",
    metadata,
    Column("story", Text, ForeignKey("story.id"), primary_key=True),
    Column("lead", Text, nullable=False),
    Column("places", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)

# Webhook deliveries: due is null once a delivery has ended, ended is null until then.
message = Table(
    "message",
    metadata,
    Column("number", Number, primary_key=True),
    Column("hook", Number, ForeignKey("hook.number"), nullable=False),
    Column("due", BigInteger),
    Column("ended", BigInteger, index=True),
    Column("data", Text, nullable=False),
    Column("body", Text, nullable=False),  # emptied when it has ended
    sqlite_autoincrement=True,
)
Index("ix_message_due", message.c.hook, message.c.due, message.c.number)
