from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from registry.domain.catalog import DatedRate, Offering
from registry.domain.conditions import weekdays
from registry.domain.pricing import (
    HourNeeded,
    InvalidUsage,
    NotSourced,
    UnknownMeter,
    UnknownRegion,
    UnknownTier,
    estimate,
    headline,
    in_force,
)
from scrapers.claims import When
from tests.sample import LUNA

TODAY = date(2026, 11, 23)
PEAK = When(utc=("01:00-04:00", "06:00-10:00"), weekdays=(1, 2, 3, 4, 5))
HOURLY = Offering(
    id="deepseek/deepseek-v4-pro",
    provider="deepseek",
    api_model_id="deepseek-v4-pro",
    slug="deepseek-v4-pro",
    model="deepseek/deepseek-v4-pro",
    rates=(DatedRate("input", Decimal("0.66E-6")), DatedRate("input", Decimal("1.32E-6"), when=PEAK)),
)


@pytest.mark.parametrize(
    ("usage", "at", "tier", "total"),
    [
        ({"input": 100_000, "output": 100_000}, TODAY, "standard", "0.14"),
        ({"input": 100_000, "output": 100_000}, date(2026, 7, 15), "standard", "0.70"),
        ({"input": 300_000, "output": 100_000}, TODAY, "standard", "0.30"),
        ({"input": 300_000, "output": 100_000}, TODAY, "batch", "0.15"),
        ({"input": 100_000, "output": 0}, date(2026, 7, 30), "standard", "0.02"),
        ({"input": 100_000, "output": 0}, date(2026, 7, 29), "standard", "0.10"),
    ],
)
def test_luna_costs_what_its_price_list_says(usage: dict[str, int], at: date, tier: str, total: str) -> None:
    assert estimate(LUNA, usage, at=at, tier=tier).total == Decimal(total)  # type: ignore[arg-type]


def test_the_long_rate_applies_to_the_whole_request_and_counts_cached_tokens_as_prompt() -> None:
    result = estimate(LUNA, {"input": 200_000, "cache_read": 100_000, "output": 1_000}, at=TODAY)
    assert [item.rate.when.prompt_over for item in result.items] == [272_000, 272_000, 272_000]


def test_a_prompt_of_exactly_the_threshold_is_not_over_it() -> None:
    (item,) = estimate(LUNA, {"input": 272_000}, at=TODAY).items
    assert item.rate.when.prompt_over is None


def test_a_tier_without_the_meter_is_refused_and_not_priced_as_standard() -> None:
    with pytest.raises(NotSourced) as refusal:
        estimate(LUNA, {"cache_read": 5}, at=TODAY, tier="batch")
    assert (refusal.value.meter, refusal.value.tier) == ("cache_read", "batch")


def test_a_tier_without_the_long_step_that_standard_has_is_refused() -> None:
    short = [r for r in LUNA.rates if not (r.tier == "batch" and r.when.prompt_over)]
    with pytest.raises(NotSourced, match="over 272,000"):
        estimate(replace(LUNA, rates=tuple(short)), {"input": 300_000}, at=TODAY, tier="batch")


def test_a_cache_price_is_not_carried_past_the_step_that_the_input_price_has() -> None:
    with pytest.raises(NotSourced, match="cache_write"):
        estimate(LUNA, {"input": 300_000, "cache_write": 10}, at=TODAY)


@pytest.mark.parametrize(
    ("moment", "usd"),
    [
        ("2026-11-21T02:00:00+00:00", "0.66E-6"),  # a Saturday
        ("2026-11-23T02:00:00+00:00", "1.32E-6"),  # a Monday, at peak
        ("2026-11-23T04:00:00+00:00", "0.66E-6"),  # the end of a window is outside of it
        ("2026-11-23T10:00:00+08:00", "1.32E-6"),  # the same Monday told in another zone
    ],
)
def test_a_price_by_the_hour_follows_the_utc_clock_and_the_weekday(moment: str, usd: str) -> None:
    (item,) = estimate(HOURLY, {"input": 1}, at=datetime.fromisoformat(moment)).items
    assert item.rate.usd == Decimal(usd)


