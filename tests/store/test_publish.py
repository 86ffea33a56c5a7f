from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import event

from registry.domain.catalog import Catalog, Change, Edition, Lab, Model
from registry.domain.news import ChangeCount, ChangeFilter, FoundChanges
from registry.domain.review import Decision
from registry.errors import OutOfRange
from registry.store import catalog, review, sources
from registry.store.catalog import load_catalog
from registry.store.database import read, write
from registry.store.publish import publish
from scrapers.claims import Evidence
from tests.sample import CATALOG, LUNA, UNPRICED

EMPTY = Catalog({}, {}, {}, {}, {})
NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)


def edition(number, digest="digest"):
    return Edition(number, NOW, date(2026, 11, 23), f"{digest} {number}", 2, 1, 2, 0)


def change(field, day=date(2026, 11, 23), offering=LUNA.id, kind="price", number=2):
    rate = {"meter": "input", "usd": Decimal("0.2"), "when": None}
    return Change(0, number, day, kind, offering, field, "0.000001", "0.0000002", "litellm", rate)


def put(engine, old, new, number, found=()):
    with write(engine) as conn:
        publish(conn, edition(number), old=old, new=new, found=found)


def stored(engine):
    with read(engine) as conn:
        return load_catalog(conn)


def without(name):
    return replace(CATALOG, offerings={key: one for key, one in CATALOG.offerings.items() if key != name})


def test_a_catalog_comes_back_as_it_was(engine):
    put(engine, EMPTY, CATALOG, 1)
    assert stored(engine) == CATALOG


@pytest.mark.parametrize(
    "new",
    [
        without(UNPRICED.id),
        replace(CATALOG, offerings=CATALOG.offerings | {LUNA.id: replace(LUNA, rates=LUNA.rates[3:], context=1)}),
        replace(CATALOG, offerings=CATALOG.offerings | {LUNA.id: replace(LUNA, unlisted=date(2026, 11, 1))}),
        EMPTY,
    ],
    ids=["one less", "other prices", "unlisted", "nothing left"],
)
def test_the_next_edition_replaces_the_former(engine, new):
    put(engine, EMPTY, CATALOG, 1)
    put(engine, CATALOG, new, 2)
    assert stored(engine) == new


def test_an_offering_may_move_to_a_new_model_of_a_new_lab(engine):
    model = Model("other/luna", "Luna", "other", None, "luna")
    moved = Catalog(
        {"other": Lab("other", "Other")},
        {},
        CATALOG.providers,
        {model.id: model},
        {LUNA.id: replace(LUNA, model=model.id)},
    )
    put(engine, EMPTY, CATALOG, 1)
    put(engine, CATALOG, moved, 2)
    assert stored(engine) == moved


def test_an_id_may_change_its_case(engine):
    renamed = replace(LUNA, id="openai/GPT-5.6-Luna", api_model_id="GPT-5.6-Luna")
    new = replace(without(LUNA.id), offerings={renamed.id: renamed, UNPRICED.id: UNPRICED})
    put(engine, EMPTY, CATALOG, 1)
    put(engine, CATALOG, new, 2)
    assert stored(engine) == new


def test_only_what_differs_is_written(engine):
    put(engine, EMPTY, CATALOG, 1)
    new = replace(CATALOG, offerings=CATALOG.offerings | {UNPRICED.id: replace(UNPRICED, context=8192)})
    written = []
    event.listen(engine, "before_cursor_execute", lambda _c, _k, statement, *_: written.append(statement.split()[:3]))
    put(engine, CATALOG, new, 2)
    touched = {" ".join(words) for words in written if words[0] in ("INSERT", "UPDATE", "DELETE")}
    assert {words.replace('"', "") for words in touched} == {
        "DELETE FROM rate",
        "UPDATE offering SET",
        "INSERT INTO edition",
    }


def test_an_edition_follows_the_one_before(engine):
    with pytest.raises(OutOfRange, match="edition 2 does not follow edition 0"):
        put(engine, EMPTY, CATALOG, 2)


def test_an_offering_is_found_whatever_the_case(engine):
    put(engine, EMPTY, CATALOG, 1)
    with read(engine) as conn:
        assert catalog.offering(conn, "OpenAI/GPT-5.6-Luna") == LUNA
        assert catalog.offering(conn, "openai/gpt-5.6") is None


def test_editions_are_told_newest_first(engine):
    put(engine, EMPTY, CATALOG, 1)
    put(engine, CATALOG, EMPTY, 2)
    with read(engine) as conn:
        assert [one.number for one in catalog.editions(conn)] == [2, 1]
        assert catalog.current_edition(conn) == edition(2)


def test_changes_are_told_newest_first_and_filtered(engine):
    put(engine, EMPTY, CATALOG, 1)
    july = date(2026, 7, 30)
    put(
        engine, CATALOG, EMPTY, 2, [change("input", july), change("output"), change("", kind="retired", offering="a/b")]
    )
    with read(engine) as conn:
        everything = catalog.changes(conn).changes
        assert [one.field for one in everything] == ["", "output", "input"]
        assert everything[2] == replace(change("input", july), id=everything[2].id)
        assert catalog.changes(conn, limit=1) == FoundChanges(everything[:1], 3)
        assert catalog.changes(conn, start=everything[1].id) == FoundChanges(everything[1:], 3)
        assert catalog.changes(conn, edition=1) == FoundChanges((), 0)


