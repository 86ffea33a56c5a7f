"""A published state for tests of the web: the sample catalog with some rows that make lists interesting."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from registry.domain.catalog import (
    Catalog,
    Change,
    DatedRate,
    Edition,
    Lab,
    Model,
    Offering,
    Provider,
    SourceState,
)
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
    )
    return replace(state, **changed)  # type: ignore[arg-type]
