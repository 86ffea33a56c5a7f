"""Every rule of the gotchas: when it holds, what it says, and that it is silent where it would say nothing."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from registry.domain.catalog import Catalog, DatedRate, Offering, Provider
from registry.web.pages.gotchas import MOST, OF_MODEL, OF_PROVIDER, Subject, gotchas
from registry.web.recipes import recipe
from registry.web.views import offering_detail
from scrapers.claims import Tier, When
from tests.sample import CATALOG, LUNA

DAY = date(2026, 11, 23)
BARE = Offering("openai/m", "openai", "m", "m", LUNA.model, mode="chat")


def rate(meter: str, per_million: str, tier: Tier = "standard", when: When | None = None) -> DatedRate:
    return DatedRate(meter, Decimal(per_million) / 1_000_000, tier, when or When())


def subject(offering: Offering, provider: Provider | None = None, *others: Offering) -> Subject:
    served = provider or replace(CATALOG.providers["openai"], id=offering.provider)
    catalog: Catalog = replace(
        CATALOG, providers={served.id: served}, offerings={one.id: one for one in (offering, *others)}
    )
    return Subject(catalog, offering, served, offering_detail(catalog, offering, DAY), recipe(catalog, offering), DAY)


def bedrock(api_model_id: str, usd: str = "3") -> Offering:
    return replace(
        BARE,
        id=f"amazon-bedrock/{api_model_id}",
        provider="amazon-bedrock",
        api_model_id=api_model_id,
        rates=(rate("input", usd),),
    )


AWS = Provider("amazon-bedrock", "Amazon Bedrock", kind="bedrock")
_FALL = datetime(2026, 12, 1, tzinfo=UTC)
TO_FALL = (replace(rate("input", "3"), valid_to=_FALL), replace(rate("input", "1"), valid_from=_FALL))
PRICED = replace(BARE, rates=(rate("input", "1"), rate("output", "4")))
SONNET = replace(BARE, id="openai/sonnet-4", api_model_id="sonnet-4", model="anthropic/sonnet-4", released="2025-05")
NEWER = replace(SONNET, id="openai/sonnet-5", api_model_id="sonnet-5", model="anthropic/sonnet-5", released="2026-02")
OTHER_LINE = replace(NEWER, id="openai/opus-6", api_model_id="opus-6", model="anthropic/opus-6", released="2026-09")


def at(kind: str) -> Provider:
    return replace(CATALOG.providers["openai"], kind=kind, base_url="https://x.example/v1", env=("A_KEY",))


# rule, subject, what it says
HOLDS: tuple[tuple[str, Subject, str], ...] = (
    (
        "unlisted",
        subject(replace(BARE, unlisted=date(2026, 9, 1))),
        "No source has listed this offering since 2026-09-01; calls may fail.",
    ),
    ("ends", subject(replace(BARE, retires="2027-01-08")), "m stops answering on 2027-01-08."),
    ("ends", subject(replace(BARE, retires="2026-01-08")), "m stopped answering on 2026-01-08."),
    (
        "ends",
        subject(replace(SONNET, retires="2027-01-08"), None, NEWER, OTHER_LINE),
        "sonnet-4 stops answering on 2027-01-08; the newest of its line here is sonnet-5.",
    ),
    (
        "ends",
        subject(replace(BARE, status="deprecated")),
        "It is deprecated, and no source gives the day on which it stops answering.",
    ),
    (
        "not_open_to_all",
        subject(replace(BARE, status="preview")),
        "This is a preview: its behaviour, limits and price can change without a new model ID.",
    ),
    (
        "batch_only",
        subject(replace(BARE, deployment="batch_only")),
        "It answers in batches only: the result of a job comes hours later, not with the response.",
    ),
    (
        "dedicated",
        subject(replace(BARE, deployment="dedicated")),
        "It needs a deployment of its own, which is billed by the hour even while nobody calls it.",
    ),
    (
        "fine_tuned",
        subject(replace(BARE, api_model_id="ft:gpt-4.1-2025-04-14")),
        "It stands for models that you tune yourself: their IDs go on with the name of your organization.",
    ),
    (
        "responses_only",
        subject(replace(BARE, endpoints=("/v1/responses", "/v1/batch"))),
        "It answers on the Responses API only; chat completions are refused.",
    ),
    (
        "by_the_hour",
        subject(replace(BARE, rates=(rate("input", "1", when=When(utc=("01:00-04:00",))), rate("input", "2")))),
        "The price depends on the hour (windows in UTC: 01:00\N{EN DASH}04:00); "
        "the clock that counts is the provider's.",
    ),
    (
        "by_the_prompt",
        subject(LUNA),
        "A prompt over 272,000 tokens is billed at the higher rate as a whole, its first tokens included.",
    ),
    (
        "profile",
        subject(bedrock("us.anthropic.m", "3.3"), AWS, bedrock("global.anthropic.m")),
        'The prefix "us." is an inference profile, answered in the US; its input costs 10% more than that of '
        "global.anthropic.m.",
    ),
    (
        "profile",
        subject(bedrock("us.anthropic.m", "3.3"), AWS, replace(bedrock("global.anthropic.m"), rates=TO_FALL)),
        'The prefix "us." is an inference profile, answered in the US; its input costs 10% more than that of '
        "global.anthropic.m.",
    ),
    (
        "profile",
        subject(bedrock("eu.anthropic.m"), AWS),
        'The prefix "eu." is an inference profile, answered in the EU.',
    ),
    (
        "profile",
        subject(bedrock("anthropic.m"), AWS, bedrock("us.anthropic.m"), bedrock("global.anthropic.m")),
        "A region without the model refuses this ID; us.anthropic.m or global.anthropic.m is answered across regions.",
    ),
    ("no_temperature", subject(LUNA), "It does not take a temperature: leave the parameter out."),
    (
        "no_system_message",
        subject(replace(BARE, capabilities={"system_messages": False})),
        "It takes no system message: put the instructions into the first user message.",
    ),
    (
        "reasoning",
        subject(replace(PRICED, capabilities={"reasoning": True}, reasoning_efforts=("low", "high"))),
        "Reasoning tokens are billed as output, although they may not be shown; "
        "the effort (low or high) decides how many.",
    ),
    (
        "reasoning",
        subject(replace(PRICED, capabilities={"reasoning": True}, rates=(*PRICED.rates, rate("reasoning", "3")))),
        "Reasoning tokens have a price of their own: $3.00 per 1M.",
    ),
    (
        "vectors",
        subject(replace(BARE, mode="embedding", dimensions=3072)),
        "Its vectors have 3,072 numbers; vectors of another model cannot be compared with them.",
    ),
    (
        "cache_writes",
        subject(replace(PRICED, rates=(*PRICED.rates, rate("cache_write", "1.25"), rate("cache_read", "0.1")))),
        "Writing to the cache costs 25% more than input: it pays off once what was written is read again.",
    ),
    (
        "cache_writes",
        subject(replace(PRICED, rates=(*PRICED.rates, rate("cache_write", "4"), rate("cache_read", "0.1")))),
        "Writing to the cache costs 4 times as much as input: it pays off once what was written is read 4 times.",
    ),
    (
        "cache_writes",
        subject(
            replace(
                PRICED,
                id="anthropic/claude-sonnet-5",
                provider="anthropic",
                model="anthropic/claude-sonnet-5",
                rates=(*PRICED.rates, rate("cache_write", "1.25"), rate("cache_read", "0.1")),
            )
        ),
        "Writing to the cache costs 25% more than input: it pays off once what was written is read again; "
        "a prefix under 1,024 tokens is not cached at all.",
    ),
    (
        "no_streaming",
        subject(replace(BARE, capabilities={"streaming": False})),
        "It does not stream: the whole answer comes at once.",
    ),
    (
        "variant",
        subject(replace(BARE, serving=("free",))),
        "This is the free variant of the model; limits are tighter than those of the paid ID.",
    ),
    (
        "variant",
        subject(replace(BARE, serving=("fp8",))),
        "It is served quantized (FP8): answers can differ from other providers'.",
    ),
    (
        "sound",
        subject(replace(PRICED, rates=(*PRICED.rates, rate("input_audio", "8")))),
        "Audio input costs $8.00 per 1M tokens, 8 times as much as text.",
    ),
    (
        "by_the_region",
        subject(replace(PRICED, rates=(*PRICED.rates, rate("input", "1.1", when=When(region="eu"))))),
        "The price depends on the region: in eu input costs 10% more.",
    ),
    (
        "alias",
        subject(replace(BARE, id="openai/m-latest", api_model_id="m-latest")),
        "This ID is an alias: the model behind it can change. Pin a dated ID where results must stay the same.",
    ),
    (
        "alias",
        subject(BARE, None, replace(BARE, id="openai/m-2026-01-02", api_model_id="m-2026-01-02", version="2026-01-02")),
        "This ID names no version; m-2026-01-02 stays at that of 2026-01-02.",
    ),
    (
        "prompt_is_smaller",
        subject(LUNA),
        "A prompt may take 922,000 of the 1,050,000 tokens of context; the rest is kept for the answer.",
    ),
    (
        "pinned",
        subject(replace(BARE, version="2026-01-02")),
        "The ID pins the version of 2026-01-02; it does not move when a newer one comes.",
    ),
    (
        "batches",
        subject(replace(PRICED, rates=(*PRICED.rates, rate("input", "0.5", "batch"), rate("output", "2", "batch")))),
        "In a batch it costs half as much; a single request is never billed at that rate.",
    ),
    (
        "batches",
        subject(
            replace(
                BARE,
                rates=(
                    rate("input", "3"),
                    rate("output", "9"),
                    rate("input", "1", "batch"),
                    rate("output", "3", "batch"),
                ),
            )
        ),
        "In a batch it costs 66.7% less; a single request is never billed at that rate.",
    ),
    (
        "searches",
        subject(replace(BARE, rates=(DatedRate("web_search", Decimal("0.01")),))),
        "Web search is billed on top of the tokens: $10.00 per 1,000 searches.",
    ),
    (
        "prefix",
        subject(replace(BARE, api_model_id="accounts/fireworks/models/m")),
        'The model ID is sent whole, with its "accounts/fireworks/models/".',
    ),
    (
        "protocol",
        subject(BARE, at("azure")),
        "The model field takes the name of your deployment, which is the model ID only if you named it so.",
    ),
    (
        "protocol",
        subject(bedrock("anthropic.m"), AWS),
        "AWS_REGION is part of the address: models, quotas and access differ from region to region.",
    ),
    (
        "protocol",
        subject(replace(BARE, model="openai/gpt-5.6-luna", api_model_id="gemini-3"), at("vertex-anthropic")),
        'At another location than "global" curl must ask LOCATION-aiplatform.googleapis.com; '
        "the SDK does so by itself.",
    ),
    (
        "protocol",
        subject(replace(BARE, api_model_id="meta/m-maas"), at("vertex")),
        'At another location than "global" both programs must ask LOCATION-aiplatform.googleapis.com.',
    ),
    (
        "protocol",
        subject(BARE, at("mistral")),
        "Since version 2 of mistralai, Mistral is imported from mistralai.client.",
    ),
    (
        "answer_limit",
        subject(replace(BARE, max_output=64_000), at("anthropic")),
        "Every call must say max_tokens, here at most 64,000; an answer is cut off there.",
    ),
    (
        "other_address",
        subject(BARE, at("openai-compatible")),
        "It is called with OpenAI's SDK at another base URL; a key of OpenAI does not work here.",
    ),
    (
        "own_file",
        subject(replace(BARE, mode="transcription", api_model_id="whisper-1")),
        "The examples send speech.mp3 from the folder in which they run.",
    ),
    ("environment", subject(LUNA), "The examples read OPENAI_API_KEY from the environment."),
    (
        "environment",
        subject(BARE, replace(at("openai-compatible"), env=("302AI_API_KEY",))),
        "A shell cannot export 302AI_API_KEY, the provider's name for the key; the examples read API_KEY.",
    ),
)
RULES = {rule.__name__: rule for rule in (*OF_MODEL, *OF_PROVIDER)}


@pytest.mark.parametrize(("rule", "given", "line"), HOLDS, ids=[f"{rule}-{n}" for n, (rule, _, _) in enumerate(HOLDS)])
def test_a_rule_says_what_holds(rule: str, given: Subject, line: str) -> None:
    assert RULES[rule](given) == line


def test_every_rule_has_a_row_here() -> None:
    assert {rule for rule, _, _ in HOLDS} == RULES.keys()


@pytest.mark.parametrize("rule", sorted(RULES.keys() - {"environment"}))
def test_a_rule_is_silent_of_an_offering_of_which_nothing_is_known(rule: str) -> None:
    assert RULES[rule](subject(BARE)) is None


@pytest.mark.parametrize(
    ("rule", "offering"),
    [
        ("cache_writes", replace(PRICED, rates=(*PRICED.rates, rate("cache_write", "1"), rate("cache_read", "0.1")))),
        ("batches", replace(PRICED, rates=(*PRICED.rates, rate("input", "1", "batch"), rate("output", "4", "batch")))),
        ("batches", replace(PRICED, rates=(*PRICED.rates, rate("input", "0.5", "batch")))),
        ("by_the_region", replace(PRICED, rates=(*PRICED.rates, rate("input", "1", when=When(region="eu"))))),
        ("sound", replace(PRICED, rates=(*PRICED.rates, rate("input_audio", "1")))),
        (
            "reasoning",
            replace(PRICED, capabilities={"reasoning": True}, rates=(rate("output", "4"), rate("reasoning", "4"))),
        ),
        ("no_temperature", replace(BARE, mode="embedding", capabilities={"temperature": False})),
        ("prompt_is_smaller", replace(BARE, max_input=1000, context=1000)),
        ("prefix", replace(BARE, api_model_id="anthropic/claude")),
        ("cache_writes", replace(PRICED, rates=(*PRICED.rates, rate("cache_write", "1.0003")))),
        ("sound", replace(PRICED, rates=(*PRICED.rates, rate("input_audio", "1.0009")))),
        ("ends", replace(BARE, retires_earliest="2027-01-01")),
    ],
)
def test_a_rule_is_silent_where_it_would_say_nothing(rule: str, offering: Offering) -> None:
    assert RULES[rule](subject(offering)) is None


RETIRED = replace(
    BARE, id="openai/old", api_model_id="old", model="alibaba/qwen3-32b", released="2025-04-28", retires="2026-02-16"
)
LATER = replace(
    BARE, id="openai/new", api_model_id="new", model="alibaba/qwen3.8-32b", released="2026-06-01", serving=("v1:0",)
)


def test_the_newest_of_a_line_is_the_same_but_for_its_version() -> None:
    line = RULES["ends"](subject(RETIRED, None, LATER, replace(LATER, id="openai/x", released="2026-01-01")))
    assert line == "old stopped answering on 2026-02-16; the newest of its line here is new."


@pytest.mark.parametrize(
    "other",
    [
        replace(LATER, model="alibaba/qwen3.8-27b"),
        replace(LATER, model="alibaba/qwen3.8-32b-a3b"),
        replace(LATER, model="alibaba/qwen3-32b"),
        replace(LATER, model="deepseek/qwen3.8-32b"),
        replace(LATER, api_model_id="qwen-32b-latest"),
        replace(LATER, serving=("speed fast",)),
        replace(LATER, released="2025-04"),
        replace(LATER, released=None),
        replace(LATER, retires="2027-01-01"),
        replace(LATER, status="preview"),
    ],
    ids=["size", "parts", "model", "lab", "alias", "serving", "same month", "undated", "retires", "preview"],
)
def test_what_is_not_surely_the_next_of_a_line_is_not_named(other: Offering) -> None:
    assert RULES["ends"](subject(RETIRED, None, other)) == "old stopped answering on 2026-02-16."


def test_a_page_has_at_most_six_the_models_own_first() -> None:
    crowded = replace(
        LUNA,
        status="preview",
        retires="2027-01-01",
        max_output=1000,
        serving=("fp8",),
        capabilities={**LUNA.capabilities, "reasoning": True, "system_messages": False},
    )
    lines = gotchas(subject(crowded, at("anthropic")))
    assert len(lines) == MOST
    assert lines[0] == "gpt-5.6-luna stops answering on 2027-01-01."
    assert lines[-2:] == (
        "Every call must say max_tokens, here at most 1,000; an answer is cut off there.",
        "The examples read ANTHROPIC_API_KEY from the environment.",
    )
