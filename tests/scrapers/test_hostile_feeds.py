"""Feeds that were made to exhaust whoever reads them: each must end, and a bad entry must not cost the good ones.

Nothing here is timed. What these documents cost before there were bounds is minutes, hours or a stopped process.
"""

from decimal import Decimal

import pytest

from scrapers.claims import Document, Reading
from scrapers.errors import DocumentRefused, LayoutChanged, NotADocument
from scrapers.feeds import FEEDS
from scrapers.feeds.litellm_fields import cost_field
from scrapers.feeds.tally import MOST_LISTED, Tally
from scrapers.match import checked
from tests.scrapers.documents import document, price, the

PARSERS = {feed.name: feed.parse for feed in FEEDS}
MANY = 20_000
ODD = "not laid out as expected"


def models_dev(**model: object) -> object:
    """A feed with one plain model and one that is as the test says."""
    plain = {"id": "plain", "name": "Plain", "cost": {"input": 1, "output": 2}}
    return {"openai": {"id": "openai", "models": {"plain": plain, "odd": {**plain, "id": "odd", **model}}}}


def litellm(**entry: object) -> object:
    plain = {"litellm_provider": "openai", "mode": "chat", "input_cost_per_token": 1e-6, "output_cost_per_token": 2e-6}
    return {"plain": plain, "odd": {**plain, **entry}}


def genai_prices(**model: object) -> object:
    plain = {"id": "plain", "match": {"equals": "plain"}, "prices": {"input_mtok": 1, "output_mtok": 2}}
    return [{"id": "openai", "models": [plain, {**plain, "id": "odd", "match": {"equals": "odd"}, **model}]}]


def started(day: int, usd: int) -> object:
    return {"constraint": {"start_date": f"2026-{day % 12 + 1:02d}-{day % 28 + 1:02d}"}, "prices": {"input_mtok": usd}}


def at_minute(minute: int) -> object:
    clock = f"{minute // 60 % 24:02d}:{minute % 60:02d}:00Z"
    return {"constraint": {"start_time": clock, "end_time": "00:00:00Z"}, "prices": {"input_mtok": minute + 1}}


STEPS = [{"tier": {"type": "context", "size": number * 1_000}, "input": 1} for number in range(MANY)]
RANGES = [{"range": [number * 1_000, 1], "input_cost_per_token": 1e-6} for number in range(MANY)]
FLEX = [{"when": {"service_tier": "flex"}, "prices": {"input_mtok": number + 1}} for number in range(MANY)]


@pytest.mark.parametrize(
    ("feed", "content"),
    [
        ("models-dev", models_dev(cost={"input": 1, "tiers": STEPS})),
        ("litellm", litellm(tiered_pricing=RANGES)),
        ("litellm", litellm(**{f"input_cost_per_token_above_{number}k_tokens": 1e-6 for number in range(MANY)})),
        ("genai-prices", genai_prices(prices=[started(day, day + 1) for day in range(MANY)])),
        ("genai-prices", genai_prices(prices=[at_minute(minute) for minute in range(MANY)])),
        ("genai-prices", genai_prices(price_variants=FLEX)),
        (
            "genai-prices",
            genai_prices(prices={"input_mtok": {"base": 1, "tiers": [{"start": n, "price": 1} for n in range(MANY)]}}),
        ),
    ],
    ids=["steps", "ranges", "fields", "dated prices", "hours", "variants", "steps of a price"],
)
def test_an_entry_with_very_many_prices_is_odd_and_the_others_are_read(feed: str, content: object) -> None:
    reading = PARSERS[feed](document(content))
    assert reading.skipped[ODD] == 1
    assert price(the(reading, "openai", "plain"), "input") == 1
    assert all(len(statement.rates) <= 4 * MOST_LISTED for statement in reading.statements)


@pytest.mark.parametrize(
    "off_peak",
    [{"windows": [{"hours_utc": "00:00-00:00"}] * MANY}, {"hours_utc": ["00:00-23:00"] * MANY}],
    ids=["windows", "hours"],
)
def test_very_many_off_peak_hours_are_not_turned_round(off_peak: dict[str, object]) -> None:
    reading = PARSERS["litellm"](document(litellm(off_peak_pricing={"input_cost_per_token": 1e-7, **off_peak})))
    assert reading.skipped["off-peak hours that cannot be turned round"] == 1


@pytest.mark.parametrize("suffix", ["_priority", "_batches", "_above_1k_tokens"])
def test_a_cost_field_with_very_many_suffixes_is_no_price(suffix: str) -> None:
    assert cost_field("input_cost_per_token" + suffix * 2_000).left_out == "price without a meter"
    assert cost_field("input_cost_per_token_above_" + "9" * 100 + "k_tokens").left_out == "price without a meter"


