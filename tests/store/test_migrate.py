import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from registry.errors import (
    DatabaseError,
    DatabaseMissing,
    DatabaseTooNew,
    DatabaseTooOld,
    DatabaseUnreachable,
    NotADatabase,
)
from registry.store.catalog import created_at, current_edition
from registry.store.database import connect, read
from registry.store.migrate import check, config, upgrade
from registry.store.tables import METADATA, REVISION
from tests.databases import empty_postgresql_url, sqlite_url

ROOT = Path(__file__).parents[2]


@pytest.fixture
def path(tmp_path):
    return tmp_path / "data" / "modeldex.sqlite"


@pytest.fixture
def engine_at(connected):
    return lambda path: connected(f"sqlite:///{path}")


def test_the_tables_are_what_the_migrations_make(engine):
    with read(engine) as conn:
        context = MigrationContext.configure(conn, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []


def test_the_newest_migration_is_the_one_that_the_code_names(engine):
    with read(engine) as conn:
        assert ScriptDirectory.from_config(config(conn)).get_current_head() == REVISION


def test_every_constraint_has_a_name(engine):
    assert all(constraint.name for table in METADATA.tables.values() for constraint in table.constraints)


def test_an_upgrade_makes_the_database_and_the_folders_on_the_way(path, engine_at):
    engine = engine_at(path)
    upgrade(engine)
    check(engine)
    with read(engine) as conn:
        assert current_edition(conn) is None
        assert created_at(conn).utcoffset().total_seconds() == 0
        assert conn.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
    assert [one.name for one in path.parent.iterdir() if one.name.startswith(".modeldex-new")] == []


def test_an_upgrade_of_what_is_up_to_date_changes_nothing(path, engine_at):
    upgrade(engine_at(path))
    engine = engine_at(path)
    with read(engine) as conn:
        made = created_at(conn)
    upgrade(engine)
    with read(engine) as conn:
        assert created_at(conn) == made


def _too_new(path):
    path.parent.mkdir()
    sqlite_url(path.parent)
    with sqlite3.connect(path) as conn:
        conn.execute("UPDATE alembic_version SET version_num = '9999'")
    conn.close()


def _of_another_program(path):
    path.parent.mkdir()
    with sqlite3.connect(path) as conn:
        conn.execute("CREATE TABLE recipes (id)")
    conn.close()


def _file(content):
    def make(path):
        path.parent.mkdir()
        path.write_bytes(content)

    return make


@pytest.mark.parametrize(
    ("make", "error", "told"),
    [
        (_too_new, DatabaseTooNew, "was written by a later version of Modeldex"),
        (_of_another_program, NotADatabase, "is the database of another program"),
        (_file(b""), NotADatabase, "is an empty file"),
        (_file(b"hello, world, this is a text"), NotADatabase, "is not a SQLite database"),
        (_file(b"SQLite format 3\x00" + b"\xff" * 4096), NotADatabase, "is not a SQLite database"),
        (lambda path: path.mkdir(parents=True), DatabaseUnreachable, "cannot be read"),
    ],
    ids=["newer", "another program's", "empty", "text", "damaged", "folder"],
)
def test_what_is_not_ours_gives_one_line_and_is_not_touched(path, engine_at, make, error, told):
    make(path)
    before = path.read_bytes() if path.is_file() else None
    for attempt in (upgrade, check):
        with pytest.raises(error, match=told) as refused:
            attempt(engine_at(path))
        assert "\n" not in str(refused.value)
    assert before is None or path.read_bytes() == before


def test_a_missing_database_is_told_and_not_made(path, engine_at):
    with pytest.raises(DatabaseMissing, match="modeldex db upgrade"):
        check(engine_at(path))
    with pytest.raises(DatabaseMissing, match="modeldex db upgrade"), read(engine_at(path)):
        pass
    assert not path.exists()


def test_an_older_schema_is_told(path, engine_at, monkeypatch):
    engine = engine_at(path)
    upgrade(engine)
    monkeypatch.setattr("registry.store.migrate.REVISION", "0002")
    with pytest.raises(DatabaseTooOld, match="is of revision 0001"):
        check(engine)


def test_a_place_where_nothing_can_be_written_gives_one_line(tmp_path, engine_at):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(DatabaseUnreachable, match="no database can be made"):
        upgrade(engine_at(tmp_path / "file" / "modeldex.sqlite"))


def test_a_database_in_memory_is_refused():
    with pytest.raises(DatabaseError.__base__, match="name a file"):
        connect("sqlite://")


@pytest.mark.services
def test_a_server_that_is_away_gives_one_line(connected):
    engine = connected("postgresql+psycopg://nobody:secret@127.0.0.1:1/nothing")
    with pytest.raises(DatabaseUnreachable, match="cannot be reached") as refused:
        upgrade(engine)
    assert "\n" not in str(refused.value)
    assert "secret" not in str(refused.value)


UPGRADE = """
import sys
from registry.store.database import connect
from registry.store.migrate import upgrade
upgrade(connect(sys.argv[1]))
"""


def start(url):
    return subprocess.Popen([sys.executable, "-c", UPGRADE, url], cwd=ROOT, stderr=subprocess.PIPE)


@pytest.mark.parametrize(
    ("kind", "several"),
    [
        ("sqlite", 2),
        pytest.param("sqlite", 4, marks=pytest.mark.slow),
        pytest.param("postgresql", 4, marks=pytest.mark.services),
    ],
)
def test_several_processes_may_upgrade_at_once(path, connected, kind, several):
    url = f"sqlite:///{path}" if kind == "sqlite" else empty_postgresql_url()
    processes = [start(url) for _ in range(several)]
    told = [process.communicate()[1] for process in processes]
    assert [process.returncode for process in processes] == [0] * several, told
    check(connected(url))


HALTED = """
import sys, time
from sqlalchemy import Engine, event
from registry.store.database import connect
from registry.store.migrate import upgrade

made = []

@event.listens_for(Engine, "after_cursor_execute")
def halt(connection, cursor, statement, *rest):
    made.extend(["table"] if statement.lstrip().startswith("CREATE TABLE") else [])
    if len(made) == int(sys.argv[2]):
        print("begun", flush=True)
        time.sleep(600)

upgrade(connect(sys.argv[1]))
"""


@pytest.mark.parametrize(
    "tables", [5, pytest.param(1, marks=pytest.mark.slow), pytest.param(12, marks=pytest.mark.slow)]
)
def test_an_upgrade_that_is_killed_half_way_leaves_nothing_in_the_way(path, engine_at, tables):
    command = [sys.executable, "-c", HALTED, f"sqlite:///{path}", str(tables)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "begun\n"
        process.kill()
    assert process.returncode == -signal.SIGKILL
    assert list(path.parent.glob(".modeldex-new-*")), "the upgrade had not begun"
    assert not path.exists()
    upgrade(engine_at(path))
    check(engine_at(path))