def test_a_bare_date_cannot_tell_a_price_by_the_hour() -> None:
    with pytest.raises(HourNeeded) as refused:
        estimate(HOURLY, {"input": 1}, at=date(2026, 11, 20))
    assert refused.value.windows == ("01:00-04:00", "06:00-10:00")
    assert "(UTC: 01:00-04:00, 06:00-10:00, Mon-Fri): give an instant such as 2026-11-20T01:00Z" in str(refused.value)


@pytest.mark.parametrize(
    ("days", "said"), [((1,), "Mon"), ((6, 7), "Sat and Sun"), ((1, 2, 3), "Mon-Wed"), ((1, 3, 5), "Mon, Wed and Fri")]
)
def test_weekdays_are_said_as_people_say_them(days: tuple[int, ...], said: str) -> None:
    assert weekdays(days) == said


def test_an_unknown_meter_is_named() -> None:
    with pytest.raises(UnknownMeter, match="inptu"):
        estimate(LUNA, {"inptu": 1}, at=TODAY)


def test_a_change_dated_on_a_day_shows_the_new_price_on_that_day() -> None:
    rate = headline(in_force(LUNA.rates, date(2026, 7, 30)), "input")
    assert rate is not None
    assert rate.usd == Decimal("2E-7")


def test_a_price_that_starts_at_an_instant_is_not_yet_in_force_a_second_before() -> None:
    start = datetime(2026, 8, 16, 16, tzinfo=UTC)
    rates = (DatedRate("input", Decimal(1), valid_to=start), DatedRate("input", Decimal(2), valid_from=start))
    assert [r.usd for r in in_force(rates, datetime(2026, 8, 16, 15, 59, 59, tzinfo=UTC))] == [1]
    assert [r.usd for r in in_force(rates, start)] == [2]


@pytest.mark.parametrize("quantity", [-1, 1.5, True, "1", None])
def test_a_quantity_that_is_none_is_refused(quantity: int) -> None:
    with pytest.raises(InvalidUsage, match="input"):
        estimate(LUNA, {"input": quantity}, at=TODAY)


@pytest.mark.parametrize("requests", [0, -1, 1.5])
def test_a_number_of_requests_that_is_none_is_refused(requests: int) -> None:
    with pytest.raises(InvalidUsage, match="requests"):
        estimate(LUNA, {"input": 1}, at=TODAY, requests=requests)


def test_an_unknown_tier_is_named_with_those_that_exist() -> None:
    with pytest.raises(UnknownTier, match="batch"):
        estimate(LUNA, {"input": 1}, at=TODAY, tier="cheap")  # type: ignore[arg-type]


def test_an_unknown_region_is_refused_with_those_that_have_prices() -> None:
    regional = replace(HOURLY, rates=(DatedRate("input", Decimal(1), when=When(region="eu")),))
    with pytest.raises(UnknownRegion) as refusal:
        estimate(regional, {"input": 1}, at=TODAY, region="mars")
    assert refusal.value.known == ("eu",)
    assert estimate(regional, {"input": 1}, at=TODAY, region="eu").total == 1


@pytest.mark.parametrize(("requests", "step"), [(1, 272_000), (2, 272_000), (3, None)])
def test_a_step_looks_at_the_prompt_of_one_request(requests: int, step: int | None) -> None:
    result = estimate(LUNA, {"input": 544_001}, at=TODAY, requests=requests)
    assert result.items[0].rate.when.prompt_over == step


def test_a_prompt_that_no_request_can_have_is_noted() -> None:
    usage = {"input": 1_050_000, "cache_read": 1}
    (told,) = estimate(LUNA, usage, at=TODAY).notes
    assert "1,050,001" in told
    assert estimate(LUNA, usage, at=TODAY, requests=2).notes == ()
