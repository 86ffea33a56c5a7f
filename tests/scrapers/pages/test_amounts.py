"""Prices, units, sizes and dates as pages write them."""

from datetime import UTC, datetime

import pytest

from scrapers.pages.amounts import Unit, amounts, is_nothing, single, unit_in
from scrapers.pages.calendar import dates_in, end_of, start_of, written_date
from scrapers.pages.sizes import tokens


@pytest.mark.parametrize(
    ("words", "unit"),
    [
        ("$5 / MTok", Unit("token", 1_000_000)),
        ("per 1M tokens", Unit("token", 1_000_000)),
        ("Input (/M tokens)", Unit("token", 1_000_000)),
        ("/ million tokens", Unit("token", 1_000_000)),
        ("/ 1,000,000 tokens", Unit("token", 1_000_000)),
        ("per 1K tokens", Unit("token", 1_000)),
        ("$0.034 / minute", Unit("second", 60)),
        ("$0.40/second", Unit("second", 1)),
        ("/ sec", Unit("second", 1)),
        ("$0.06 per image", Unit("image", 1)),
        ("/ 1,000 pages", Unit("page", 1_000)),
        ("per 1k characters", Unit("character", 1_000)),
        ("$10.00 / 1k calls", Unit("request", 1_000)),
        ("$5.00", None),
        ("per 20-minute session", None),
    ],
)
def test_a_unit_is_read_from_the_words(words: str, unit: Unit | None) -> None:
    assert unit_in(words) == unit


def test_every_price_comes_with_the_words_around_it() -> None:
    found = amounts("$1.25, prompts <= 200k tokens $2.50, prompts > 200k")
    assert [(price.digits, price.after) for price in found] == [
        ("1.25", ", prompts <= 200k tokens"),
        ("2.50", ", prompts > 200k"),
    ]


@pytest.mark.parametrize("words", ["from $5", "$5 or $6", "ask sales", "5"])
def test_a_cell_that_is_more_than_one_price_is_no_single_price(words: str) -> None:
    assert single(words) is None


@pytest.mark.parametrize("words", ["-", "—", "", "N/A", "Not available**"])
def test_a_dash_is_no_price(words: str) -> None:
    assert is_nothing(words)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("December 31, 2026", "2026-12-31"),
        ("Dec 1, 2026", "2026-12-01"),
        ("August 2026", "2026-08"),
        ("2026\u201103\u201126", "2026-03-26"),
        ("2026/5/3", "2026-05-03"),
        ("February 30, 2026", None),
        ("Smarch 1, 2026", None),
        ("not sooner than May 1, 2026", None),
    ],
)
def test_a_date_keeps_its_precision_and_an_impossible_one_is_none(words: str, day: str | None) -> None:
    assert written_date(words) == day


def test_dates_are_found_in_a_sentence_in_order() -> None:
    assert dates_in("from 2026-10-01 to October 7, 2026") == ("2026-10-01", "2026-10-07")


def test_a_price_through_a_day_ends_with_that_day() -> None:
    assert end_of("2026-12-31") == start_of("2027-01-01") == datetime(2027, 1, 1, tzinfo=UTC)
    assert start_of("2026-12") is None


@pytest.mark.parametrize(
    ("words", "size"),
    [
        ("1M", 1_000_000),
        ("384K", 384_000),
        ("200k tokens / 1M tokens (beta)", 200_000),
        ("256,000", 256_000),
        ("x", None),
    ],
)
def test_a_number_of_tokens(words: str, size: int | None) -> None:
    assert tokens(words) == size
