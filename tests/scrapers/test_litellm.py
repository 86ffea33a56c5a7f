import json
from decimal import Decimal

import pytest

from scrapers import strict_json
from scrapers.claims import Rate, Statement, Tier, When
from scrapers.errors import LayoutChanged, NotADocument, NothingFound
from scrapers.feeds.litellm import parse
from scrapers.feeds.litellm_fields import CostField, cost_field
from scrapers.feeds.litellm_hours import peak
from scrapers.feeds.litellm_keys import Key, take_apart
from scrapers.feeds.tally import members
from tests.scrapers.documents import Written, document, newest, price, the

LONG = When(prompt_over=272_000)
WEEKDAY_PEAK = When(utc=("01:00-04:00", "06:00-10:00"), weekdays=(1, 2, 3, 4, 5))

OFF_PEAK: dict[str, Written] = {
    "input_cost_per_token": 6.6e-07,
    "output_cost_per_token": 1.98e-06,
    "windows": [
        {"hours_utc": ["00:00-01:00", "04:00-06:00", "10:00-00:00"], "weekdays": [1, 2, 3, 4, 5]},
        {"hours_utc": "00:00-00:00", "weekdays": [6, 7]},
    ],
}


def read(entries: dict[str, dict[str, Written]], provider: str = "openai") -> tuple[Statement, ...]:
    """The statements about entries that all are one provider's."""
    return parse(document({key: {"litellm_provider": provider, **entry} for key, entry in entries.items()})).statements


def only(key: str, entry: dict[str, Written], provider: str = "openai") -> Statement:
    (statement,) = read({key: entry}, provider)
    return statement


def per_unit(statement: Statement) -> dict[tuple[str, Tier, When], Decimal]:
    return {(rate.meter, rate.tier, rate.when): rate.usd for rate in statement.rates}


@pytest.mark.parametrize(
    ("key", "provider", "expected"),
    [
        ("gpt-5.6-luna", "openai", Key("openai", "gpt-5.6-luna")),
        ("azure/gpt-5.6-luna", "azure", Key("azure", "gpt-5.6-luna", True)),
        ("azure/eu/gpt-5.6-luna", "azure", Key("azure", "gpt-5.6-luna", True, "eu")),
        ("azure/global-standard/gpt-4o", "azure", Key("azure", "gpt-4o", True, "global")),
        ("azure/speech/azure-tts", "azure", Key("azure", "speech/azure-tts", True)),
        ("azure/high/1024-x-1024/gpt-image-1", "azure", Key("azure", "gpt-image-1", True, None, "1024x1024", "high")),
        ("low/1024-x-1024/gpt-image-1", "openai", Key("openai", "gpt-image-1", False, None, "1024x1024", "low")),
        (
            "1024-x-1024/50-steps/bedrock/amazon.nova-canvas-v1:0",
            "bedrock",
            Key("bedrock", "amazon.nova-canvas-v1:0", True, None, "1024x1024", "50 steps"),
        ),
        ("max-x-max/max-steps/x.v0", "bedrock", Key("bedrock", "x.v0", False, None, "max", "max steps")),
        (
            "fal_ai/xhigh/3840-x-2160/openai/gpt-image-2/edit",
            "fal_ai",
            Key("fal_ai", "openai/gpt-image-2/edit", True, None, "3840x2160", "xhigh"),
        ),
        (
            "bedrock/us-gov-west-1/amazon.nova-pro-v1:0",
            "bedrock",
            Key("bedrock", "amazon.nova-pro-v1:0", True, "us-gov-west-1"),
        ),
        (
            "bedrock_mantle/us-gov-west-1/openai.gpt-5.6-luna",
            "bedrock_mantle",
            Key("bedrock_mantle", "openai.gpt-5.6-luna", True, "us-gov-west-1"),
        ),
        ("us.anthropic.claude-opus-4-7", "bedrock_converse", Key("bedrock", "us.anthropic.claude-opus-4-7")),
        ("bedrock/invoke/anthropic.claude-v2", "bedrock", Key("bedrock", "anthropic.claude-v2", True)),
        (
            "bedrock/*/1-month-commitment/cohere.command-text-v14",
            "bedrock",
            Key("bedrock", "cohere.command-text-v14", True, "*", left_out="provisioned throughput"),
        ),
        (
            "openrouter/anthropic/claude-sonnet-4.5",
            "openrouter",
            Key("openrouter", "anthropic/claude-sonnet-4.5", True),
        ),
        (
            "vertex_ai/claude-opus-4-7@default",
            "vertex_ai-anthropic_models",
            Key("vertex_ai", "claude-opus-4-7@default", True),
        ),
        ("gemini/gemini-2.5-flash-image", "vertex_ai-language-models", Key("gemini", "gemini-2.5-flash-image", True)),
        ("aws_polly/standard", "aws_polly", Key("aws_polly", "standard", True)),
        ("ft:gpt-4o-2024-08-06", "openai", Key("openai", "ft:gpt-4o-2024-08-06")),
        (
            "together-ai-21.1b-41b",
            "together_ai",
            Key("together_ai", "together-ai-21.1b-41b", left_out="tool or price class, not a model"),
        ),
    ],
)
def test_a_key_is_taken_apart(key: str, provider: str, expected: Key) -> None:
    assert take_apart(key, provider) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("input_cost_per_token", CostField("input")),
        ("output_cost_per_token_above_200k_tokens_batches", CostField("output", "batch", 200_000)),
        (
            "cache_creation_input_token_cost_above_12hr_above_272k_tokens_priority",
            CostField("cache_write_12h", "priority", 272_000),
        ),
        ("cache_creation_input_token_cost_above_1hr", CostField("cache_write_1h")),
        ("output_cost_per_second_1080p", CostField("second", size="1080p")),
        ("output_cost_per_image_4K", CostField("image", size="4k")),
        ("output_cost_per_image_1024", CostField("image", size="1024")),
        (
            "output_cost_per_image_above_512_and_512_pixels_and_premium_image",
            CostField("image", size="over 512x512", quality="premium"),
        ),
        ("input_cost_per_token_batch_requests", CostField("input", "batch")),
        ("input_cost_per_token_cache_hit", CostField("cache_read", synonym=True)),
        ("input_cost_per_token_ultrafast", CostField("input", left_out="service tier is unknown")),
        ("some_new_cost", CostField("", left_out="price without a meter")),
    ],
)
def test_suffixes_of_a_cost_field_combine(name: str, expected: CostField) -> None:
    assert cost_field(name) == expected


