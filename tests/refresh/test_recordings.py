"""Recorded files, replayed at the time when they were fetched."""

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from sqlalchemy import select

from registry.errors import RecordingUnreadable
from registry.refresh import lease as leases
from registry.refresh.run import refresh
from registry.store.database import read
from tests.databases import opened
from tests.refresh.feeds import NOON, SOURCES, Feeds
from tests.refresh.lookup import current, price, state


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


@pytest.mark.parametrize("every", [4, pytest.param(1, marks=pytest.mark.slow)], ids=["some orders", "all orders"])
def test_recordings_give_the_same_digest_in_every_order(tmp_path, every):
    recordings = [
        ("models-dev", 0, {"gpt-5": "2", "gpt-4o": "5"}),
        ("models-dev", 20, {"gpt-5": "1"}),
        ("models-dev", 60, {"gpt-5": "1", "gpt-4o": "5"}),
        ("litellm", 10, {"gpt-5": "2", "o3": "4"}),
    ]
    digests = set()
    for number, order in enumerate(list(permutations(recordings))[::every]):
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


def test_a_time_with_another_offset_is_the_same_instant(feeds, engine, run):
    from datetime import timezone

    path = feeds.recorded("one.json", {"gpt-5": "2"})
    run(only=["litellm"], from_path=path, at=datetime(2026, 11, 1, 12, tzinfo=UTC))
    again = run(only=["litellm"], from_path=path, at=datetime(2026, 11, 1, 14, tzinfo=timezone(timedelta(hours=2))))
    assert again.outcomes[0].state == "known"


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
