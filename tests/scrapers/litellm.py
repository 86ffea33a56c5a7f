"""LiteLLM entries for tests: a map of them, and what is read from it."""

from decimal import Decimal

from scrapers.claims import Statement, Tier, When
from scrapers.feeds.litellm import parse
from tests.scrapers.documents import Written, document

WEEKDAY_PEAK = When(utc=("01:00-04:00", "06:00-10:00"), weekdays=(1, 2, 3, 4, 5))
"""The peak hours of the off-peak windows in the tests, and of those that DeepSeek has."""


def read(entries: dict[str, dict[str, Written]], provider: str = "openai") -> tuple[Statement, ...]:
    """The statements about entries that all are one provider's."""
    return parse(document({key: {"litellm_provider": provider, **entry} for key, entry in entries.items()})).statements


def only(key: str, entry: dict[str, Written], provider: str = "openai") -> Statement:
    (statement,) = read({key: entry}, provider)
    return statement


def per_unit(statement: Statement) -> dict[tuple[str, Tier, When], Decimal]:
    return {(rate.meter, rate.tier, rate.when): rate.usd for rate in statement.rates}
