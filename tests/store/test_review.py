from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event

from registry.domain.catalog import Catalog
from registry.domain.review import Decision, told
from registry.store import review, sources
from registry.store.catalog import load_catalog
from registry.store.database import read, write
from registry.store.publish import publish
from scrapers.claims import Evidence
from tests.store.test_publish import EMPTY, edition
from tests.web.published import BIGGER, DISAGREEMENTS, HELD, HELD_DOCUMENT

NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)
SOURCE = "models-dev"


@pytest.fixture
def stored(engine):
    """A database that holds the small catalog."""
    with write(engine) as conn:
        sources.ensure(conn, [SOURCE])
        publish(conn, edition(1), old=EMPTY, new=BIGGER, found=())
    return engine


def hold(engine, sha256="aa", at=NOW, rows=1, reason="too few rows"):
    with write(engine) as conn:
        taken = Evidence(SOURCE, "https://models.dev/api.json", at, sha256)
        review.hold_document(conn, taken, rows, reason, at)


def decide(engine, held, verdict, why="because"):
    with write(engine) as conn:
        review.record_decision(conn, Decision(held, verdict, why, "a person", NOW, SOURCE, "what it said"))


def waiting(engine, *states):
    with read(engine) as conn:
        return review.held_documents(conn, *states)


def test_what_is_held_and_who_disagrees_comes_back_as_it_was(stored):
    with read(stored) as conn:
        assert review.held_claims(conn) == HELD
        assert review.disagreements(conn) == DISAGREEMENTS
        assert load_catalog(conn) == BIGGER


@pytest.mark.parametrize(
    "new",
    [
        replace(BIGGER, held=HELD[:1]),
        replace(BIGGER, held=(replace(HELD[0], state="rejected"), HELD[1])),
        replace(BIGGER, disagreements=tuple(reversed(DISAGREEMENTS))),
        replace(BIGGER, held=(), disagreements=()),
    ],
    ids=["one less", "rejected", "another order", "nothing left"],
)
def test_the_next_review_replaces_the_former(stored, new: Catalog):
    with write(stored) as conn:
        review.write_review(conn, BIGGER, new)
    with read(stored) as conn:
        assert load_catalog(conn) == new


def test_a_review_that_did_not_change_is_not_written_again(stored):
    written = []
    event.listen(stored, "before_cursor_execute", lambda _c, _k, statement, *_: written.append(statement.split()[0]))
    with write(stored) as conn:
        review.write_review(conn, BIGGER, replace(BIGGER))
    assert not {"DELETE", "INSERT", "UPDATE"} & set(written)


def test_claims_and_documents_are_found_by_one_kind_of_id(stored):
    hold(stored)
    (document,) = waiting(stored)
    with read(stored) as conn:
        assert review.find(conn, HELD[0].id) == HELD[0]
        assert review.find(conn, document.id) == document
        assert review.find(conn, "nothing") is None


def test_open_claims_and_documents_are_counted_by_source(stored):
    hold(stored)
    with read(stored) as conn:
        assert review.open_counts(conn) == {"litellm": 1, SOURCE: 1}


def test_the_same_document_again_keeps_its_place_and_tells_the_new_reason(stored):
    hold(stored)
    hold(stored, at=NOW + timedelta(days=7), reason="still too few rows")
    (document,) = waiting(stored)
    assert (document.since, document.reason, document.fetched_at) == (
        NOW,
        "still too few rows",
        NOW + timedelta(days=7),
    )


def test_a_rejected_document_is_not_opened_again_and_an_accepted_one_is(stored):
    hold(stored)
    (document,) = waiting(stored, "open")
    decide(stored, document.id, "reject")
    hold(stored, at=NOW + timedelta(days=7))
    assert [one.state for one in waiting(stored)] == ["rejected"]
    decide(stored, document.id, "accept")
    assert [one.state for one in waiting(stored)] == ["accepted"]
    hold(stored, at=NOW + timedelta(days=14))
    assert [one.state for one in waiting(stored)] == ["open"]


@pytest.mark.parametrize(("days", "state"), [(-1, "open"), (0, "released"), (1, "released")])
def test_only_what_is_not_older_than_a_held_document_releases_it(stored, days, state):
    hold(stored)
    with write(stored) as conn:
        review.release_documents(conn, SOURCE, NOW + timedelta(days=days))
    assert [one.state for one in waiting(stored)] == [state]


def test_the_newest_decision_counts_and_all_are_kept(stored):
    for verdict in ("accept", "reject", "accept"):
        decide(stored, HELD[0].id, verdict, why=f"to {verdict}")
    decide(stored, HELD[1].id, "reject")
    with read(stored) as conn:
        assert review.decisions(conn) == {HELD[0].id: "accept", HELD[1].id: "reject"}
        assert [one.why for one in review.decided(conn, HELD[0].id)] == ["to accept", "to reject", "to accept"]
        assert len(review.decided(conn)) == 4


def test_what_is_held_is_told_in_words_that_outlive_it():
    assert told(HELD[0]) == ("openai/gpt-5.6-luna input: 0.0000002 -> 0.0002: the price changed by a unit-sized factor")
    assert told(HELD[1]) == "deepseek/deepseek-v4 batch output: nothing -> 0.009: a unit-sized factor away from litellm"
    assert told(HELD_DOCUMENT).startswith("document of 2026-11-23T03:00:00+00:00 (sha256 efefef")
