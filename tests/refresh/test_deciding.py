"""What is held, from a feed to the queue, and what releases it: a second source, the source itself, or a person."""

from datetime import timedelta

import pytest

from registry.domain.pricing import headline, in_force
from registry.errors import EvidenceError, LeaseHeld, LeaseLost, NothingToDecide, UnknownHeld, WrongUsage
from registry.refresh import lease as leases
from registry.refresh.deciding import LONGEST_REASON, decide
from registry.refresh.run import refresh
from registry.store import catalog, review, snapshots
from registry.store.database import read, write
from tests.refresh.feeds import NOON, SOURCES

MANY = {f"model-{number:02}": str(number + 1) for number in range(40)}
HALF = dict(list(MANY.items())[:20])
STRANGE = MANY | {"model-07": "8000"}
MODEL = "openai/model-07"


class Clock:
    """A clock that stands still until it is moved."""

    now = NOON

    def __call__(self):
        return self.now

    def next_week(self):
        self.now += timedelta(days=7)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def run(feeds, engine, clock):
    """Refreshes a week later each time, from what the two sources say now."""

    def run(alpha=None, beta=None, **options):
        clock.next_week()
        feeds.say(alpha, beta)
        return refresh(feeds.settings, engine, known_sources=SOURCES, clock=clock, **options)

    return run


@pytest.fixture
def settle(feeds, engine, clock):
    def settle(held, verdict, why="checked by hand", **options):
        options = {"settings": feeds.settings, "known_sources": SOURCES} | options
        return decide(engine=engine, held=held, verdict=verdict, why=why, who="a test", clock=clock, **options)

    return settle


def queue(engine):
    with read(engine) as conn:
        return (*review.held_claims(conn), *review.held_documents(conn, "open"))


def price(engine, clock, offering=MODEL):
    with read(engine) as conn:
        found = catalog.offering(conn, offering)
    rate = headline(in_force(found.rates, clock.now), "input")
    return None if rate is None else rate.usd * 1_000_000


def decisions(engine):
    with read(engine) as conn:
        return review.decided(conn)


def test_one_price_times_a_thousand_holds_that_row_alone_and_is_no_failure(engine, run, clock):
    run(alpha=MANY, beta={})
    report = run(alpha=STRANGE | {"model-01": "3"})
    assert (report.exit_code, report.held, report.outcomes[0].state) == (0, 1, "read")
    assert (price(engine, clock), price(engine, clock, "openai/model-01")) == (8, 3)
    (held,) = queue(engine)
    assert (held.offering, held.source, held.old, held.new) == (MODEL, "models-dev", "0.000008", "0.008")
    assert held.reason == "the price changed by a unit-sized factor"
    with read(engine) as conn:
        states = catalog.source_states(conn, SOURCES)
    assert [state.held for state in states] == [1, 0]


def test_what_is_held_is_told_though_nothing_else_changed(engine, run):
    first = run(alpha=MANY, beta={}).edition
    report = run(alpha=STRANGE)
    assert (report.edition, report.held) == (None, 1)
    with read(engine) as conn:
        stored = catalog.load_catalog(conn)
        assert catalog.current_edition(conn) == first
    assert [held.offering for held in stored.held] == [MODEL]


def test_a_dry_run_tells_what_would_be_held_and_stores_nothing(engine, run):
    run(alpha=MANY, beta={})
    assert run(alpha=STRANGE, dry_run=True).held == 1
    assert queue(engine) == ()


def test_a_second_source_releases_a_claim(engine, run, clock):
    run(alpha=MANY, beta={})
    run(alpha=STRANGE)
    report = run(beta={"model-07": "8000"})
    assert (report.exit_code, report.held, report.counts) == (0, 0, {"price": 1})
    assert price(engine, clock) == 8000
    assert queue(engine) == ()


def test_a_real_cut_of_80_percent_that_another_source_confirms_is_not_stuck(engine, run, clock):
    run(alpha=MANY, beta=MANY)
    cut = MANY | {"model-07": "1.5"}
    assert run(alpha=cut).held == 1
    assert price(engine, clock) == 8
    assert run(beta=cut).held == 0
    assert price(engine, clock) == 1.5


def test_a_cut_that_two_sources_tell_at_once_is_never_held(engine, run, clock):
    run(alpha=MANY, beta=MANY)
    cut = MANY | {"model-07": "1.5"}
    assert run(alpha=cut, beta=cut).held == 0
    assert price(engine, clock) == 1.5


