"""Column types: how the values of the domain lie in SQL. Each is exact, canonical and the same on both databases."""

import json
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import TypeVar

from sqlalchemy import BigInteger, Text
from sqlalchemy.engine.interfaces import Dialect
from sqlalchemy.types import TypeDecorator

from registry.domain.catalog import Claimed
from registry.domain.conditions import condition, read_condition
from registry.domain.money import from_femto, to_femto
from registry.errors import OutOfRange
from registry.store.canonical import dump, parse
from scrapers.claims import When

Value = TypeVar("Value")

_LARGEST = 2**63 - 1

MOST_USD = from_femto(_LARGEST)
"""The highest price of a single unit that can be stored: some 9,223 USD. Those of sources stay below 9,000."""

# Prices, lists and conditions repeat thousands of times in a catalog: spelling each value and decoding each spelling
# once is what lets a hundred thousand rates load in a second, and it shares the values in memory.
_amount = lru_cache(maxsize=65_536)(from_femto)


class Femto(TypeDecorator[Decimal]):
    """USD per single unit as whole femto-USD in a BIGINT (a `Numeric` is a float on SQLite). At most $9,223 a unit."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:  # noqa: ARG002
        """USD -> femto-USD. Raises OutOfRange."""
        if value is None:
            return None
        femto = to_femto(value)
        if not 0 <= femto <= _LARGEST:
            raise OutOfRange(f"{value} USD per unit is beyond what a price may be (0 to {MOST_USD:,.0f} USD)")
        return femto

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:  # noqa: ARG002
        """Femto-USD -> USD."""
        return None if value is None else _amount(value)


@lru_cache(maxsize=16_384)
def _words(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))


@lru_cache(maxsize=16_384)
def _facts(text: str) -> dict[str, object]:
    value = parse(text)
    if not isinstance(value, dict):
        raise OutOfRange(f"a JSON object was stored as {text[:40]!r}")
    return value


@lru_cache(maxsize=16_384)
def _claims(text: str) -> tuple[Claimed, ...]:
    return tuple(
        Claimed(source, value, date.fromisoformat(since) if since else None, date.fromisoformat(seen), url)
        for source, value, since, seen, url in json.loads(text)
    )


@lru_cache(maxsize=16_384)
def _when(text: str) -> When:
    return read_condition(_facts(text))


@lru_cache(maxsize=16_384)
def _listed(words: tuple[str, ...]) -> str:
    return dump(words)


@lru_cache(maxsize=16_384)
def _said_of(when: When) -> str:
    return dump(condition(when))


def _told(claims: tuple[Claimed, ...]) -> str:
    return dump(
        [
            [one.source, one.value, one.since.isoformat() if one.since else None, one.seen.isoformat(), one.url]
            for one in claims
        ]
    )


class _Canonical(TypeDecorator[Value]):
    """A value as canonical JSON. A subclass says how it is written, and how it is read back (once per spelling)."""

    impl = Text
    cache_ok = True
    written: Callable[[Value], str]
    parsed: Callable[[str], Value]

    def process_bind_param(self, value: Value | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """The value -> its canonical JSON."""
        return None if value is None else self.written(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Value | None:  # noqa: ARG002
        """The canonical JSON -> the value, shared by all rows that have it: never change it in place."""
        return None if value is None else self.parsed(value)


class Words(_Canonical[tuple[str, ...]]):
    """A short list of words."""

    cache_ok = True
    written = staticmethod(_listed)
    parsed = staticmethod(_words)


class Facts(_Canonical[Mapping[str, object]]):
    """A small mapping; a number that is not an integer comes back as the exact Decimal."""

    cache_ok = True
    written = staticmethod(dump)
    parsed = staticmethod(_facts)


class Condition(_Canonical[When]):
    """A rate's condition: its parts that are not open. The empty one is `{}`."""

    cache_ok = True
    written = staticmethod(_said_of)
    parsed = staticmethod(_when)


class Claims(_Canonical[tuple[Claimed, ...]]):
    """What several sources say of one field: lists of source, value, since, seen and URL; days in ISO form."""

    cache_ok = True
    written = staticmethod(_told)
    parsed = staticmethod(_claims)
