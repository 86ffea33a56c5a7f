"""The Gemini API's deprecations page: release and shutdown dates of every model.

The page says that the dates it lists are the earliest possible ones. So a date that is still to come when the page is
fetched is `retires_earliest`, and one that has passed is `retires`. `August 2026` stays a month.
"""

from datetime import date

from scrapers import text
from scrapers.claims import Document, Reading
from scrapers.errors import LayoutChanged
from scrapers.pages import calendar
from scrapers.pages.blocks import Cell, Table, Words, without_marks
from scrapers.pages.book import Book
from scrapers.pages.markup import read_blocks

_SOURCE = "google-deprecations"
URL = "https://ai.google.dev/gemini-api/docs/deprecations"

_COLUMNS = {"model", "release date", "shutdown date"}
_OPEN = "no shutdown date announced"


def parse(document: Document) -> Reading:
    """The dates of every model in the document. Raises scrapers.errors.DocumentRefused."""
    blocks = read_blocks(document, _SOURCE)
    tables = [block for block in blocks if isinstance(block, Table) and set(block.labels) >= _COLUMNS]
    if not tables:
        raise LayoutChanged(_SOURCE, f"tables with the columns {', '.join(sorted(_COLUMNS))}", "none")
    earliest = any("earliest possible dates" in block.text for block in blocks if isinstance(block, Words))
    book = Book(_SOURCE, "google", URL)
    for table in tables:
        for row in table.records():
            _add(
                book,
                row["model"],
                row.get("release date", Cell()),
                row.get("shutdown date", Cell()),
                earliest,
                document.day,
            )
    return book.close()


def _add(book: Book, model: Cell, release: Cell, shutdown: Cell, earliest: bool, today: date) -> None:
    name = without_marks(model.codes[0] if model.codes else model.text)
    if text.identifier(name) is None:
        book.tally.skip("heading of a group of models")
        return
    day = calendar.written_date(shutdown.text)
    if day is None and shutdown.text and shutdown.text.casefold() != _OPEN:
        book.odd(name, "a shutdown date", shutdown.text)
    open_end = day is not None and earliest and day > today.isoformat()[: len(day)]
    field = "retires_earliest" if open_end else "retires"
    book.model(name, callable_id=True, facts={"released": calendar.written_date(release.text), field: day})
