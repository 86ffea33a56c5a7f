"""OpenAI's pricing page: HTML with the data of its islands, or the Markdown twin in its older and newer form.

The rendered tables show only the newest models (3 of 36 in August 2026), the islands' props all of them but no price
for long prompts; both are read and must agree. Names are API model IDs. OpenAI renamed its priority tier to fast mode
on 2026-07-30 and takes both words, so `fast` is `priority` here.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from scrapers.claims import ALWAYS, Document, Rate, Reading, Tier, When
from scrapers.errors import LayoutChanged, NothingFound
from scrapers.meters import METERS
from scrapers.pages import openai_islands, openai_markdown
from scrapers.pages.amounts import MILLION_TOKENS, Unit, is_free, is_nothing, unit_in
from scrapers.pages.blocks import label
from scrapers.pages.book import Book
from scrapers.pages.markup import is_html, source_text
from scrapers.pages.openai_grids import Grid

_SOURCE = "openai"
URL = "https://developers.openai.com/api/docs/pricing"

_TIERS: dict[str, Tier] = {
    "standard": "standard",
    "batch": "batch",
    "flex": "flex",
    "priority": "priority",
    "fast": "priority",
}
_METERS = {"input": "input", "cached input": "cache_read", "cache writes": "cache_write", "output": "output"}
_NEEDED = ({"input", "output"}, {"short context input", "short context output"})
_TIMED = ("output / cost", "estimated cost")
_MODALITIES = {"": "", "text": "", "audio": "_audio", "image": "_image"}
_MODES = {"embedding": "embedding", "moderation": "moderation"}
_STEP = re.compile(r"\s*\(\s*(?:<|≤|<=)\s*([0-9]{1,6})K (?:context length|input tokens)\s*\)", re.IGNORECASE)
_ID = re.compile(r"[a-z0-9][a-z0-9.-]*")


@dataclass(frozen=True, slots=True)
class _Row:
    """One row by label, with the model's name free of its condition."""

    model: str
    tier: Tier
    cells: Mapping[str, str]


def parse(document: Document) -> Reading:
    """Every price per model in the document. Raises scrapers.errors.DocumentRefused."""
    page = source_text(document, _SOURCE)
    grids = openai_islands.read(page) if is_html(page) else openai_markdown.read(page)
    book = Book(_SOURCE, "openai", URL)
    priced = [grid for grid in grids if _is_priced(grid, book)]
    if not any(grid.text and grid.rows and _TIERS.get(grid.tier) == "standard" for grid in priced):
        _refuse(grids)
    step = _long_prompt(priced)
    for grid in priced:
        for row in _rows(grid, book):
            _add(book, row, step)
    return book.close()


def _is_priced(grid: Grid, book: Book) -> bool:
    labels = {label(column) for column in grid.columns}
    if grid.tier not in _TIERS:
        book.tally.skip("service tier is unknown")
    elif "training" in labels:
        book.tally.skip("fine-tuning table")
    elif "model" not in labels:
        book.tally.skip("table without a price per model")
    else:
        if grid.text and not any(needed <= labels for needed in _NEEDED):
            raise LayoutChanged(f"{_SOURCE}: text tokens, {grid.tier}", "input and output", ", ".join(grid.columns))
        return True
    return False


def _refuse(grids: Sequence[Grid]) -> None:
    empty = any(grid.text and not grid.rows for grid in grids)
    if empty or openai_markdown.EMPTY in {grid.tier for grid in grids}:
        raise NothingFound(f"{_SOURCE}: the panes of the text-token prices are empty")
    raise LayoutChanged(_SOURCE, "text-token prices of the standard tier", f"{len(grids)} other tables")


def _long_prompt(grids: Iterable[Grid]) -> int | None:
    """The prompt size above which the page's long-context prices hold, if it names exactly one."""
    named = {grid.step for grid in grids if grid.step}
    cells = (cell for grid in grids for row in grid.rows for cell in row)
    named |= {int(match[1]) * 1000 for cell in cells if (match := _STEP.search(cell))}
    return named.pop() if len(named) == 1 else None


def _rows(grid: Grid, book: Book) -> Iterator[_Row]:
    labels = [label(column) for column in grid.columns]
    for cells in grid.rows:
        record = dict(zip(labels, cells, strict=False))
        name = _STEP.sub("", record.get("model", "")).strip()
        mode = _MODES.get(label(record.get("category", "")))
        if book.model(name, callable_id=bool(_ID.fullmatch(name)), facts={"mode": mode}):
            yield _Row(name, _TIERS[grid.tier], record)


def _add(book: Book, row: _Row, step: int | None) -> None:
    for column, words in row.cells.items():
        context, _, name = column.rpartition(" context ")
        if is_nothing(words):
            continue
        if column == "price per second":
            _price(book, row, "second", When(size=row.cells.get("size")), words, Unit("second", 1))
        elif column in _TIMED:
            _timed(book, row, words)
        elif name in _METERS and context == "long" and step is None:
            book.tally.skip("long-context price without a threshold")
        elif name in _METERS:
            when = When(prompt_over=step) if context == "long" else ALWAYS
            _tokens(book, row, _METERS[name], when, words)


def _tokens(book: Book, row: _Row, meter: str, when: When, words: str) -> None:
    """A price per token, or per character where the cell says so."""
    suffix = _MODALITIES.get(label(row.cells.get("modality", "")))
    stated = unit_in(words)
    if suffix is None or meter + suffix not in METERS:
        book.tally.skip("price without a meter")
    elif stated and stated.kind == "character":
        _price(book, row, f"{meter}_character", when, words, stated)
    else:
        _price(book, row, meter + suffix, when, words, MILLION_TOKENS)


def _timed(book: Book, row: _Row, words: str) -> None:
    """A price per minute, which is an estimate where tokens are priced too. `Output / cost` may be one of tokens."""
    stated = unit_in(words)
    if stated is None or stated.kind != "second":
        _tokens(book, row, "output", ALWAYS, words)
    elif all(is_nothing(row.cells.get(column, "")) for column in ("input", "output")):
        _price(book, row, "input_second", ALWAYS, words, stated)
    else:
        book.tally.skip("estimated price")


def _price(book: Book, row: _Row, meter: str, when: When, words: str, unit: Unit) -> None:
    usd = book.usd(words if is_free(words) or words.startswith("$") else f"${words}", row.model, unit)
    if usd is not None:
        book.price(row.model, Rate(meter, usd, row.tier, when))
