"""How a list is shown, by address: for how many units a price is, and which columns there are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from registry.web.pages.choices import Choice, Option
from registry.web.pages.columns import Column
from registry.web.pages.queries import Pair
from registry.web.parameters import ParameterTable, choice

UNITS = {"1M": 1_000_000, "1K": 1_000}
"""What a price of tokens may be for."""


@dataclass(frozen=True, slots=True)
class Display:
    """The unit and the columns, in the table's order. `pairs` are what the address says of them."""

    unit: str
    columns: tuple[Column, ...]
    pairs: tuple[Pair, ...]

    @classmethod
    def of(cls, given: Iterable[Pair], columns: Sequence[Column]) -> "Display":
        """Read from an address; without a word of it, per 1M and the usual columns. Raises BadParameter."""
        table = ParameterTable(
            choice("unit", "Prices of tokens per 1M or per 1K.", tuple(UNITS), "1K"),
            choice("columns", "The columns.", tuple(column.name for column in columns), "input", repeated=True),
        )
        pairs = tuple((name, text.strip()) for name, text in given if name in table.parameters and text.strip())
        values = table.read(pairs)
        named = values.all("columns")
        kept = tuple(column for column in columns if (column.name in named if named else column.usual))
        return cls(values.get("unit", str) or "1M", kept, pairs)

    @property
    def per(self) -> int:
        """For how many tokens a price is shown."""
        return UNITS[self.unit]

    def choices(self, columns: Sequence[Column]) -> tuple[Choice, Choice]:
        """The unit and the columns as a form shows them."""
        return (
            Choice("unit", "Prices per", tuple(Option(unit, f"{unit} tokens", unit == self.unit) for unit in UNITS)),
            Choice("columns", "Columns", tuple(Option(c.name, c.label, c in self.columns) for c in columns)),
        )
