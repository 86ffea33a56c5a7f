"""Every capture of an official page is read within the vocabulary, or refused for the right reason."""

from collections import Counter
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from scrapers import text
from scrapers.claims import CAPABILITIES, FIELDS, TIERS, Document, Evidence, Reading, When
from scrapers.errors import LayoutChanged, NotADocument, NothingFound
from scrapers.meters import METERS
from scrapers.pages import PAGES
from tests.scrapers.documents import RECORDED, price, the

FOLDERS = {
    "openai_pricing": "openai",
    "openai_deprecations": "openai-deprecations",
    "anthropic_pricing": "anthropic",
    "anthropic_claude_com_pricing": "anthropic",
    "anthropic_models": "anthropic-models",
    "anthropic_deprecations": "anthropic-deprecations",
    "gemini_pricing": "google",
    "gemini_pricing_jina": "google",
    "google_deprecations": "google-deprecations",
    "deepseek_pricing": "deepseek",
    "mistral_pricing": "mistral",
    "xai_models": "xai",
    "xai_models_jina": "xai",
    "vertex_pricing": "google-vertex",
    "aws_bedrock_offer": "amazon-bedrock",
}
REFUSED: dict[str, tuple[str, type[Exception], str]] = {
    "openai_pricing/2026-02-26.md": ("openai", NothingFound, "panes"),
    "openai_blocked/2026-05-08.html": ("openai", NotADocument, "challenge"),
    "openai_pricing_jina/2026-05-08.md": ("openai", LayoutChanged, "a row of 3 cells, found one of 7"),
    "openai_com_api_pricing/2026-06-26.derived.md": ("openai", LayoutChanged, "text-token prices"),
    "openai_deprecations/2026-06-26.derived.md": ("openai-deprecations", LayoutChanged, "a row of 3 cells"),
    "aws_bedrock_offer/2026-09-11.region_index.subset.json": ("amazon-bedrock", LayoutChanged, "products"),
    "zai_negative/2026-05-08.html": ("deepseek", LayoutChanged, "MODEL"),
    "xai_retirement/2026-08-20.md": ("xai", LayoutChanged, "Input"),
}
PARSERS = {source.name: source.parse for source in PAGES}
CAPTURES = RECORDED / "pages"
READ = [
    f"{folder}/{path.name}"
    for folder in FOLDERS
    for path in sorted((CAPTURES / folder).glob("*"))
    if f"{folder}/{path.name}" not in REFUSED
]
needs_captures = pytest.mark.skipif(not READ, reason="the captures of official pages are not beside this checkout")


def capture(name: str) -> Document:
    """A capture as it was fetched on the day in its name (the last of the month where it has none)."""
    year, month, day = (*(Path(name).name.split(".")[0].split("-")), "28")[:3]
    moment = datetime(int(year), int(month), int(day), tzinfo=UTC)
    return Document((CAPTURES / name).read_bytes(), Evidence("page", "https://pages.example", moment, "0" * 64))


@cache
def read(name: str) -> Reading:
    return PARSERS[FOLDERS[Path(name).parent.name]](capture(name))


@needs_captures
@pytest.mark.parametrize("name", READ)
def test_a_capture_is_read_within_the_vocabulary(name: str) -> None:
    reading = read(name)
    assert len(reading.statements) >= 2
    assert_within_the_vocabulary(reading)
    assert reading.skipped.get("not laid out as expected", 0) <= 1


def assert_within_the_vocabulary(reading: Reading) -> None:
    names = Counter(statement.api_model_id for statement in reading.statements)
    assert names.most_common(1)[0][1] == 1
    for statement in reading.statements:
        assert statement.rates or statement.facts
        assert not any(sign in statement.api_model_id for sign in "[]<>|*$")
        assert (
            statement.callable_id == (text.identifier(statement.api_model_id) is not None) or not statement.callable_id
        )
        for field, value in statement.facts.items():
            expected = bool if field.removeprefix("capability.") in CAPABILITIES else FIELDS[field]
            assert type(value) is expected, (statement.key, field)
        places = {(rate.meter, rate.tier, rate.when, rate.since) for rate in statement.rates}
        assert len(places) == len(statement.rates), statement.key
        for rate in statement.rates:
            assert rate.meter in METERS
            assert rate.tier in TIERS
            assert rate.usd == 0 or text.money(rate.usd) == rate.usd
            assert rate.since is None or rate.until is None or rate.since < rate.until


