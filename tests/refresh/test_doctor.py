"""The doctor: each kind of damage is found by its own check, and nothing else is blamed."""

import sqlite3
from contextlib import closing
from decimal import Decimal

import pytest
from sqlalchemy import text, update

from registry.refresh.doctor import examine
from registry.refresh.run import refresh
from registry.settings import load
from registry.store import catalog, evidence, review, snapshots
from registry.store.database import connect, read, sqlite_path, write
from scrapers.claims import Evidence
from tests.refresh.feeds import NOON, SOURCES


@pytest.fixture
def filled(feeds, engine):
    feeds.say({"gpt-5": "4", "o3": "8"}, {"gpt-5": "4"})
    refresh(feeds.settings, engine, known_sources=SOURCES, clock=lambda: NOON)
    return engine


def failing(feeds, engine):
    return {one.check: one.said for one in examine(feeds.settings, engine) if not one.well}


def test_a_sound_catalog_passes_every_check(feeds, filled):
    found = list(examine(feeds.settings, filled))
    assert [one.check for one in found] == ["schema", "integrity", "foreign keys", "edition", "raw snapshots"]
    assert [one for one in found if not one.well] == []
    assert "2 are there" in found[-1].said


def test_a_changed_price_has_not_the_digest_of_the_edition(feeds, filled):
    with write(filled) as conn:
        conn.execute(update(catalog.RATE).values(usd=Decimal("0.5")))
    assert list(failing(feeds, filled)) == ["edition"]


@pytest.mark.parametrize("content", [None, b"something else"])
def test_a_raw_snapshot_that_is_missing_or_damaged_is_named(feeds, filled, content):
    with read(filled) as conn:
        (digest, *_) = conn.execute(evidence.SNAPSHOT.select().with_only_columns(evidence.SNAPSHOT.c.sha256)).scalars()
    path = snapshots.path_of(feeds.settings.data_dir, digest)
    path.unlink() if content is None else path.write_bytes(content)
    found = failing(feeds, filled)
    assert list(found) == ["raw snapshots"]
    assert digest in found["raw snapshots"]


def test_the_bytes_of_a_held_document_are_asked_for_too(feeds, filled):
    with write(filled) as conn:
        review.hold_document(conn, Evidence("litellm", "https://beta.example", NOON, "ab" * 32), 1, "strange", NOON)
    assert "ab" * 32 in failing(feeds, filled)["raw snapshots"]


def test_before_the_first_edition_there_is_nothing_to_check(feeds, engine):
    assert list(failing(feeds, engine)) == ["edition", "raw snapshots"]


def test_a_row_that_points_nowhere_is_found(feeds, filled):
    path = sqlite_path(filled.url)
    if path is None:
        pytest.skip("PostgreSQL lets no such row in")
    with closing(sqlite3.connect(path)) as conn, conn:
        conn.execute("DELETE FROM lab")
    found = failing(feeds, filled)
    assert "lab" in found["foreign keys"]


def test_a_damaged_page_is_found(feeds, filled):
    path = sqlite_path(filled.url)
    if path is None:
        pytest.skip("the pages of PostgreSQL are its own")
    with read(filled) as conn:
        page = conn.execute(text("SELECT rootpage FROM sqlite_schema WHERE name = 'statement'")).scalar_one()
        size = conn.execute(text("PRAGMA page_size")).scalar_one()
    with closing(sqlite3.connect(path)) as conn:
        conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    filled.dispose()
    with path.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * size)
    assert "integrity" in failing(feeds, filled)


def test_a_database_of_a_later_version_is_asked_nothing_more(feeds, filled):
    with write(filled) as conn:
        conn.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    found = list(examine(feeds.settings, filled))
    assert [(one.check, one.well) for one in found] == [("schema", False)]
    assert "later version" in found[0].said


def test_no_database_is_told_and_none_is_made(tmp_path):
    settings = load(data_dir=tmp_path, database_url=None)
    (found,) = examine(settings, connect(settings.database))
    assert not found.well
    assert list(tmp_path.iterdir()) == []
