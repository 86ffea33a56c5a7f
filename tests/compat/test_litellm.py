"""LiteLLM's price map says what the catalog says, and leaves out what it does not know."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from starlette.testclient import TestClient

from registry.domain.catalog import Catalog, DatedRate, Offering
from registry.exports.as_litellm import litellm_map
from scrapers.claims import When
from scrapers.feeds.litellm_fields import cost_field
from tests.sample import CATALOG, LUNA
from tests.web.published import BIGGER, PEAK, TODAY

PATH = "/compat/litellm/model_prices_and_context_window.json"


def with_one(offering: Offering) -> Catalog:
    return replace(CATALOG, offerings={offering.id: offering})


def test_the_prices_are_exact_numbers_per_single_token_with_their_tiers_and_steps() -> None:
    entry = litellm_map(CATALOG, TODAY)["gpt-5.6-luna"]
    assert {name: value for name, value in entry.items() if "cost" in name} == {
        "input_cost_per_token": Decimal("0.0000002"),
        "output_cost_per_token": Decimal("0.0000012"),
        "cache_read_input_token_cost": Decimal("0.00000002"),
        "cache_creation_input_token_cost": Decimal("0.00000025"),
        "input_cost_per_token_above_272k_tokens": Decimal("0.0000004"),
        "output_cost_per_token_above_272k_tokens": Decimal("0.0000018"),
        "cache_read_input_token_cost_above_272k_tokens": Decimal("0.00000004"),
        "input_cost_per_token_batches": Decimal("0.0000001"),
        "output_cost_per_token_batches": Decimal("0.0000006"),
        "input_cost_per_token_above_272k_tokens_batches": Decimal("0.0000002"),
        "output_cost_per_token_above_272k_tokens_batches": Decimal("0.0000009"),
    }


def test_an_entry_says_what_it_is_and_what_it_can_do() -> None:
    entry = litellm_map(CATALOG, TODAY)["gpt-5.6-luna"]
    assert (entry["litellm_provider"], entry["mode"]) == ("openai", "chat")
    assert (entry["max_input_tokens"], entry["max_output_tokens"]) == (922_000, 128_000)
    assert entry["supports_vision"] is True
    assert "supports_computer_use" not in entry


def test_the_prices_are_those_of_the_day() -> None:
    assert litellm_map(CATALOG, date(2026, 7, 1))["gpt-5.6-luna"]["input_cost_per_token"] == Decimal("0.000001")


def test_every_field_is_read_back_as_the_same_price() -> None:
    for name, value in litellm_map(CATALOG, TODAY)["gpt-5.6-luna"].items():
        if "cost" not in name:
            continue
        read = cost_field(name)
        when = When(prompt_over=read.prompt_over)
        (rate,) = [
            rate
            for rate in LUNA.rates
            if (rate.meter, rate.tier, rate.when, rate.valid_to) == (read.meter, read.tier, when, None)
        ]
        assert rate.usd == value


@pytest.mark.parametrize(
    "offering",
    [
        replace(LUNA, rates=()),
        replace(LUNA, rates=tuple(rate for rate in LUNA.rates if rate.meter != "output")),
        replace(LUNA, rates=tuple(replace(rate, when=When(region="eu")) for rate in LUNA.rates)),
        replace(LUNA, unlisted=date(2026, 1, 1)),
    ],
    ids=["no price", "no output price", "prices of a region alone", "no longer listed"],
)
def test_what_would_be_billed_as_zero_is_left_out(offering: Offering) -> None:
    assert litellm_map(with_one(offering), TODAY) == {}


def test_an_embedding_needs_no_output_price() -> None:
    offering = replace(LUNA, mode="embedding", rates=(DatedRate("input", Decimal("0.00000002")),))
    entry = litellm_map(with_one(offering), TODAY)["gpt-5.6-luna"]
    assert entry["mode"] == "embedding"
    assert "output_cost_per_token" not in entry


def test_of_prices_by_the_hour_the_peak_one_stands() -> None:
    assert litellm_map(BIGGER, TODAY)["deepseek/deepseek-v4"]["input_cost_per_token"] == max(
        rate.usd for rate in PEAK.rates if rate.meter == "input"
    )


def test_a_free_price_is_a_zero_that_somebody_says() -> None:
    assert litellm_map(BIGGER, TODAY)["example_gateway/tiny:free"]["input_cost_per_token"] == 0


def test_the_file_has_objects_alone_and_neither_null_nor_text_for_a_price(client: TestClient) -> None:
    answer = client.get(PATH)
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == "*"
    entries = answer.json()
    assert entries["gpt-5.6-luna"]["input_cost_per_token"] == 2e-7
    for entry in entries.values():
        assert {"litellm_provider", "mode"} <= entry.keys()
        assert all(isinstance(value, int | float) for name, value in entry.items() if "cost" in name)
