"""What has been or will be shut down, by month: a calendar that says how sure each date is."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby

from registry.web.deprecations import Ending, Endings, endings
from registry.web.listing import Part, part_of
from registry.web.pages import structured
from registry.web.pages.choices import Choice, choice, counted
from registry.web.pages.frames import Frame, TextField, formats_of, frame, lab_of, labs_of, providers_of, search_field
from registry.web.pages.head import Head
from registry.web.pages.queries import Query
from registry.web.pages.site import Link, Site, freshness
from registry.web.pages.wording import human_date
from registry.web.parameters import Values
from registry.web.state import Published

EVERYTHING = Values({})
_PRECISIONS = {4: "some day of the year", 7: "some day of the month"}
_PERIODS = (("coming", "To come"), ("past", "Past"))
_EVENTS = {
    # field of the date: still to come, over, in a sentence
    "retires": ("Shuts down", "Shut down", "stops answering"),
    "retires_earliest": ("May shut down", "May shut down", "stays at least until"),
    "deprecated": ("Deprecated", "Deprecated", "is deprecated"),
}


@dataclass(frozen=True, slots=True)
class DeprecationRow:
    """One model on one provider on one day. ids: the API model IDs that share it; note: how sure the date is.

    tentative: it does not end before that day, and no end is announced.
    """

    day: str
    event: str
    note: str | None
    tentative: bool
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
    """What the template receives. answer: about everything; narrowed: the same of what is filtered, if it is.

    past_href: where what is over begins, None where it is shown or nothing is.
    """

    head: Head
    freshness: str
    answer: str
    narrowed: str | None
    frame: Frame
    coming: tuple[Month, ...]
    past: tuple[Month, ...]
    past_total: int
    past_href: str | None


def deprecations_page(site: Site, published: Published, query: Query) -> DeprecationsPage:
    """What is to come by month, soonest first, and then what is over, the newest first; 100 rows a page."""
    everything = endings(published, EVERYTHING)
    found = endings(published, query.values) if query.filters else everything
    part = part_of(_alike(found.all), published, query.values)
    coming = [row for row in part.items if row[0].day >= site.day]
    past = part.items[len(coming) :]
    return DeprecationsPage(
        head=_head(site, query),
        freshness=freshness(site),
        answer=_answer(site, everything.coming, ("No offering has", "1 offering has", "{:,} offerings have")),
        narrowed=_answer(site, found.coming, ("None of these has", "1 of these has", "{:,} of these have"))
        if query.filters and found.all and query.values.get("when", str) != "past"
        else None,
        frame=_frame(site, query, everything, found, part),
        coming=_months(site, coming),
        past=_months(site, past),
        past_total=len(found.past),
        past_href=_past_href(query) if found.past and not past else None,
    )


def _frame(site: Site, query: Query, everything: Endings, found: Endings, part: Part[tuple[Ending, ...]]) -> Frame:
    return frame(
        query,
        _controls(site, everything, query),
        total=len(found.all),
        everything=len(everything.all),
        cursor=part.next,
        formats=(Link("Subscribe to the calendar", calendar_of(site, query)), *formats_of(query, "csv")),
        note="",
    )


def calendar_of(site: Site, query: Query) -> str:
    """The calendar of what is filtered: of one known provider its own."""
    filters = [pair for pair in query.filters if pair[0] != "when"]
    if [name for name, _ in filters] == ["provider"] and (provider := filters[0][1].lower()) in site.catalog.providers:
        return f"/providers/{provider}.ics"
    return Query.address("/deprecations.ics", filters)


def _controls(site: Site, everything: Endings, query: Query) -> tuple[TextField | Choice, ...]:
    def tally(key: Callable[[Ending], str | None]) -> Counter[str]:
        return Counter(found for one in everything.all if (found := key(one)))

    return (
        search_field(query),
        providers_of(site, query, tally(lambda one: one.offering.provider)),
        labs_of(site, query, tally(lambda one: lab_of(site, one.offering.id))),
        counted(query, "source", "Source", tally(lambda one: one.offering.citations.get(one.field)), site.source_title),
        choice(query, "when", "Period", _PERIODS),
    )


def _head(site: Site, query: Query) -> Head:
    title, path = "Shutdowns and deprecations of AI models · Modeldex", "/deprecations"
    description = "When AI models are deprecated or shut down on each provider, by month, with their API model IDs."
    trail = (Link("Modeldex", "/"), Link("Shutdowns"))
    graph = (structured.trail_node(site, trail, path), structured.page_node(site, path, title))
    twins = (
        ("application/json", query.elsewhere("/api/v1/deprecations")),
        ("text/csv", query.elsewhere("/deprecations.csv")),
    )
    return Head(title, description, path, trail, twins, graph)


def _past_href(query: Query) -> str:
    kept = [pair for pair in query.lasting if pair[0] != "when"]
    return Query.address(query.path, [*kept, ("when", "past")])


def _answer(site: Site, coming: Sequence[Ending], subject: tuple[str, str, str]) -> str:
    """The question that people come with, answered in one sentence. subject: of none, of one offering, of several."""
    if not coming:
        return f"{subject[0]} a date ahead."
    first = next((one for one in coming if one.field != "retires_earliest"), coming[0])
    some = subject[min(len(coming), 2)].format(len(coming))
    return f"{some} a date ahead. The next: {_model(site, first)} on {_provider(site, first)} {_said(first)}."


def _said(one: Ending) -> str:
    verb, day = _EVENTS[one.field][2], human_date(one.said)
    if one.field == "retires_earliest":
        return f"{verb} {day}"
    return f"{verb} {'on' if len(one.said) not in _PRECISIONS else 'in'} {day}"


def _alike(found: Sequence[Ending]) -> list[tuple[Ending, ...]]:
    """The ids of a model on a provider that share their date, in the order of the first of them."""
    alike: dict[tuple[str, str, str, str], list[Ending]] = {}
    for one in found:
        alike.setdefault((one.said, one.field, one.offering.model, one.offering.provider), []).append(one)
    return [tuple(members) for members in alike.values()]


def _months(site: Site, rows: Sequence[tuple[Ending, ...]]) -> tuple[Month, ...]:
    return tuple(
        Month(human_date(month), tuple(_row(site, row) for row in members))
        for month, members in groupby(rows, key=lambda row: row[0].said[:7])
    )


def _row(site: Site, row: Sequence[Ending]) -> DeprecationRow:
    first = row[0]
    left = (first.day - site.day).days
    return DeprecationRow(
        day=first.said,
        event=_EVENTS[first.field][left < 0],
        note=_PRECISIONS.get(len(first.said)),
        tentative=first.field == "retires_earliest",
        name=_model(site, first),
        href=f"/models/{first.offering.model}",
        provider=_provider(site, first),
        provider_href=f"/providers/{first.offering.provider}",
        ids=tuple(
            Link(one.offering.api_model_id, f"/providers/{one.offering.provider}/{one.offering.slug}") for one in row
        ),
        left=_left(left),
    )


def _model(site: Site, one: Ending) -> str:
    model = site.catalog.models.get(one.offering.model)
    return model.name if model else one.offering.model


def _provider(site: Site, one: Ending) -> str:
    provider = site.catalog.providers.get(one.offering.provider)
    return provider.name if provider else one.offering.provider


def _left(days: int) -> str | None:
    """How long it is until then, None for what is over."""
    if days < 0:
        return None
    return {0: "today", 1: "tomorrow"}.get(days, f"in {days} days")
