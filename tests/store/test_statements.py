from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.store.statements import dump_provider, dump_statement, parse_provider, parse_statement, subject_of
from scrapers.claims import ProviderStatement, Rate, Statement, When

FULL = Statement(
    provider="openai",
    api_model_id="GPT-5.6-Luna",
    key="openai/gpt-5.6-luna",
    facts={"name": "GPT-5.6 Luna", "context": 1_050_000, "capability.vision": True, "input_modalities": ("text",)},
    rates=(
        Rate("input", Decimal("2E-7")),
        Rate(
            "output",
            Decimal("0.0000006"),
            tier="batch",
            when=When(prompt_over=272_000, utc=("01:00-04:00",), weekdays=(1, 2), excluding=("2026-10-01",)),
            since=datetime(2026, 7, 30, tzinfo=UTC),
            until=datetime(2027, 1, 1, tzinfo=UTC),
            documented=True,
        ),
    ),
    url="https://example.com/pricing",
    match={"or": [{"equals": "gpt-5.6-luna"}, {"starts_with": "gpt-5.6-luna-"}]},
    callable_id=False,
)


@pytest.mark.parametrize("statement", [FULL, Statement("p", "m", "m"), Statement("p", "m", "another key")])
def test_a_statement_comes_back(statement):
    text = dump_statement(statement)
    assert parse_statement(statement.provider, subject_of(statement), text) == statement


def test_defaults_are_left_out():
    assert dump_statement(Statement("p", "m", "m")) == "{}"


def test_the_order_of_facts_does_not_matter():
    there = Statement("p", "m", "m", facts={"mode": "chat", "name": "M"})
    back = Statement("p", "m", "m", facts={"name": "M", "mode": "chat"})
    assert dump_statement(there) == dump_statement(back)


@pytest.mark.parametrize("spelling", ["0.20", "0.2", "2E-1"])
def test_a_price_has_one_spelling(spelling):
    assert dump_statement(Statement("p", "m", "m", rates=(Rate("input", Decimal(spelling)),))) == (
        '{"rates":[["input","0.2"]]}'
    )


def test_true_and_one_are_different_claims():
    yes, one = (Statement("p", "m", "m", facts={"context": value}) for value in (True, 1))
    assert dump_statement(yes) != dump_statement(one)
    assert parse_statement("p", "m", dump_statement(yes)).facts["context"] is True


@pytest.mark.parametrize(
    "statement",
    [
        ProviderStatement("p"),
        ProviderStatement("p", "P", ("P_KEY",), "@ai-sdk/p", "https://p/v1", None, ("https://p",)),
    ],
)
def test_a_statement_about_a_provider_comes_back(statement):
    assert parse_provider("p", dump_provider(statement)) == statement


@given(
    facts=st.dictionaries(
        st.text(max_size=8),
        st.one_of(st.text(max_size=8), st.booleans(), st.integers(), st.lists(st.text(max_size=3)).map(tuple)),
    ),
    femto=st.integers(min_value=0, max_value=10**21),
)
def test_any_statement_comes_back(facts, femto):
    statement = Statement("p", "m", "m", facts=facts, rates=(Rate("input", Decimal(femto).scaleb(-15)),))
    assert parse_statement("p", "m", dump_statement(statement)) == statement
