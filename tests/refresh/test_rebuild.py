"""A rebuild: the same digest from the raw snapshots, the bundle, the overrides and the decisions alone."""

import shutil
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import delete, update

from registry.errors import CannotRebuild, EvidenceError, NothingPublished, SnapshotMissing
from registry.refresh import bundle as bundles
from registry.refresh.deciding import decide
from registry.refresh.rebuild import rebuild
from registry.refresh.run import refresh
from registry.store import catalog, evidence, review, snapshots
from registry.store.database import connect, read, write
from scrapers.errors import LayoutChanged
from tests.databases import opened
from tests.refresh.feeds import ALPHA, BETA, NOON, SOURCES, Feeds

WEEKS = (
    ({"gpt-5": "4", "o3": "8"}, {"gpt-5": "4"}),
    ({"gpt-5": "2"}, {"gpt-5": "4"}),
    ({"gpt-5": "2"}, {"o3": "8"}),
)
"""What the two sources say, week by week."""
MANY = {f"model-{number:02}": str(number + 1) for number in range(40)}
STRANGE = MANY | {"model-07": "8000"}

OVERRIDE = """
[[price]]
offering = "openai/gpt-5"
meter = "input"
usd = 7.5
replaces = 2
date = 2026-11-20
source = "https://example.com/contract"
why = "negotiated"
"""


@pytest.fixture(scope="module")
def some_weeks(tmp_path_factory):
    """The data directory of `filled` on SQLite; made once, and copied for each test."""
    folder = tmp_path_factory.mktemp("filled")
    engine = opened("sqlite", folder / "data")
    fill(Feeds(folder), engine)
    engine.dispose()
    return folder / "data"


@pytest.fixture
def filled(request, feeds, engine):
    """Some weeks of two sources, one of which arrives late."""
    if engine.dialect.name == "sqlite":
        shutil.copytree(request.getfixturevalue("some_weeks"), feeds.settings.data_dir, dirs_exist_ok=True)
        feeds.say(*WEEKS[-1])
    else:
        fill(feeds, engine)
    return engine


def fill(feeds, engine):
    for week, (alpha, beta) in enumerate(WEEKS):
        feeds.say(alpha, beta)
        at = NOON + timedelta(weeks=week)
        refresh(feeds.settings, engine, known_sources=SOURCES, clock=lambda at=at: at)
    late = feeds.recorded("late.json", {"gpt-5": "9"})
    options = {"only": ["litellm"], "from_path": late, "at": NOON - timedelta(weeks=4)}
    refresh(feeds.settings, engine, known_sources=SOURCES, **options)


@pytest.fixture
def rebuilt(feeds, engine, tmp_path):
    def rebuilt(place="place", **options):
        return rebuild(feeds.settings, engine, tmp_path / place, **({"known_sources": SOURCES} | options))

    return rebuilt


def taken(engine):
    with read(engine) as conn:
        return conn.execute(evidence.SNAPSHOT.select().order_by(evidence.SNAPSHOT.c.fetched_at)).all()


def test_the_digest_is_the_same(filled, rebuilt):
    outcome = rebuilt()
    assert outcome.same
    assert (outcome.snapshots, outcome.differing) == (7, ())


def test_the_rebuilt_catalog_is_the_published_one(filled, rebuilt, feeds, tmp_path):
    rebuilt(keep=True)
    target = connect(f"sqlite:///{tmp_path / 'place' / 'modeldex.sqlite'}")
    with read(filled) as conn, read(target) as made:
        assert catalog.load_catalog(made) == catalog.load_catalog(conn)
        assert evidence.histories(made) == evidence.histories(conn)
    again = rebuild(
        feeds.settings.model_copy(update={"data_dir": tmp_path / "place", "database_url": None}),
        target,
        tmp_path / "again",
        known_sources=SOURCES,
    )
    target.dispose()
    assert again.same


def test_nothing_of_the_catalog_is_changed(filled, rebuilt):
    with read(filled) as conn:
        before = catalog.editions(conn), catalog.load_catalog(conn)
    rebuilt()
    with read(filled) as conn:
        assert (catalog.editions(conn), catalog.load_catalog(conn)) == before


def test_progress_is_told(filled, rebuilt):
    told = []
    rebuilt(told=lambda done, total: told.append((done, total)))
    assert told == [(done, 7) for done in range(8)]


def test_rules_of_today_that_read_otherwise_give_another_digest_and_name_what_differs(filled, rebuilt):
    def parse(document):
        reading = ALPHA.parse(document)
        kept = [one for one in reading.statements if one.api_model_id != "o3"]
        return replace(reading, statements=tuple(kept))

    outcome = rebuilt(known_sources=(replace(ALPHA, parse=parse), replace(BETA, parse=parse)))
    assert not outcome.same
    assert outcome.differing == (("family", "openai/o3"), ("model", "openai/o3"), ("offering", "openai/o3"))


def test_a_price_that_was_changed_in_the_database_is_not_believed(filled, rebuilt):
    with write(filled) as conn:
        conn.execute(update(evidence.STATEMENT).values(payload='{"rates":[["input","0.5"]]}'))
    assert rebuilt().same


