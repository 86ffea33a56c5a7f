import os
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import permutations
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, func, select

from registry.errors import SnapshotConflict
from registry.store import evidence, tables
from registry.store.database import connect, read, write
from registry.store.tables import table
from scrapers.claims import Evidence, ProviderStatement, Rate, Reading, Statement
from tests.databases import sqlite_url

START = datetime(2026, 7, 1, tzinfo=UTC)
STATEMENT = table(tables.StatementRow)


def day(number: int) -> datetime:
    return START + timedelta(days=number)


def snapshot(number: int, sha256: str | None = None, source: str = "models-dev") -> Evidence:
    return Evidence(source, "https://example.com/api.json", day(number), sha256 or f"sha of {number}")


def reading(**prices: str) -> Reading:
    """A document that prices each named model's input."""
    return Reading(
        tuple(Statement("openai", name, name, rates=(Rate("input", Decimal(usd)),)) for name, usd in prices.items()),
        providers=(ProviderStatement("openai", "OpenAI"),),
        skipped={"price in another currency": 2},
    )


def spans(conn: Connection, source: str = "models-dev") -> dict[str, list[tuple[str, int, int]]]:
    """Model -> (price, first day, last day) as the histories tell it."""
    history = evidence.history(conn, source)
    return {
        name: [
            (str(span.said.rates[0].usd), (span.first_seen - START).days, (span.last_seen - START).days)
            for span in told
        ]
        for (_, name), told in history.offerings.items()
    }


def test_a_statement_that_is_repeated_stays_one_row(engine):
    with write(engine) as conn:
        for number in range(3):
            assert evidence.record(conn, snapshot(number), reading(luna="0.2"))
    with read(engine) as conn:
        assert spans(conn) == {"luna": [("0.2", 0, 2)]}
        assert (
            conn.execute(select(func.count()).select_from(STATEMENT).where(STATEMENT.c.kind == "offering")).scalar()
            == 1
        )


def test_a_new_price_begins_a_new_span(engine):
    with write(engine) as conn:
        for number, usd in enumerate(["1", "1", "0.2"]):
            evidence.record(conn, snapshot(number), reading(luna=usd))
    with read(engine) as conn:
        assert spans(conn) == {"luna": [("1", 0, 1), ("0.2", 2, 2)]}


def test_what_a_source_drops_ends_at_its_last_sight_and_may_come_back(engine):
    with write(engine) as conn:
        evidence.record(conn, snapshot(0), reading(luna="1", sol="2"))
        evidence.record(conn, snapshot(1), reading(sol="2"))
        evidence.record(conn, snapshot(2), reading(luna="1", sol="2"))
    with read(engine) as conn:
        assert spans(conn) == {"luna": [("1", 0, 0), ("1", 2, 2)], "sol": [("2", 0, 2)]}


def test_a_snapshot_between_two_others_splits_the_span(engine):
    with write(engine) as conn:
        evidence.record(conn, snapshot(0), reading(luna="1"))
        evidence.record(conn, snapshot(4), reading(luna="1"))
        evidence.record(conn, snapshot(2), reading(luna="5"))
    with read(engine) as conn:
        assert spans(conn) == {"luna": [("1", 0, 0), ("5", 2, 2), ("1", 4, 4)]}


def test_a_snapshot_that_repeats_its_neighbours_changes_no_span(engine):
    with write(engine) as conn:
        evidence.record(conn, snapshot(0), reading(luna="1"))
        evidence.record(conn, snapshot(4), reading(luna="1"))
        before = spans(conn)
        assert evidence.record(conn, snapshot(2), reading(luna="1"))
        assert spans(conn) == before
        assert evidence.snapshot_times(conn, "models-dev") == (day(0), day(2), day(4))


def test_exactly_the_same_snapshot_again_is_not_recorded(engine):
    with write(engine) as conn:
        assert evidence.record(conn, snapshot(0), reading(luna="1"))
        assert not evidence.record(conn, snapshot(0), reading(luna="1"))
        assert evidence.snapshot_times(conn, "models-dev") == (day(0),)


def test_two_documents_of_one_instant_are_refused(engine):
    with write(engine) as conn:
        evidence.record(conn, snapshot(0), reading(luna="1"))
        with pytest.raises(SnapshotConflict, match="already has another document of 2026-07-01"):
            evidence.record(conn, snapshot(0, "other bytes"), reading(luna="2"))
        assert spans(conn) == {"luna": [("1", 0, 0)]}


def test_an_answer_of_not_modified_counts_as_seen_again(engine):
    with write(engine) as conn:
        evidence.record(conn, snapshot(0), reading(luna="1"))
        evidence.confirm(conn, "models-dev", day(7))
        evidence.confirm(conn, "models-dev", day(7))
        evidence.record(conn, snapshot(9), reading(luna="2"))
    with read(engine) as conn:
        assert spans(conn) == {"luna": [("1", 0, 7), ("2", 9, 9)]}


def test_sources_do_not_touch_each_other(engine):
    with write(engine) as conn:
        evidence.record(conn, snapshot(0, source="litellm"), reading(luna="1"))
        evidence.record(conn, snapshot(1), reading(sol="1"))
    with read(engine) as conn:
        assert [history.name for history in evidence.histories(conn)] == ["litellm", "models-dev"]
        assert spans(conn, "litellm") == {"luna": [("1", 0, 0)]}


def test_what_is_said_of_a_provider_is_kept_too(engine):
    with write(engine) as conn:
        evidence.record(conn, snapshot(0), reading(luna="1"))
    with read(engine) as conn:
        (span,) = evidence.history(conn, "models-dev").providers["openai"]
        assert span.said == ProviderStatement("openai", "OpenAI")


DOCUMENTS = [
    reading(luna="1", sol="2"),
    reading(luna="1"),
    reading(luna="3", sol="2"),
    reading(luna="1", terra="2"),
]


def _rows(conn: Connection) -> list[tuple[object, ...]]:
    columns = [column for column in STATEMENT.c if column.name != "id"]
    return sorted((tuple(row) for row in conn.execute(select(*columns))), key=str)


def _recorded(order: Iterable[int], documents: list[Reading]) -> list[tuple[object, ...]]:
    with TemporaryDirectory() as folder:
        engine = connect(sqlite_url(Path(folder)))
        with write(engine) as conn:
            for number in order:
                evidence.record(conn, snapshot(number), documents[number])
            rows = _rows(conn)
        engine.dispose()
    return rows


def test_snapshots_leave_the_same_rows_in_every_order_of_arrival():
    in_order = _recorded(range(4), DOCUMENTS)
    assert all(_recorded(order, DOCUMENTS) == in_order for order in permutations(range(4)))


@settings(max_examples=int(os.environ.get("MODELDEX_TEST_EXAMPLES", "40")), deadline=None)
@given(data=st.data())
def test_any_history_is_the_same_in_any_order_of_arrival(data):
    prices = st.dictionaries(st.sampled_from(["luna", "sol"]), st.sampled_from(["1", "2"]), max_size=2)
    documents = [reading(**one) for one in data.draw(st.lists(prices, min_size=1, max_size=6))]
    order = data.draw(st.permutations(range(len(documents))))
    assert _recorded(order, documents) == _recorded(range(len(documents)), documents)
