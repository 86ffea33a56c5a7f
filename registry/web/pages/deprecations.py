"""What has been or will be shut down, by month: a calendar that says how sure each date is."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from registry.domain.catalog import Offering
from registry.domain.lifecycle import latest
from registry.web.api.comparisons import by_date
from registry.web.pages import structured
from registry.web.pages.head import Head
from registry.web.pages.site import Link, Site, freshness
from registry.web.pages.wording import human_date
from registry.web.views.comparisons import DeprecationView, deprecation_view

MOST_PAST = 120
"""How many that are over the page shows; the API has all."""
_PRECISIONS = {4: "some day of the year", 7: "some day of the month"}


@dataclass(frozen=True, slots=True)
class DeprecationRow:
    """One model on one provider on one day. ids: the API model IDs that share it; note: how sure the date is."""

    day: str
    event: str
    note: str | None
    name: str
    href: str
    provider: str
    provider_href: str
    ids: tuple[Link, ...]
    left: str | None


@dataclass(frozen=True, slots=True)
class Month:
    """The rows of one month."""

    label: str
    rows: tuple[DeprecationRow, ...]


@dataclass(frozen=True, slots=True)
class DeprecationsPage:
    """What the template receives. total: how many offerings have such a date; past_left_out: how many are not shown."""

    head: Head
    freshness: str
    answer: str
    coming: tuple[Month, ...]
    past: tuple[Month, ...]
    total: int
    past_left_out: int


def deprecations_page(site: Site) -> DeprecationsPage:
    """What is to come by month, soonest first, and then what is over, the newest first."""
    coming, past = by_date(site.catalog, site.day)
    title, path = "Shutdowns and deprecations of AI models · Modeldex", "/deprecations"
    description = "When AI models are deprecated or shut down on each provider, by month, with their API model IDs."
    trail = (Link("Modeldex", "/"), Link("Shutdowns"))
    graph = (structured.trail_node(site, trail, path), structured.page_node(site, path, title, description))
    head = Head(title, description, path, trail, (("application/json", "/api/v1/deprecations"),), graph)
    return DeprecationsPage(
        head=head,
        freshness=freshness(site),
        answer=_answer(site, coming),
        coming=_months(site, coming),
        past=_months(site, past[:MOST_PAST]),
        total=len(coming) + len(past),
        past_left_out=max(len(past) - MOST_PAST, 0),
    )


def _answer(site: Site, coming: Sequence[Offering]) -> str:
    """The question that people come with, answered in one sentence."""
    if not coming:
        return "No shutdown or deprecation that is still to come is sourced."
    first = deprecation_view(site.catalog, coming[0])
    event = "stops answering" if first.retires else "is deprecated"
    offerings = "1 offering has" if len(coming) == 1 else f"{len(coming):,} offerings have"
    return (
        f"{offerings} a date ahead. The next: {first.model.name} on {first.provider.name} {event} "
        f"on {human_date(_date(first))}."
    )


def _months(site: Site, offerings: Sequence[Offering]) -> tuple[Month, ...]:
    views = [deprecation_view(site.catalog, one) for one in offerings]
    return tuple(
        Month(human_date(month), _rows(site, list(members)))
        for month, members in groupby(views, key=lambda view: _date(view)[:7])
    )


def _rows(site: Site, views: Sequence[DeprecationView]) -> tuple[DeprecationRow, ...]:
    """One row for the ids of a model on a provider that share their date, in the order of the first of them."""
    alike: dict[tuple[str, str, str], list[DeprecationView]] = {}
    for view in views:
        alike.setdefault((_date(view), view.model.id, view.provider.id), []).append(view)
    return tuple(_row(site, members) for members in alike.values())


def _row(site: Site, views: Sequence[DeprecationView]) -> DeprecationRow:
    first, day = views[0], _date(views[0])
    left = (latest(day) - site.day).days
    return DeprecationRow(
        day=day,
        event=_event(first, over=left < 0),
        note=_PRECISIONS.get(len(day)),
        name=first.model.name,
        href=f"/models/{first.model.id}",
        provider=first.provider.name,
        provider_href=f"/providers/{first.provider.id}",
        ids=tuple(Link(view.offering.partition("/")[2], view.url) for view in views),
        left=_left(left),
    )


def _date(view: DeprecationView) -> str:
    return view.retires or view.deprecated or ""


def _event(view: DeprecationView, *, over: bool) -> str:
    if view.retires:
        return "Shut down" if over else "Shuts down"
    return "Deprecated"


def _left(days: int) -> str | None:
    """How long it is until then, None for what is over."""
    if days < 0:
        return None
    return {0: "today", 1: "tomorrow"}.get(days, f"in {days} days")
