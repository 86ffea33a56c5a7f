"""The columns of the dense tables, and their cells: what each shows and what it sorts by."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from registry.domain.catalog import Model, Offering
from registry.domain.money import times
from registry.web.pages.prices import Cell, padding
from registry.web.pages.queries import Query
from registry.web.pages.site import Link, Site
from registry.web.pages.wording import grouped, price
from registry.web.rows import Row
from scrapers.meters import METERS


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, what it sorts by, and how a row fills it. `meter` columns hold prices.

    name: how an address calls it; usual: whether it is there unless others are chosen.
    """

    name: str
    label: str
    sort: str | None = None
    short: str = ""
    text: Callable[[Site, Row], str | None] = lambda _site, _row: None
    meter: str | None = None
    tier: str = "standard"
    number: bool = False
    descending_first: bool = False
    usual: bool = True


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
    """One cell; text None is not sourced. asked_by: the page of the offering whose price it is, with its provider."""

    text: str | None
    short: str
    number: bool
    padding: int = 0
    asked_by: Link | None = None


@dataclass(frozen=True, slots=True)
class TableRow:
    """One model or offering. called: its name apart from its row; compared: what the comparison calls it."""

    href: str
    name: str
    called: str
    id: str
    compared: str
    tag: str | None
    cells: tuple[TableCell, ...]


def _lab(site: Site, row: Row) -> str | None:
    lab = site.catalog.labs.get(row.lab or "")
    return lab.name if lab else None


def _provider(site: Site, row: Row) -> str | None:
    provider = site.catalog.providers.get(row.providers[0]) if row.providers else None
    return provider.name if provider else None


def _weights(_: Site, row: Row) -> str | None:
    return None if row.open_weights is None else ("open" if row.open_weights else "closed")


def _limit(name: str, label: str, of: Callable[[Model | Offering], int | None], *, usual: bool = True) -> Column:
    return Column(
        name,
        label,
        name,
        label,
        lambda _, row: grouped(of(row.subject)),
        number=True,
        descending_first=True,
        usual=usual,
    )


def _day(name: str, label: str, of: Callable[[Model | Offering], str | None], *, usual: bool = True) -> Column:
    return Column(
        name, label, name, label, lambda _, row: of(row.subject), number=True, descending_first=True, usual=usual
    )


def _price(meter: str, label: str, short: str, *, usual: bool = True) -> Column:
    return Column(meter, label, meter, short, meter=meter, number=True, usual=usual)


def _batch(meter: str, label: str, *, usual: bool = True) -> Column:
    return Column(f"batch_{meter}", label, None, label, meter=meter, tier="batch", number=True, usual=usual)


_CONTEXT = _limit("context", "Context", lambda subject: subject.context)
_REST = (
    _limit("max_output", "Max out", lambda subject: subject.max_output, usual=False),
    _day("knowledge_cutoff", "Knowledge", lambda subject: subject.knowledge_cutoff, usual=False),
    Column("weights", "Weights", None, "Weights", _weights, usual=False),
    _day("released", "Released", lambda subject: subject.released),
)
MODEL_COLUMNS = (
    Column("lab", "Lab", "lab", "Lab", _lab),
    Column(
        "providers",
        "Providers",
        "providers",
        "Providers",
        lambda _, row: str(len(row.providers)),
        number=True,
        descending_first=True,
    ),
    _CONTEXT,
    _price("input", "Input from", "Input"),
    _price("output", "Output from", "Output"),
    _price("cache_read", "Cache", "Cache"),
    _price("cache_write", "Cache write", "Cache write", usual=False),
    *_REST,
)
OFFERING_COLUMNS = (
    Column("provider", "Provider", "provider", "Provider", _provider),
    Column("lab", "Lab", "lab", "Lab", _lab, usual=False),
    _CONTEXT,
    _price("input", "Input", "Input"),
    _price("output", "Output", "Output"),
    _price("cache_read", "Cache", "Cache"),
    _price("cache_write", "Cache write", "Cache write", usual=False),
    _batch("input", "Batch in"),
    _batch("output", "Batch out", usual=False),
    *_REST,
)


def heading_of(column: Column, query: Query) -> Heading:
    """The heading, with the link that sorts by its column or turns the order round."""
    if column.sort is None:
        return Heading(column.label, column.short, None, None, column.number)
    given = query.first
    is_sorted = given.get("sort") == column.sort
    descending = given.get("dir") == "desc"
    turned = ("asc" if descending else "desc") if is_sorted else ("desc" if column.descending_first else "asc")
    order = ("descending" if descending else "ascending") if is_sorted else None
    return Heading(column.label, column.short, query.sorted_by(column.sort, turned), order, column.number)


def table_rows(site: Site, rows: Sequence[Row], columns: Sequence[Column], per: int) -> tuple[TableRow, ...]:
    """Rows in the given order, their prices aligned on the decimal; those of tokens are for `per` of them."""
    filled = [_column_cells(site, rows, column, per) for column in columns]
    return tuple(
        TableRow(
            href=_href(row.subject),
            name=row.name,
            called=row.name if isinstance(row.subject, Model) else f"{row.name} on {_provider(site, row)}",
            id=_id(row.subject),
            compared=f"model:{row.id}" if isinstance(row.subject, Model) else row.id,
            tag=_tag(row.subject),
            cells=tuple(cells[place] for cells in filled),
        )
        for place, row in enumerate(rows)
    )


def _column_cells(site: Site, rows: Sequence[Row], column: Column, tokens: int) -> list[TableCell]:
    if column.meter is None:
        return [TableCell(column.text(site, row), column.short, column.number) for row in rows]
    meter = METERS[column.meter]
    per = tokens if meter.unit == "token" else meter.per
    amounts = [_times(row.price(column.meter, column.tier), per) for row in rows]
    pads = padding(amounts)
    texts = [None if amount is None else price(amount) for amount in amounts]
    cells = [Cell(text or "", pad if amount else 0) for text, pad, amount in zip(texts, pads, amounts, strict=True)]
    askers = [_asker(site, row) if column.meter == "input" else None for row in rows]
    return [
        TableCell(text, column.short, column.number, cell.padding, asker)
        for text, cell, asker in zip(texts, cells, askers, strict=True)
    ]


def _asker(site: Site, row: Row) -> Link | None:
    """Who asks a model's price; an offering's own row says it already."""
    if row.offering is None or row.offering is row.subject:
        return None
    known = site.catalog.providers.get(row.offering.provider)
    return Link(known.name if known else row.offering.provider, _href(row.offering))


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
