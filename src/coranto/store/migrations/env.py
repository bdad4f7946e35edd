"""Alembic's door: run the migrations on the connection that ``coranto.store.migrate`` holds."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], transaction_per_migration=False)
context.run_migrations()
