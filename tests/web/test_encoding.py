"""How exact numbers become JSON."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from registry.web.encoding import json_bytes
from registry.web.views.parts import moment_text


@pytest.mark.parametrize(
    ("amount", "digits"),
    [
        (Decimal("1.5e-7"), b"0.00000015"),
        (Decimal("0.10"), b"0.1"),
        (Decimal("1E+6"), b"1000000"),
        (Decimal("0E-15"), b"0"),
        (Decimal("0.000000000000001"), b"0.000000000000001"),
        (Decimal("12345678901234567890.123"), b"12345678901234567890.123"),
    ],
)
def test_a_decimal_is_a_number_with_exactly_its_digits(amount: Decimal, digits: bytes) -> None:
    assert json_bytes({"usd": amount}) == b'{"usd":' + digits + b"}"


@pytest.mark.parametrize("amount", [Decimal("NaN"), Decimal("Infinity"), object()])
def test_what_json_cannot_say_is_an_error(amount: object) -> None:
    with pytest.raises(TypeError):
        json_bytes([amount])


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (None, None),
        (date(2026, 7, 30), "2026-07-30"),
        (datetime(2026, 7, 30, tzinfo=UTC), "2026-07-30"),
        (datetime(2026, 7, 30, 16, tzinfo=UTC), "2026-07-30T16:00:00Z"),
    ],
)
def test_midnight_is_a_day_and_any_other_time_an_instant(moment: date | None, text: str | None) -> None:
    assert moment_text(moment) == text
