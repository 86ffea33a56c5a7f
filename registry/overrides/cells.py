"""The cells that entries share, read one by one: who says so, until when, a price, a condition.

A reader gives the value, or raises `Unusable` with what the cell has to be.
"""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal

from registry.domain.money import NotExact, plain, to_femto
from registry.store.columns import MOST_USD
from scrapers.claims import ALWAYS, TIERS, Scalar, Tier, When
from scrapers.meters import METERS
from scrapers.text import identifier, line, threshold, web_address

UNKNOWN = "unknown"
"""What `replaces` says where no source gives a value."""

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_WINDOW = re.compile(r"([01]\d|2[0-3]):[0-5]\d-(([01]\d|2[0-3]):[0-5]\d|24:00)", re.ASCII)
_PROVIDER = re.compile(r"[a-z0-9][a-z0-9._-]{0,99}", re.ASCII)


class Unusable(ValueError):
    """A cell holds something else than it has to; the message follows "KEY = VALUE"."""


def source(value: object) -> str:
    """An https address, or free text of a private document."""
    if isinstance(value, str) and "://" in value:
        if web_address(value) is None or not value.startswith("https://"):
            raise Unusable("is not an https address")
        return value
    return words(value)


def words(value: object) -> str:
    """A text on one line."""
    text = line(value, 500)
    if text is None:
        raise Unusable("is not a text on one line, at most 500 long")
    return text


def day(value: object) -> date:
    """A day, as TOML writes it or as a text."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise Unusable("is not a day such as 2026-11-23")


def moment(value: object) -> datetime:
    """The first moment of a day in UTC, or an instant with its offset."""
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise Unusable("has no offset: write 2026-11-23T14:30:00Z, or a day")
        return value.astimezone(UTC)
    return datetime.combine(day(value), time(), UTC)


def offering(value: object) -> str:
    """The id of an offering: provider/api-model-id."""
    provider, slash, api_model_id = value.partition("/") if isinstance(value, str) else ("", "", "")
    if not slash or not _PROVIDER.fullmatch(provider) or identifier(api_model_id) is None:
        raise Unusable('is not the id of an offering, such as "openai/gpt-5.6-luna"')
    return f"{provider}/{api_model_id}"


def provider(value: object) -> str:
    """The id of a provider."""
    if not isinstance(value, str) or not _PROVIDER.fullmatch(value):
        raise Unusable("is not the id of a provider: lower case letters, digits, dots and hyphens")
    return value


def usd(value: object, meter: str) -> Decimal:
    """A price of as many units as the meter's prices are displayed for -> exact USD per single unit."""
    per = METERS[meter].per
    if isinstance(value, bool) or not isinstance(value, int | Decimal) or not Decimal(value).is_finite() or value < 0:
        raise Unusable(f"is not a price: a number of USD per {per:,} {METERS[meter].unit}s, not below 0")
    amount = Decimal(value) / per
    if amount * per != value or amount > MOST_USD:
        raise Unusable(f"is beyond what a price can be (0 to {MOST_USD:,.0f} USD per {METERS[meter].unit})")
    try:
        to_femto(amount)
    except NotExact:
        finest = plain(Decimal("1e-15") * per)
        raise Unusable(f"is not exact: a price per {per:,} {METERS[meter].unit}s is a multiple of {finest}") from None
    return amount.normalize()


def tier(value: object) -> Tier:
    """A service tier."""
    for one in TIERS:
        if value == one:
            return one
    raise Unusable(f"is not a service tier: there are {', '.join(TIERS)}")


def condition(value: object) -> When:
    """A condition, in the words of the API: prompt_over, utc, weekdays, except, region, size, quality."""
    if not isinstance(value, Mapping):
        raise Unusable("is not a table such as { prompt_over = 272000 }")
    read = {key: _part(key, said) for key, said in value.items()}
    if "excluding" in value:
        raise Unusable("has no key 'excluding': the API calls it `except`")
    excluding = read.pop("except", ())
    if (read.get("weekdays") or excluding) and not read.get("utc"):
        raise Unusable("names days without hours: give `utc` windows too")
    return When(**read, excluding=excluding) if value else ALWAYS  # type: ignore[arg-type]


def _part(key: str, value: object) -> Scalar | tuple[int, ...]:
    match key, value:
        case "prompt_over", int() if not isinstance(value, bool) and value > 0:
            return threshold(value)
        case "utc", list() if value and all(isinstance(one, str) and _WINDOW.fullmatch(one) for one in value):
            return tuple(value)
        case "weekdays", list() if value and all(type(one) is int and 1 <= one <= 7 for one in value):
            return tuple(value)
        case "except", list():
            return tuple(day(one).isoformat() for one in value)
        case (("region" | "size" | "quality"), str()) if line(value) == value:
            return value
    raise Unusable(
        f'cannot be: {key} = {value!r}; a condition is any of prompt_over = 272000, utc = ["01:00-04:00"],'
        ' weekdays = [1, 5], except = [2026-10-01], region = "eu", size = "1024x1024", quality = "hd"'
    )
