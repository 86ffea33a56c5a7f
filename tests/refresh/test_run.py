"""One refresh from beginning to end, with two tiny sources."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from registry.errors import LeaseHeld, LeaseLost, WrongUsage
from registry.refresh import lease as leases
from registry.refresh.report import Quiet
from registry.refresh.run import refresh
from registry.store import catalog, evidence, provenance, snapshots
from registry.store.database import read, write
from tests.refresh.feeds import ALPHA, NOON, SOURCES
from tests.refresh.lookup import current, price, state


def test_a_first_refresh_publishes_edition_one(feeds, engine, run):
    feeds.say(alpha={"gpt-5": "2"}, beta={"gpt-5": "2", "gpt-4o": "5"})
    report = run()
    assert (report.exit_code, report.edition.number, report.edition.offerings) == (0, 1, 2)
    assert [outcome.state for outcome in report.outcomes] == ["read", "read"]
    assert price(engine, "openai/gpt-4o") == 5
    assert current(engine) == report.edition


def test_the_same_input_again_publishes_nothing(feeds, engine, run, clock):
    feeds.say(alpha={"gpt-5": "2"}, beta={"gpt-5": "2"})
    first = run().edition
    clock.next_week()
    again = run()
    assert (again.exit_code, again.edition, again.changes) == (0, None, ())
    assert current(engine) == first


def test_a_price_cut_is_one_change_of_the_next_edition(feeds, engine, run, clock):
    feeds.say(alpha={"gpt-5": "2"}, beta={})
    run()
    clock.next_week()
    feeds.say(alpha={"gpt-5": "0.5"})
    report = run()
    assert report.edition.number == 2
    assert [(change.kind, change.offering, change.edition) for change in report.changes] == [
        ("price", "openai/gpt-5", 2)
    ]
    with read(engine) as conn:
        (stored,) = catalog.changes(conn).changes
    assert replace(stored, id=0) == report.changes[0]
    assert price(engine, "openai/gpt-5", clock.now) == Decimal("0.5")
    assert price(engine, "openai/gpt-5", NOON) == 2


def test_a_source_that_fails_does_not_stop_the_others(feeds, engine, run):
    feeds.say(alpha="<html>", beta={"gpt-5": "2"})
    report = run()
    assert report.exit_code == 3
    assert [outcome.state for outcome in report.outcomes] == ["failed", "read"]
    assert report.edition.offerings == 1
    assert "expected JSON" in state(engine, "models-dev").error
    assert state(engine, "litellm").error is None


@pytest.mark.parametrize("broken", ["", "<html>", '{"gpt-5": "2"', "[1, 2"])
def test_when_every_source_fails_the_old_edition_stands(feeds, engine, run, clock, broken):
    feeds.say(alpha={"gpt-5": "2"}, beta={"gpt-5": "2"})
    before = run().edition
    clock.next_week()
    feeds.say(alpha=broken, beta=broken)
    report = run()
    assert (report.exit_code, report.edition) == (4, None)
    assert current(engine) == before
    assert price(engine, "openai/gpt-5") == 2
    told = state(engine, "models-dev")
    assert (told.last_success, told.last_attempt, told.snapshot_at) == (NOON, clock.now, NOON)


def test_a_dry_run_tells_what_would_change_and_writes_nothing(feeds, engine, run, clock, tmp_path):
    feeds.say(alpha={"gpt-5": "2"}, beta={"gpt-5": "2"})
    run()
    clock.next_week()
    feeds.say(alpha={"gpt-5": "3"}, beta={"gpt-5": "3"})
    before = _everything(engine, tmp_path)
    report = run(dry_run=True)
    assert report.dry_run
    assert (report.exit_code, report.edition.number, report.counts) == (0, 2, {"price": 1})
    assert _everything(engine, tmp_path) == before
    rehearsed = report.edition
    assert run().edition == rehearsed


def _everything(engine, folder):
    from sqlmodel import SQLModel

    with read(engine) as conn:
        rows = {name: conn.execute(table.select()).all() for name, table in SQLModel.metadata.tables.items()}
    files = {path: path.read_bytes() for path in folder.rglob("*.zst")}
    return rows, files


def test_the_raw_bytes_are_kept_by_their_sha256(feeds, engine, run):
    feeds.say(alpha={"gpt-5": "2"}, beta={})
    run()
    kept = snapshots.fetch(feeds.settings.data_dir, state(engine, "models-dev").sha256)
    assert kept == b'{"gpt-5": "2"}'


def test_every_value_leads_to_its_snapshot(feeds, engine, run):
    feeds.say(alpha={"gpt-5": "2"}, beta={"gpt-5": "2", "o3": "1"})
    run()
    with read(engine) as conn:
        found = provenance.witnesses(conn, catalog.offering(conn, "openai/gpt-5"))
    assert {one.told.source for one in found} == {"models-dev", "litellm"}
    assert all(list(one.documents) == [one.told.spans[-1].last_seen] == [NOON] for one in found)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"only": ["nobody"]}, "there is no source called 'nobody'; there are models-dev, litellm"),
        ({"from_path": "x.json"}, "exactly one --source"),
        ({"from_path": "x.json", "only": ["litellm", "models-dev"]}, "exactly one --source"),
        ({"at": NOON}, "give it with --from"),
    ],
)
def test_options_that_do_not_go_together_are_wrong_usage(run, tmp_path, options, told):
    if "from_path" in options:
        options = options | {"from_path": tmp_path / options["from_path"]}
    with pytest.raises(WrongUsage, match=told):
        run(**options)


def test_only_the_named_source_is_read(feeds, run):
    feeds.say(alpha={"gpt-5": "2"}, beta={"gpt-5": "2"})
    assert [outcome.source for outcome in run(only=["litellm"]).outcomes] == ["litellm"]


def test_a_second_refresh_at_the_same_time_is_refused(feeds, engine, run):
    feeds.say(alpha={"gpt-5": "2"}, beta={})
    with write(engine) as conn:
        leases.take(conn, NOON)
    with pytest.raises(LeaseHeld, match="another refresh is running since 2026-11-23 12:00:00 UTC"):
        run()
    assert current(engine) is None


def test_a_refresh_that_was_taken_over_publishes_nothing(feeds, engine, run):
    feeds.say(alpha={"gpt-5": "2"}, beta={})
    with write(engine) as conn:
        old = leases.take(conn, NOON - timedelta(hours=1))
    with write(engine) as conn:
        leases.take(conn, NOON)
    with pytest.raises(LeaseLost):
        run(lease=old)
    assert current(engine) is None
    with read(engine) as conn:
        assert evidence.histories(conn) == []


def test_progress_is_told_in_order(feeds, run):
    class Listener(Quiet):
        def __init__(self):
            self.heard = []

        def begin(self, source):
            self.heard.append(("begin", source))

        def end(self, outcome):
            self.heard.append((outcome.state, outcome.source))

        def publishing(self):
            self.heard.append(("publishing", ""))

    feeds.say(alpha="<html>", beta={"gpt-5": "2"})
    listener = Listener()
    run(progress=listener)
    assert listener.heard == [
        ("begin", "models-dev"),
        ("failed", "models-dev"),
        ("begin", "litellm"),
        ("read", "litellm"),
        ("publishing", ""),
    ]


def test_the_record_of_a_run_tells_how_each_source_went(feeds, engine, run):
    feeds.say(alpha="<html>", beta={"gpt-5": "2"})
    run()
    with read(engine) as conn:
        row = conn.execute(leases.RUN.select()).one()
    assert (row.status, row.finished) == ("partial", NOON)
    assert row.outcome["litellm"] == {"state": "read", "rows": 1}
    assert row.outcome["models-dev"]["state"] == "failed"
    assert ALPHA.name in row.outcome


def test_a_parser_that_breaks_fails_its_source_alone(feeds, engine, clock):
    def broken(document):
        raise KeyError("models")

    feeds.say(alpha={"gpt-5": "2"}, beta={"gpt-5": "2"})
    report = refresh(feeds.settings, engine, known_sources=(replace(ALPHA, parse=broken), SOURCES[1]), clock=clock)
    assert (report.exit_code, report.edition.offerings) == (3, 1)
    assert report.outcomes[0].error == "could not be read (KeyError: 'models')"


def test_the_outcome_is_logged_in_one_line_without_reasons(feeds, run, caplog):
    feeds.say(alpha="<html>", beta={"gpt-5": "2"})
    with caplog.at_level("INFO", logger="registry"):
        run()
    assert [one.getMessage() for one in caplog.records] == [
        "refresh 1: edition 1 published, 0 changes; models-dev failed"
    ]