def test_accepting_a_claim_publishes_it_without_reading_a_source(feeds, engine, run, settle, clock):
    run(alpha=MANY, beta={})
    run(alpha=STRANGE)
    feeds.say(alpha="<html>", beta="<html>")
    (held,) = queue(engine)
    done = settle(held.id, "accept", why="  the price list\n says so ")
    assert (done.edition.number, done.held) == (2, 0)
    assert [(change.kind, change.offering) for change in done.changes] == [("price", MODEL)]
    assert price(engine, clock) == 8000
    assert queue(engine) == ()
    (kept,) = decisions(engine)
    assert kept == done.decision
    assert (kept.held, kept.verdict, kept.why, kept.who) == (held.id, "accept", "the price list says so", "a test")
    assert (kept.at, kept.source) == (clock.now, "models-dev")
    assert kept.claim == f"{MODEL} input: 0.000008 -> 0.008: the price changed by a unit-sized factor"


def test_a_rejected_claim_stays_held_and_is_told_as_rejected(engine, run, settle, clock):
    run(alpha=MANY, beta={})
    run(alpha=STRANGE)
    (held,) = queue(engine)
    done = settle(held.id, "reject")
    assert (done.edition, done.held) == (None, 0)
    assert [one.state for one in queue(engine)] == ["rejected"]
    assert run(alpha=STRANGE).held == 0
    assert price(engine, clock) == 8


def test_a_decision_can_be_taken_back_and_both_stay_on_record(engine, run, settle, clock):
    run(alpha=MANY, beta={})
    run(alpha=STRANGE)
    (held,) = queue(engine)
    settle(held.id, "accept")
    assert settle(held.id, "reject", why="misread").edition.number == 3
    assert price(engine, clock) == 8
    assert [(one.verdict, one.why) for one in decisions(engine)] == [
        ("accept", "checked by hand"),
        ("reject", "misread"),
    ]


def test_a_document_held_whole_waits_with_its_bytes(feeds, engine, run):
    run(alpha=MANY, beta={"gpt-5": "2"})
    report = run(alpha=HALF)
    assert report.exit_code == 3
    (held,) = queue(engine)
    assert (held.source, held.reason, held.rows) == ("models-dev", "held whole: 20 rows where there were 40", 20)
    assert snapshots.fetch(feeds.settings.data_dir, held.sha256) is not None
    with read(engine) as conn:
        assert catalog.source_states(conn, SOURCES)[0].held == 1


def test_accepting_a_document_publishes_what_it_said(engine, run, settle, clock):
    run(alpha=MANY, beta={})
    run(alpha=dict.fromkeys(MANY, "50"))
    (held,) = queue(engine)
    done = settle(held.id, "accept")
    assert (done.edition.number, len(done.changes)) == (2, 40 - 9)
    assert price(engine, clock, "openai/model-39") == 50
    with read(engine) as conn:
        state = catalog.source_states(conn, SOURCES)[0]
    assert (state.error, state.snapshot_at, state.last_success) == (None, clock.now, clock.now)
    assert run().exit_code == 0


def test_rows_of_an_accepted_document_have_guards_of_their_own(engine, run, settle, clock):
    run(alpha=MANY, beta={})
    run(alpha=dict.fromkeys(MANY, "50"))
    settle(queue(engine)[0].id, "accept")
    assert {held.reason for held in queue(engine)} == {"the price rose to more than five times"}
    assert price(engine, clock, "openai/model-00") == 1


def test_a_rejected_document_is_not_asked_about_again_but_another_is(engine, run, settle):
    run(alpha=MANY, beta={})
    run(alpha=HALF)
    (held,) = queue(engine)
    assert settle(held.id, "reject").edition is None
    assert run(alpha=HALF).exit_code == 3
    assert queue(engine) == ()
    run(alpha={"model-00": "1"})
    assert [one.rows for one in queue(engine)] == [1]


def test_a_rejected_document_can_be_accepted_after_all(engine, run, settle, clock):
    run(alpha=MANY, beta={})
    run(alpha=HALF | {"model-07": "9"})
    (held,) = queue(engine)
    settle(held.id, "reject")
    settle(held.id, "accept")
    assert price(engine, clock) == 9


def test_a_source_has_one_document_in_the_queue_the_newest_since_the_first(engine, run):
    run(alpha=MANY, beta={})
    run(alpha=HALF)
    (first,) = queue(engine)
    run(alpha={"model-00": "1"})
    (second,) = queue(engine)
    assert (second.since, second.rows) == (first.since, 1)
    assert second.id != first.id


def test_a_source_that_is_believed_again_takes_its_document_out_of_the_queue(engine, run, settle):
    run(alpha=MANY, beta={})
    run(alpha=HALF)
    (held,) = queue(engine)
    run(alpha=MANY)
    assert queue(engine) == ()
    with pytest.raises(NothingToDecide, match="waits no more"):
        settle(held.id, "accept")


