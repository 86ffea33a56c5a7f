"""An edition as a table: one row an offering, one column a fact. An empty cell is not sourced; a free price is 0.

Prices are the unconditional ones of the edition's day, exact, per the number of units that the column's name says.
Prices with conditions and the history are in the other formats.
"""

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from registry.domain.catalog import Catalog, DatedRate, Edition, Lab, Model, Offering
from registry.domain.lifecycle import on_day
from registry.domain.money import plain, times
from registry.domain.pricing import headline, in_force
from scrapers.claims import CAPABILITIES, Tier
from scrapers.meters import METERS, Meter

Cell = str | int | bool | Decimal | date | tuple[str, ...] | None

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_SIZES = {1: "", 1_000: "1k_", 1_000_000: "1m_"}
_BATCH_METERS = ("input", "output", "cache_read")


@dataclass(frozen=True, slots=True)
class Line:
    """What the columns of one row are read from."""

    offering: Offering
    model: Model | None
    lab: Lab | None
    provider_name: str
    rates: tuple[DatedRate, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """One column."""

    name: str
    read: Callable[[Line], Cell]


def csv_rows(catalog: Catalog, edition: Edition) -> Iterator[bytes]:
    """The header and then a row for each offering, by id, with its status as it stands on the edition's day."""
    catalog = on_day(catalog, edition.day)
    yield _written([column.name for column in COLUMNS])
    for identifier in sorted(catalog.offerings):
        line = _line(catalog, catalog.offerings[identifier], edition.day)
        yield _written([cell(column.read(line)) for column in COLUMNS])


def cell(value: Cell) -> str:
    """A value as the text of a cell. Text that a spreadsheet would run as a formula gets an apostrophe in front."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case Decimal():
            return plain(value)
        case int() | date():
            return str(value)
        case tuple():
            return cell(", ".join(value))
        case str():
            return f"'{value}" if value.startswith(_FORMULA_STARTS) else value


def _line(catalog: Catalog, offering: Offering, day: date) -> Line:
    model = catalog.models.get(offering.model)
    provider = catalog.providers.get(offering.provider)
    return Line(
        offering,
        model,
        catalog.labs.get(model.lab) if model else None,
        provider.name if provider else offering.provider,
        in_force(offering.rates, day),
    )


def _written(cells: list[str]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerow(cells)
    return text.getvalue().encode()


def _capability(name: str) -> Column:
    return Column(name, lambda line: line.offering.capabilities.get(name))


def _price(meter: Meter, tier: Tier) -> Column:
    prefix = "" if tier == "standard" else f"{tier}_"
    name = f"{prefix}{meter.id}_usd_per_{_SIZES[meter.per]}{meter.unit.lower().replace('-', '_')}"

    def read(line: Line) -> Cell:
        rate = headline(line.rates, meter.id, tier)
        return times(rate.usd, meter.per) if rate else None

    return Column(name, read)


COLUMNS: tuple[Column, ...] = (
    Column("id", lambda line: line.offering.id),
    Column("provider", lambda line: line.offering.provider),
    Column("provider_name", lambda line: line.provider_name),
    Column("api_model_id", lambda line: line.offering.api_model_id),
    Column("model", lambda line: line.offering.model),
    Column("model_name", lambda line: line.model.name if line.model else None),
    Column("lab", lambda line: line.model.lab if line.model else None),
    Column("lab_name", lambda line: line.lab.name if line.lab else None),
    Column("family", lambda line: line.model.family if line.model else None),
    Column("mode", lambda line: line.offering.mode),
    Column("status", lambda line: line.offering.status),
    Column("deployment", lambda line: line.offering.deployment),
    Column("context", lambda line: line.offering.context),
    Column("max_input", lambda line: line.offering.max_input),
    Column("max_output", lambda line: line.offering.max_output),
    Column("dimensions", lambda line: line.offering.dimensions),
    Column("input_modalities", lambda line: line.offering.input_modalities or None),
    Column("output_modalities", lambda line: line.offering.output_modalities or None),
    Column("open_weights", lambda line: line.offering.open_weights),
    Column("announced", lambda line: line.offering.announced),
    Column("released", lambda line: line.offering.released),
    Column("knowledge_cutoff", lambda line: line.offering.knowledge_cutoff),
    Column("deprecated", lambda line: line.offering.deprecated),
    Column("retires", lambda line: line.offering.retires),
    Column("unlisted", lambda line: line.offering.unlisted),
    *(_price(meter, "standard") for meter in METERS.values()),
    *(_price(METERS[name], "batch") for name in _BATCH_METERS),
    *(_capability(name) for name in CAPABILITIES),
    Column("sources", lambda line: line.offering.sources),
)