def turned_round(off_peak: dict[str, Written]) -> When | None:
    """The peak hours of an entry's off-peak pricing, by way of the JSON that it would come in."""
    return peak(members(strict_json.read(json.dumps(off_peak).encode(), "a-feed")))


def test_peak_hours_are_what_the_off_peak_windows_leave() -> None:
    assert turned_round(OFF_PEAK) == WEEKDAY_PEAK


def test_weekdays_may_be_names_and_windows_may_be_apart() -> None:
    week: list[Written] = ["Monday", "tuesday", "wednesday", "thursday", "friday"]
    apart: list[Written] = [
        {"hours_utc": hours, "weekdays": week} for hours in ("00:00-01:00", "04:00-06:00", "10:00-00:00")
    ]
    assert (
        turned_round({"windows": [*apart, {"hours_utc": "00:00-00:00", "weekdays": ["saturday", "sunday"]}]})
        == WEEKDAY_PEAK
    )


def test_weekdays_counted_in_shanghai_are_the_same_peak_hours_in_utc() -> None:
    assert turned_round({**OFF_PEAK, "weekday_timezone": "Asia/Shanghai"}) == WEEKDAY_PEAK


def test_one_window_for_every_day_needs_no_weekdays() -> None:
    assert turned_round({"hours_utc": "16:00-00:00"}) == When(utc=("00:00-16:00",))
    assert turned_round({"hours_utc": "16:30-00:30"}) == When(utc=("00:30-16:30",))


@pytest.mark.parametrize(
    "off_peak",
    [
        {"hours_utc": "nights"},
        {"hours_utc": "00:00-00:00"},
        {"windows": [{"hours_utc": "00:00-12:00", "weekdays": ["someday"]}]},
        {"windows": [{"hours_utc": "00:00-12:00", "weekdays": [1]}, {"hours_utc": "00:00-13:00", "weekdays": [2]}]},
        {**OFF_PEAK, "weekday_timezone": "Europe/Berlin"},
    ],
)
def test_hours_that_cannot_be_turned_round_are_refused(off_peak: dict[str, Written]) -> None:
    assert turned_round(off_peak) is None


def test_the_off_peak_price_is_the_base_and_the_peak_price_has_hours() -> None:
    entry: dict[str, Written] = {
        "input_cost_per_token": 1.32e-06,
        "output_cost_per_token": 3.96e-06,
        "cache_read_input_token_cost": 4.4e-08,
        "input_cost_per_token_cache_hit": 9e-08,
        "off_peak_pricing": OFF_PEAK,
    }
    pro = only("deepseek/deepseek-v4-pro", entry, "deepseek")
    assert (price(pro, "input"), price(pro, "output")) == (Decimal("0.66"), Decimal("1.98"))
    assert price(pro, "input", when=WEEKDAY_PEAK) == Decimal("1.32")
    assert price(pro, "output", when=WEEKDAY_PEAK) == Decimal("3.96")
    assert price(pro, "cache_read") == Decimal("0.044")
    assert len(pro.rates) == 5


def test_a_price_by_hours_nobody_can_read_is_no_price() -> None:
    entry: dict[str, Written] = {
        "input_cost_per_token": 2e-6,
        "off_peak_pricing": {"input_cost_per_token": 1e-6, "hours_utc": "?"},
    }
    assert only("deepseek/x", entry, "deepseek").rates == ()


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
