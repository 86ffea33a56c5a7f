"""What a page is made of once its markup is read: headings, words and tables, in the order in which they stand.

A table keeps what a price needs and plain text loses: the lines of a cell, what is struck through, and the footnote
marks, which are taken out of the words.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

_SPACES = re.compile(r"\s+")
_MARKS = re.compile(r"(?:\s*(?:\([0-9]{1,2}\)|\[\*{1,9}\]|[*†‡]))+$")
_MOST_IN_MARKS = 100


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. lines: its words, cut where the page breaks the line; codes: what is set as code; struck: what is
    crossed out; marks: footnote marks and the labels of buttons. Neither of the last two is in the lines.
    """

    lines: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    struck: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """All lines as one."""
        return " ".join(self.lines)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading with the codes in it and the id of its element."""

    level: int
    text: str
    id: str | None = None
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Words:
    """A run of text outside headings and tables, cut at line breaks and at the edges of block elements."""

    text: str
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """columns: the labels, one for each column, empty if the table has no header; rows: cells after row and column
    spans have been repeated into every place they cover.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels as they are compared."""
        return tuple(label(column) for column in self.columns)

    def records(self) -> Iterator[Mapping[str, Cell]]:
        """The rows by label. A label that stands twice belongs to the first column that has it."""
        labels = self.labels
        for row in self.rows:
            record: dict[str, Cell] = {}
            for name, cell in zip(labels, row, strict=False):
                record.setdefault(name, cell)
            yield record


Block: TypeAlias = Heading | Words | Table


def tidy(words: str) -> str:
    """One line: no-break spaces and hyphens become plain ones, zero-width characters go."""
    plain = words.replace("\u2010", "-").replace("\u2011", "-").replace("\u200b", "").replace("\ufeff", "")
    return _SPACES.sub(" ", plain).strip()


def label(words: str) -> str:
    """A label as it is compared: lower case, without footnote marks, dashes or a colon at its end."""
    return without_marks(tidy(words)).casefold().rstrip(":").strip()


def without_marks(words: str) -> str:
    """The words without footnote marks at their end: `(1)`, `*`, `[*]`."""
    # Each place where marks begin is tried, so only the end of the words is looked at.
    end = max(len(words) - _MOST_IN_MARKS, 0)
    return (words[:end] + _MARKS.sub("", words[end:])).strip()