def test_an_id_of_a_megabyte_is_not_usable() -> None:
    for feed, content in (
        ("litellm", {"plain": {"litellm_provider": "openai"}, "a/" * 500_000: {"litellm_provider": "openai"}}),
        ("models-dev", {"openai": {"models": {"plain": {"name": "Plain"}, "a" * 1_000_000: {"name": "Long"}}}}),
    ):
        reading = PARSERS[feed](document(content))
        assert [statement.api_model_id for statement in reading.statements] == ["plain"]


def module(price: str) -> Document:
    """The data module of genai-prices with one price as it is written."""
    provider = f"Provider(id='openai', models=[{info('plain', '1')}, {info('odd', price)}])"
    return document(f"import decimal\nproviders = [{provider}]\n")


def info(name: str, price: str) -> str:
    return f"ModelInfo(id='{name}', prices=ModelPrice(input_mtok={price}))"


@pytest.mark.parametrize(
    "written",
    [
        "Decimal('1e9999999')",
        "Decimal('1e-9999999')",
        f"Decimal('{'9' * 100_000}')",
        f"0x{'f' * 100_000}",
        "1" * 4_000,
    ],
    ids=["huge", "tiny", "long", "long int", "digits"],
)
def test_one_gigantic_number_costs_its_own_price_and_nothing_else(written: str) -> None:
    reading = PARSERS["genai-prices"](module(written))
    assert reading.skipped == {"price is out of bounds": 1}
    assert price(the(reading, "openai", "plain"), "input") == 1
    assert the(reading, "openai", "odd").rates == ()


@pytest.mark.parametrize("written", ["Decimal('NaN')", "Decimal('sNaN')", "Decimal('Infinity')", "-1"])
def test_what_is_no_number_refuses_the_module_in_one_line(written: str) -> None:
    with pytest.raises(LayoutChanged) as refused:
        PARSERS["genai-prices"](module(written))
    assert len(str(refused.value)) < 200


def test_a_gigantic_negative_price_is_told_in_one_short_line() -> None:
    with pytest.raises(LayoutChanged, match=r"found a gigantic negative number$"):
        Tally("a-feed").price(-(10**5_000), 1, "an entry")


def test_a_module_larger_than_any_real_one_is_refused_unparsed() -> None:
    with pytest.raises(NotADocument, match="more than 5,000,000 bytes"):
        PARSERS["genai-prices"](document(b"import x\nproviders = [" + b"x()," * 1_250_000 + b"]"))


@pytest.mark.parametrize("opening", [b"[", b"(", b"-", b"x.y(", b"{1:"])
def test_a_deeply_nested_module_is_refused(opening: bytes) -> None:
    with pytest.raises(DocumentRefused):
        PARSERS["genai-prices"](document(b"import x\nproviders = " + opening * 100_000))


@pytest.mark.parametrize(
    "regex",
    [
        ".*" + "a?" * 60 + ".*" + "a" * 60 + "x",
        "a{1,99}a{1,99}a{1,99}a{1,99}x",
        "a{1,}a{1,}x",
        "a*[*]a*x",
        "(a|b|ab)" + "(a|b|ab)?" * 20,
        "a{0,999999999}a{0,999999999}",
    ],
)
def test_a_regular_expression_with_very_many_ways_is_refused(regex: str) -> None:
    assert checked({"regex": regex}) is None


@pytest.mark.parametrize(
    "regex",
    [
        r"^(?!.*-[tT][tT][sS](?:$|-))",
        r"^(typesafe/)?jev-1\.13(-\d{8})?$",
        r"^gpt-6\[fast=(?:true|false)\]$",
        "[*+?|]{9}",
    ],
)
def test_the_regular_expressions_in_use_are_safe(regex: str) -> None:
    assert checked({"regex": regex}) is not None


@pytest.mark.parametrize("feed", PARSERS)
@pytest.mark.parametrize("body", [b"[" * 1_000_000, b'{"a":' * 100_000, b" " * 1_000_000, b"9" * 1_000_000])
def test_a_document_of_nothing_but_weight_is_refused(feed: str, body: bytes) -> None:
    with pytest.raises(DocumentRefused):
        PARSERS[feed](document(body))


def test_a_price_of_nine_thousand_dollars_a_unit_is_out_of_bounds() -> None:
    reading: Reading = PARSERS["litellm"](document(litellm(input_cost_per_token=9_000)))
    assert reading.skipped["price is out of bounds"] == 1
    assert the(reading, "openai", "odd").rates[0].usd == Decimal("0.000002")
