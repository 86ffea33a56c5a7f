import pytest

from registry.errors import DataDirectoryUnwritable, NotADatabase
from registry.refresh.opening import open_catalog, opened_to_rehearse
from registry.refresh.run import refresh
from registry.store import catalog
from registry.store.database import read
from tests.refresh.feeds import SOURCES, Feeds


@pytest.fixture
def feeds(tmp_path):
    feeds = Feeds(tmp_path)
    feeds.say(alpha={"gpt-5": "2"}, beta={})
    return feeds


def test_opening_makes_the_folder_and_the_database(feeds):
    engine = open_catalog(feeds.settings)
    with read(engine) as conn:
        assert catalog.current_edition(conn) is None
    engine.dispose()
    assert (feeds.settings.data_dir / "modeldex.sqlite").exists()


def test_a_data_directory_that_cannot_be_made_gives_one_line(feeds):
    feeds.settings.data_dir.write_text("in the way")
    with pytest.raises(DataDirectoryUnwritable, match="cannot be made"):
        open_catalog(feeds.settings)


def test_an_empty_database_file_is_told_and_left_alone(feeds):
    feeds.settings.data_dir.mkdir()
    path = feeds.settings.data_dir / "modeldex.sqlite"
    path.touch()
    with pytest.raises(NotADatabase, match="is an empty file"):
        open_catalog(feeds.settings)
    assert path.read_bytes() == b""


def test_a_rehearsal_where_nothing_is_makes_nothing(feeds):
    with opened_to_rehearse(feeds.settings) as engine:
        report = refresh(feeds.settings, engine, dry_run=True, known_sources=SOURCES)
    assert report.edition.number == 1
    assert not feeds.settings.data_dir.exists()


def test_a_rehearsal_reads_the_catalog_that_is_there(feeds):
    engine = open_catalog(feeds.settings)
    published = refresh(feeds.settings, engine, known_sources=SOURCES).edition
    engine.dispose()
    with opened_to_rehearse(feeds.settings) as engine:
        assert refresh(feeds.settings, engine, dry_run=True, known_sources=SOURCES).edition is None
        with read(engine) as conn:
            assert catalog.current_edition(conn) == published
