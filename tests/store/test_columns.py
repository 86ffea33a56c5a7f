from decimal import Decimal

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import StatementError

from registry.domain.conditions import condition, read_condition
from registry.errors import OutOfRange
from registry.store import tables
from registry.store.canonical import dump, parse
from registry.store.columns import Femto
from registry.store.database import read, write
from registry.store.tables import table
from scrapers.claims import ALWAYS, When

DIALECT = None


@pytest.mark.parametrize(
    "usd", ["0", "2E-7", "0.000000075", "1E-15", "0.083333333333", "1000", "9223"], ids=lambda usd: f"{usd} USD"
)
def test_an_amount_comes_back_exactly(engine, usd):
    held = table(tables.RateRow)
    amount = Decimal(usd)
    with write(engine) as conn:
        conn.exec_driver_sql("INSERT INTO lab (id, name) VALUES ('l', 'L')")
        conn.exec_driver_sql("INSERT INTO provider (id, name, env, citations) VALUES ('p', 'P', '[]', '{}')")
        conn.execute(insert(table(tables.ModelRow)).values(MODEL))
        conn.execute(insert(table(tables.OfferingRow)).values(OFFERING))
        conn.execute(insert(held).values(RATE | {"usd": amount}))
    with read(engine) as conn:
        assert conn.execute(select(held.c.usd)).scalar_one() == amount


@pytest.mark.parametrize("usd", ["9223.4", "-0.000001", "1E+30"])
def test_an_amount_that_the_column_cannot_hold_is_refused(usd):
    with pytest.raises(OutOfRange, match="beyond what a price may be"):
        Femto().process_bind_param(Decimal(usd), DIALECT)


def test_a_naive_time_is_refused(engine):
    from datetime import datetime

    with pytest.raises(StatementError, match="timezone"), write(engine) as conn:
        conn.execute(insert(table(tables.InstallationRow)).values(id=2, created_at=datetime(2026, 1, 1)))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"b": 1, "a": True}, '{"a":true,"b":1}'),
        (("text", "image"), '["text","image"]'),
        (Decimal("0.40"), "0.4"),
        (Decimal("1E-15"), "0.000000000000001"),
        (Decimal(3), "3.0"),
        ("é\n", '"é\\n"'),
        (None, "null"),
    ],
)
def test_canonical_json_has_one_spelling(value, text):
    assert dump(value) == text


def test_canonical_json_keeps_the_digits_of_a_decimal():
    assert parse(dump({"usd": Decimal("0.1234567890123")})) == {"usd": Decimal("0.1234567890123")}


def test_what_is_no_json_is_refused():
    with pytest.raises(OutOfRange, match="float"):
        dump({"usd": 0.1})


@pytest.mark.parametrize(
    "when",
    [
        ALWAYS,
        When(prompt_over=272_000),
        When(utc=("01:00-04:00", "06:00-10:00"), weekdays=(1, 2, 3), excluding=("2026-10-01",)),
        When(region="eu", size="1024x1024", quality="hd"),
    ],
)
def test_a_condition_comes_back(when):
    assert read_condition(parse(dump(condition(when)))) == when


MODEL = {
    "id": "l/m",
    "name": "M",
    "lab": "l",
    "slug": "m",
    "status": "available",
    "input_modalities": (),
    "output_modalities": (),
    "capabilities": {},
    "citations": {},
}
OFFERING = MODEL | {
    "id": "p/m",
    "folded_id": "p/m",
    "provider": "p",
    "api_model_id": "m",
    "model": "l/m",
    "deployment": "serverless",
    "endpoints": (),
    "reasoning_efforts": (),
    "serving": (),
    "rule": "",
    "sources": (),
}
del OFFERING["lab"]
RATE = {
    "offering": "p/m",
    "position": 0,
    "meter": "input",
    "tier": "standard",
    "when": ALWAYS,
    "basis": "undated",
    "source": "s",
}