@needs_captures
@pytest.mark.parametrize("name", REFUSED)
def test_a_capture_that_is_not_the_page_is_refused_for_its_reason(name: str) -> None:
    source, error, message = REFUSED[name]
    with pytest.raises(error, match=message):
        PARSERS[source](capture(name))


@needs_captures
@pytest.mark.parametrize(
    ("name", "provider", "model", "prices"),
    [
        # As anyone can see on the page, in dollars per million tokens.
        ("openai_pricing/2026-08-21.html", "openai", "gpt-5.6-luna", ("0.2", "1.2", "0.02")),
        ("openai_pricing/2026-08-21.html", "openai", "gpt-4o-mini", ("0.15", "0.6", "0.075")),
        ("openai_pricing/2026-04-03.md", "openai", "gpt-5.4", ("2.5", "15", "0.25")),
        ("anthropic_pricing/2026-08-13.md", "anthropic", "Claude Sonnet 5", ("2", "10", "0.2")),
        ("anthropic_models/2026-02-06.md", "anthropic", "claude-opus-4-1", ("15", "75", None)),
        ("gemini_pricing_jina/2026-06-05.md", "google", "gemini-2.5-pro", ("1.25", "10", "0.125")),
        ("gemini_pricing/2026-08.excerpt.html", "google", "gemini-3.5-flash", ("1.5", "9", "0.15")),
        ("deepseek_pricing/2026-05-08.html", "deepseek", "deepseek-v4-pro", ("0.435", "0.87", "0.003625")),
        ("deepseek_pricing/2026-08-02.md", "deepseek", "deepseek-v4-flash", ("0.14", "0.28", "0.0028")),
        ("mistral_pricing/2026-05-08.html", "mistral", "mistral-medium-latest", ("1.5", "7.5", None)),
        ("xai_models/2025-11-13.html", "xai", "grok-4-0709", ("3", "15", "0.75")),
        ("xai_models_jina/2026-05-08.md", "xai", "grok-4.3", ("1.25", "2.5", None)),
        ("vertex_pricing/2026-05-08.html", "google-vertex", "Gemini 2.5 Pro", ("1.25", "10", "0.13")),
        ("vertex_pricing/2026-05-08.html", "google-vertex", "Claude Opus 4.7", ("5", "25", "0.5")),
        ("aws_bedrock_offer/2026-09-11.us-east-1.subset.json", "amazon-bedrock", "Nova Pro", ("0.8", "3.2", "0.2")),
    ],
)
def test_prices_that_anyone_can_see_on_the_page(
    name: str, provider: str, model: str, prices: tuple[str, str, str | None]
) -> None:
    statement = the(read(name), provider, model)
    found = tuple(price(statement, meter) for meter in ("input", "output", "cache_read"))
    assert found == tuple(Decimal(usd) if usd else None for usd in prices)


@needs_captures
def test_the_island_has_the_models_that_the_rendered_table_hides() -> None:
    reading = read("openai_pricing/2026-08-21.html")
    luna = the(reading, "openai", "gpt-5.6-luna")
    assert len(reading.statements) > 60
    assert (price(luna, "input", "batch"), price(luna, "output", "batch")) == (Decimal("0.1"), Decimal("0.6"))
    assert price(luna, "output", when=When(prompt_over=272_000)) == Decimal("1.8")
    assert price(luna, "input", "priority") == Decimal("0.4")


@needs_captures
def test_the_announced_price_of_sonnet_5_is_withdrawn_with_the_page() -> None:
    announced = the(read("anthropic_pricing/2026-07-21.md"), "anthropic", "Claude Sonnet 5")
    withdrawn = the(read("anthropic_pricing/2026-08-13.md"), "anthropic", "Claude Sonnet 5")
    assert price(announced, "input", since="2026-09-01") == 3
    assert {rate.since for rate in withdrawn.rates} == {None}


@pytest.mark.parametrize("source", PAGES, ids=lambda source: str(source.name))
def test_a_page_has_a_live_address_and_a_name_of_its_own(source: object) -> None:
    assert isinstance(source, type(PAGES[0]))
    assert text.web_address(source.url) == source.url
    assert source.url.startswith("https://")
    assert source.release is None
    assert [other.name for other in PAGES].count(source.name) == 1
