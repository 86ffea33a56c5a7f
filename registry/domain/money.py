"""Exact money. One place for how a price is stored, printed and compared; nothing here knows a float.

An amount is a `Decimal` of USD per single unit (a token). The grid is 1e-15 USD (a femto-dollar), which is what the
database stores as an integer.
"""

from decimal import ROUND_HALF_EVEN, Context, Decimal

FEMTO = Decimal("1e-15")
_EXACT = Context(prec=60, rounding=ROUND_HALF_EVEN)


class NotExact(ValueError):
    """An amount does not lie on the grid; parsers round once, so this is a programming error."""


def to_femto(usd: Decimal) -> int:
    """USD -> whole femto-USD. Raises NotExact off the grid."""
    scaled = _EXACT.multiply(usd, Decimal(10) ** 15)
    if scaled != scaled.to_integral_value():
        raise NotExact(f"{usd} USD is not a whole number of femto-USD")
    return int(scaled)


def from_femto(femto: int) -> Decimal:
    """Whole femto-USD -> USD, normalised (2E-7, not 2.00E-7)."""
    return _EXACT.multiply(Decimal(femto), FEMTO).normalize(_EXACT)


def times(usd: Decimal, units: int) -> Decimal:
    """The exact price of `units` units, normalised."""
    return exact(_EXACT.multiply(usd, Decimal(units)))


def exact(amount: Decimal) -> Decimal:
    """The same amount without trailing zeros or the exponent of a whole number: 0.14, not 0.1400."""
    bare = amount.normalize(_EXACT)
    return bare.quantize(Decimal(1), context=_EXACT) if bare == bare.to_integral_value() else bare


def plain(amount: Decimal) -> str:
    """The exact decimal digits without an exponent and without trailing zeros: `0.2`, `0`, `1000000`."""
    text = format(amount, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def dollars(amount: Decimal) -> str:
    """How a price is shown: never rounded, at least two decimals, then as many as the value has: `$0.20`, `$0.075`."""
    whole, _, decimals = plain(abs(amount)).partition(".")
    sign = "-" if amount < 0 else ""
    return f"{sign}${int(whole):,}.{decimals.ljust(2, '0')}"


def in_usd(amount: Decimal) -> str:
    """The same with the currency's name: `0.30 USD`."""
    return f"{dollars(amount).replace('$', '')} USD"
