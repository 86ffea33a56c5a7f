import os
import sqlite3
from datetime import date, datetime, timezone
from threading import Event, Thread

import pytest
from sqlalchemy import event, insert, text

from registry.errors import DatabaseBusy, DatabaseMissing, DatabaseReadOnly, DatabaseUnreachable
from registry.store import database
from registry.store.catalog import EDITION, current_edition
from registry.store.database import connect, read, write
from tests.databases import empty_postgresql_url, sqlite_url


def edition(number):
    return {
        "number": number,
        "published_at": datetime(2026, 11, 23, tzinfo=timezone.utc),  # noqa: UP017
        "day": date(2026, 11, 23),
        "digest": str(number),
        "providers": 0,
        "models": 0,
        "offerings": 0,
        "changes": 0,
    }


def test_two_reads_in_one_transaction_see_one_edition(engine):
    with write(engine) as conn:
        conn.execute(insert(EDITION).values(edition(1)))
    with read(engine) as conn:
        before = current_edition(conn)
        with write(engine) as other:
            other.execute(insert(EDITION).values(edition(2)))
        assert current_edition(conn) == before
    with read(engine) as conn:
        assert current_edition(conn).number == 2


def test_a_failed_write_leaves_nothing(engine):
    def fail_half_way():
        with write(engine) as conn:
            conn.execute(insert(EDITION).values(edition(1)))
            raise RuntimeError("half-way")

    with pytest.raises(RuntimeError, match="half-way"):
        fail_half_way()
    with read(engine) as conn:
        assert current_edition(conn) is None


def test_a_writer_waits_for_another_and_then_sees_what_it_wrote(engine):
    entered, seen = Event(), []

    def second():
        entered.set()
        with write(engine) as conn:
            seen.append(current_edition(conn).number)

    waiting = Thread(target=second)
    with write(engine) as conn:
        waiting.start()
        entered.wait()
        conn.execute(insert(EDITION).values(edition(1)))
    waiting.join()
    assert seen == [1]


def test_sqlite_connections_are_set_up_for_safety(tmp_path, connected):
    with read(connected(sqlite_url(tmp_path))) as conn:
        asked = ("foreign_keys", "synchronous", "busy_timeout", "journal_mode")
        assert [conn.execute(text(f"PRAGMA {name}")).scalar() for name in asked] == [1, 2, 5000, "wal"]


def test_a_database_that_stays_locked_gives_one_line(tmp_path, connected, monkeypatch):
    monkeypatch.setattr(database, "WRITER_WAIT_SECONDS", 0.01)
    engine = connected(sqlite_url(tmp_path))
    with write(engine), pytest.raises(DatabaseBusy, match="is locked by another process"), write(engine):
        pass


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_file_gives_one_line(tmp_path, connected):
    url = sqlite_url(tmp_path)
    (tmp_path / "modeldex.sqlite").chmod(0o400)
    with pytest.raises((DatabaseReadOnly, DatabaseUnreachable)), write(connected(url)) as conn:
        conn.execute(insert(EDITION).values(edition(1)))


def test_a_database_that_only_reads_gives_one_line(tmp_path, connected, monkeypatch):
    engine = connected(sqlite_url(tmp_path))
    event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA query_only = ON"))
    with pytest.raises(DatabaseReadOnly, match="can only be read"), write(engine) as conn:
        conn.execute(insert(EDITION).values(edition(1)))


def test_a_database_without_tables_is_told_apart(tmp_path, connected):
    path = tmp_path / "other.sqlite"
    with sqlite3.connect(path) as conn:
        conn.execute("CREATE TABLE recipes (id)")
    conn.close()
    with (
        pytest.raises(database.DatabaseMissing, match="holds no catalog yet"),
        read(connected(f"sqlite:///{path}")) as conn,
    ):
        current_edition(conn)


def test_a_password_is_never_printed():
    assert "secret" not in database.place(connect("postgresql+psycopg://user:secret@localhost/db"))


@pytest.mark.services
def test_a_postgresql_database_without_our_tables_holds_no_catalog():
    engine = connect(empty_postgresql_url())
    with pytest.raises(DatabaseMissing, match="holds no catalog yet"), read(engine) as conn:
        conn.execute(text("SELECT version_num FROM alembic_version"))
    engine.dispose()
