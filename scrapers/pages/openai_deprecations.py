"""OpenAI's deprecations page: a dated heading for each announcement, and tables of what shuts down when.

Some rows are endpoints, products or kinds of training and no models. The newest announcement stands first, so the
first date that the page gives for a model is the one in force.
"""

import re
from collections.abc import Iterator

from scrapers import text
from scrapers.claims import Document, Reading, Scalar
from scrapers.errors import LayoutChanged
from scrapers.pages import calendar
from scrapers.pages.blocks import Cell, Heading, Table, without_marks
from scrapers.pages.book import Book
from scrapers.pages.markup import read_blocks

_SOURCE = "openai-deprecations"
URL = "https://developers.openai.com/api/docs/deprecations.md"

_MODEL_LABEL = re.compile(r"(?:deprecated |legacy )?model(?: snapshot| ?/ ?system| family ?/ ?snapshot)?")
"""Ten wordings in the tables of eight years: `Model / system`, `Legacy model`, `Model family / snapshot`, ..."""
_OTHER_LABELS = frozenset({"system", "update", "endpoint"})
_SHUTDOWN = "shutdown date"
_ANNOUNCED = re.compile(r"(20[0-9]{2}-[0-9]{2}-[0-9]{2})\b")
_EARLIEST = re.compile(r"at earliest (.+)", re.IGNORECASE)
_BETWEEN_IDS = re.compile(r"[\s,|]|and|or|\(including|which point to this snapshot|\)")
_WITHOUT_CODE = re.compile(r"[a-z0-9][a-z0-9.-]*[0-9a-z]")


def parse(document: Document) -> Reading:
    """The shutdown date of every model in the document. Raises scrapers.errors.DocumentRefused."""
    book = Book(_SOURCE, "openai", URL)
    announced: str | None = None
    tables = 0
    for block in read_blocks(document, _SOURCE):
        if isinstance(block, Heading) and block.level <= 3:
            announced = match[1] if (match := _ANNOUNCED.match(block.text)) else None
        elif isinstance(block, Table) and _SHUTDOWN in block.labels:
            tables += 1
            _read(block, announced, book)
    if not tables:
        raise LayoutChanged(_SOURCE, "tables with a column Shutdown date", "none")
    return book.close()


def _read(table: Table, announced: str | None, book: Book) -> None:
    column = next((name for name in table.labels if _MODEL_LABEL.fullmatch(name)), None)
    if column is None and not _OTHER_LABELS & set(table.labels):
        raise LayoutChanged(f"{_SOURCE}: a table", "a column of models", ", ".join(table.columns))
    for row in table.records():
        ids = tuple(_ids(row.get(column, Cell()))) if column else ()
        words = without_marks(row[_SHUTDOWN].text)
        earliest = _EARLIEST.fullmatch(words)
        day = calendar.written_date(earliest[1] if earliest else words)
        if not ids:
            book.tally.skip("not a model")
        for name in ids:
            if day is None:
                book.odd(name, "a shutdown date", words)
            _note(book, name, {"retires_earliest" if earliest else "retires": day, "deprecated": announced})


def _note(book: Book, name: str, facts: dict[str, Scalar | None]) -> None:
    if book.has(name, "retires") or book.has(name, "retires_earliest"):
        book.tally.skip("an earlier announcement for the same model")
    else:
        book.model(name, callable_id=True, facts=facts)


def _ids(cell: Cell) -> Iterator[str]:
    """The API model IDs of a cell that holds nothing else."""
    rest = cell.text
    for code in sorted(cell.codes, key=len, reverse=True):
        rest = rest.replace(code, " ")
    if cell.codes and not _BETWEEN_IDS.sub("", rest):
        yield from (code for code in cell.codes if text.identifier(code))
    elif not cell.codes and _WITHOUT_CODE.fullmatch(cell.text):
        yield cell.text