def test_an_older_recording_does_not_answer_for_a_newer_document_that_is_held(feeds, engine, run):
    run(alpha=MANY, beta={})
    run(alpha=HALF)
    old = feeds.recorded("old.json", MANY)
    run(only=["models-dev"], from_path=old, at=NOON - timedelta(days=90))
    assert len(queue(engine)) == 1


def test_an_accepted_document_is_history_and_not_to_be_decided_again(engine, run, settle):
    run(alpha=MANY, beta={})
    run(alpha=HALF)
    (held,) = queue(engine)
    settle(held.id, "accept")
    with pytest.raises(NothingToDecide, match="stays there"):
        settle(held.id, "reject")
    assert len(decisions(engine)) == 1


def test_a_document_whose_bytes_are_gone_cannot_be_accepted_and_nothing_is_recorded(feeds, engine, run, settle):
    run(alpha=MANY, beta={})
    run(alpha=HALF)
    (held,) = queue(engine)
    snapshots.path_of(feeds.settings.data_dir, held.sha256).unlink()
    with pytest.raises(EvidenceError, match="its bytes are not in the data directory"):
        settle(held.id, "accept")
    assert decisions(engine) == ()
    assert len(queue(engine)) == 1
    with pytest.raises(EvidenceError, match="its source is not known any more"):
        settle(held.id, "accept", known_sources=())


def test_an_id_that_nothing_has_is_told(engine, run, settle):
    run(alpha=MANY, beta={})
    with pytest.raises(UnknownHeld, match="nothing is held under 'abc'; `modeldex held` lists what is"):
        settle("abc", "accept")
    with read(engine) as conn:
        assert conn.execute(leases.RUN.select()).all()[-1].status == "succeeded"


@pytest.mark.parametrize(("why", "said"), [("", "say why"), (" \n", "say why"), ("x" * (LONGEST_REASON + 1), "2,000")])
def test_a_reason_is_needed_and_has_a_bound(engine, run, settle, why, said):
    run(alpha=MANY, beta={})
    run(alpha=STRANGE)
    with pytest.raises(WrongUsage, match=said):
        settle(queue(engine)[0].id, "accept", why=why)
    assert decisions(engine) == ()


def test_a_decision_waits_for_a_refresh_that_is_running(engine, run, settle, clock):
    run(alpha=MANY, beta={})
    run(alpha=STRANGE)
    with write(engine) as conn:
        leases.take(conn, clock.now)
    with pytest.raises(LeaseHeld):
        settle(queue(engine)[0].id, "accept")
    assert decisions(engine) == ()


def test_a_decision_whose_lease_was_taken_over_changes_nothing(engine, run, settle, clock):
    run(alpha=MANY, beta={})
    run(alpha=STRANGE)
    with write(engine) as conn:
        old = leases.take(conn, clock.now - timedelta(hours=1))
    with write(engine) as conn:
        leases.take(conn, clock.now)
    with pytest.raises(LeaseLost):
        settle(queue(engine)[0].id, "accept", lease=old)
    assert decisions(engine) == ()


def test_a_decision_is_a_run_of_its_own_on_the_record(engine, run, settle):
    run(alpha=MANY, beta={})
    run(alpha=STRANGE)
    (held,) = queue(engine)
    settle(held.id, "accept")
    with read(engine) as conn:
        last = conn.execute(leases.RUN.select().order_by(leases.RUN.c.id.desc())).first()
    assert (last.status, last.slot) == ("succeeded", None)
    assert last.outcome == {"decision": {"held": held.id, "verdict": "accept"}}


def test_disagreements_are_stored_with_what_each_source_says(engine, run):
    run(alpha={"gpt-5": "2"}, beta={"gpt-5": "3"})
    with read(engine) as conn:
        (found,) = review.disagreements(conn)
        assert catalog.load_catalog(conn).disagreements == (found,)
    assert (found.offering, found.field) == ("openai/gpt-5", "input")
    assert [(claim.source, claim.value) for claim in found.claims] == [
        ("models-dev", "0.000002"),
        ("litellm", "0.000003"),
    ]
    assert all(claim.seen == (NOON + timedelta(days=7)).date() for claim in found.claims)


def test_sources_that_come_to_agree_are_no_disagreement_any_more(engine, run):
    run(alpha={"gpt-5": "2"}, beta={"gpt-5": "3"})
    run(beta={"gpt-5": "2"})
    with read(engine) as conn:
        assert review.disagreements(conn) == ()
