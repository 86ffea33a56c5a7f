"""The formats that a whole edition is written in: pure functions of the edition, never of the clock."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from registry.domain.catalog import Catalog, Edition
from registry.domain.export import canonical
from registry.exports.as_csv import csv_rows
from registry.exports.as_json import json_document


@dataclass(frozen=True, slots=True)
class Format:
    """One format: its name is also its file name's ending; `write` gives the bytes in pieces."""

    name: str
    media_type: str
    about: str
    write: Callable[[Catalog, Edition], Iterator[bytes]]


_ROWS = (
    Format(
        "json",
        "application/json",
        "one object with everything, prices as the API prints them, the whole history",
        json_document,
    ),
    Format(
        "jsonl",
        "application/x-ndjson",
        "the canonical lines; the sha256 of the file is the edition's digest",
        lambda catalog, _: canonical(catalog),
    ),
    Format(
        "csv",
        "text/csv; charset=utf-8",
        "one row an offering, with its unconditional prices on the edition's day",
        csv_rows,
    ),
)

FORMATS: Mapping[str, Format] = {row.name: row for row in _ROWS}
"""Every format by its name."""
