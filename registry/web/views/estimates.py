"""The cost of a usage as the API prints it: line items that multiply out to the total, exactly."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from registry.domain.conditions import Condition
from registry.domain.money import times
from registry.domain.pricing import Estimate, LineItem
from registry.web.views.parts import Exact, Moment, moment_text
from registry.web.views.rates import condition_view
from scrapers.meters import METERS


@dataclass(frozen=True, slots=True)
class LineItemView:
    """quantity / per * usd = cost_usd."""

    meter: Annotated[str, Field(description="What is billed.", examples=["input"])]
    quantity: Annotated[int, Field(description="How many units.", examples=[100000])]
    unit: Annotated[str, Field(description="The unit.", examples=["token"])]
    per: Annotated[int, Field(description="The number of units that `usd` is for.", examples=[1000000])]
    usd: Annotated[Exact, Field(description="The rate: USD per `per` units.", examples=[0.2])]
    tier: Annotated[str, Field(description="The service tier of the rate.", examples=["standard"])]
    when: Annotated[Condition | None, Field(description="The rate's condition, which this usage meets.")]
    cost_usd: Annotated[Exact, Field(description="The exact cost.", examples=[0.02])]
    source: Annotated[str, Field(description="The source whose claim the rate is.", examples=["genai-prices"])]
    valid_from: Annotated[
        str | None, Field(description="Since when the rate holds; null: every earlier date.", examples=["2026-07-30"])
    ]
    valid_from_basis: Annotated[
        str, Field(description="How the start is known: documented, observed, undated.", examples=["documented"])
    ]


@dataclass(frozen=True, slots=True)
class EstimateView:
    """The cost of one usage on one offering."""

    offering: Annotated[str, Field(description="The offering's id.", examples=["openai/gpt-5.6-luna"])]
    as_of: Annotated[str, Field(description="The day or instant of the rates.", examples=["2026-11-23"])]
    currency: Annotated[str, Field(description="Always USD.", examples=["USD"])]
    total_usd: Annotated[Exact, Field(description="The exact sum.", examples=[0.14])]
    tier: Annotated[str, Field(description="The service tier that was asked for.", examples=["standard"])]
    items: tuple[LineItemView, ...]
    notes: Annotated[tuple[str, ...], Field(description="What whoever pays should know.", examples=[[]])]


def estimate_view(estimate: Estimate, as_of: Moment) -> EstimateView:
    """An estimate, dated as it was asked for."""
    items = tuple(_line(item) for item in estimate.items)
    return EstimateView(
        offering=estimate.offering,
        as_of=moment_text(as_of) or "",
        currency="USD",
        total_usd=estimate.total,
        tier=estimate.tier,
        items=items,
        notes=estimate.notes,
    )


def _line(item: LineItem) -> LineItemView:
    meter = METERS[item.rate.meter]
    return LineItemView(
        meter=meter.id,
        quantity=item.quantity,
        unit=meter.unit,
        per=meter.per,
        usd=times(item.rate.usd, meter.per),
        tier=item.rate.tier,
        when=condition_view(item.rate.when),
        cost_usd=item.cost,
        source=item.rate.source,
        valid_from=moment_text(item.rate.valid_from),
        valid_from_basis=item.rate.basis,
    )
