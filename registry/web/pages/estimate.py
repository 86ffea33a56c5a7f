"""What a month of requests costs on 1 to 6 offerings: line items, and no total where a rate is missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from registry.domain.catalog import Offering
from registry.domain.money import dollars, times
from registry.domain.pricing import Estimate
from registry.web.pages import structured
from registry.web.pages.head import Head
from registry.web.pages.site import Link, Site, freshness
from registry.web.pages.wording import TIER_LABELS, condition, per_units
from registry.web.pages.workload import Costed, Form, Workload, costed, lowest
from registry.web.views import estimate_view
from registry.web.views.estimates import LineItemView
from registry.web.views.parts import Moment, instant_text, moment_text
from scrapers.meters import METERS

DAYS_OF_A_MONTH = 30
LARGEST_WHOLE = 10**15 - 1
"""The largest quantity that the API takes."""


@dataclass(frozen=True, slots=True)
class ItemRow:
    """quantity x rate = cost, in words."""

    label: str
    quantity: str
    rate: str
    applies: str
    cost: str


@dataclass(frozen=True, slots=True)
class HoursCost:
    """What it costs in the hours that are named, at any hour where none are. `missing` says why there is no total.

    json: the same 30 days as the API tells them, None where it cannot be asked.
    """

    hours: str
    items: tuple[ItemRow, ...]
    missing: tuple[str, ...]
    request: str | None
    day: str | None
    month: str | None
    json: str | None


@dataclass(frozen=True, slots=True)
class EstimateColumn:
    """One offering. costs: one for each part of the week with prices of its own; none where the form is wrong.

    best: `lowest` where others cost more.
    """

    name: str
    href: str
    provider: str
    api_model_id: str
    without: str
    as_of: str
    costs: tuple[HoursCost, ...]
    best: str | None


@dataclass(frozen=True, slots=True)
class EstimatePage:
    """What the template receives."""

    head: Head
    freshness: str
    ids: tuple[str, ...]
    columns: tuple[EstimateColumn, ...]
    form: Form
    requests: int
    left_out: int
    compare: str | None
    as_of: str | None


def estimate_page(
    site: Site,
    offerings: Sequence[tuple[Offering, Moment]],
    workload: Workload | None,
    form: Form,
    *,
    requests: int,
    left_out: int,
    as_of: Moment | None,
) -> EstimatePage:
    """The cost on each offering at its moment, in the order asked for. workload: None where the form is wrong."""
    found = [costed(offering, workload, at) if workload else () for offering, at in offerings]
    ids = tuple(offering.id for offering, _ in offerings)
    costs = [tuple(_cost(part, workload, requests) for part in parts) if workload else () for parts in found]
    rows = zip(offerings, costs, lowest(found), strict=True)
    return EstimatePage(
        head=_head(site),
        freshness=freshness(site, as_of),
        ids=ids,
        columns=tuple(_column(site, form, *one, of, is_lowest) for one, of, is_lowest in rows),
        form=form,
        requests=requests,
        left_out=left_out,
        compare=f"/compare?{urlencode([('id', each) for each in ids])}" if len(ids) > 1 else None,
        as_of=moment_text(as_of),
    )


def _column(
    site: Site, form: Form, offering: Offering, at: Moment, costs: tuple[HoursCost, ...], is_lowest: bool
) -> EstimateColumn:
    model = site.catalog.models.get(offering.model)
    provider = site.catalog.providers.get(offering.provider)
    return EstimateColumn(
        name=model.name if model else offering.model,
        href=f"/providers/{offering.provider}/{offering.slug}",
        provider=provider.name if provider else offering.provider,
        api_model_id=offering.api_model_id,
        without=form.address(without=offering.id),
        as_of=(moment_text(at) or "").replace("T", " ").replace("Z", " UTC"),
        costs=costs,
        best="lowest" if is_lowest else None,
    )


def _cost(part: Costed, workload: Workload, requests: int) -> HoursCost:
    found = part.estimate
    # The rates count here, not their dates: what the view calls its moment is not shown.
    items = estimate_view(found, found.at).items if found else ()
    month = requests * DAYS_OF_A_MONTH
    return HoursCost(
        hours=part.hours,
        items=tuple(_item(item) for item in items),
        missing=part.missing,
        request=_over(found, 1),
        day=_over(found, requests),
        month=_over(found, month),
        json=_json(found, workload, part.at, month) if items and part.at else None,
    )


def _over(found: Estimate | None, requests: int) -> str | None:
    return dollars(times(found.total, requests)) if found else None


def _json(found: Estimate | None, workload: Workload, at: Moment, requests: int) -> str | None:
    """The API's estimate of the sum of so many requests, at a moment at which it is the page's."""
    usage = {meter: quantity * requests for meter, quantity in workload.usage.items()}
    if not found or not requests > 0 or max(usage.values()) > LARGEST_WHOLE:
        return None
    moment = instant_text(at) if isinstance(at, datetime) else at.isoformat()
    asked = {"offering": found.offering, "tier": workload.tier, "as_of": moment, "requests": requests, **usage}
    return f"/api/v1/estimate?{urlencode(asked)}"


def _item(item: LineItemView) -> ItemRow:
    tier = "" if item.tier == "standard" else f", {TIER_LABELS[item.tier].lower()}"
    return ItemRow(
        label=METERS[item.meter].label + tier,
        quantity=f"{item.quantity:,}",
        rate=f"{dollars(item.usd)} / {per_units(item.per, item.unit)}",
        applies="" if item.when is None else condition(item),
        cost=dollars(item.cost_usd),
    )


def _head(site: Site) -> Head:
    title, path = "Estimate the cost of an AI workload · Modeldex", "/estimate"
    description = "What a day and a month of requests cost on up to six offerings, line by line, at sourced prices."
    trail = (Link("Modeldex", "/"), Link("Estimate"))
    graph = (structured.trail_node(site, trail, path), structured.page_node(site, path, title))
    return Head(title, description, path, trail, (), graph)
