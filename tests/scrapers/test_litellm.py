"""LiteLLM's cost map: offerings with their conditions, facts, and documents that are refused."""

from decimal import Decimal

import pytest

from scrapers.claims import Rate, Tier, When
from scrapers.errors import LayoutChanged, NotADocument, NothingFound
from scrapers.feeds.litellm import parse
from tests.scrapers.documents import Written, document, newest, price, the
from tests.scrapers.litellm import WEEKDAY_PEAK, only, per_unit, read

LONG = When(prompt_over=272_000)


def test_regions_are_conditions_of_one_offering() -> None:
    (luna,) = read(
        {
            "azure/eu/gpt-5.6-luna": {"input_cost_per_token": 2.2e-07, "mode": "chat"},
            "azure/gpt-5.6-luna": {"input_cost_per_token": 2e-07, "mode": "responses"},
        },
        "azure",
    )
    assert (luna.api_model_id, luna.key, luna.facts["mode"]) == ("gpt-5.6-luna", "azure/gpt-5.6-luna", "responses")
    assert price(luna, "input") == Decimal("0.2")
    assert price(luna, "input", when=When(region="eu")) == Decimal("0.22")


def test_the_key_with_the_prefix_wins_and_the_difference_is_counted() -> None:
    entries: dict[str, dict[str, Written]] = {
        "sora-2": {"litellm_provider": "openai", "output_cost_per_video_per_second": 0.2},
        "openai/sora-2": {"litellm_provider": "openai", "output_cost_per_video_per_second": 0.1},
    }
    reading = parse(document(entries))
    assert per_unit(the(reading, "openai", "sora-2")) == {("second", "standard", When()): Decimal("0.1")}
    assert reading.skipped == {"two keys of one id with different prices": 1}


def test_sizes_and_qualities_are_conditions_and_are_billed_once() -> None:
    (image,) = read(
        {
            "gpt-image-1": {"mode": "image_generation", "output_cost_per_image_token": 4e-05},
            "low/1024-x-1024/gpt-image-1": {
                "mode": "image_generation",
                "input_cost_per_image": 0.011,
                "input_cost_per_pixel": 1.0490417e-08,
                "output_cost_per_pixel": 0.0,
            },
        }
    )
    assert per_unit(image) == {
        ("output_image", "standard", When()): Decimal("0.00004"),
        ("image", "standard", When(size="1024x1024", quality="low")): Decimal("0.011"),
    }


@pytest.mark.parametrize(
    ("entry", "meter"),
    [
        ({"mode": "image_generation", "input_cost_per_image": 0.02}, "image"),
        ({"mode": "image_generation", "input_cost_per_image": 0.02, "output_cost_per_token": 1e-6}, "source_image"),
        ({"mode": "embedding", "input_cost_per_image": 0.02}, "source_image"),
    ],
)
def test_an_image_going_in_is_told_from_one_coming_out(entry: dict[str, Written], meter: str) -> None:
    assert meter in {rate.meter for rate in only("some-model", entry).rates}


def test_steps_may_be_a_list_of_ranges() -> None:
    tiers: list[Written] = [
        {"range": [0, 256000.0], "input_cost_per_token": 4e-07},
        {"range": [256000.0, 1000000.0], "input_cost_per_token": 1.2e-06},
    ]
    plus = only("dashscope/qwen-plus", {"tiered_pricing": tiers}, "dashscope")
    assert price(plus, "input") == Decimal("0.4")
    assert price(plus, "input", when=When(prompt_over=256_000)) == Decimal("1.2")


def test_a_search_costs_one_price_or_one_for_each_size() -> None:
    same = only(
        "a", {"search_context_cost_per_query": {f"search_context_size_{s}": 0.01 for s in ("low", "medium", "high")}}
    )
    apart = only(
        "b", {"search_context_cost_per_query": {"search_context_size_low": 0.005, "search_context_size_high": 0.01}}
    )
    assert per_unit(same) == {("web_search", "standard", When()): Decimal("0.01")}
    assert {rate.when for rate in apart.rates} == {When(size="low"), When(size="high")}


def test_factors_raise_token_prices_for_a_region_or_the_fast_tier() -> None:
    entry: dict[str, Written] = {
        "input_cost_per_token": 5e-06,
        "input_cost_per_token_above_272k_tokens": 1e-05,
        "input_cost_per_token_batches": 2.5e-06,
        "input_cost_per_request": 1,
        "provider_specific_entry": {"us": 1.1, "fast": 2.0, "other": 9},
        "regional_processing_uplift_multiplier_eu": 1.2,
    }
    opus = only("claude-opus", entry, "anthropic")
    assert price(opus, "input", when=When(region="us")) == Decimal("5.5")
    assert price(opus, "input", when=When(prompt_over=272_000, region="us")) == 11
    assert price(opus, "input", when=When(region="eu")) == 6
    assert price(opus, "input", "fast") == 10
    assert len(opus.rates) == 10


