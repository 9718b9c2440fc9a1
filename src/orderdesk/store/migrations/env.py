"""Alembic's entry: runs on the connection, and in the transaction, that `orderdesk.store.migrate` opened."""

from alembic import context

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=None, transactional_ddl=False)
context.run_migrations()
