"""The lists as CSV: exactly what is filtered, every row of it, in the same order. Unknown is an empty cell, never 0."""

import csv
from collections.abc import Iterable, Sequence
from decimal import Decimal
from io import StringIO

from registry.domain.money import times
from registry.exports.as_csv import Cell, cell
from registry.web.rows import Row
from scrapers.meters import METERS

_PRICES = ("input", "output", "cache_read", "cache_write")
_HEADS = (
    "id",
    "name",
    "lab",
    "family",
    "model",
    "providers",
    "status",
    "context",
    "max_output",
    *(f"{meter}_usd_per_million" for meter in _PRICES),
    "open_weights",
    "released",
    "knowledge_cutoff",
    "offering",
)


def spreadsheet(rows: Iterable[Row]) -> str:
    """Rows as RFC 4180, with a heading. A cell that a spreadsheet would run as a formula gets an apostrophe."""
    target = StringIO()
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow(_HEADS)
    for row in rows:
        writer.writerow([cell(value) for value in _cells(row)])
    return target.getvalue()


def _cells(row: Row) -> Sequence[Cell]:
    subject = row.subject
    return (
        row.id,
        row.name,
        row.lab,
        row.family,
        row.model,
        " ".join(row.providers),
        subject.status,
        subject.context,
        subject.max_output,
        *(_price(row, meter) for meter in _PRICES),
        row.open_weights,
        subject.released,
        subject.knowledge_cutoff,
        row.offering.id if row.offering else None,
    )


def _price(row: Row, meter: str) -> Decimal | None:
    usd = row.price(meter)
    return None if usd is None else times(usd, METERS[meter].per)
