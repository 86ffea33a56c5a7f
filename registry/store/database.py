"""Opening a database and working in one transaction. Nothing here creates, fills or overwrites anything: see `migrate`.

One transaction sees one state. SQLite gets an explicit BEGIN (the driver's own habit starts a transaction only at the
first write, so that two SELECTs could see two editions), PostgreSQL gets REPEATABLE READ. Writers queue up before they
read: BEGIN IMMEDIATE, or a table lock, which does not yet fix the snapshot.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError

from registry.errors import (
    DatabaseBusy,
    DatabaseError,
    DatabaseMissing,
    DatabaseReadOnly,
    DatabaseUnreachable,
    NotADatabase,
    SettingsInvalid,
)

WAIT_SECONDS = 5.0
WRITER_WAIT_SECONDS = 60.0
"""How long a statement, and a writer, waits for a writer on SQLite. A first edition takes some seconds to write."""

_WRITING = "modeldex_writing"

_COMPLAINTS: tuple[tuple[str, type[DatabaseError], str], ...] = (
    # what the driver says, our error, our words
    ("is not a database", NotADatabase, "{where} is not a SQLite database; nothing was changed"),
    ("malformed", NotADatabase, "{where} is damaged; nothing was changed"),
    ("readonly database", DatabaseReadOnly, "{where} can only be read"),
    ("read-only transaction", DatabaseReadOnly, "{where} can only be read"),
    ("unable to open", DatabaseUnreachable, "{where} cannot be opened"),
    ("locked", DatabaseBusy, "{where} is locked by another process"),
    ("no such table", DatabaseMissing, "{where} holds no catalog yet; run `modeldex db upgrade`"),
    ('relation "', DatabaseMissing, "{where} holds no catalog yet; run `modeldex db upgrade`"),
    ("disk", DatabaseUnreachable, "{where} cannot be written: {said}"),
)


def connect(url: str) -> Engine:
    """An engine for a database URL. Connects to nothing yet; a SQLite database's file must exist when it is used."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return _sqlite(parsed)
    engine = create_engine(parsed, isolation_level="REPEATABLE READ", pool_pre_ping=True)
    event.listen(engine, "begin", _lock_for_writing)
    return engine


def sqlite_path(url: str | URL) -> Path | None:
    """The file of a SQLite database, None for another kind of database."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return None
    if not parsed.database or parsed.database == ":memory:":
        raise SettingsInvalid("a database in memory is empty for every thread: name a file, as in sqlite:////path/file")
    return Path(parsed.database).absolute()


@contextmanager
def read(engine: Engine) -> Iterator[Connection]:
    """One read transaction: everything read in it is of one edition."""
    with _translated(engine), engine.connect() as connection, connection.begin():
        yield connection


@contextmanager
def write(engine: Engine) -> Iterator[Connection]:
    """One write transaction, alone among writers from its start; committed at the end, rolled back on error."""
    with _translated(engine), engine.connect().execution_options(**{_WRITING: True}) as connection, connection.begin():
        yield connection


def place(engine: Engine) -> str:
    """The database as a person would name it, without its password."""
    path = sqlite_path(engine.url)
    return str(path) if path else engine.url.render_as_string(hide_password=True)


@contextmanager
def _translated(engine: Engine) -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        raise refusal(engine, error) from error


def refusal(engine: Engine, error: DBAPIError) -> Exception:
    """What a driver's error means, as ours; the error itself if it means a mistake of this program."""
    said = " ".join(str(error.orig).split())
    where = place(engine)
    path = sqlite_path(engine.url)
    if path is not None and not path.exists():
        return DatabaseMissing(f"there is no database at {where}; run `modeldex db upgrade` or `modeldex serve`")
    for phrase, kind, words in _COMPLAINTS:
        if phrase in said:
            return kind(words.format(where=where, said=said))
    if error.connection_invalidated or (path is None and "connection" in said):
        return DatabaseUnreachable(f"{where} cannot be reached: {said}")
    return error


def _sqlite(url: URL) -> Engine:
    path = sqlite_path(url)
    assert path is not None  # noqa: S101 - the caller asked for the backend
    engine = create_engine(URL.create("sqlite", database=str(path)), creator=_opener(path))
    event.listen(engine, "begin", _begin)
    return engine


def _opener(path: Path) -> Callable[[], sqlite3.Connection]:
    # mode=rw never creates a file: an empty one could not be told from a lost one.
    address = f"file:{quote(str(path))}?mode=rw"

    def open_file() -> sqlite3.Connection:
        connection = sqlite3.connect(
            address, uri=True, timeout=WAIT_SECONDS, isolation_level=None, check_same_thread=False
        )
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = FULL")
        return connection

    return open_file


def _begin(connection: Connection) -> None:
    if not connection.get_execution_options().get(_WRITING):
        connection.exec_driver_sql("BEGIN")
        return
    connection.exec_driver_sql(f"PRAGMA busy_timeout = {int(WRITER_WAIT_SECONDS * 1000)}")
    try:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    finally:
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {int(WAIT_SECONDS * 1000)}")


def _lock_for_writing(connection: Connection) -> None:
    if connection.get_execution_options().get(_WRITING):
        connection.execute(text("LOCK TABLE edition IN EXCLUSIVE MODE"))
