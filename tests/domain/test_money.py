from decimal import Decimal

import pytest

from registry.domain.money import NotExact, dollars, from_femto, plain, times, to_femto


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        ("0.2", "$0.20"),
        ("0.075", "$0.075"),
        ("0.0031", "$0.0031"),
        ("1", "$1.00"),
        ("1234.5", "$1,234.50"),
        ("0", "$0.00"),
    ],
)
def test_a_price_is_never_rounded_and_has_two_decimals_at_least(amount: str, shown: str) -> None:
    assert dollars(Decimal(amount)) == shown


def test_a_price_below_a_micro_dollar_has_no_exponent() -> None:
    assert plain(Decimal("1.5E-7")) == "0.00000015"


@pytest.mark.parametrize("usd", ["2E-7", "0", "0.000000000000001", "123.456"])
def test_femto_dollars_give_the_same_amount_back(usd: str) -> None:
    assert from_femto(to_femto(Decimal(usd))) == Decimal(usd)


def test_an_amount_off_the_grid_is_refused_and_not_rounded() -> None:
    with pytest.raises(NotExact):
        to_femto(Decimal("1E-16"))


def test_times_is_exact_where_a_float_would_not_be() -> None:
    assert times(Decimal("0.0000002"), 100_000) == Decimal("0.02")
