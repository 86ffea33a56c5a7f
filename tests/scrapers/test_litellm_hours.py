"""LiteLLM's off-peak hours, turned round."""

import json
from decimal import Decimal

import pytest

from scrapers import strict_json
from scrapers.claims import When
from scrapers.feeds.litellm_hours import peak
from scrapers.feeds.tally import members
from tests.scrapers.documents import Written, price
from tests.scrapers.litellm import WEEKDAY_PEAK, only

OFF_PEAK: dict[str, Written] = {
    "input_cost_per_token": 6.6e-07,
    "output_cost_per_token": 1.98e-06,
    "windows": [
        {"hours_utc": ["00:00-01:00", "04:00-06:00", "10:00-00:00"], "weekdays": [1, 2, 3, 4, 5]},
        {"hours_utc": "00:00-00:00", "weekdays": [6, 7]},
    ],
}


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