def test_what_took_effect_last_is_told_first_or_what_came_to_be_known_last(engine):
    put(engine, EMPTY, CATALOG, 1)
    july, november = date(2026, 7, 30), date(2026, 11, 23)
    put(engine, CATALOG, EMPTY, 2, [change("input", november), change("output", november)])
    put(engine, EMPTY, CATALOG, 3, [change("cache_read", july, number=3), change("reasoning", november, number=3)])
    with read(engine) as conn:
        by_day = catalog.changes(conn).changes
        learnt = catalog.changes(conn, ChangeFilter(as_learnt=True)).changes
        assert [one.field for one in by_day] == ["reasoning", "output", "input", "cache_read"]
        assert [one.field for one in learnt] == ["reasoning", "cache_read", "output", "input"]
        for place, one in enumerate(by_day):
            assert catalog.changes(conn, start=one.id).changes == by_day[place:]
        assert ChangeFilter().in_order(learnt) == list(by_day)
        assert ChangeFilter(as_learnt=True).in_order(by_day) == list(learnt)
        assert catalog.changes(conn, start=99).changes == ()


def test_changes_are_counted_by_offering_kind_and_source(engine):
    put(engine, EMPTY, CATALOG, 1)
    put(engine, CATALOG, EMPTY, 2, [change("input"), change("output"), change("", kind="retired")])
    with read(engine) as conn:
        counted = catalog.counted_changes(conn)
    assert set(counted) == {ChangeCount(LUNA.id, "price", "litellm", 2), ChangeCount(LUNA.id, "retired", "litellm", 1)}


@pytest.mark.parametrize(
    ("wanted", "fields"),
    [
        (ChangeFilter(), ["", "output", "input"]),
        (ChangeFilter(since=date(2026, 8, 1)), ["", "output"]),
        (ChangeFilter(since=1), ["", "output", "input"]),
        (ChangeFilter(since=2), []),
        (ChangeFilter(kinds=("retired",)), [""]),
        (ChangeFilter(kinds=("retired", "price"), since=date(2026, 8, 1)), ["", "output"]),
        (ChangeFilter(offering=LUNA.id.upper()), ["output", "input"]),
        (ChangeFilter(providers=("a",)), [""]),
        (ChangeFilter(providers=("openai",)), ["output", "input"]),
        (ChangeFilter(providers=("%",)), []),
        (ChangeFilter(offerings=(LUNA.id, "a/none")), ["output", "input"]),
        (ChangeFilter(offerings=()), []),
        (ChangeFilter(until=date(2026, 8, 1)), ["input"]),
        (ChangeFilter(providers=("a", "openai")), ["", "output", "input"]),
        (ChangeFilter(sources=("nobody",)), []),
        (ChangeFilter(sources=("litellm",)), ["", "output", "input"]),
        (ChangeFilter(direction="up"), []),
        (ChangeFilter(direction="down"), ["output", "input"]),
    ],
)
def test_sql_and_the_domain_agree_on_which_changes_are_asked_for(engine, wanted, fields):
    put(engine, EMPTY, CATALOG, 1)
    found = [change("input", date(2026, 7, 30)), change("output"), change("", kind="retired", offering="a/b")]
    put(engine, CATALOG, EMPTY, 2, found)
    with read(engine) as conn:
        everything = catalog.changes(conn).changes
        answer = catalog.changes(conn, wanted)
    assert [one.field for one in answer.changes] == fields
    assert answer == FoundChanges(answer.changes, len(fields))
    assert answer.changes == tuple(one for one in everything if wanted.includes(one))


def test_slugs_of_the_current_edition_are_known(engine):
    put(engine, EMPTY, CATALOG, 1)
    with read(engine) as conn:
        assert catalog.slugs(conn) == {LUNA.id: "gpt-5.6-luna", UNPRICED.id: "openai-gpt-5.6-luna"}


def _publish(conn):
    publish(conn, edition(1), old=EMPTY, new=CATALOG, found=())


def _decide(conn):
    decision = Decision("3f9a0c51d2e4", "reject", "It is wrong.", "a person", NOW, "litellm", "a claim")
    review.record_decision(conn, decision)


def _hold(conn):
    review.hold_document(conn, Evidence("models-dev", "https://models.test", NOW, "ab" * 32), 3, "few rows", NOW)


@pytest.mark.parametrize(
    "happen",
    [
        _publish,
        _decide,
        lambda conn: sources.note_success(conn, "litellm", NOW),
        lambda conn: sources.note_failure(conn, "models-dev", NOW, "it did not answer"),
        _hold,
    ],
)
def test_whatever_is_served_changes_the_pulse(engine, happen):
    with write(engine) as conn:
        sources.note_success(conn, "models-dev", NOW - timedelta(days=1))
    with read(engine) as conn:
        before = catalog.pulse(conn)
        assert catalog.pulse(conn) == before
    with write(engine) as conn:
        happen(conn)
    with read(engine) as conn:
        assert catalog.pulse(conn) != before


def test_the_pulse_is_one_query(engine):
    put(engine, EMPTY, CATALOG, 1)
    asked = []
    with read(engine) as conn:
        event.listen(engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
        catalog.pulse(conn)
    assert len([one for one in asked if one.startswith("SELECT")]) == 1
