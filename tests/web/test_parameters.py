"""Reading query parameters."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from registry.web.parameters import Unreadable, amount, moment, whole, yes_or_no


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2026-06-26", date(2026, 6, 26)),
        ("2026-06-26T02:00Z", datetime(2026, 6, 26, 2, tzinfo=UTC)),
        ("2026-06-26T02:00", datetime(2026, 6, 26, 2, tzinfo=UTC)),
        ("2026-06-26T02:00+02:00", datetime(2026, 6, 26, 0, tzinfo=UTC)),
        ("2026-06-26T02:00 02:00", datetime(2026, 6, 26, 0, tzinfo=UTC)),
    ],
)
def test_a_moment_is_a_day_or_an_instant_in_utc(text: str, value: date) -> None:
    assert moment(text) == value


@pytest.mark.parametrize("text", ["2026-02-30", "20260626", "yesterday", "2026-W10-1", "2026-6-1", "0000-00-00", "9"])
def test_what_is_no_moment_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        moment(text)


@pytest.mark.parametrize("text", ["-1", "1.5", "1e3", "1_000", "\uff11", "\u0661", "", "99999999999999999"])
def test_only_plain_digits_are_a_whole_number(text: str) -> None:
    with pytest.raises(Unreadable):
        whole(text)


@pytest.mark.parametrize("text", ["-1", "1e3", "NaN", "Infinity", "1_0", "\uff11", ".5", "1."])
def test_only_plain_decimals_are_an_amount(text: str) -> None:
    with pytest.raises(Unreadable):
        amount(text)


def test_an_amount_is_exact() -> None:
    assert amount("0.1") == Decimal("0.1")


def test_yes_and_no_are_true_and_false() -> None:
    assert (yes_or_no("true"), yes_or_no("false")) == (True, False)
    with pytest.raises(Unreadable):
        yes_or_no("yes")
