"""Prices under overrides, without files or sources: which stretch of time is whose."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from registry.domain.catalog import Basis, DatedRate
from registry.domain.override_prices import repriced
from registry.domain.overrides import Cited, Price
from scrapers.claims import ALWAYS, Tier

TODAY = date(2026, 11, 23)


def at(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text).replace(tzinfo=UTC) if text else None


def rate(
    usd: str, start: str | None = None, end: str | None = None, basis: Basis = "undated", tier: Tier = "standard"
) -> DatedRate:
    return DatedRate("input", Decimal(usd), tier, ALWAYS, at(start), at(end), basis, "models-dev")


def price(
    usd: str, since: str | None = None, until: str | None = None, replaces: str | None = None, day: str = "2026-11-20"
) -> Price:
    cited = Cited("contract", "why", date.fromisoformat(day), at(until))
    return Price(
        "a/b", ("input", "standard", ALWAYS), Decimal(usd), cited, at(since), Decimal(replaces) if replaces else None
    )


def told(rates: list[DatedRate], *prices: Price, day: date = TODAY) -> list[str]:
    """The history as lines: `from..to usd basis source`, and what has lapsed."""
    found = repriced(rates, prices, day)

    def shown(moment: datetime | None) -> str:
        return moment.date().isoformat() if moment else ""

    return [
        f"{shown(one.valid_from)}..{shown(one.valid_to)} {one.usd} {one.basis} {one.source}" for one in found.rates
    ] + [f"lapsed: {one.said}" for one in found.lapses]


def test_a_price_that_replaces_another_holds_exactly_as_long_as_that_one_did() -> None:
    upstream = [rate("4", end="2026-01-01"), rate("3", "2026-01-01", basis="documented")]
    assert told(upstream, price("2", replaces="3")) == [
        "..2026-01-01 4 undated models-dev",
        "2026-01-01.. 2 documented override",
    ]


def test_an_undated_price_is_replaced_from_its_beginning() -> None:
    assert told([rate("3")], price("2", replaces="3")) == [".. 2 undated override"]


def test_a_correction_that_knows_its_day_leaves_what_was_true_before() -> None:
    assert told([rate("3")], price("2", since="2026-07-30", replaces="3")) == [
        "..2026-07-30 3 undated models-dev",
        "2026-07-30.. 2 documented override",
    ]


def test_a_correction_may_begin_before_the_value_that_it_replaces() -> None:
    upstream = [rate("4", end="2026-09-01"), rate("3", "2026-09-01", basis="observed")]
    assert told(upstream, price("2", since="2026-07-30", replaces="3")) == [
        "..2026-07-30 4 undated models-dev",
        "2026-07-30.. 2 documented override",
    ]


def test_it_lapses_when_the_sources_say_anything_else_and_what_it_corrected_stays_corrected() -> None:
    upstream = [rate("3", end="2026-11-22"), rate("2.5", "2026-11-22", basis="observed")]
    assert told(upstream, price("2", replaces="3")) == [
        "..2026-11-22 2 undated override",
        "2026-11-22.. 2.5 observed models-dev",
        "lapsed: 2.5",
    ]


def test_it_stays_lapsed_when_the_sources_come_back_to_the_old_value() -> None:
    upstream = [
        rate("3", end="2026-11-21"),
        rate("2.5", "2026-11-21", "2026-11-22", "observed"),
        rate("3", "2026-11-22", basis="observed"),
    ]
    assert told(upstream, price("2", replaces="3"))[1:] == [
        "2026-11-21..2026-11-22 2.5 observed models-dev",
        "2026-11-22.. 3 observed models-dev",
        "lapsed: 3",
    ]


def test_an_earlier_time_at_the_same_value_is_not_touched() -> None:
    upstream = [
        rate("3", end="2025-01-01"),
        rate("4", "2025-01-01", "2026-01-01", "documented"),
        rate("3", "2026-01-01", basis="documented"),
    ]
    assert told(upstream, price("2", replaces="3"))[0] == "..2025-01-01 3 undated models-dev"


def test_a_change_that_the_sources_announce_ends_it_on_that_day_and_it_has_not_lapsed_before() -> None:
    upstream = [rate("3", end="2027-01-01"), rate("5", "2027-01-01", basis="documented")]
    lines = ["..2027-01-01 2 undated override", "2027-01-01.. 5 documented models-dev"]
    assert told(upstream, price("2", replaces="3")) == lines
    assert told(upstream, price("2", replaces="3"), day=date(2027, 1, 1)) == [*lines, "lapsed: 5"]


@pytest.mark.parametrize("upstream", [[], [rate("5")]], ids=["nothing", "another"])
def test_a_value_that_nobody_gives_is_not_replaced(upstream: list[DatedRate]) -> None:
    said = upstream[0].usd if upstream else None
    assert told(upstream, price("2", replaces="3"))[-1] == f"lapsed: {said}"
    assert "override" not in "".join(told(upstream, price("2", replaces="3")))


def test_with_an_end_it_holds_until_then_whatever_the_sources_say() -> None:
    upstream = [rate("3", end="2026-06-01"), rate("5", "2026-06-01", basis="documented")]
    assert told(upstream, price("2", since="2026-01-01", until="2027-01-01")) == [
        "..2026-01-01 3 undated models-dev",
        "2026-01-01..2027-01-01 2 documented override",
        "2027-01-01.. 5 documented models-dev",
    ]


def test_a_price_without_a_beginning_holds_from_the_day_on_which_it_was_written() -> None:
    assert told([], price("2", until="2027-01-01")) == ["2026-11-20..2027-01-01 2 observed override"]


def test_a_price_that_fills_a_gap_gives_way_where_a_source_begins() -> None:
    assert told([], price("2", since="2026-01-01")) == ["2026-01-01.. 2 documented override"]
    assert told([rate("3", "2026-11-01", basis="observed")], price("2", since="2026-01-01")) == [
        "2026-01-01..2026-11-01 2 documented override",
        "2026-11-01.. 3 observed models-dev",
        "lapsed: 3",
    ]


def test_dated_prices_of_one_contract_follow_one_another() -> None:
    assert told([], price("2", since="2027-01-01"), price("3", since="2026-01-01")) == [
        "2026-01-01..2027-01-01 3 documented override",
        "2027-01-01.. 2 documented override",
    ]


def test_a_negotiated_price_that_changes_ends_no_price_of_another_tier() -> None:
    contract = [price("2", "2026-01-01", "2026-06-01"), price("1", "2026-06-01", "2026-09-01")]
    lines = told([rate("3"), rate("1.5", tier="batch")], *contract)
    assert lines[-1] == ".. 1.5 undated models-dev"
    assert lines[-2] == "2026-09-01.. 3 documented models-dev"
