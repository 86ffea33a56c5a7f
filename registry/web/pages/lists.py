"""The dense tables: models and offerings, filtered, sorted and paged by address alone."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from registry.domain.catalog import Model, Offering
from registry.domain.money import times
from registry.web.listing import list_models, list_offerings
from registry.web.pages import structured
from registry.web.pages.changes import ChangeRow, Shutdown, change_rows, next_shutdowns
from registry.web.pages.choices import Choice, choices_of
from registry.web.pages.head import Head, as_many_as_fit
from registry.web.pages.prices import Cell, padding
from registry.web.pages.queries import Pair, Query
from registry.web.pages.site import Link, Site, freshness
from registry.web.pages.wording import compact, price
from registry.web.rows import Row
from registry.web.state import Published
from scrapers.meters import METERS


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, what it sorts by, and how a row fills it. `meter` columns hold prices."""

    label: str
    sort: str | None = None
    short: str = ""
    text: Callable[[Site, Row], str | None] = lambda _site, _row: None
    meter: str | None = None
    tier: str = "standard"
    number: bool = False
    descending_first: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A column's heading with the link that sorts by it; `order` is the value of aria-sort."""

    label: str
    short: str
    href: str | None
    order: str | None
    number: bool


@dataclass(frozen=True, slots=True)
class TableCell:
    """One cell; text None is not sourced."""

    text: str | None
    short: str
    number: bool
    padding: int = 0


@dataclass(frozen=True, slots=True)
class TableRow:
    """One model or offering."""

    href: str
    name: str
    id: str
    tag: str | None
    cells: tuple[TableCell, ...]


@dataclass(frozen=True, slots=True)
class ListPage:
    """What the template of a list receives."""

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


def _lab(site: Site, row: Row) -> str | None:
    lab = site.catalog.labs.get(row.lab or "")
    return lab.name if lab else None


def _provider(site: Site, row: Row) -> str | None:
    provider = site.catalog.providers.get(row.providers[0]) if row.providers else None
    return provider.name if provider else None


_CONTEXT = Column(
    "Context", "context", "Context", lambda _, row: compact(row.subject.context), number=True, descending_first=True
)
_RELEASED = Column(
    "Released", "released", "Released", lambda _, row: row.subject.released, number=True, descending_first=True
)
MODEL_COLUMNS = (
    Column("Lab", "lab", "Lab", _lab),
    Column(
        "Providers",
        "providers",
        "Providers",
        lambda _, row: str(len(row.providers)),
        number=True,
        descending_first=True,
    ),
    _CONTEXT,
    Column("Input from", "input", "Input", meter="input", number=True),
    Column("Output from", "output", "Output", meter="output", number=True),
    Column("Cache", "cache_read", "Cache", meter="cache_read", number=True),
    _RELEASED,
)
OFFERING_COLUMNS = (
    Column("Provider", "provider", "Provider", _provider),
    _CONTEXT,
    Column("Input", "input", "Input", meter="input", number=True),
    Column("Output", "output", "Output", meter="output", number=True),
    Column("Cache", "cache_read", "Cache", meter="cache_read", number=True),
    Column("Batch in", None, "Batch in", meter="input", tier="batch", number=True),
    _RELEASED,
)


def models_page(site: Site, published: Published, query: Query, *, home: bool = False) -> ListPage:
    """The table of models: prices of the one cheapest offering of each, never mixed from two."""
    cut = list_models(published, query.values)
    counts = Counter(row.lab for row in published.model_rows if row.lab)
    served = Counter(provider for row in published.model_rows for provider in row.providers)
    description = as_many_as_fit(
        (
            f"{len(site.catalog.models):,} AI models on {len(site.catalog.providers):,} providers:",
            "API model IDs, prices and limits on any date, each value with its source.",
        )
    )
    return _list_page(
        site,
        query,
        head=_head(site, "/" if home else "/models", "AI models: prices, limits, API model IDs", description, query),
        heading="The open reference for AI models" if home else "Models",
        intro="What each model is, where it is served, under which API model ID, and what it costs. "
        "“Input from” and “Output from” are the prices of one real offering, the cheapest that is billed by use.",
        choices=choices_of(site, query, counts, served),
        columns=MODEL_COLUMNS,
        rows=cut.rows,
        total=cut.total,
        everything=len(site.catalog.models),
        cursor=cut.next,
        changes=change_rows(site, site.changes[:8]) if home else (),
        shutdowns=next_shutdowns(site) if home else (),
    )


