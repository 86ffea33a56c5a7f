"""The geometry of charts: pure functions from values to positions."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from registry.web.charts.marks import spread
from registry.web.charts.scales import Axis, amounts_from_zero, by_powers, time_ticks
from registry.web.charts.scatter import Point, scatter
from registry.web.charts.step_chart import Series, Step, step_chart

TODAY = datetime(2026, 11, 23, tzinfo=UTC)
CUT = datetime(2026, 7, 30, tzinfo=UTC)
LATER = datetime(2026, 9, 1, tzinfo=UTC)


def drawn(*series: Series) -> dict[str, list[tuple[float, float, float, float]]]:
    """Rules by class."""
    found: dict[str, list[tuple[float, float, float, float]]] = {}
    for rule in step_chart("history", "A price", "In words", series, TODAY).rules:
        found.setdefault(rule.kind, []).append((rule.x1, rule.y1, rule.x2, rule.y2))
    return found


@pytest.mark.parametrize(
    ("highest", "ticks"),
    [
        ("6", ["0", "2", "4", "6"]),
        ("0.96", ["0", "0.25", "0.5", "0.75", "1"]),
        ("15", ["0", "5", "10", "15"]),
        ("0.0031", ["0", "0.001", "0.002", "0.003", "0.004"]),
        ("0", ["0", "1"]),
    ],
)
def test_amounts_are_told_at_round_steps_from_zero_to_the_highest(highest: str, ticks: list[str]) -> None:
    assert [str(tick) for tick in amounts_from_zero(Decimal(highest))] == ticks


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [
        ("0.07", "15", ["0.1", "1", "10"]),
        ("0.9", "6", ["1", "2", "5"]),
        ("4096", "1000000", ["10000", "100000", "1000000"]),
    ],
)
def test_scales_by_powers_are_told_at_by_powers_or_between_them(low: str, high: str, ticks: list[str]) -> None:
    assert [str(tick) for tick in by_powers(Decimal(low), Decimal(high))] == ticks


def test_equal_factors_are_equally_far_apart_by_powers() -> None:
    axis = Axis(1, 10_000, 0, 100, by_powers=True)
    assert [axis.place(value) for value in (1, 10, 100, 10_000, 100_000)] == [0, 25, 50, 100, 100]


@pytest.mark.parametrize(
    ("start", "words"),
    [
        (datetime(2026, 10, 20, tzinfo=UTC), ["26 Oct", "2 Nov", "9 Nov", "16 Nov", "23 Nov"]),
        (datetime(2026, 7, 15, tzinfo=UTC), ["Aug 2026", "Sep 2026", "Oct 2026", "Nov 2026"]),
        (datetime(2022, 6, 1, tzinfo=UTC), ["2023", "2024", "2025", "2026"]),
    ],
)
def test_time_is_told_in_weeks_months_or_years(start: datetime, words: list[str]) -> None:
    assert [word for _, word in time_ticks(start, TODAY)] == words


def test_a_price_steps_on_its_day_and_an_undated_one_is_dashed() -> None:
    series = Series("Input", (Step(None, CUT, Decimal(1)), Step(CUT, None, Decimal("0.2"))))
    rules = drawn(series)
    (before,), (upright, after) = rules["s0 undated"], rules["s0"]
    assert before[2] == upright[0] == upright[2] == after[0]
    assert (upright[1], upright[3]) == (before[1], after[1])
    assert after[2] == 100


def test_there_is_a_gap_where_nothing_is_known() -> None:
    series = Series("Input", (Step(None, CUT, Decimal(1)), Step(LATER, None, Decimal("0.2"))))
    rules = drawn(series)
    assert len(rules["s0"]) == 1
    assert rules["s0 undated"][0][2] < rules["s0"][0][0]


def test_an_announced_price_stands_beyond_today() -> None:
    coming = datetime(2027, 1, 1, tzinfo=UTC)
    rules = drawn(Series("Input", (Step(CUT, coming, Decimal(1)), Step(coming, None, Decimal(2)))))
    assert rules["s0"][0][2] > rules["now"][0][0]
    assert "now" not in drawn(Series("Input", (Step(CUT, None, Decimal(1)),)))


@pytest.mark.parametrize(
    ("step", "label"),
    [
        (Step(CUT, None, Decimal("0.2")), "Input $0.20"),
        (Step(CUT, LATER, Decimal("0.2")), "Input not sourced now"),
        (Step(datetime(2027, 1, 1, tzinfo=UTC), None, Decimal("0.2")), "Input $0.20 announced"),
    ],
)
def test_a_line_is_named_at_its_end_with_its_last_price(step: Step, label: str) -> None:
    words = step_chart("history", "A price", "In words", [Series("Input", (step,))], TODAY).words
    assert [word.text for word in words if word.kind.startswith("name")] == [label]


@pytest.mark.parametrize(
    ("wanted", "placed"),
    [
        ([100.0, 40.0], [100.0, 40.0]),
        ([100.0, 98.0], [100.0, 84.0]),
        ([20.0, 22.0, 200.0], [20.0, 36.0, 200.0]),
        ([220.0], [210.0]),
    ],
)
def test_names_share_the_room_and_none_lies_on_another(wanted: list[float], placed: list[float]) -> None:
    assert spread(wanted, 16, 20, 210) == placed


def test_a_price_that_never_moved_is_nothing_to_see() -> None:
    assert not Series("Input", (Step(CUT, LATER, Decimal(1)), Step(LATER, None, Decimal(1)))).moves


def test_a_point_is_higher_the_dearer_it_is_and_further_right_the_longer_its_context() -> None:
    chart = scatter("context", "Title", "Words", [_point("Small", 8_000, "0.1"), _point("Large", 1_000_000, "10")])
    large, small = chart.dots
    assert small.x < large.x
    assert small.y > large.y
    assert small.title == "Small: 8,000 tokens of context, $0.10"


def test_a_point_is_named_only_where_its_name_covers_nothing() -> None:
    apart = [_point("One", 8_000, "0.1"), _point("Two", 1_000_000, "10")]
    assert _names(apart) == ["One", "Two"]
    in_one_place = [_point(f"Model {number}", 128_000, "1") for number in range(5)]
    assert _names(in_one_place) == ["Model 0", "Model 1"]  # one on each side


def test_one_point_alone_is_a_chart() -> None:
    assert len(scatter("context", "Title", "Words", [_point("Only", 128_000, "1")]).dots) == 1


def _point(name: str, context: int, usd: str) -> Point:
    return Point(name, context, Decimal(usd), "s0")


def _names(points: list[Point]) -> list[str]:
    return [word.text for word in scatter("context", "Title", "Words", points).words if word.kind == "name"]
