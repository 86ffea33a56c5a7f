"""A rate as the API prints it: the price per displayed number of units, with its tier, condition and validity."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from registry.domain.catalog import DatedRate
from registry.domain.conditions import Condition, condition
from registry.domain.money import times
from registry.domain.pricing import in_force
from registry.web.views.parts import Exact, Moment, moment_text
from scrapers.claims import TIERS, When
from scrapers.meters import METERS

_METER_ORDER = {meter: position for position, meter in enumerate(METERS)}
_TIER_ORDER = {tier: position for position, tier in enumerate(TIERS)}


@dataclass(frozen=True, slots=True)
class RateView:
    """One price over one span of time."""

    meter: Annotated[str, Field(description="What is billed; see /api/v1/meters.", examples=["input"])]
    unit: Annotated[str, Field(description="The unit of the meter.", examples=["token"])]
    per: Annotated[int, Field(description="The number of units that `usd` is for.", examples=[1000000])]
    usd: Annotated[Exact, Field(description="USD per `per` units, exact.", examples=[0.2])]
    tier: Annotated[str, Field(description="Service tier: " + ", ".join(TIERS) + ".", examples=["standard"])]
    when: Annotated[
        Condition | None,
        Field(description="The condition under which it applies, null for always.", examples=[{"prompt_over": 272000}]),
    ]
    valid_from: Annotated[
        str | None, Field(description="Start, a UTC day or instant; null: every earlier date.", examples=["2026-07-30"])
    ]
    valid_from_basis: Annotated[
        str, Field(description="How the start is known: documented, observed, undated.", examples=["documented"])
    ]
    valid_to: Annotated[str | None, Field(description="End, exclusive; null: still in force.", examples=[None])]
    source: Annotated[str, Field(description="The source whose claim was published.", examples=["genai-prices"])]


def rate_view(rate: DatedRate) -> RateView:
    """One rate in the contract's shape."""
    meter = METERS[rate.meter]
    return RateView(
        meter=rate.meter,
        unit=meter.unit,
        per=meter.per,
        usd=times(rate.usd, meter.per),
        tier=rate.tier,
        when=condition_view(rate.when),
        valid_from=moment_text(rate.valid_from),
        valid_from_basis=rate.basis,
        valid_to=moment_text(rate.valid_to),
        source=rate.source,
    )


def condition_view(when: When) -> Condition | None:
    """The parts of a condition that are set, or None for always."""
    return condition(when) or None


def rates_at(rates: Iterable[DatedRate], at: Moment) -> tuple[RateView, ...]:
    """The rates in force, every hour window and region included, in display order."""
    return tuple(rate_view(rate) for rate in sorted(in_force(rates, at), key=_display_order))


def rate_history(rates: Iterable[DatedRate]) -> tuple[RateView, ...]:
    """Every dated rate in display order, and in time order within one price."""
    return tuple(rate_view(rate) for rate in sorted(rates, key=_display_order))


def _display_order(rate: DatedRate) -> tuple[object, ...]:
    when = rate.when
    return (
        _TIER_ORDER[rate.tier],
        when.region or "",
        when.prompt_over or 0,
        (when.size or "", when.quality or ""),
        _METER_ORDER[rate.meter],
        (when.utc, when.weekdays),
        rate.valid_from is not None,
        rate.valid_from.timestamp() if rate.valid_from else 0.0,
    )
