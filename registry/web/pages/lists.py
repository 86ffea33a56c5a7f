"""The dense tables: models and offerings, filtered, sorted and paged by address alone."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from registry.domain.catalog import Catalog
from registry.web.listing import Cut, list_models, list_offerings
from registry.web.pages import structured
from registry.web.pages.changes import ChangeRow, Shutdown, change_rows, next_shutdowns
from registry.web.pages.choices import Choice, active_filters, choices_of, without_a_field
from registry.web.pages.columns import (
    MODEL_COLUMNS,
    OFFERING_COLUMNS,
    Column,
    Heading,
    TableRow,
    heading_of,
    table_rows,
)
from registry.web.pages.display import Display
from registry.web.pages.head import Head, as_many_as_fit
from registry.web.pages.queries import NEWEST_FIRST, Pair, Query
from registry.web.pages.site import Link, Site, freshness
from registry.web.parameters import Values
from registry.web.rows import Counts
from registry.web.state import Published

TYPED = {"q": "Search", "input_max": "Input at most, $ / 1M"}
"""The fields of the form that one types in."""
MOST_CHANGES = 8
"""How many changes stand beside the table of the first page."""


@dataclass(frozen=True, slots=True)
class ListPage:
    """What the template of a list receives.

    kept: filters of the address that the form has no field for; narrowed: all its filters and its order.
    """

    head: Head
    heading: str
    intro: str
    freshness: str
    action: str
    query: str
    sort: str
    direction: str
    price_at_most: str
    choices: tuple[Choice, ...]
    unit: Choice
    columns: Choice
    shown: tuple[Pair, ...]
    kept: tuple[Pair, ...]
    narrowed: tuple[Pair, ...]
    per: str
    active: tuple[Link, ...]
    headings: tuple[Heading, ...]
    rows: tuple[TableRow, ...]
    total: int
    all: int
    first: str | None
    next: str | None
    csv: str
    json: str
    changes: tuple[ChangeRow, ...] = ()
    shutdowns: tuple[Shutdown, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """One of the lists: what it is called, what it holds and which columns it has. size: how many rows without filters.

    place: where the list itself is, whatever page shows it.
    """

    path: str
    place: str
    title: str
    heading: str
    intro: str
    columns: tuple[Column, ...]
    description: Callable[[Catalog], str]
    size: Callable[[Catalog], int]
    counts: Callable[[Published], Counts]
    cut: Callable[[Published, Values], Cut]


MODELS = Table(
    path="/models",
    place="/models",
    title="AI models: prices, limits, API model IDs",
    heading="Models",
    intro="What each model is, where it is served, under which API model ID, and what it costs. "
    "“Input from” and “Output from” are the prices of one real offering, the cheapest that is billed by use.",
    columns=MODEL_COLUMNS,
    description=lambda catalog: as_many_as_fit(
        (
            f"{len(catalog.models):,} AI models on {len(catalog.providers):,} providers:",
            "API model IDs, prices and limits on any date, each value with its source.",
        )
    ),
    size=lambda catalog: len(catalog.models),
    counts=lambda published: published.model_counts,
    cut=list_models,
)
HOME = replace(MODELS, path="/", heading="The open reference for AI models")
OFFERINGS = Table(
    path="/offerings",
    place="/offerings",
    title="Offerings: every model on every provider",
    heading="Offerings",
    intro="Every model on every provider, under the API model ID that it has there.",
    columns=OFFERING_COLUMNS,
    description=lambda catalog: (
        f"{len(catalog.offerings):,} offerings of AI models with price, limits and API model ID."
    ),
    size=lambda catalog: len(catalog.offerings),
    counts=lambda published: published.offering_counts,
    cut=list_offerings,
)


def home_page(site: Site, published: Published, query: Query, given_display: Iterable[Pair] = ()) -> ListPage:
    """The table of models with the latest changes and the next shutdowns beside it."""
    page = list_page(site, published, query, HOME, given_display)
    return replace(page, changes=change_rows(site, site.changes[:MOST_CHANGES]), shutdowns=next_shutdowns(site))


def list_page(
    site: Site, published: Published, query: Query, table: Table, given_display: Iterable[Pair] = ()
) -> ListPage:
    """One of the lists as the query has it, shown as its address says. Raises BadCursor or EditionGone."""
    display = Display.of(given_display, table.columns)
    query = replace(query, shown=display.pairs)
    unit, columns = display.choices(table.columns)
    given, cut, counts = query.first, table.cut(published, query.values), table.counts(published)
    choices = choices_of(site, query, counts.labs, counts.providers)
    # The order that the list has by itself is not carried over: words that are typed then come by relevance.
    order = given if "q" in given or query.order != NEWEST_FIRST else {}
    return ListPage(
        head=_head(site, table, query),
        heading=table.heading,
        intro=table.intro,
        freshness=freshness(site),
        action=table.place,
        query=given.get("q", ""),
        sort=order.get("sort", ""),
        direction=order.get("dir", ""),
        price_at_most=given.get("input_max", ""),
        choices=choices,
        unit=unit,
        columns=columns,
        shown=query.shown,
        narrowed=query.lasting,
        per=display.unit,
        kept=without_a_field(query, (*TYPED, *(each.name for each in choices))),
        active=active_filters(query, TYPED, choices),
        headings=tuple(heading_of(column, query) for column in display.columns),
        rows=table_rows(site, cut.rows, display.columns, display.per),
        total=cut.total,
        all=table.size(site.catalog),
        first=query.elsewhere(query.path) if "cursor" in given else None,
        next=query.following(cut.next),
        csv=query.elsewhere(f"{table.place}.csv"),
        json=query.elsewhere(f"/api/v1{table.place}"),
    )


def _head(site: Site, table: Table, query: Query) -> Head:
    path, title, description = table.path, table.title, table.description(site.catalog)
    csv = f"{table.place}.csv"
    trail = () if path == "/" else (Link("Modeldex", "/"), Link(table.heading))
    graph = (
        *((structured.trail_node(site, trail, path),) if trail else (structured.search_node(site),)),
        structured.page_node(site, path, title),
        structured.dataset_node(site, path, title, description, csv),
    )
    return Head(f"{title} · Modeldex", description, path, trail, (("text/csv", query.elsewhere(csv)),), graph)
