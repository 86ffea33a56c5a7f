"""Documents that are not believed as a whole, and when they are again."""

from datetime import timedelta

from tests.refresh.feeds import NOON
from tests.refresh.lookup import price, state

MANY = {f"model-{number:02}": "1" for number in range(40)}


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
