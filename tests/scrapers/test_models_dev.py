import gzip
import json
from decimal import Decimal

import pytest

from scrapers.claims import ALWAYS, When
from scrapers.errors import LayoutChanged, NotADocument, NothingFound
from scrapers.feeds.models_dev import parse
from tests.scrapers.documents import Written, document, newest, price, the

LONG = When(prompt_over=272_000)

LUNA: dict[str, Written] = {
    "id": "gpt-5.6-luna",
    "name": " GPT-5.6\tLuna ",
    "family": "gpt-luna",
    "attachment": False,
    "reasoning": True,
    "reasoning_options": [{"type": "toggle"}, {"type": "effort", "values": ["none", "low", "max"]}],
    "tool_call": True,
    "structured_output": True,
    "temperature": False,
    "interleaved": {"field": "reasoning_content"},
    "knowledge": "2026-02",
    "release_date": "2026-07-09",
    "last_updated": "2025-02-31",
    "modalities": {"input": ["text", "image", "pdf"], "output": ["text"]},
    "open_weights": False,
    "limit": {"context": 1_050_000, "input": 922_000, "output": 0},
    "status": "beta",
    "provider": {"npm": "@ai-sdk/openai", "api": "https://${HOST}/v1", "shape": "responses"},
    "cost": {
        "input": 0.2,
        "output": 1.2,
        "cache_read": 0.02,
        "cache_write": 0.25,
        "tiers": [{"input": 0.4, "output": 1.8, "tier": {"type": "context", "size": 272_001}}],
        "context_over_200k": {"input": 0.4, "output": 1.8},
    },
    "experimental": {
        "modes": {
            "fast": {"cost": {"input": 0.4}, "provider": {"body": {"service_tier": "priority"}}},
            "pro": {"provider": {"body": {"reasoning": {"mode": "pro"}}}},
            "odd": {"cost": {"input": 9}, "provider": {"body": {"verbosity": "low"}}},
        }
    },
}


def feed(models: Written, provider: str = "openai") -> dict[str, Written]:
    return {
        provider: {
            "id": provider,
            "name": "OpenAI",
            "env": ["OPENAI_API_KEY"],
            "npm": "@ai-sdk/openai-compatible",
            "api": "https://api.example.com/v1",
            "doc": "https://docs.example.com",
            "models": models,
        }
    }


def one(model: dict[str, Written], api_model_id: str = "some-model", provider: str = "openai") -> dict[str, Written]:
    return feed({api_model_id: {"id": api_model_id, "name": "Some Model", **model}}, provider)


def test_prices_steps_and_modes_become_rates_per_token() -> None:
    luna = the(parse(document(feed({"gpt-5.6-luna": LUNA}))), "openai", "gpt-5.6-luna")
    assert price(luna, "input") == Decimal("0.2")
    assert price(luna, "cache_write") == Decimal("0.25")
    assert price(luna, "output", when=LONG) == Decimal("1.8")
    assert price(luna, "input", "priority") == Decimal("0.4")
    assert len(luna.rates) == 7


def test_facts_are_clean_and_bad_ones_are_counted() -> None:
    reading = parse(document(feed({"gpt-5.6-luna": LUNA})))
    facts = the(reading, "openai", "gpt-5.6-luna").facts
    assert facts["name"] == "GPT-5.6 Luna"
    assert facts["knowledge_cutoff"] == "2026-02"
    assert facts["status"] == "preview"
    assert facts["reasoning_efforts"] == ("none", "low", "max")
    assert facts["endpoints"] == ("/v1/responses",)
    assert facts["base_url"] == "https://${HOST}/v1"
    assert facts["package"] == "@ai-sdk/openai"
    assert "updated" not in facts
    assert "max_output" not in facts
    assert reading.skipped == {
        "date is impossible": 1,
        "limit is junk": 1,
        "mode without a known service tier": 1,
    }


def test_modalities_win_over_attachment() -> None:
    facts = the(parse(document(feed({"gpt-5.6-luna": LUNA}))), "openai", "gpt-5.6-luna").facts
    assert (facts["capability.vision"], facts["capability.pdf_input"], facts["capability.audio_input"]) == (
        True,
        True,
        False,
    )


def test_a_provider_is_stated_with_how_to_reach_it() -> None:
    (provider,) = parse(document(feed({"gpt-5.6-luna": LUNA}))).providers
    assert (provider.name, provider.env, provider.base_url) == (
        "OpenAI",
        ("OPENAI_API_KEY",),
        "https://api.example.com/v1",
    )


def test_prose_is_never_claimed() -> None:
    reading = parse(document(one({"description": "A sentence of theirs."})))
    assert "A sentence of theirs." not in repr(reading)


def test_an_old_snapshot_has_booleans_and_one_step() -> None:
    old: dict[str, Written] = {
        "alpha": True,
        "cost": {"input": 1, "output": 2, "context_over_200k": {"input": 2, "output": 3}},
    }
    statement = the(parse(document(one(old))), "openai", "some-model")
    assert statement.facts["status"] == "preview"
    assert price(statement, "input", when=When(prompt_over=200_000)) == 2


