"""Readers that every parser shares: one value in, one bounded and clean value out, or None if it is no such value.

What comes from a source is hostile until it has passed through here. Nothing here decides what to do with a value that
does not pass: a parser skips and counts it.
"""

import re
import unicodedata
from datetime import date
from decimal import ROUND_HALF_EVEN, Context, Decimal
from urllib.parse import urlsplit

MOST_USD_PER_UNIT = Decimal(9_000)
"""The one ceiling of prices from sources. A database column of 1e-15 USD holds up to 9,223 USD."""

SIGNIFICANT_DIGITS = 12
GRID_EXPONENT = -15

_MOST_BITS, _MOST_DIGITS = 100, 60
_PLACES = range(-40, 31)
_EXACT = Context(prec=60, rounding=ROUND_HALF_EVEN)
_NUMBER = re.compile(r"[0-9]{1,30}(\.[0-9]{1,30})?([eE][+-]?[0-9]{1,2})?", re.ASCII)
_IDENTIFIER = re.compile(r"[A-Za-z0-9@~][A-Za-z0-9._:/@~+*,=-]{0,199}", re.ASCII)
_CALENDAR = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?", re.ASCII)
_ADDRESS = re.compile(r"[!-~]{1,500}", re.ASCII)
_TEMPLATE = re.compile(r"[A-Za-z0-9${}_:/.?=&%-]{1,500}", re.ASCII)
_FREE = re.compile(r"(?<![a-z0-9])free(?![a-z0-9])")
_NINES = re.compile(r"9{7,}")
_EPOCHS = frozenset({"1970-01-01", "1970-01", "1970"})
_FIRST_YEAR, _LAST_DAY = 1950, date(2098, 12, 31)


def money(value: object, units: int = 1) -> Decimal | None:
    """A price of `units` units -> exact USD per single unit, or None if it is not a price that can be believed.

    Takes an int, a Decimal or an ASCII number as a string; never a bool or a float. Rounds once, to 12 significant
    digits and the 1e-15 grid, which removes float noise (0.049999999999999996 per million becomes 5E-8). Refuses
    negative amounts, 9,000 USD or more per unit, and an amount so small that the grid would make it 0.
    """
    amount = _decimal(value)
    if amount is None or amount < 0 or units < 1:
        return None
    exact = _EXACT.divide(amount, Decimal(units))
    if exact >= MOST_USD_PER_UNIT:
        return None
    if not exact:
        return Decimal(0)
    exponent = max(exact.adjusted() - SIGNIFICANT_DIGITS + 1, GRID_EXPONENT)
    rounded = exact.quantize(Decimal((0, (1,), exponent)), context=_EXACT).normalize(_EXACT)
    return rounded or None


def _decimal(value: object) -> Decimal | None:
    """An exact number of a size that arithmetic survives: 1E+9999999 overflows, and a long int takes minutes."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return Decimal(value) if value.bit_length() <= _MOST_BITS else None
    if isinstance(value, str) and _NUMBER.fullmatch(value):
        value = Decimal(value)
    if isinstance(value, Decimal) and value.is_finite() and (not value or value.adjusted() in _PLACES):
        return value if len(value.as_tuple().digits) <= _MOST_DIGITS else None
    return None


def line(value: object, limit: int = 200) -> str | None:
    """Words for a person: NFC, one line, single spaces, no control or format characters, at most `limit` long."""
    if not isinstance(value, str) or len(value) > 10 * limit:
        return None
    text = unicodedata.normalize("NFC", " ".join(value.split()))
    if not text or len(text) > limit or not text.isprintable():
        return None
    return text


def identifier(value: object) -> str | None:
    """An id as a program sends it: plain ASCII, at most 200 long, no backslash, no empty, `.` or `..` path segment."""
    if not isinstance(value, str) or not _IDENTIFIER.fullmatch(value):
        return None
    return None if any(segment in ("", ".", "..") for segment in value.split("/")) else value


def calendar_date(value: object) -> str | None:
    """An ISO date of the precision it came in (YYYY, YYYY-MM, YYYY-MM-DD), if it can exist and is no sentinel."""
    if not isinstance(value, str):
        return None
    text = value.strip()
    parts = _CALENDAR.fullmatch(text)
    if parts is None or text in _EPOCHS:
        return None
    year, month, day = (int(part) if part else 1 for part in parts.groups())
    try:
        moment = date(year, month, day)
    except ValueError:
        return None
    return text if year >= _FIRST_YEAR and moment < _LAST_DAY else None


def whole(value: object) -> int | None:
    """A whole number that may have come as a float or a string of digits (128000.0, "128000"), if it is exact."""
    number = _decimal(value)
    if number is None or number != number.to_integral_value() or abs(number) >= Decimal(10) ** 15:
        return None
    return int(number)


def token_limit(value: object) -> int | None:
    """A limit in tokens, if it can be one: 16 to 20,000,000, and not a row of nines that stands for "no limit"."""
    limit = whole(value)
    if limit is None or not 16 <= limit <= 20_000_000 or _NINES.fullmatch(str(limit)):
        return None
    return limit


def threshold(tokens: int) -> int:
    """The prompt size at which a price steps: N-1 and N+1 around a multiple of 1,000 mean that multiple."""
    nearest = (tokens + 500) // 1000 * 1000
    return nearest if abs(tokens - nearest) <= 1 else tokens


def web_address(value: object) -> str | None:
    """An http or https URL with a host name, printable ASCII, at most 500 long."""
    if not isinstance(value, str) or not _ADDRESS.fullmatch(value):
        return None
    try:
        parts = urlsplit(value)
        has_host = bool(parts.hostname)
    except ValueError:
        return None
    return value if parts.scheme in ("http", "https") and has_host else None


def base_url(value: object) -> str | None:
    """A web address, or a template of one that holds `${VARIABLES}`."""
    if isinstance(value, str) and "${" in value and _TEMPLATE.fullmatch(value):
        return value if value.startswith(("https://", "http://", "${")) else None
    return web_address(value)


def says_free(*words: str | None) -> bool:
    """Whether an id or a name has the word `free` in it."""
    return any(_FREE.search(word.lower()) for word in words if word)
