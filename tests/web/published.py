"""A published state for tests of the web: the sample catalog with some rows that make lists interesting."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from registry.domain.catalog import (
    Catalog,
    Change,
    Claimed,
    DatedRate,
    Disagreement,
    Edition,
    Held,
    Lab,
    Model,
    Offering,
    Provider,
    SourceState,
)
from registry.domain.review import Decision, HeldDocument
from registry.web.state import Published
from scrapers.claims import When
from tests.sample import CATALOG, LUNA

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 12, 30, tzinfo=UTC)

PEAK = Offering(
    id="deepseek/deepseek-v4",
    provider="deepseek",
    api_model_id="deepseek-v4",
    slug="deepseek-v4",
    model="deepseek/deepseek-v4",
    rates=(
        DatedRate("input", Decimal("0.00000014"), when=When(utc=("01:00-04:00",)), source="litellm"),
        DatedRate("input", Decimal("0.00000007"), source="litellm"),
        DatedRate("output", Decimal("0.000000000000001"), source="litellm"),
    ),
    context=128_000,
    capabilities={"vision": False},
    retires="2027-01-15",
)
FREE = Offering(
    id="example-gateway/tiny:free",
    provider="example-gateway",
    api_model_id="tiny:free",
    slug="tiny-free",
    model="deepseek/tiny",
    rates=(DatedRate("input", Decimal(0), source="openrouter"), DatedRate("output", Decimal(0), source="openrouter")),
    context=128_000,
    deprecated="2026-03-01",
    status="deprecated",
)

HELD = (
    Held(
        id="3f9a0c51d2e4",
        source="litellm",
        offering=LUNA.id,
        field="input",
        old="0.0000002",
        new="0.0002",
        reason="the price changed by a unit-sized factor",
        since=datetime(2026, 11, 16, 3, tzinfo=UTC),
    ),
    Held(
        id="77b1e6a4c09d",
        source="genai-prices",
        offering=PEAK.id,
        field="output",
        old=None,
        new="0.009",
        reason="a unit-sized factor away from litellm",
        since=datetime(2026, 11, 9, 3, tzinfo=UTC),
        tier="batch",
        when=When(prompt_over=200_000),
        state="rejected",
    ),
)
DISAGREEMENTS = (
    Disagreement(
        PEAK.id,
        "input",
        (
            Claimed("models-dev", "0.00000014", None, date(2026, 9, 28), "https://models.dev/deepseek"),
            Claimed("litellm", "0.00000028", date(2026, 10, 1), date(2026, 11, 12)),
        ),
        when=When(utc=("01:00-04:00",)),
    ),
    Disagreement(
        LUNA.id,
        "max_output",
        (
            Claimed("models-dev", "128000", None, date(2026, 11, 20)),
            Claimed("litellm", "64000", None, date(2026, 11, 12), "javascript:alert(1)"),
        ),
    ),
)
HELD_DOCUMENT = HeldDocument(
    id="0d5c77ab91fe",
    source="models-dev",
    reason="held whole: 20 rows where there were 40",
    since=datetime(2026, 11, 23, 3, tzinfo=UTC),
    url="https://models.dev/api.json",
    fetched_at=datetime(2026, 11, 23, 3, tzinfo=UTC),
    sha256="ef" * 32,
    version=None,
    rows=20,
)
DECISION = Decision(
    HELD[1].id,
    "reject",
    "The price list says otherwise.",
    "a person",
    datetime(2026, 11, 10, 9, tzinfo=UTC),
    "genai-prices",
    "what was claimed",
)

BIGGER = Catalog(
    labs={**CATALOG.labs, "deepseek": Lab("deepseek", "DeepSeek")},
    families=CATALOG.families,
    providers={**CATALOG.providers, "deepseek": Provider("deepseek", "DeepSeek API")},
    models={
        **CATALOG.models,
        "deepseek/deepseek-v4": Model(
            "deepseek/deepseek-v4",
            "DeepSeek V4",
            lab="deepseek",
            family=None,
            slug="deepseek-v4",
            released="2026-04",
            open_weights=True,
            context=128_000,
        ),
        "deepseek/tiny": Model("deepseek/tiny", "Tiny", lab="deepseek", family=None, slug="tiny", released="2025"),
    },
    offerings={**CATALOG.offerings, PEAK.id: PEAK, FREE.id: FREE},
    held=HELD,
    disagreements=DISAGREEMENTS,
)
EDITION = Edition(7, datetime(2026, 11, 23, 3, 0, 12, tzinfo=UTC), TODAY, "ab" * 32, 3, 3, 4, 3)
CHANGES = (
    Change(3, 7, date(2026, 7, 30), "price", LUNA.id, "input", "0.000001", "0.0000002", "genai-prices"),
    Change(2, 6, date(2026, 7, 9), "status", LUNA.id, "status", "limited", "available", "openai"),
    Change(1, 6, date(2026, 6, 26), "new", "openai/gone", "offering", None, "openai/gone"),
)
SOURCES = (
    SourceState(
        "models-dev",
        "models.dev",
        "https://models.dev",
        "MIT",
        "https://models.dev/api.json",
        last_success=datetime(2026, 11, 23, 3, tzinfo=UTC),
        snapshot_at=datetime(2026, 11, 20, 3, tzinfo=UTC),
        sha256="cd" * 32,
        rows=4,
    ),
)


def published(catalog: Catalog = BIGGER, **changed: object) -> Published:
    """Edition 7 on 2026-11-23."""
    state = Published(
        catalog,
        EDITION,
        TODAY,
        last_refresh=datetime(2026, 11, 23, 3, tzinfo=UTC),
        next_refresh=datetime(2026, 11, 30, 3, tzinfo=UTC),
        editions=(EDITION,),
        changes=CHANGES,
        sources=SOURCES,
        held_documents=(HELD_DOCUMENT,),
        decisions={DECISION.held: DECISION},
    )
    return replace(state, **changed)  # type: ignore[arg-type]