def offerings_page(site: Site, published: Published, query: Query) -> ListPage:
    """The table of offerings: every model on every provider."""
    cut = list_offerings(published, query.values)
    counts = Counter(row.lab for row in published.offering_rows if row.lab)
    served = Counter(row.providers[0] for row in published.offering_rows if row.providers)
    description = f"{len(site.catalog.offerings):,} offerings of AI models with price, limits and API model ID."
    return _list_page(
        site,
        query,
        head=_head(site, "/offerings", "Offerings: every model on every provider", description, query),
        heading="Offerings",
        intro="Every model on every provider, under the API model ID that it has there.",
        choices=choices_of(site, query, counts, served),
        columns=OFFERING_COLUMNS,
        rows=cut.rows,
        total=cut.total,
        everything=len(site.catalog.offerings),
        cursor=cut.next,
    )


def _list_page(
    site: Site,
    query: Query,
    *,
    head: Head,
    heading: str,
    intro: str,
    choices: tuple[Choice, ...],
    columns: Sequence[Column],
    rows: Sequence[Row],
    total: int,
    everything: int,
    cursor: str | None,
    changes: tuple[ChangeRow, ...] = (),
    shutdowns: tuple[Shutdown, ...] = (),
) -> ListPage:
    given = query.first
    kind = "/offerings" if head.path == "/offerings" else "/models"
    return ListPage(
        head=head,
        heading=heading,
        intro=intro,
        freshness=freshness(site),
        action=kind,
        query=given.get("q", ""),
        sort=given.get("sort", ""),
        direction=given.get("dir", ""),
        price_at_most=given.get("input_max", ""),
        choices=choices,
        active=tuple(Link(_chip(pair), query.without(pair)) for pair in query.filters),
        headings=tuple(_heading(column, query) for column in columns),
        rows=_table_rows(site, rows, columns),
        total=total,
        all=everything,
        first=query.elsewhere(query.path) if "cursor" in given else None,
        next=query.following(cursor),
        csv=query.elsewhere(f"{kind}.csv"),
        json=query.elsewhere(f"/api/v1{kind}"),
        changes=changes,
        shutdowns=shutdowns,
    )


def _head(site: Site, path: str, title: str, description: str, query: Query) -> Head:
    csv = f"{'/models' if path == '/' else path}.csv"
    graph = (
        structured.page_node(site, path, title, description),
        structured.dataset_node(site, path, title, description, csv),
    )
    trail = () if path == "/" else (Link("Modeldex", "/"), Link(path[1:].capitalize()))
    return Head(f"{title} · Modeldex", description, path, trail, (("text/csv", query.elsewhere(csv)),), graph)


def _heading(column: Column, query: Query) -> Heading:
    if column.sort is None:
        return Heading(column.label, column.short, None, None, column.number)
    given = query.first
    is_sorted = given.get("sort") == column.sort
    descending = given.get("dir") == "desc"
    turned = ("asc" if descending else "desc") if is_sorted else ("desc" if column.descending_first else "asc")
    order = ("descending" if descending else "ascending") if is_sorted else None
    return Heading(column.label, column.short, query.sorted_by(column.sort, turned), order, column.number)


def _table_rows(site: Site, rows: Sequence[Row], columns: Sequence[Column]) -> tuple[TableRow, ...]:
    filled = [_column_cells(site, rows, column) for column in columns]
    return tuple(
        TableRow(
            _href(row.subject), row.name, _id(row.subject), _tag(row.subject), tuple(cells[place] for cells in filled)
        )
        for place, row in enumerate(rows)
    )


def _column_cells(site: Site, rows: Sequence[Row], column: Column) -> list[TableCell]:
    if column.meter is None:
        return [TableCell(column.text(site, row), column.short, column.number) for row in rows]
    per = METERS[column.meter].per
    amounts = [_times(row.price(column.meter, column.tier), per) for row in rows]
    pads = padding(amounts)
    texts = [None if amount is None else price(amount) for amount in amounts]
    cells = [Cell(text or "", pad if amount else 0) for text, pad, amount in zip(texts, pads, amounts, strict=True)]
    return [TableCell(text, column.short, column.number, cell.padding) for text, cell in zip(texts, cells, strict=True)]


def _times(usd: Decimal | None, per: int) -> Decimal | None:
    return None if usd is None else times(usd, per)


def _href(subject: Model | Offering) -> str:
    if isinstance(subject, Model):
        return f"/models/{subject.id}"
    return f"/providers/{subject.provider}/{subject.slug}"


def _id(subject: Model | Offering) -> str:
    return subject.id if isinstance(subject, Model) else subject.api_model_id


def _tag(subject: Model | Offering) -> str | None:
    if isinstance(subject, Offering) and subject.unlisted:
        return "unlisted"
    return None if subject.status == "available" else subject.status


def _chip(pair: Pair) -> str:
    name, text = pair
    return f"“{text}”" if name == "q" else f"{name.replace('_', ' ')}: {text}"
