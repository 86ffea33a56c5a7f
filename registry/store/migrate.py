"""Making a database and bringing it up to date, whatever else starts at the same time and wherever it is killed.

A new SQLite file is made whole under another name and then linked into place: it appears complete or not at all, and
never over another file. An existing database is migrated in one transaction that other processes wait for.
"""

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.exc import DBAPIError

from registry.errors import DatabaseMissing, DatabaseTooNew, DatabaseTooOld, DatabaseUnreachable, NotADatabase
from registry.locate import folder
from registry.store.database import place, refusal, sqlite_path
from registry.store.tables import REVISION

_ADVISORY_LOCK = 7_305_108_412
"""Any number of our own: PostgreSQL processes that migrate at the same time queue up on it."""

_SQLITE_MAGIC = b"SQLite format 3\x00"


def upgrade(engine: Engine) -> None:
    """Make the database if there is none and bring it to this version. Raises DatabaseError having changed nothing."""
    path = sqlite_path(engine.url)
    if path is not None and not path.exists():
        _make(path)
    if _revision(engine, missing_is_empty=True) == REVISION:
        return
    with _migrating(engine) as connection:
        _run(connection)


def check(engine: Engine) -> None:
    """Raise a DatabaseError unless the database is there and of exactly this version."""
    revision = _revision(engine)
    if revision is None:
        raise DatabaseMissing(f"{place(engine)} holds no catalog yet; run `modeldex db upgrade`")
    if revision != REVISION:
        raise DatabaseTooOld(
            f"{place(engine)} is of revision {revision}; run `modeldex db upgrade` to bring it to {REVISION}"
        )


def config(connection: Connection) -> Config:
    """Alembic's configuration in code; env.py finds the open connection in it."""
    made = Config()
    made.set_main_option("script_location", str(folder("migrations")).replace("%", "%%"))
    made.attributes["connection"] = connection
    return made


def _revision(engine: Engine, *, missing_is_empty: bool = False) -> str | None:
    """The revision that the database is at, None if it has none. Refuses what is not ours and what is newer than us."""
    path = sqlite_path(engine.url)
    if path is not None:
        _refuse_other_files(path)
    try:
        with engine.connect() as connection, connection.begin():
            tables = set(inspect(connection).get_table_names())
            revision = _stored_revision(connection) if "alembic_version" in tables else None
    except DBAPIError as error:
        raise refusal(engine, error) from error
    foreign = tables if path is not None else tables & {"edition", "offering", "statement"}
    if revision is None and foreign - {"alembic_version"}:
        raise NotADatabase(f"{place(engine)} is the database of another program; nothing was changed")
    if revision is not None and revision != REVISION and not _known(revision):
        raise DatabaseTooNew(
            f"{place(engine)} was written by a later version of Modeldex (revision {revision}): upgrade Modeldex;"
            " nothing was changed"
        )
    if revision is None and not missing_is_empty:
        return None
    return revision


def _refuse_other_files(path: Path) -> None:
    try:
        with path.open("rb") as file:
            start = file.read(len(_SQLITE_MAGIC))
    except FileNotFoundError as error:
        raise DatabaseMissing(
            f"there is no database at {path}; run `modeldex db upgrade` or `modeldex serve`"
        ) from error
    except OSError as error:
        raise DatabaseUnreachable(f"{path} cannot be read: {error.strerror}") from error
    if not start:
        raise NotADatabase(f"{path} is an empty file, perhaps what is left of a database; move it away to start afresh")
    if start != _SQLITE_MAGIC:
        raise NotADatabase(f"{path} is not a SQLite database; nothing was changed")


def _stored_revision(connection: Connection) -> str | None:
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _known(revision: str) -> bool:
    made = Config()
    made.set_main_option("script_location", str(folder("migrations")).replace("%", "%%"))
    return revision in {script.revision for script in ScriptDirectory.from_config(made).walk_revisions()}


def _run(connection: Connection) -> None:
    command.upgrade(config(connection), "head")


@contextmanager
def _migrating(engine: Engine) -> Iterator[Connection]:
    """A transaction that only one process at a time is in, and in which SQLite does not cascade deletes."""
    path = sqlite_path(engine.url)
    migrating = _sqlite_for_migration(path) if path else engine.execution_options(isolation_level="READ COMMITTED")
    try:
        with migrating.connect() as connection, connection.begin():
            if path is None:
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ADVISORY_LOCK})
            yield connection
            if path is not None and (broken := connection.exec_driver_sql("PRAGMA foreign_key_check").first()):
                raise NotADatabase(f"{path} has a row in {broken[0]} that points nowhere; nothing was changed")
    except DBAPIError as error:
        raise refusal(engine, error) from error
    finally:
        if path is not None:
            migrating.dispose()


def _sqlite_for_migration(path: Path) -> Engine:
    """Its own connection: no foreign keys (rebuilding a table would delete its children), and BEGIN is IMMEDIATE."""

    def open_file() -> sqlite3.Connection:
        return sqlite3.connect(path, timeout=60, isolation_level=None, check_same_thread=False)

    engine = create_engine("sqlite://", creator=open_file)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine


def _make(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".modeldex-new-") as workshop:
            draft = Path(workshop) / path.name
            engine = _sqlite_for_migration(draft)
            with engine.connect() as connection, connection.begin():
                _run(connection)
            engine.dispose()
            with closing(sqlite3.connect(draft, isolation_level=None)) as finished:
                finished.execute("PRAGMA journal_mode = WAL")
            _put_in_place(draft, path)
    except OSError as error:
        raise DatabaseUnreachable(f"no database can be made at {path}: {error.strerror}") from error


def _put_in_place(draft: Path, path: Path) -> None:
    """Link the finished file to its name. Another process that was faster has made the same empty database: keep it."""
    try:
        os.link(draft, path)
    except FileExistsError:
        return
    except OSError:  # a file system without hard links
        if not path.exists():
            draft.rename(path)
