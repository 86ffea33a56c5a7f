"""What changed, by week, and what stops next."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby

from registry.domain.catalog import Change
from registry.domain.lifecycle import latest
from registry.domain.news import ChangeCount
from registry.web.listing import Part
from registry.web.pages import structured
from registry.web.pages.changed import EVENTS, KIND_LABELS, value_said, what_changed
from registry.web.pages.choices import Choice, choice, counted
from registry.web.pages.frames import (
    Frame,
    TextField,
    day_field,
    formats_of,
    frame,
    lab_of,
    labs_of,
    providers_of,
    search_field,
)
from registry.web.pages.head import Head
from registry.web.pages.queries import Query
from registry.web.pages.site import Link, Site, freshness
from registry.web.pages.wording import human_date, percent_change
from registry.web.state import Published
from registry.web.views import ChangeView, change_view

MOST_SHUTDOWNS = 8
_DIRECTION_LABELS = (("down", "▼ Lower"), ("up", "▲ Higher"))


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One change in words. old and new: None is not sourced; `change` is `▼ 80%`; event: `what` tells it all.

    first_seen: no source dates it; the day is that on which it was first seen.
    """

    day: str
    offering: str
    provider: str
    api_model_id: str
    href: str | None
    what: str
    old: str | None
    new: str | None
    change: str | None
    down: bool
    source: str | None
    event: bool
    first_seen: bool


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
    frame: Frame
    weeks: tuple[Week, ...]


def changes_page(site: Site, published: Published, query: Query, part: Part[Change]) -> ChangesPage:
    """A page of the changes that a query asks for, by week."""
    title, path = "Changes of prices, limits and listings · Modeldex", "/changes"
    description = "What changed in the prices, limits and listings of AI models: old and new value, date and source."
    rows = (_row(site, change_view(site.catalog, change)) for change in part.items)
    weeks = tuple(Week(label, tuple(members)) for label, members in groupby(rows, key=lambda row: _week(row.day)))
    trail = (Link("Modeldex", "/"), Link("Changes"))
    graph = (
        structured.trail_node(site, trail, path),
        structured.page_node(site, path, title),
        structured.dataset_node(site, path, title, description, f"{path}.csv"),
    )
    formats = formats_of(query, "csv", "atom")
    twins = (("application/json", query.elsewhere("/api/v1/changes")), ("text/csv", query.elsewhere("/changes.csv")))
    return ChangesPage(
        Head(title, description, path, trail, twins, graph),
        freshness(site),
        frame(
            query,
            _controls(site, published.changes_counted, query),
            total=part.total,
            everything=sum(one.number for one in published.changes_counted),
            cursor=part.next,
            formats=formats,
        ),
        weeks,
    )


def change_rows(site: Site, changes: Iterable[Change]) -> tuple[ChangeRow, ...]:
    """Changes in words, by day, the newest first."""
    views = [change_view(site.catalog, change) for change in changes]
    views.sort(key=lambda view: view.day, reverse=True)
    return tuple(_row(site, view) for view in views)


def _controls(site: Site, counts: Sequence[ChangeCount], query: Query) -> tuple[TextField | Choice, ...]:
    """The filters, each with how many of all changes it keeps."""

    def tally(key: Callable[[ChangeCount], str | None]) -> Counter[str]:
        found: Counter[str] = Counter()
        for one in counts:
            found[key(one) or ""] += one.number
        del found[""]
        return found

    return (
        search_field(query),
        providers_of(site, query, tally(lambda one: one.offering.partition("/")[0])),
        labs_of(site, query, tally(lambda one: lab_of(site, one.offering))),
        counted(query, "kind", "What", tally(lambda one: one.kind), KIND_LABELS.__getitem__),
        choice(query, "direction", "Price", _DIRECTION_LABELS),
        counted(query, "source", "Source", tally(lambda one: one.source), site.source_title),
        day_field(query, "since", "From"),
        day_field(query, "until", "Until"),
    )


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
    prices = (view.old, view.new) if isinstance(view.old, Decimal) and isinstance(view.new, Decimal) else None
    return ChangeRow(
        day=view.day,
        offering=_name(site, offering.model) if offering else api_model_id,
        provider=_provider(site, provider),
        api_model_id=api_model_id,
        href=view.url,
        what=what_changed(view),
        old=value_said(view.old, view),
        new=value_said(view.new, view),
        change=percent_change(*prices) if prices else None,
        down=bool(prices and prices[1] < prices[0]),
        source=view.source,
        event=view.kind in EVENTS,
        first_seen=view.basis == "observed",
    )


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
