import lzma
from pathlib import Path
from threading import Barrier, Thread

import pytest

from registry.errors import BundleDamaged, LeaseHeld
from registry.refresh import lease as leases
from registry.refresh.bundle import FORMAT, bundled, load_bundle, write_bundle
from registry.refresh.edition import publish_evidence
from registry.refresh.lease import utc_now
from registry.refresh.opening import open_catalog
from registry.refresh.run import refresh
from registry.settings import load
from registry.store import catalog, evidence
from registry.store.database import read, write
from tests.databases import opened
from tests.refresh.feeds import NOON, SOURCES, Feeds


@pytest.fixture
def source(tmp_path):
    """A database with two sources and some history."""
    engine = opened("sqlite", tmp_path / "source" / "data")
    feeds = Feeds(tmp_path / "source")
    for day, (name, content) in enumerate(
        [("litellm", {"o3": "4"}), ("models-dev", {"gpt-5": "2", "o3": "4"}), ("models-dev", {"gpt-5": "1"})], start=1
    ):
        path = feeds.recorded("recorded.json", content)
        refresh(feeds.settings, engine, only=[name], from_path=path, at=NOON.replace(day=day), known_sources=SOURCES)
    yield engine
    engine.dispose()


@pytest.fixture
def bundle(source, tmp_path):
    path = tmp_path / "bundle.jsonl.xz"
    with read(source) as conn:
        write_bundle(conn, path)
    return path


def test_a_bundle_gives_the_same_evidence_and_digest(source, bundle, engine):
    published = load_bundle(engine, bundle)
    with read(source) as original, read(engine) as conn:
        assert evidence.histories(conn) == evidence.histories(original)
        assert catalog.load_catalog(conn) == catalog.load_catalog(original)
        assert published.digest == catalog.current_edition(original).digest
        assert published == catalog.current_edition(conn)
        assert published.number == 1


def test_a_bundle_is_loaded_into_an_empty_database_only(bundle, engine):
    assert load_bundle(engine, bundle) is not None
    assert load_bundle(engine, bundle) is None
    with read(engine) as conn:
        assert len(catalog.editions(conn)) == 1


def test_the_same_evidence_gives_the_same_bytes(bundle, engine, tmp_path):
    load_bundle(engine, bundle)
    with read(engine) as conn:
        write_bundle(conn, tmp_path / "again.xz")
    assert (tmp_path / "again.xz").read_bytes() == bundle.read_bytes()


def test_a_bundled_catalog_does_not_claim_to_be_fresh(bundle, engine):
    load_bundle(engine, bundle)
    with read(engine) as conn:
        assert catalog.last_refresh(conn) == NOON.replace(day=3)


def test_later_evidence_continues_the_bundled_history(bundle, engine, feeds):
    load_bundle(engine, bundle)
    path = feeds.recorded("recorded.json", {"gpt-5": "1", "o3": "4"})
    refresh(feeds.settings, engine, only=["models-dev"], from_path=path, at=NOON, known_sources=SOURCES)
    with read(engine) as conn:
        spans = evidence.history(conn, "models-dev").offerings["openai", "gpt-5"]
    assert [(span.first_seen.day, span.last_seen.day) for span in spans] == [(2, 2), (3, 23)]


def test_of_workers_that_start_together_one_loads(bundle, engine):
    gate, loaded = Barrier(3), []

    def worker():
        gate.wait()
        loaded.append(load_bundle(engine, bundle))

    threads = [Thread(target=worker) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [one.number for one in loaded if one is not None] == [1]


def test_who_waits_for_another_process_that_loads_says_so_and_not_for_ever(bundle, engine):
    told = []
    with write(engine) as conn:
        leases.take(conn, utc_now())
    with pytest.raises(LeaseHeld):
        load_bundle(engine, bundle, announce=told.append, patience=0)
    assert ["Waiting for another process" in line for line in told] == [True]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "is missing"),
        (b"", "cannot be read"),
        (b"text", "cannot be read"),
        (lzma.compress(b"another format\n"), "of another format"),
    ],
    ids=["missing", "empty", "text", "other"],
)
def test_a_damaged_bundle_is_one_clear_line_and_leaves_the_database_empty(engine, tmp_path, content, told):
    path = tmp_path / "damaged.xz"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(BundleDamaged, match=told):
        load_bundle(engine, path)
    with read(engine) as conn:
        assert catalog.current_edition(conn) is None
        assert evidence.histories(conn) == []


def test_without_the_bundle_an_empty_database_stays_empty(tmp_path):
    engine = open_catalog(load(data_dir=tmp_path, database_url=None, bundled=False))
    with read(engine) as conn:
        assert catalog.current_edition(conn) is None
    engine.dispose()


def test_publishing_without_evidence_gives_an_empty_edition_once(engine):
    with write(engine) as conn:
        assert publish_evidence(conn, NOON).edition.offerings == 0
        assert publish_evidence(conn, NOON).edition is None


@pytest.mark.skipif(not bundled().exists(), reason="the bundle has not been built")
def test_the_bundle_in_the_package_fits_and_is_of_this_format():
    assert bundled().stat().st_size <= 2_000_000
    assert lzma.decompress(Path(bundled()).read_bytes()).startswith(FORMAT.encode())
