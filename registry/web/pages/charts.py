"""The chart of price against context: the newest models of a list, with the table beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from registry.domain.money import times
from registry.web.charts.marks import Chart
from registry.web.charts.scatter import Point, scatter
from registry.web.listing import all_models
from registry.web.pages import structured
from registry.web.pages.choices import Choice, active_filters, choices_of, without_a_field
from registry.web.pages.columns import MODEL_COLUMNS, Heading, TableRow, table_rows
from registry.web.pages.head import Head
from registry.web.pages.lists import TYPED
from registry.web.pages.queries import Pair, Query
from registry.web.pages.site import Link, Site, freshness
from registry.web.rows import Row
from registry.web.state import Published

MOST_POINTS = 120
_SHOWN = ("lab", "context", "input", "output", "released")
_PER = 1_000_000


@dataclass(frozen=True, slots=True)
class ChartsPage:
    """What the template receives. total: how many models of the filters have both values; shown: the newest of them."""

    head: Head
    freshness: str
    query: str
    choices: tuple[Choice, ...]
    kept: tuple[Pair, ...]
    active: tuple[Link, ...]
    chart: Chart | None
    headings: tuple[Heading, ...]
    rows: tuple[TableRow, ...]
    shown: int
    total: int
    without: int
    json: str


def charts_page(site: Site, published: Published, query: Query) -> ChartsPage:
    """The models that the query has, those that have both a context and a price above zero."""
    found = all_models(published, query.values)
    both = [row for row in found if _priced(row)]
    rows = both[:MOST_POINTS]
    columns = tuple(column for column in MODEL_COLUMNS if column.name in _SHOWN)
    counts = published.model_counts
    choices = choices_of(site, query, counts.labs, counts.providers)
    return ChartsPage(
        head=_head(site),
        freshness=freshness(site),
        query=query.first.get("q", ""),
        choices=choices,
        kept=without_a_field(query, ("q", *(each.name for each in choices))),
        active=active_filters(query, TYPED, choices),
        chart=_chart(rows),
        headings=tuple(Heading(column.label, column.short, None, None, column.number) for column in columns),
        rows=table_rows(site, rows, columns, _PER),
        shown=len(rows),
        total=len(both),
        without=len(found) - len(both),
        json=query.elsewhere("/api/v1/models"),
    )


def _priced(row: Row) -> bool:
    return bool(row.subject.context and row.price("input"))


def _chart(rows: Sequence[Row]) -> Chart | None:
    if not rows:
        return None
    points = [point for row in rows if (point := _point(row))]
    return scatter(
        "context", "Input price in US dollars per 1M tokens, against context in tokens", _said(points), points
    )


def _point(row: Row) -> Point | None:
    usd, context = row.price("input"), row.subject.context
    if not usd or not context:
        return None
    kind = "s0" if row.open_weights else "s1"
    return Point(row.name, context, times(usd, _PER), kind)


def _said(points: Sequence[Point]) -> str:
    """What can be seen, in words."""
    cheapest, dearest = min(points, key=_price), max(points, key=_price)
    longest = max(points, key=lambda point: point.across)
    return (
        f"{len(points)} models. The cheapest is {cheapest.name}, the dearest {dearest.name}; "
        f"the longest context is that of {longest.name}. The table beside the chart has every value."
    )


def _price(point: Point) -> Decimal:
    return point.up


def _head(site: Site) -> Head:
    title, path = "Price against context of AI models · Modeldex", "/charts"
    description = "The input price of AI models against the length of their context, as a chart and as a table."
    trail = (Link("Modeldex", "/"), Link("Charts"))
    graph = (structured.trail_node(site, trail, path), structured.page_node(site, path, title))
    return Head(title, description, path, trail, (), graph)
