"""A backup: whole, of one moment, while the database is written; and it never overwrites anything."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine

from registry.domain.catalog import Catalog
from registry.errors import CannotWrite, DatabaseError, DatabaseMissing
from registry.store import catalog
from registry.store.backup import back_up
from registry.store.database import connect, read, write
from registry.store.publish import publish
from tests.databases import empty_postgresql_url, opened
from tests.web.published import BIGGER, EDITION

EMPTY = Catalog({}, {}, {}, {}, {})


@pytest.fixture
def filled(tmp_path: Path) -> Engine:
    engine = opened("sqlite", tmp_path / "data")
    with write(engine) as conn:
        first = replace(EDITION, number=1, changes=0)
        publish(conn, first, old=EMPTY, new=BIGGER, found=())
    return engine


def held(path: Path) -> Catalog:
    engine = connect(f"sqlite:///{path}")
    with read(engine) as conn:
        found = catalog.load_catalog(conn)
    engine.dispose()
    return found


def test_a_backup_holds_the_whole_catalog(filled: Engine, tmp_path: Path) -> None:
    target = tmp_path / "backup.sqlite"
    assert back_up(filled, target) == target.stat().st_size
    assert held(target) == BIGGER
    assert sorted(path.name for path in tmp_path.iterdir()) == ["backup.sqlite", "data"]


def test_a_backup_holds_what_is_committed_and_not_what_is_being_written(filled: Engine, tmp_path: Path) -> None:
    with write(filled) as conn:
        conn.execute(catalog.RATE.delete())
        back_up(filled, tmp_path / "backup.sqlite")
    assert held(tmp_path / "backup.sqlite") == BIGGER


def test_a_backup_that_is_put_back_lets_readers_read_while_it_is_written(filled: Engine, tmp_path: Path) -> None:
    back_up(filled, tmp_path / "backup.sqlite")
    with closing(sqlite3.connect(tmp_path / "backup.sqlite")) as conn:
        assert conn.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_nothing_is_overwritten(filled: Engine, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    for target in (tmp_path / "notes.txt", tmp_path / "data" / "modeldex.sqlite", tmp_path / "data"):
        with pytest.raises(CannotWrite):
            back_up(filled, target)
    assert (tmp_path / "notes.txt").read_text() == "mine"
    assert held(tmp_path / "data" / "modeldex.sqlite") == BIGGER


def test_a_folder_that_is_not_there_is_told(filled: Engine, tmp_path: Path) -> None:
    with pytest.raises(CannotWrite, match="No such file"):
        back_up(filled, tmp_path / "nowhere" / "backup.sqlite")


def test_a_missing_or_damaged_database_is_told_and_leaves_nothing_behind(tmp_path: Path) -> None:
    path = tmp_path / "modeldex.sqlite"
    engine = connect(f"sqlite:///{path}")
    with pytest.raises(DatabaseMissing):
        back_up(engine, tmp_path / "backup.sqlite")
    path.write_bytes(b"SQLite format 3\x00" + b"\xff" * 5000)
    with pytest.raises(DatabaseError, match="cannot be copied"):
        back_up(engine, tmp_path / "backup.sqlite")
    assert [one.name for one in tmp_path.iterdir()] == ["modeldex.sqlite"]


@pytest.mark.services
def test_postgresql_is_left_to_its_own_tools(tmp_path: Path) -> None:
    with pytest.raises(DatabaseError, match="pg_dump"):
        back_up(connect(empty_postgresql_url()), tmp_path / "backup.sqlite")
