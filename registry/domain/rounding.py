"""Prices that a source has rounded: models.dev gives some cache prices in whole cents per million (0.03 for 0.025).

A value in cents that another source gives more finely, and that is that value's own rounding, is the same price told
with fewer digits: the finer one is taken for it. A difference that rounding cannot explain is left as it is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

from registry.domain.authority import rank
from registry.domain.timeline import GRACE, Step

_MILLION = Decimal(1_000_000)
_CENT = Decimal("0.01")


def finer(meter: str, own: Mapping[str, tuple[Step, ...]]) -> Mapping[str, tuple[Step, ...]]:
    """The tracks of one key, each rounded value replaced by the one that it is a rounding of.

    Cache prices alone: 0.14 and 0.135 per million of DeepSeek's input are two prices of different days.
    """
    if len(own) < 2 or not meter.startswith("cache_"):
        return own
    return {source: tuple(_finer(step, own) for step in steps) for source, steps in own.items()}


def _finer(step: Step, own: Mapping[str, Sequence[Step]]) -> Step:
    cents = step.usd * _MILLION
    if cents != cents.quantize(_CENT):
        return step
    exact = {
        other.usd: source
        for source, steps in sorted(own.items(), key=lambda track: rank(track[0]), reverse=True)
        if source != step.source
        for other in steps
        if _at_one_time(step, other) and _is_rounding(cents, other.usd * _MILLION)
    }
    if len(exact) != 1:
        return step
    ((usd, source),) = exact.items()
    return replace(step, usd=usd, exact_by=source)


def _at_one_time(step: Step, other: Step) -> bool:
    return other.first_seen - GRACE <= step.last_seen and step.first_seen - GRACE <= other.last_seen


def _is_rounding(cents: Decimal, exact: Decimal) -> bool:
    """Whether the cents are what the exact price rounds to, and it has digits below the cent."""
    if exact == exact.quantize(_CENT):
        return False
    return cents in (exact.quantize(_CENT, ROUND_HALF_UP), exact.quantize(_CENT, ROUND_HALF_EVEN)) and cents > 0
