"""A change between two editions, with its prices as they are displayed and the difference in per cent."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation
from typing import Annotated

from pydantic import Field

from registry.domain.catalog import CHANGE_KINDS, Catalog, Change, Offering
from registry.domain.conditions import Condition, condition, read_condition
from registry.domain.money import times
from registry.web.views.parts import Exact
from scrapers.meters import METERS, Meter


@dataclass(frozen=True, slots=True)
class ChangedRate:
    """Which price of its meter has changed."""

    tier: Annotated[str, Field(description="The service tier.", examples=["standard"])]
    when: Annotated[Condition | None, Field(description="The condition, null for always.")]


@dataclass(frozen=True, slots=True)
class ChangeView:
    """One dated difference."""

    id: Annotated[int, Field(description="Grows with time.", examples=[1204])]
    edition: Annotated[int, Field(description="The edition that brought it.", examples=[7])]
    day: Annotated[
        str, Field(description="The day on which it took effect, or was first seen.", examples=["2026-07-30"])
    ]
    basis: Annotated[
        str | None,
        Field(description="Of a price's day: documented, or observed: first seen then.", examples=["documented"]),
    ]
    kind: Annotated[str, Field(description=", ".join(CHANGE_KINDS) + ".", examples=["price"])]
    offering: Annotated[str, Field(description="The offering's id.", examples=["openai/gpt-5.6-luna"])]
    field: Annotated[str, Field(description="What changed; of a price, its meter.", examples=["input"])]
    old: Annotated[Exact | str | None, Field(description="Before; a price is USD per `per` units.", examples=[1])]
    new: Annotated[Exact | str | None, Field(description="After; a price is USD per `per` units.", examples=[0.2])]
    unit: Annotated[str | None, Field(description="Of a price: the unit.", examples=["token"])]
    per: Annotated[int | None, Field(description="Of a price: the number of units.", examples=[1000000])]
    percent: Annotated[Exact | None, Field(description="Of a price: the difference in per cent.", examples=[-80])]
    rate: Annotated[ChangedRate | None, Field(description="Of a price: its tier and condition.")]
    source: Annotated[str | None, Field(description="Who says so.", examples=["genai-prices"])]
    url: Annotated[str | None, Field(description="The path of the offering's page; null if it has gone.")]


def change_view(catalog: Catalog, change: Change) -> ChangeView:
    """One change; what is not a price keeps its words."""
    meter = _meter(change)
    old, new = _shown(change.old, meter), _shown(change.new, meter)
    offering = catalog.offerings.get(change.offering)
    return ChangeView(
        id=change.id,
        edition=change.edition,
        day=change.day.isoformat(),
        basis=_basis(offering, change),
        kind=change.kind,
        offering=change.offering,
        field=change.field,
        old=old,
        new=new,
        unit=meter.unit if meter else None,
        per=meter.per if meter else None,
        percent=percent(old, new) if isinstance(old, Decimal) and isinstance(new, Decimal) else None,
        rate=_rate(change),
        source=change.source,
        url=f"/providers/{offering.provider}/{offering.slug}" if offering else None,
    )


def percent(old: Decimal, new: Decimal) -> Decimal | None:
    """The difference from old to new in per cent, to one decimal; None from zero."""
    if old == 0:
        return None
    return ((new - old) / old * 100).quantize(Decimal("0.1"), ROUND_HALF_EVEN)


def _rate(change: Change) -> ChangedRate | None:
    if change.rate is None:
        return None
    when = change.rate.get("when")
    return ChangedRate(str(change.rate["tier"]), condition(read_condition(when)) if isinstance(when, Mapping) else None)


def _basis(offering: Offering | None, change: Change) -> str | None:
    """How the day of a price is known: as the price that began then says."""
    for rate in offering.rates if offering and change.kind == "price" else ():
        if (
            rate.valid_from
            and rate.valid_from.date() == change.day
            and rate.meter == change.field
            and ChangedRate(rate.tier, condition(rate.when) or None) == _rate(change)
        ):
            return rate.basis
    return None


def _meter(change: Change) -> Meter | None:
    return METERS.get(change.field) if change.kind == "price" else None


def _shown(value: str | None, meter: Meter | None) -> Decimal | str | None:
    if value is None or meter is None:
        return value
    try:
        return times(Decimal(value), meter.per)
    except InvalidOperation:
        return value
