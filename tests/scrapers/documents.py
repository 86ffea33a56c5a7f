"""Documents for the parsers' tests: small ones written by hand, and the recorded feeds where they are at hand."""

import gzip
import json
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TypeAlias

import pytest

from scrapers.claims import ALWAYS, Document, Evidence, Rate, Reading, Statement, Tier, When

RECORDED = Path(__file__).resolve().parents[3] / "shared" / "data"
MILLION = Decimal(1_000_000)

Written: TypeAlias = "dict[str, Written] | list[Written] | str | int | float | None"
"""A value as a test writes it down: JSON before it is read, floats included."""


def document(body: bytes | str | object) -> Document:
    """Bytes, text, or a value that becomes JSON."""
    if not isinstance(body, bytes):
        body = (body if isinstance(body, str) else json.dumps(body)).encode()
    return Document(
        body, Evidence("a-feed", "https://feeds.example/data.json", datetime(2026, 11, 23, tzinfo=UTC), "0" * 64)
    )


def recorded(folder: str) -> list[Path]:
    """The recorded snapshots of one feed, oldest first; none where the folder is absent."""
    return sorted((RECORDED / folder).glob("*.json.gz"))


@cache
def newest(folder: str, parse: Callable[[Document], Reading]) -> Reading:
    """The newest recorded snapshot, read; skips the test where there is none."""
    paths = recorded(folder)
    if not paths:
        pytest.skip("the recorded feeds are not beside this checkout")
    return parse(document(gzip.decompress(paths[-1].read_bytes())))


def the(reading: Reading, provider: str, api_model_id: str) -> Statement:
    """The one statement about an offering."""
    (found,) = [s for s in reading.statements if (s.provider, s.api_model_id) == (provider, api_model_id)]
    return found


def price(
    statement: Statement, meter: str, tier: Tier = "standard", when: When = ALWAYS, *, since: str | None = None
) -> Decimal | None:
    """USD per 1,000,000 units of the one rate in this place, or None if there is none."""
    found = [
        rate
        for rate in statement.rates
        if (rate.meter, rate.tier, rate.when) == (meter, tier, when) and day(rate) == since
    ]
    assert len(found) <= 1
    return found[0].usd * MILLION if found else None


def day(rate: Rate) -> str | None:
    """The day from which the source itself dates a rate."""
    return rate.since.date().isoformat() if rate.since else None
