"""Databases for tests: the real migrations, run once for SQLite and copied for each test."""

import os
import shutil
import tempfile
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, make_url

from registry.store.database import connect
from registry.store.migrate import upgrade

POSTGRESQL = os.environ.get("MODELDEX_TEST_POSTGRESQL_URL")


@cache
def _template() -> Path:
    path = Path(tempfile.mkdtemp(prefix="modeldex-template-")) / "modeldex.sqlite"
    engine = connect(f"sqlite:///{path}")
    upgrade(engine)
    engine.dispose()
    return path


def sqlite_url(folder: Path) -> str:
    """A fresh migrated SQLite database in the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(_template(), folder / "modeldex.sqlite")
    return f"sqlite:///{folder / 'modeldex.sqlite'}"


def empty_postgresql_url() -> str:
    """A PostgreSQL database with nothing in it; skips where no server is named."""
    if not POSTGRESQL:
        pytest.skip("MODELDEX_TEST_POSTGRESQL_URL names no server")
    engine = create_engine(make_url(POSTGRESQL), isolation_level="AUTOCOMMIT")
    with engine.connect() as conn:
        conn.exec_driver_sql("DROP SCHEMA public CASCADE")
        conn.exec_driver_sql("CREATE SCHEMA public")
    engine.dispose()
    return POSTGRESQL


def opened(kind: str, folder: Path) -> Engine:
    """A migrated database of the kind `sqlite` or `postgresql`."""
    if kind == "sqlite":
        return connect(sqlite_url(folder))
    engine = connect(empty_postgresql_url())
    upgrade(engine)
    return engine
