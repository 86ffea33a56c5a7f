"""The lists as CSV: exactly what is filtered, every row of it, in the same order. Unknown is an empty cell, never 0."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

from registry.domain.money import plain, times
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
)


def spreadsheet(rows: Iterable[Row]) -> str:
    """Rows as RFC 4180, with a heading. A cell that a spreadsheet would run as a formula gets an apostrophe."""
    target = StringIO()
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow(_HEADS)
    for row in rows:
        writer.writerow([guarded(cell) for cell in _cells(row)])
    return target.getvalue()


def guarded(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def _cells(row: Row) -> Sequence[str]:
    subject = row.subject
    return (
        row.id,
        row.name,
        row.lab or "",
        row.family or "",
        row.model,
        " ".join(row.providers),
        subject.status,
        str(subject.context or ""),
        str(subject.max_output or ""),
        *(_price(row, meter) for meter in _PRICES),
        {True: "true", False: "false", None: ""}[row.open_weights],
        subject.released or "",
        subject.knowledge_cutoff or "",
    )


def _price(row: Row, meter: str) -> str:
    usd = row.price(meter)
    return "" if usd is None else plain(times(usd, METERS[meter].per))
