"""DeepSeek's pricing page: models are columns, label cells span, and prices have hours and announced changes.

Three layouts since May 2026, told apart by their labels: one table with flat prices; that table with a second one whose
prices start at an announced instant (models as rows there); and one table with OFF-PEAK and PEAK rows. The off-peak
price is the base rate and the peak price a rate with a window. The page in Chinese has prices in yuan and is refused.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from scrapers.claims import Document, Rate, Reading, Scalar
from scrapers.errors import LayoutChanged, NothingFound
from scrapers.pages import deepseek_hours
from scrapers.pages.blocks import Cell, Table, Words, label, without_marks
from scrapers.pages.book import Book
from scrapers.pages.deepseek_hours import Hours
from scrapers.pages.markup import read_blocks
from scrapers.pages.sizes import tokens

_SOURCE = "deepseek"
URL = "https://api-docs.deepseek.com/quick_start/pricing/"

_METERS = {
    "1m input tokens (cache hit)": "cache_read",
    "1m input tokens (cache miss)": "input",
    "1m output tokens": "output",
}
_PERIODS = {"off-peak": False, "peak": True}
_ID = re.compile(r"deepseek-[a-z0-9.-]+")
_YUAN = re.compile(r"[0-9]\s*元|[¥￥]\s*[0-9]")
_DISCOUNT = re.compile(r"\s*\(?[0-9]{1,2}% off\s*(?:\([0-9]+\))?\s*\)?", re.IGNORECASE)
_ALIASES = re.compile(
    r"(?:model|legacy) names? (?P<aliases>.+?) (?:will be (?:deprecated|discontinued|retired)|are still accepted)"
)
_ALIAS_OF = re.compile(r"(?:correspond to .* of|[Uu]se) (?P<model>deepseek-[a-z0-9.-]+)")


@dataclass(frozen=True, slots=True)
class _Priced:
    """One price cell with where it stands: the model, the meter, and whether it is the price of the peak hours."""

    model: str
    meter: str
    peak: bool | None
    cell: Cell


def parse(document: Document) -> Reading:
    """Every price per model in the document. Raises scrapers.errors.DocumentRefused."""
    blocks = read_blocks(document, _SOURCE)
    prose = [block.text for block in blocks if isinstance(block, Words)]
    tables = [block for block in blocks if isinstance(block, Table)]
    _refuse_yuan(tables)
    now, later = _current(tables), _announced(tables)
    book = Book(_SOURCE, "deepseek", URL)
    if not now:
        raise NothingFound(f"{_SOURCE}: the table has models and no prices")
    if missing := set(_METERS.values()) - {entry.meter for entry in now}:
        raise LayoutChanged(
            _SOURCE, "rows of cache hits, cache misses and output", f"none of {', '.join(sorted(missing))}"
        )
    hours = deepseek_hours.read(prose, book.tally) if any(entry.peak for entry in (*now, *later)) else None
    change = deepseek_hours.effect(prose)
    if later and change is None:
        raise LayoutChanged(f"{_SOURCE}: the second table", "a sentence that says when its prices take effect", "none")
    followed = {(entry.model, entry.meter) for entry in later}
    for entry in now:
        since = None if later else change
        until = change if (entry.model, entry.meter) in followed else None
        _add(book, entry, hours, since=since, until=until, promotion=deepseek_hours.promotion_end(prose))
    for entry in later:
        _add(book, entry, hours, since=change, until=None, promotion=None)
    _add_facts(book, tables)
    _add_aliases(book, prose)
    return book.close()


def _refuse_yuan(tables: Sequence[Table]) -> None:
    for table in tables:
        for row in table.rows:
            if yuan := next((cell.text for cell in row if _YUAN.search(cell.text)), None):
                raise LayoutChanged(_SOURCE, "prices in US dollars", f'another currency: "{yuan[:40]}"')


def _current(tables: Sequence[Table]) -> list[_Priced]:
    """The table whose first row names the models."""
    for table in tables:
        models = _model_columns(table)
        if models:
            return [entry for row in table.rows for entry in _priced_row(row, models)]
    raise LayoutChanged(_SOURCE, "a table with a row MODEL that names the models", f"{len(tables)} tables without one")


def _model_columns(table: Table) -> dict[int, str]:
    """Where each model stands, read off the row (or the header) that begins with MODEL."""
    for words in (list(table.columns), *([cell.text for cell in row] for row in table.rows)):
        if words and label(words[0]) == "model":
            names = {column: without_marks(name).casefold() for column, name in enumerate(words)}
            return {column: name for column, name in names.items() if _ID.fullmatch(name)}
    return {}


def _priced_row(row: tuple[Cell, ...], models: dict[int, str]) -> Iterator[_Priced]:
    labels = [label(cell.text) for column, cell in enumerate(row) if column not in models]
    meter = next((_METERS[name] for name in labels if name in _METERS), None)
    peak = next((_PERIODS[name] for name in labels if name in _PERIODS), None)
    if meter is not None:
        for column, model in models.items():
            if column < len(row):
                yield _Priced(model, meter, peak, row[column])


def _announced(tables: Sequence[Table]) -> list[_Priced]:
    """The second table: models are rows, meters are columns, and the peak hours have rows of their own."""
    entries = []
    for table in tables:
        heads, rows = _heads(table)
        meters = {column: _METERS[name] for column, name in enumerate(heads) if name in _METERS}
        for row in rows if meters else ():
            model = next((name for cell in row if _ID.fullmatch(name := without_marks(cell.text).casefold())), None)
            peak = next((_PERIODS[name] for cell in row if (name := label(cell.text)) in _PERIODS), None)
            if model is not None:
                entries += [_Priced(model, meter, peak, row[at]) for at, meter in meters.items() if at < len(row)]
    return entries


def _heads(table: Table) -> tuple[Sequence[str], Sequence[tuple[Cell, ...]]]:
    """The labels above the columns, which the page does not mark as a header, and the rows below them."""
    if any(table.columns):
        return table.labels, table.rows
    return [label(cell.text) for cell in table.rows[0]], table.rows[1:]


def _add(
    book: Book,
    entry: _Priced,
    hours: Hours | None,
    *,
    since: datetime | None,
    until: datetime | None,
    promotion: datetime | None,
) -> None:
    key = book.model(entry.model, callable_id=True)
    usd = book.usd(_DISCOUNT.sub("", entry.cell.text), entry.model) if key else None
    if key is None or usd is None:
        return
    rate = Rate(entry.meter, usd, since=since, until=until, documented=since is not None)
    if entry.peak and hours:
        for peak in hours.over(rate):
            book.price(key, peak)
    else:
        for base in _with_promotion(book, rate, entry, promotion):
            book.price(key, base)


def _with_promotion(book: Book, rate: Rate, entry: _Priced, end: datetime | None) -> Iterator[Rate]:
    """A price beside a crossed-out one is a promotion: the crossed-out price is back when the page says it ends."""
    listed: Decimal | None = book.usd(entry.cell.struck[0], entry.model) if entry.cell.struck else None
    if listed is None or end is None:
        yield rate
        return
    yield replace(rate, until=min(end, rate.until or end))
    if rate.until is None or end < rate.until:
        yield replace(rate, usd=listed, since=end, documented=True)


def _add_facts(book: Book, tables: Sequence[Table]) -> None:
    table = next(table for table in tables if _model_columns(table))
    for row in table.rows:
        name = label(row[0].text)
        for column, model in _model_columns(table).items():
            if column < len(row) and (facts := _facts(row, name, row[column].text)):
                book.model(model, callable_id=True, facts=facts)


def _facts(row: tuple[Cell, ...], name: str, words: str) -> dict[str, Scalar | None]:
    if name == "context length":
        return {"context": tokens(words)}
    if name == "max output":
        return {"max_output": tokens(words.rpartition(":")[2])}
    if name == "features" and len(row) > 1 and label(row[1].text) == "tool calls" and words in ("✓", "✗"):
        return {"capability.function_calling": words == "✓"}
    return {}


def _add_aliases(book: Book, prose: Sequence[str]) -> None:
    """Names that the page says are served by one of its models: the same prices, and their announced end."""
    for words in prose:
        aliases, model = _ALIASES.search(words), _ALIAS_OF.search(words)
        if aliases and model:
            for alias in _ID.findall(aliases["aliases"]):
                book.alias(alias, model["model"].rstrip("."), deepseek_hours.retirement(words))