def test_facts_are_read_and_max_tokens_is_not() -> None:
    entry: dict[str, Written] = {
        "mode": "image_generation",
        "max_tokens": 4096,
        "max_input_tokens": 922000,
        "max_output_tokens": 128000.0,
        "deprecation_date": "2026-10-23",
        "output_vector_size": 3072.0,
        "prompt_cache_min_tokens": 2048,
        "rpm": 10,
        "tpm": 8000000.0,
        "supports_vision": True,
        "supports_response_schema": False,
        "supports_sampling_params": False,
        "supports_pdf_input": True,
        "supported_modalities": ["text", "image", "code"],
        "supported_output_modalities": ["text"],
        "supported_endpoints": ["/v1/responses"],
        "reasoning_effort_levels": ["low", "max"],
        "source": "https://platform.example/pricing",
    }
    reading = parse(document({"x": {"litellm_provider": "openai", **entry}}))
    statement = the(reading, "openai", "x")
    assert statement.facts == {
        "mode": "image",
        "max_input": 922_000,
        "max_output": 128_000,
        "retires": "2026-10-23",
        "dimensions": 3072,
        "cache_min_tokens": 2048,
        "requests_per_minute": 10,
        "tokens_per_minute": 8_000_000,
        "capability.vision": True,
        "capability.structured_output": False,
        "capability.temperature": False,
        "capability.pdf_input": True,
        "capability.image_output": False,
        "input_modalities": ("text", "image", "pdf"),
        "output_modalities": ("text",),
        "endpoints": ("/v1/responses",),
        "reasoning_efforts": ("low", "max"),
    }
    assert statement.url == "https://platform.example/pricing"
    assert reading.skipped == {"modality is unknown": 1}


def test_tools_and_price_classes_are_no_offerings() -> None:
    reading = parse(
        document(
            {
                "sample_spec": {"litellm_provider": "one of https://docs.example"},
                "fallback_generalizations": {"rules": []},
                "tavily/search": {"litellm_provider": "tavily", "mode": "search"},
                "openai/container": {"litellm_provider": "openai", "code_interpreter_cost_per_session": 0.03},
                "fireworks-ai-up-to-4b": {"litellm_provider": "fireworks_ai", "input_cost_per_token": 2e-7},
                "gpt-5": {"litellm_provider": "openai"},
            }
        )
    )
    assert [statement.api_model_id for statement in reading.statements] == ["gpt-5"]
    assert reading.skipped == {"tool or price class, not a model": 3}


@pytest.mark.parametrize(
    ("body", "error", "message"),
    [
        ("{}", NothingFound, "no usable entry"),
        ("[]", LayoutChanged, "expected an object of models, found a list"),
        ('{"a": {"litellm_provider": "openai"', NotADocument, "breaks off"),
        ({"gpt-5": 1}, LayoutChanged, "gpt-5: expected an object of one model, found a number"),
        ({"openai": {"models": {}}}, LayoutChanged, "openai: expected a litellm_provider, found nothing"),
        (
            {"gpt-5": {"litellm_provider": "openai", "input_cost_per_token": -1e-6}},
            LayoutChanged,
            "gpt-5: expected a price of 0 or more, found -0.000001",
        ),
        (
            {"gpt-5": {"litellm_provider": "openai", "input_cost_per_token": {"usd": 1}}},
            LayoutChanged,
            "gpt-5: expected a price, found an object",
        ),
    ],
)
def test_a_document_in_another_shape_is_refused_with_one_line(
    body: object, error: type[Exception], message: str
) -> None:
    with pytest.raises(error) as caught:
        parse(document(body))
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_price_that_depends_is_no_price() -> None:
    reading = parse(document({"auto": {"litellm_provider": "openai", "input_cost_per_token": "-1"}}))
    assert reading.statements[0].rates == ()
    assert reading.skipped == {"price depends on the request": 1}


@pytest.mark.parametrize(
    ("provider", "api_model_id", "condition", "usd"),
    [
        ("openai", "gpt-5.6-luna", When(), "0.2"),
        ("openai", "gpt-5.6-luna", LONG, "0.4"),
        ("azure", "gpt-5.6-luna", When(region="eu"), "0.22"),
        ("bedrock_converse", "us.openai.gpt-5.6-luna", When(), "0.22"),
        ("bedrock_converse", "global.openai.gpt-5.6-luna", When(), "0.2"),
        ("bedrock_mantle", "openai.gpt-5.6-luna", When(region="us-gov-west-1"), "0.27"),
        ("deepseek", "deepseek-v4-pro", When(), "0.66"),
        ("deepseek", "deepseek-v4-pro", WEEKDAY_PEAK, "1.32"),
        ("tencent", "deepseek-v4-pro-0813", WEEKDAY_PEAK, "1.32"),
        ("gemini", "gemini-2.5-pro", When(prompt_over=200_000), "2.5"),
        ("anthropic", "claude-opus-4-7", When(region="us"), "5.5"),
    ],
)
def test_the_newest_recorded_feed_prices_its_input(provider: str, api_model_id: str, condition: When, usd: str) -> None:
    assert price(the(newest("litellm", parse), provider, api_model_id), "input", when=condition) == Decimal(usd)


def test_recorded_luna_costs_half_in_batch_and_double_in_priority() -> None:
    luna = the(newest("litellm", parse), "openai", "gpt-5.6-luna")
    tiers: dict[Tier, str] = {"batch": "0.6", "flex": "0.6", "standard": "1.2", "priority": "2.4"}
    assert {tier: price(luna, "output", tier) for tier in tiers} == {tier: Decimal(usd) for tier, usd in tiers.items()}
    assert price(luna, "output", "batch", LONG) == Decimal("0.9")
    assert all(isinstance(rate, Rate) and rate.since is None for rate in luna.rates)
