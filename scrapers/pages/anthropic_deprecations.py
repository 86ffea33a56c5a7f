"""Anthropic's deprecations page: the state of each API model ID, and a history of announcements below.

`Not sooner than April 16, 2027` is no date of an end: it becomes `retires_earliest`.
"""

import re

from scrapers.claims import Document, Reading
from scrapers.errors import LayoutChanged
from scrapers.pages import amounts, calendar
from scrapers.pages.blocks import Cell, Table
from scrapers.pages.book import Book
from scrapers.pages.markup import read_blocks

_SOURCE = "anthropic-deprecations"
URL = "https://platform.claude.com/docs/en/about-claude/model-deprecations.md"

_STATUS_COLUMNS = {"api model name", "current state", "deprecated", "tentative retirement date"}
_HISTORY_COLUMNS = {"retirement date", "deprecated model"}
_STATES = {"active": "available", "legacy": "available", "deprecated": "deprecated", "retired": "retired"}
_EARLIEST = re.compile(r"not sooner than (.+)", re.IGNORECASE)


def parse(document: Document) -> Reading:
    """The state and the dates of every model in the document. Raises scrapers.errors.DocumentRefused."""
    tables = [block for block in read_blocks(document, _SOURCE) if isinstance(block, Table)]
    book = Book(_SOURCE, "anthropic", URL)
    states = [table for table in tables if set(table.labels) >= _STATUS_COLUMNS]
    if len(states) != 1:
        raise LayoutChanged(
            _SOURCE, f"one table with the columns {', '.join(sorted(_STATUS_COLUMNS))}", str(len(states))
        )
    for row in states[0].records():
        name = row["api model name"].text
        facts = {"deprecated": _day(book, name, row["deprecated"].text)}
        state = _STATES.get(row["current state"].text.casefold())
        if state is None:
            book.odd(name, f"one of {', '.join(_STATES)}", row["current state"].text)
        retirement = row["tentative retirement date"].text
        field = "retires_earliest" if (earliest := _EARLIEST.fullmatch(retirement)) else "retires"
        facts[field] = _day(book, name, earliest[1] if earliest else retirement)
        book.model(name, callable_id=True, facts={"status": state, **facts})
    for table in tables:
        if set(table.labels) >= _HISTORY_COLUMNS:
            _read_history(table, book)
    return book.close()


def _read_history(table: Table, book: Book) -> None:
    for row in table.records():
        day = calendar.written_date(row["retirement date"].text)
        for name in row.get("deprecated model", Cell()).codes:
            book.model(name, callable_id=True, facts={"retires": day})


def _day(book: Book, name: str, words: str) -> str | None:
    if amounts.is_nothing(words):
        return None
    day = calendar.written_date(words)
    if day is None:
        book.odd(name, "a date", words)
    return day
