"""How values are said."""

from decimal import Decimal

import pytest

from registry.exports.as_csv import cell
from registry.web.pages.head import as_many_as_fit, first_fitting
from registry.web.pages.prices import padding
from registry.web.pages.templates import web_address
from registry.web.pages.wording import compact, human_date, listed, percent_change, price, unit_of


@pytest.mark.parametrize(
    ("usd", "text"),
    [("0.2", "$0.20"), ("0.075", "$0.075"), ("1234.5", "$1,234.50"), ("0", "$0.00 (free)"), ("1E+2", "$100.00")],
)
def test_a_price_is_never_rounded(usd: str, text: str) -> None:
    assert price(Decimal(usd)) == text


@pytest.mark.parametrize(
    ("tokens", "text"),
    [
        (8_192, "8,192"),
        (128_000, "128K"),
        (1_000_000, "1M"),
        (1_050_000, "1.05M"),
        (1_048_576, "1,048,576"),
        (200_500, "200.5K"),
        (999, "999"),
    ],
)
def test_a_short_token_count_is_the_same_number(tokens: int, text: str) -> None:
    assert compact(tokens) == text


@pytest.mark.parametrize(
    ("day", "text"),
    [("2026-07-30", "30 Jul 2026"), ("2026-07", "Jul 2026"), ("2026", "2026"), ("2026-07-30T16:00:00Z", "30 Jul 2026")],
)
def test_a_date_keeps_the_precision_of_its_source(day: str, text: str) -> None:
    assert human_date(day) == text


@pytest.mark.parametrize(
    ("old", "new", "text"),
    [("1", "0.2", "▼ 80%"), ("0.2", "0.3", "▲ 50%"), ("3", "2", "▼ 33.3%"), ("0", "1", None), ("1", "1", None)],
)
def test_a_change_is_told_in_per_cent_of_what_was(old: str, new: str, text: str | None) -> None:
    assert percent_change(Decimal(old), Decimal(new)) == text


@pytest.mark.parametrize(
    ("meter", "unit"),
    [("input", "1M tokens"), ("image", "image"), ("web_search", "1K searches"), ("query", "1K queries")],
)
def test_a_unit_is_said_in_words(meter: str, unit: str) -> None:
    assert unit_of(meter) == unit


def test_a_list_reads_as_a_sentence() -> None:
    assert [listed(words) for words in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a and b", "a, b and c"]


def test_a_column_lines_up_on_the_decimal_and_one_long_price_does_not_push_all() -> None:
    assert padding([Decimal("0.2"), None, Decimal("0.075")])[::2] == [1, 0]
    assert max(padding([Decimal(1), Decimal("0.0000000001")])) == 6


def test_whole_sentences_fit_or_are_left_out() -> None:
    assert as_many_as_fit(["One.", "x" * 200, "Two."]) == "One. Two."
    assert len(as_many_as_fit(["x" * 200])) == 158


def test_the_first_title_that_fits_is_taken() -> None:
    assert first_fitting(["x" * 61, "short"]) == "short"
    assert first_fitting(["x" * 61]) == "x" * 59 + "…"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "\rx"])
def test_no_spreadsheet_runs_a_cell(text: str) -> None:
    assert cell(text) == f"'{text}"


@pytest.mark.parametrize(
    ("url", "followed"),
    [
        ("https://x.example/a", True),
        ("http://x.example", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("https://", False),
        ("//x.example", False),
        ("http://[", False),
        (None, False),
    ],
)
def test_only_web_addresses_with_a_host_are_links(url: str | None, followed: bool) -> None:
    assert (web_address(url) is not None) is followed
