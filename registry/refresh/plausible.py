"""Whether a source's newest document can be believed as a whole, beside the one before it. Pure.

A source that loses much of its list, or reprices much of it at once, more often has a fault than news. It is then held
whole, and what it published before stands. Only the newest document is judged: an older one adds history.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from scrapers.claims import Rate, Statement, When

LEAST_REMAINING = Decimal("0.60")
"""The share of its rows that a source must keep. LiteLLM's release trains differ by 7%."""

MOST_REPRICED = Decimal("0.40")
"""The share of its priced rows that may change a price at once."""

FEW = 20
"""So few rows are not judged: shares of a short list jump."""

Subject = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Comparison:
    """How a document differs from the one before: rows then and now, and of those priced in both, how many changed."""

    before: int
    after: int
    priced: int
    repriced: int


def compare(before: Mapping[Subject, Statement], after: Mapping[Subject, Statement]) -> Comparison:
    """Compare two documents of one source. A price counts as changed if its meter, tier and condition stayed."""
    both = [(before[subject], after[subject]) for subject in before.keys() & after.keys()]
    priced = [(old, new) for old, new in both if old.rates and new.rates]
    return Comparison(len(before), len(after), len(priced), sum(_repriced(old, new) for old, new in priced))


def doubt(comparison: Comparison) -> str | None:
    """Why the document is not believed, in one line; None if it is."""
    if comparison.before >= FEW and comparison.after < comparison.before * LEAST_REMAINING:
        return f"held whole: {comparison.after:,} rows where there were {comparison.before:,}"
    if comparison.priced >= FEW and comparison.repriced > comparison.priced * MOST_REPRICED:
        return f"held whole: prices changed in {comparison.repriced:,} of {comparison.priced:,} rows at once"
    return None


def _repriced(old: Statement, new: Statement) -> bool:
    if old.rates == new.rates:
        return False
    earlier = _prices(old.rates)
    return any(earlier.get(place, usd) != usd for place, usd in _prices(new.rates).items())


def _prices(rates: tuple[Rate, ...]) -> dict[tuple[str, str, When], Decimal]:
    """The newest price of each meter, tier and condition."""
    ordered = sorted(rates, key=lambda rate: rate.since.timestamp() if rate.since else float("-inf"))
    return {(rate.meter, rate.tier, rate.when): rate.usd for rate in ordered}
