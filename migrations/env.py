"""Alembic's environment.

The application hands over an open connection inside a transaction (registry/store/migrate.py); on the command line
(`alembic revision --autogenerate`) one is opened on the configured database.
"""

from alembic import context
from sqlalchemy import Connection, create_engine

from registry.settings import load
from registry.store.tables import METADATA


def run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=METADATA,
        transactional_ddl=True,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


handed_over = context.config.attributes.get("connection")
if handed_over is not None:
    run(handed_over)
else:
    with create_engine(load().database).begin() as opened:
        run(opened)
