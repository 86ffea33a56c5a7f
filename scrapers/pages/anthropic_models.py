"""Anthropic's models overview: features are rows and models are columns. It alone gives the API model IDs.

Footnote marks are glued to what they mark in the Markdown twin (`Jan 20262`): a year has four digits. IDs of other
platforms stand in the table too, with such marks that nothing tells from the ID; they are not read.
"""

import re
from collections.abc import Mapping

from scrapers.claims import Document, Rate, Reading, Scalar
from scrapers.errors import LayoutChanged
from scrapers.pages import amounts, calendar
from scrapers.pages.blocks import Cell, Table, label
from scrapers.pages.book import Book
from scrapers.pages.markup import read_blocks
from scrapers.pages.sizes import tokens

_SOURCE = "anthropic-models"
URL = "https://platform.claude.com/docs/en/about-claude/models/overview.md"

_ID, _ALIAS = "claude api id", "claude api alias"
_CUTOFF = re.compile(r"([A-Z][a-z]{2,8} 20[0-9]{2})[0-9]?")
_SMALLEST_EXACT = 10_000
_THINKING = ("extended thinking", "adaptive thinking")


def parse(document: Document) -> Reading:
    """What the overview says of every model. Raises scrapers.errors.DocumentRefused."""
    tables = [block for block in read_blocks(document, _SOURCE) if isinstance(block, Table)]
    book = Book(_SOURCE, "anthropic", URL)
    compared = [table for table in tables if table.labels[:1] == ("feature",)]
    if not compared:
        raise LayoutChanged(_SOURCE, "a table with a column Feature", f"{len(tables)} tables without one")
    for table in compared:
        features = {_feature(row[0].text): row for row in table.rows if row}
        if _ID not in features:
            raise LayoutChanged(f"{_SOURCE}: a table of models", "a row Claude API ID", ", ".join(features)[:200])
        for column, name in enumerate(table.columns[1:], start=1):
            _add(book, name, {feature: row[column] for feature, row in features.items() if column < len(row)})
    return book.close()


def _feature(words: str) -> str:
    """`Pricing1` is Pricing with a footnote mark, `Extended thinking (thinking.type: ...)` is Extended thinking."""
    return re.sub(r"\s*\(.*|[0-9]+$", "", label(words))


def _add(book: Book, name: str, model: Mapping[str, Cell]) -> None:
    key = book.model(model.get(_ID, Cell()).text, callable_id=True, facts=_facts(book, name, model))
    if key is None:
        return
    for price in amounts.amounts(model.get("pricing", Cell()).text):
        meter = re.match(r"/ (input|output) MTok", price.after)
        usd = price.per(amounts.MILLION_TOKENS)
        if meter and usd is not None:
            book.price(key, Rate(meter[1], usd))
        else:
            book.odd(key, "a price per MTok of input or output", price.after)
    alias = model.get(_ALIAS, Cell()).text
    if alias != key and not amounts.is_nothing(alias):
        book.alias(alias, key, _facts(book, name, model))


def _facts(book: Book, name: str, model: Mapping[str, Cell]) -> dict[str, Scalar | None]:
    cutoff = _CUTOFF.fullmatch(model.get("reliable knowledge cutoff", Cell()).text)
    thinking = [model[feature].text.casefold() for feature in _THINKING if feature in model]
    return {
        "name": name,
        "context": _size(book, name, model, "context window"),
        "max_output": _size(book, name, model, "max output"),
        "knowledge_cutoff": calendar.written_date(cutoff[1]) if cutoff else None,
        "capability.reasoning": any(words.startswith("yes") for words in thinking) if thinking else None,
    }


def _size(book: Book, name: str, model: Mapping[str, Cell], feature: str) -> int | None:
    """The size without a beta header, which stands first. `4K` is a rounded 4,096: so small a number is left out."""
    words = model.get(feature, Cell()).text
    size = tokens(words)
    if size is None and words:
        book.odd(name, "a number of tokens", words)
    return size if size and size >= _SMALLEST_EXACT else None