@pytest.mark.parametrize(
    ("api_model_id", "outputs", "cost", "meter"),
    [
        ("gemini-3-pro-image", ["text", "image"], {"input": 2, "output": 120}, "output_image"),
        ("gemini-3-pro-image", ["text", "image"], {"input": 2, "output": 12}, "output"),
        ("gpt-image-2", ["image"], {"input": 5, "output": 30}, "output_image"),
        ("gpt-image-1.5", ["image", "text"], {"input": 5, "output": 10}, "output"),
        ("gpt-5.4", ["text", "image"], {"input": 2.5, "output": 15}, "output"),
        ("flux-2", ["image"], {"input": 1, "output": 1}, "output_image"),
        ("omni-video", ["video"], {"input": 1, "output": 17}, "output_video"),
        ("some-tts", ["audio"], {"input": 1, "output": 20}, "output"),
    ],
)
def test_an_output_price_is_of_what_the_model_puts_out(
    api_model_id: str, outputs: list[Written], cost: dict[str, Written], meter: str
) -> None:
    model: dict[str, Written] = {"modalities": {"input": ["text"], "output": outputs}, "cost": cost}
    statement = the(parse(document(one(model, api_model_id))), "openai", api_model_id)
    assert [rate.meter for rate in statement.rates] == ["input", meter]


def test_a_free_model_is_not_an_unknown_price() -> None:
    nothing: dict[str, Written] = {"cost": {"input": 0, "output": 0}}
    free = the(parse(document(one(nothing, "llama:free"))), "openai", "llama:free")
    unknown = parse(document(one(nothing, "llama")))
    assert price(free, "input") == price(free, "output") == 0
    assert the(unknown, "openai", "llama").rates == ()
    assert unknown.skipped == {"zero price of a subscription or unknown": 2}


def test_euro_amounts_are_not_dollars() -> None:
    reading = parse(document(one({"cost": {"input": 0.9, "output": 0.9}}, provider="scaleway")))
    assert the(reading, "scaleway", "some-model").rates == ()
    assert reading.skipped == {"price in another currency": 1}


def test_two_spellings_of_one_id_are_one_offering() -> None:
    reading = parse(document(feed({"Kimi-K3": {"id": "Kimi-K3"}, "kimi-k3": {"id": "kimi-k3"}})))
    assert [statement.api_model_id for statement in reading.statements] == ["Kimi-K3"]
    assert reading.skipped == {"the same id in another spelling": 1}


def test_an_unusable_id_is_skipped_and_counted() -> None:
    reading = parse(document(feed({"../../etc": {"id": "x"}, "good": {"id": "good"}})))
    assert [statement.api_model_id for statement in reading.statements] == ["good"]
    assert reading.skipped == {"id is not usable": 1}


def test_the_package_of_the_index_is_gzip() -> None:
    packed = gzip.compress(json.dumps(feed({"gpt-5.6-luna": LUNA})).encode())
    assert parse(document(packed)) == parse(document(feed({"gpt-5.6-luna": LUNA})))


@pytest.mark.parametrize(
    ("body", "error", "message"),
    [
        ("{}", NothingFound, "no usable entry"),
        ("", NotADocument, "empty"),
        ("<html></html>", NotADocument, "this is HTML"),
        ([], LayoutChanged, "expected an object of providers, found a list"),
        ({"openai": {"id": "openai"}}, LayoutChanged, "provider openai: expected an object of models, found nothing"),
        ({"openai": {"models": []}}, LayoutChanged, "provider openai: expected an object of models, found a list"),
        (feed({"a": 1}), LayoutChanged, "openai/a: expected an object of one model, found a number"),
        (one({"cost": [1, 2]}), LayoutChanged, "openai/some-model cost: expected an object, found a list"),
        (one({"cost": {"input": "cheap"}}), LayoutChanged, "openai/some-model: expected a price, found a string"),
        (
            one({"cost": {"input": -0.5, "output": 1}}),
            LayoutChanged,
            "openai/some-model: expected a price of 0 or more, found -0.5",
        ),
        ('{"a": {"models": {"m": {"cost": {"input": NaN}}}}}', NotADocument, "NaN is not JSON"),
    ],
)
def test_a_document_in_another_shape_is_refused_with_one_line(
    body: object, error: type[Exception], message: str
) -> None:
    with pytest.raises(error) as caught:
        parse(document(body))
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_one_odd_entry_among_many_is_skipped_and_more_are_a_new_layout() -> None:
    models: dict[str, Written] = {f"model-{n}": {"id": f"model-{n}"} for n in range(39)}
    assert len(parse(document(feed({**models, "odd": 1}))).statements) == 39
    with pytest.raises(LayoutChanged, match=r"found a number \(and 2 more of 42 entries\)"):
        parse(document(feed({**models, "odd": 1, "odder": 2, "oddest": 3})))


def test_the_newest_recorded_feed_says_what_it_should_of_luna() -> None:
    luna = the(newest("models_dev", parse), "openai", "gpt-5.6-luna")
    assert [price(luna, meter) for meter in ("input", "output", "cache_read", "cache_write")] == [
        Decimal(usd) for usd in ("0.2", "1.2", "0.02", "0.25")
    ]
    assert [price(luna, meter, when=LONG) for meter in ("input", "output", "cache_read", "cache_write")] == [
        Decimal(usd) for usd in ("0.4", "1.8", "0.04", "0.5")
    ]
    assert price(luna, "output", "priority", ALWAYS) == Decimal("2.4")
    assert (luna.facts["context"], luna.facts["max_input"], luna.facts["max_output"]) == (1_050_000, 922_000, 128_000)
    assert luna.facts["released"] == "2026-07-09"


@pytest.mark.parametrize(("provider", "usd"), [("google", 120), ("google-vertex", 120)])
def test_recorded_gemini_images_are_priced_as_images(provider: str, usd: int) -> None:
    statement = the(newest("models_dev", parse), provider, "gemini-3-pro-image")
    assert price(statement, "output_image") == usd
    assert price(statement, "output") is None