def test_a_missing_snapshot_is_named(filled, rebuilt, feeds, tmp_path):
    lost = taken(filled)[1]
    snapshots.path_of(feeds.settings.data_dir, lost.sha256).unlink()
    with pytest.raises(SnapshotMissing, match=rf"{lost.source} of 2026-.* is missing: .*{lost.sha256}"):
        rebuilt()
    assert not (tmp_path / "place").exists()


@pytest.mark.parametrize("content", [b"", b"something else"])
def test_a_damaged_snapshot_is_named(filled, rebuilt, feeds, content):
    lost = taken(filled)[1]
    snapshots.path_of(feeds.settings.data_dir, lost.sha256).write_bytes(content)
    with pytest.raises(EvidenceError, match=rf"{lost.source} of 2026-.*{lost.sha256}.* is damaged"):
        rebuilt()


def test_a_snapshot_with_the_bytes_of_another_is_damaged(filled, rebuilt, feeds):
    first, second = (snapshots.path_of(feeds.settings.data_dir, one.sha256) for one in taken(filled)[:2])
    second.write_bytes(first.read_bytes())
    with pytest.raises(EvidenceError, match="another sha256"):
        rebuilt()


def test_a_snapshot_that_the_rules_of_today_refuse_is_named(filled, rebuilt):
    def refuse(_):
        raise LayoutChanged("prices.json", "a list", "an object")

    with pytest.raises(CannotRebuild, match=r"litellm of 2026-.*expected a list"):
        rebuilt(known_sources=(ALPHA, replace(BETA, parse=refuse)))


def test_a_source_that_is_no_more_is_named(filled, rebuilt):
    with pytest.raises(CannotRebuild, match="'litellm'"):
        rebuilt(known_sources=(ALPHA,))


def test_a_folder_that_is_not_empty_is_left_alone(filled, rebuilt, tmp_path):
    (tmp_path / "place").mkdir()
    (tmp_path / "place" / "mine.txt").write_text("mine")
    with pytest.raises(CannotRebuild, match="not an empty folder"):
        rebuilt()
    assert [path.name for path in (tmp_path / "place").iterdir()] == ["mine.txt"]


def test_nothing_is_rebuilt_before_the_first_edition(engine, rebuilt):
    with pytest.raises(NothingPublished):
        rebuilt()


def test_decisions_are_carried_over(feeds, engine, rebuilt):
    for week, document in enumerate((MANY, STRANGE)):
        feeds.say(document)
        at = NOON + timedelta(weeks=week)
        refresh(feeds.settings, engine, only=["models-dev"], known_sources=SOURCES, clock=lambda at=at: at)
    with read(engine) as conn:
        (held,) = review.held_claims(conn)
    decide(feeds.settings, engine, held.id, "accept", why="it is so", who="a test", known_sources=SOURCES)
    assert rebuilt().same
    with write(engine) as conn:
        conn.execute(delete(review.DECISION))
    outcome = rebuilt("without it")
    assert outcome.differing == (("offering", held.offering),)


def test_overrides_are_laid_over_as_they_were_applied_last(feeds, filled, rebuilt):
    folder = feeds.settings.overrides_dir
    folder.mkdir(parents=True)
    (folder / "prices.toml").write_text(OVERRIDE)
    refresh(feeds.settings, filled, known_sources=SOURCES, clock=lambda: NOON + timedelta(weeks=5))
    (folder / "prices.toml").unlink()
    with read(filled) as conn:
        assert Decimal("0.0000075") in [rate.usd for rate in catalog.offering(conn, "openai/gpt-5").rates]
    assert rebuilt(keep=True).same


@pytest.fixture
def begun(feeds, engine, filled, tmp_path):
    """A database that began with a bundle, refreshed since; the bundle is not the one in the package."""
    path = tmp_path / "bundle.xz"
    with read(filled) as conn:
        bundles.write_bundle(conn, path)
    with write(filled) as conn:
        _empty(conn)
    assert bundles.load_bundle(filled, path, data_dir=feeds.settings.data_dir) is not None
    feeds.say({"gpt-5": "1", "o3": "8"})
    refresh(feeds.settings, filled, known_sources=SOURCES, clock=lambda: NOON + timedelta(weeks=6))
    return path


def _empty(conn):
    for table in reversed(catalog.EDITION.metadata.sorted_tables):
        if table.name not in ("installation", "alembic_version"):
            conn.execute(delete(table))


def test_a_bundle_needs_no_raw_bytes_of_its_snapshots(feeds, engine, begun, rebuilt):
    with read(engine) as conn:
        known = bundles.bundled_snapshots(begun.read_bytes())
        digest = bundles.loaded_bundle(conn)
    later = [one for one in taken(engine) if (one.source, one.fetched_at) not in known]
    for one in taken(engine):
        if one.sha256 not in {since.sha256 for since in later}:
            snapshots.path_of(feeds.settings.data_dir, one.sha256).unlink(missing_ok=True)
    outcome = rebuilt()
    assert outcome.same
    assert (outcome.snapshots, len(later)) == (len(known) + 2, 2)
    assert snapshots.fetch(feeds.settings.data_dir, digest) == begun.read_bytes()


def test_a_bundle_that_is_lost_is_named(feeds, engine, begun, rebuilt):
    with read(engine) as conn:
        digest = bundles.loaded_bundle(conn)
    snapshots.path_of(feeds.settings.data_dir, digest).unlink()
    with pytest.raises(SnapshotMissing, match=rf"bundled catalog .* is missing: .*{digest}"):
        rebuilt()
