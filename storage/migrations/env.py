"""What Alembic runs: the versions, over the connection that `storage.migrations` opened.

Its transaction is already begun, so a migration happens as a whole or not at all.
"""

from alembic import context

from storage.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    # SQLite can't alter most of a table: Alembic copies it into a new one.
    render_as_batch=True,
    transactional_ddl=True,
)
context.run_migrations()
