"""What Alembic runs: the migrations on the connection that it is given, in whose transaction they stay."""

from alembic import context

from ripeness.store.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
