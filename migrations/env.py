"""Alembic's entry: runs the scripts on the connection that `bot.store.migrate` passes in.

From the command line, to write a new script: `alembic -x url=sqlite:///scratch.db revision --autogenerate -m "…"`.
"""

from alembic import context
from sqlalchemy import Connection, NullPool, create_engine

from bot.store.tables import metadata


def run(connection: Connection) -> None:
    """Run what was asked for, inside the connection's transaction."""
    context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    with create_engine(context.get_x_argument(as_dictionary=True)["url"], poolclass=NullPool).begin() as made:
        run(made)
