"""What changed, by week, and what stops next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby

from registry.domain.catalog import CHANGE_KINDS, Change
from registry.domain.lifecycle import latest
from registry.domain.money import dollars
from registry.web.pages import structured
from registry.web.pages.head import Head
from registry.web.pages.site import Link, Site, freshness
from registry.web.pages.wording import TIER_LABELS, human_date, percent_change, unit_of
from registry.web.views import ChangeView, change_view
from scrapers.meters import METERS

MOST_CHANGES = 400
MOST_SHUTDOWNS = 8
_TWINS = (("application/json", "/api/v1/changes"), ("text/csv", "/changes.csv"))


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One change in words. old and new are None where there is no value; `change` is `▼ 80%`."""

    day: str
    offering: str
    provider: str
    href: str | None
    what: str
    old: str | None
    new: str | None
    change: str | None
    down: bool
    source: str | None


@dataclass(frozen=True, slots=True)
class Week:
    """The changes that took effect in one week, Monday first."""

    label: str
    rows: tuple[ChangeRow, ...]


@dataclass(frozen=True, slots=True)
class Shutdown:
    """An offering that stops answering on a day that a source gives."""

    day: str
    name: str
    provider: str
    href: str


@dataclass(frozen=True, slots=True)
class ChangesPage:
    """What the template of the changes receives."""

    head: Head
    freshness: str
    weeks: tuple[Week, ...]
    total: int


def changes_page(site: Site) -> ChangesPage:
    """The newest changes by week."""
    title, path = "Changes of prices, limits and listings · Modeldex", "/changes"
    description = "What changed in the prices, limits and listings of AI models: old and new value, date and source."
    rows = change_rows(site, site.changes[:MOST_CHANGES])
    weeks = tuple(Week(label, tuple(members)) for label, members in groupby(rows, key=lambda row: _week(row.day)))
    trail = (Link("Modeldex", "/"), Link("Changes"))
    graph = (
        structured.trail_node(site, trail, path),
        structured.page_node(site, path, title, description),
        structured.dataset_node(site, path, title, description, f"{path}.csv"),
    )
    head = Head(title, description, path, trail, _TWINS, graph)
    return ChangesPage(head, freshness(site), weeks, site.changes_in_all)


def change_rows(site: Site, changes: Iterable[Change]) -> tuple[ChangeRow, ...]:
    """Changes in words, by day, the newest first."""
    views = [change_view(site.catalog, change) for change in changes]
    views.sort(key=lambda view: view.day, reverse=True)
    return tuple(_row(site, view) for view in views)


def next_shutdowns(site: Site) -> tuple[Shutdown, ...]:
    """The next offerings to stop, the soonest first."""
    found = sorted(
        (latest(offering.retires), offering.retires, offering.id, offering)
        for offering in site.catalog.offerings.values()
        if offering.retires and latest(offering.retires) >= site.day and not offering.unlisted
    )
    rows: dict[tuple[str, str, str], Shutdown] = {}
    for _, day, _, offering in found:
        name, provider = _name(site, offering.model), _provider(site, offering.provider)
        rows.setdefault((day, name, provider), Shutdown(day, name, provider, _href(offering.provider, offering.slug)))
        if len(rows) == MOST_SHUTDOWNS:
            break
    return tuple(rows.values())


def _row(site: Site, view: ChangeView) -> ChangeRow:
    offering = site.catalog.offerings.get(view.offering)
    provider, _, api_model_id = view.offering.partition("/")
    old, new = _said(view.old, view), _said(view.new, view)
    is_price = isinstance(view.old, Decimal) and isinstance(view.new, Decimal)
    return ChangeRow(
        day=view.day,
        offering=_name(site, offering.model) if offering else api_model_id,
        provider=_provider(site, provider),
        href=view.url,
        what=_what(view),
        old=old,
        new=new,
        change=percent_change(view.old, view.new)
        if isinstance(view.old, Decimal) and isinstance(view.new, Decimal)
        else None,
        down=is_price and view.new < view.old,  # type: ignore[operator]
        source=view.source,
    )


def _what(view: ChangeView) -> str:
    if view.kind != "price":
        return CHANGE_KINDS[view.kind].format(field=view.field.replace("_", " ").removeprefix("capability."))
    label = METERS[view.field].label if view.field in METERS else view.field
    tier = view.rate.tier if view.rate else "standard"
    return label if tier == "standard" else f"{label}, {TIER_LABELS.get(tier, tier).lower()}"


def _said(value: Decimal | str | None, view: ChangeView) -> str | None:
    if isinstance(value, Decimal):
        unit = unit_of(view.field) if view.field in METERS else None
        return dollars(value) if unit in (None, "1M tokens") else f"{dollars(value)} / {unit}"
    return f"{int(value):,}" if value and value.isdigit() and view.kind == "limit" else value


def _week(day: str) -> str:
    moment = date.fromisoformat(day)
    return f"Week of {human_date((moment - timedelta(days=moment.weekday())).isoformat())}"


def _name(site: Site, model: str) -> str:
    known = site.catalog.models.get(model)
    return known.name if known else model


def _provider(site: Site, provider: str) -> str:
    known = site.catalog.providers.get(provider)
    return known.name if known else provider


def _href(provider: str, slug: str) -> str:
    return f"/providers/{provider}/{slug}"
