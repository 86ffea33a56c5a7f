"""What a month of requests costs on 1 to 6 offerings: line items, and no total where a rate is missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from registry.domain.catalog import Offering
from registry.domain.money import dollars, times
from registry.web.pages import structured
from registry.web.pages.head import Head
from registry.web.pages.site import Link, Site, freshness
from registry.web.pages.wording import TIER_LABELS, condition, per_units
from registry.web.pages.workload import Costed, Workload, costed
from registry.web.views import estimate_view
from registry.web.views.estimates import EstimateView, LineItemView
from registry.web.views.parts import Moment, moment_text
from scrapers.meters import METERS

DAYS_OF_A_MONTH = 30


@dataclass(frozen=True, slots=True)
class ItemRow:
    """quantity x rate = cost, in words."""

    label: str
    quantity: str
    rate: str
    applies: str
    cost: str


@dataclass(frozen=True, slots=True)
class EstimateColumn:
    """One offering. items are empty and the totals None where something is missing; `missing` says what.

    best: `lowest` where others cost more.
    """

    name: str
    href: str
    provider: str
    api_model_id: str
    without: str
    as_of: str
    items: tuple[ItemRow, ...]
    missing: tuple[str, ...]
    request: str | None
    day: str | None
    month: str | None
    best: str | None


@dataclass(frozen=True, slots=True)
class EstimatePage:
    """What the template receives."""

    head: Head
    freshness: str
    ids: tuple[str, ...]
    columns: tuple[EstimateColumn, ...]
    workload: Workload
    requests: int
    left_out: int
    compare: str | None
    as_of: str | None


def estimate_page(
    site: Site,
    offerings: Sequence[tuple[Offering, Moment]],
    workload: Workload,
    *,
    requests: int,
    left_out: int,
    as_of: Moment | None,
) -> EstimatePage:
    """The cost on each offering at its moment, in the order asked for."""
    found = [(offering, at, costed(offering, workload, at)) for offering, at in offerings]
    totals = [each.estimate.total for _, _, each in found if each.estimate]
    lowest = min(totals) if len(set(totals)) > 1 else None
    ids = tuple(offering.id for offering, _ in offerings)
    return EstimatePage(
        head=_head(site),
        freshness=freshness(site, as_of),
        ids=ids,
        columns=tuple(_column(site, offering, at, each, requests, lowest, ids) for offering, at, each in found),
        workload=workload,
        requests=requests,
        left_out=left_out,
        compare=f"/compare?{urlencode([('id', each) for each in ids])}" if len(ids) > 1 else None,
        as_of=moment_text(as_of),
    )


def _column(
    site: Site, offering: Offering, at: Moment, found: Costed, requests: int, lowest: Decimal | None, ids: Sequence[str]
) -> EstimateColumn:
    model = site.catalog.models.get(offering.model)
    provider = site.catalog.providers.get(offering.provider)
    view = estimate_view(found.estimate, at) if found.estimate else None
    return EstimateColumn(
        name=model.name if model else offering.model,
        href=f"/providers/{offering.provider}/{offering.slug}",
        provider=provider.name if provider else offering.provider,
        api_model_id=offering.api_model_id,
        without=urlencode([("offering", each) for each in ids if each != offering.id]),
        as_of=(moment_text(at) or "").replace("T", " ").replace("Z", " UTC"),
        items=tuple(_item(item) for item in view.items) if view else (),
        missing=found.missing,
        request=dollars(view.total_usd) if view else None,
        day=_over(view, requests),
        month=_over(view, requests * DAYS_OF_A_MONTH),
        best="lowest" if view and view.total_usd == lowest else None,
    )


def _over(view: EstimateView | None, requests: int) -> str | None:
    return dollars(times(view.total_usd, requests)) if view else None


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
    graph = (structured.trail_node(site, trail, path), structured.page_node(site, path, title, description))
    return Head(title, description, path, trail, (), graph)
