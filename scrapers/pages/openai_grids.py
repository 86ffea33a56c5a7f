"""The tables of OpenAI's pricing page, whichever form of the page they come from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from scrapers import text
from scrapers.errors import LayoutChanged
from scrapers.strict_json import Json

TEXT_COLUMNS = ("Model", "Input", "Cached input", "Cache writes", "Output")
"""The columns of a text-token table. Its data has no labels: rows have these five values or, for models without a
price of cache writes, four."""


@dataclass(frozen=True, slots=True)
class Grid:
    """One table. tier: as the page's tab says; step: the prompt size that its header names; text: of text tokens."""

    tier: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    text: bool = False
    step: int | None = None


def text_grid(tier: str, rows: Iterable[Sequence[Json]]) -> Grid:
    """The data of a text-token table. Raises LayoutChanged if a row is neither of four nor of five values, or if a
    cached or an answered token would cost what only a column in another place can explain.
    """
    return Grid(tier, TEXT_COLUMNS, tuple(_text_row(row) for row in rows), text=True)


def _text_row(row: Sequence[Json]) -> tuple[str, ...]:
    cells = [words(cell) for cell in row]
    if len(cells) == 4:
        cells.insert(3, "-")
    if len(cells) != 5:
        raise LayoutChanged(f"openai: row {words(row[0]) if row else ''}", "4 or 5 values", str(len(cells)))
    sent, cached, written, answered = (_usd(cell) for cell in cells[1:])
    if sent is None or (answered or sent) < sent or (cached or sent) > sent or (written or sent) < sent:
        raise LayoutChanged(
            f"openai: row {cells[0]}", "input, cached input, cache writes, output", ", ".join(cells[1:])
        )
    return tuple(cells)


def words(value: Json) -> str:
    """A cell as words: numbers as their digits, nothing as a dash."""
    if value is None or value == "":
        return "-"
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _usd(cell: str) -> Decimal | None:
    return text.money(cell.removeprefix("$"))
