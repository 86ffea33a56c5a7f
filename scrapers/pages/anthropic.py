"""Anthropic's pricing page: the Markdown twin of the documentation, its HTML, and the cards of claude.com.

Rows carry display names, with the model's state in brackets and, for an announced price, its first or last day.
The multipliers that stand in prose (data residency, batch on long prompts) are not rates and are not read.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bs4 import Tag

from scrapers.claims import Document, Rate, Reading, Tier, When
from scrapers.errors import LayoutChanged, NothingFound
from scrapers.pages import calendar
from scrapers.pages.blocks import Cell, Table
from scrapers.pages.book import Book
from scrapers.pages.markup import blocks_of, is_html, soup_of, source_text

_SOURCE = "anthropic"
URL = "https://platform.claude.com/docs/en/about-claude/pricing.md"

_COLUMNS: dict[str, tuple[str, Tier]] = {
    "base input tokens": ("input", "standard"),
    "output tokens": ("output", "standard"),
    "5m cache writes": ("cache_write", "standard"),
    "1h cache writes": ("cache_write_1h", "standard"),
    "cache hits & refreshes": ("cache_read", "standard"),
    "cache hits and refreshes": ("cache_read", "standard"),
    "batch input": ("input", "batch"),
    "batch output": ("output", "batch"),
    # The table of fast mode is the one with bare columns.
    "input": ("input", "fast"),
    "output": ("output", "fast"),
}
_MARK = "base input tokens"
"""The label that only the main table has."""
_METERS = {"input", "output", "cache_read", "cache_write", "cache_write_1h"}
_CARD_LABELS = {"input": "input", "output": "output", "write": "cache_write", "read": "cache_read"}
_STATES = (("retired", "retired"), ("deprecated", "deprecated"), ("limited", "limited"))
_STEP = re.compile(r"> ?([0-9]+)k input tokens", re.IGNORECASE)
_BRACKETS = re.compile(r"\s*\(([^()]*)\)\s*$")
_DATED = re.compile(r"\s+(through|starting) ([A-Z][a-z]+ [0-9]{1,2}, 20[0-9]{2})$")


@dataclass(frozen=True, slots=True)
class _Name:
    """A name cell, taken apart."""

    name: str
    status: str | None = None
    since: datetime | None = None
    until: datetime | None = None


def parse(document: Document) -> Reading:
    """Every price per model in the document. Raises scrapers.errors.DocumentRefused."""
    page = source_text(document, _SOURCE)
    tree = soup_of(page, _SOURCE)
    book = Book(_SOURCE, "anthropic", URL)
    cards = tree.select(".card_pricing_api_wrap") if is_html(page) else []
    if cards:
        _read_cards(cards, book)
    else:
        _read_tables([block for block in blocks_of(tree, _SOURCE) if isinstance(block, Table)], book)
    return book.close()


def _read_tables(tables: list[Table], book: Book) -> None:
    main = [table for table in tables if {"model", _MARK} <= set(table.labels)]
    if not main:
        raise LayoutChanged(_SOURCE, f"a table with the columns Model and {_MARK}", _kinds(tables))
    for table in main:
        if {_COLUMNS[name][0] for name in table.labels if name in _COLUMNS} != _METERS:
            raise LayoutChanged(_SOURCE, "columns of input, output and the three of caching", ", ".join(table.columns))
    if not any(table.rows for table in main):
        raise NothingFound(f"{_SOURCE}: the table of model prices has no rows")
    for table in tables:
        priced = {name: _COLUMNS[name] for name in table.labels if name in _COLUMNS}
        steps = {name: int(step[1]) * 1000 for name in table.labels if (step := _STEP.fullmatch(name))}
        if "model" in table.labels and (priced or steps):
            _read_rows(table, priced, steps, book)
        else:
            book.tally.skip("table without a price per model")


def _kinds(tables: list[Table]) -> str:
    return f"{len(tables)} tables with other columns" if tables else "no table"


def _read_rows(table: Table, priced: Mapping[str, tuple[str, Tier]], steps: Mapping[str, int], book: Book) -> None:
    names: list[_Name] = []
    for row in table.records():
        # The second row of a long-context pair leaves its name to the row above.
        names = _names(row["model"].text) if row["model"].text else names
        for name in names:
            key = book.model(name.name, callable_id=False, facts={"status": name.status})
            if key is None:
                continue
            for column, (meter, tier) in priced.items():
                _price(book, key, name, meter, tier, row.get(column, Cell()).text)
            for column, tokens in steps.items():
                _step(book, key, row.get(column, Cell()).text, tokens)


def _price(book: Book, key: str, name: _Name, meter: str, tier: Tier, words: str) -> None:
    usd = book.usd(words, key)
    if usd is not None:
        rate = Rate(meter, usd, tier, since=name.since, until=name.until, documented=name.since is not None)
        book.price(key, rate)


def _step(book: Book, key: str, words: str, tokens: int) -> None:
    """One cell of the long-context table: `Input: $10 / MTok`."""
    meter, _, price = words.partition(":")
    if meter.casefold() in ("input", "output"):
        usd = book.usd(price, key)
        if usd is not None:
            book.price(key, Rate(meter.casefold(), usd, when=When(prompt_over=tokens)))
    else:
        book.odd(key, "Input or Output", words)


def _names(words: str) -> list[_Name]:
    """`Claude Opus 5 / Claude Opus 4.8` is two models, and so is `Claude Sonnet 4.6 / 4.5`."""
    first, *others = words.split(" / ")
    line = first.rpartition(" ")[0]
    return [_name(first), *(_name(other if " " in other else f"{line} {other}") for other in others)]


def _name(words: str) -> _Name:
    status = None
    if bracketed := _BRACKETS.search(words):
        status = next((state for sign, state in _STATES if bracketed[1].startswith(sign)), None)
        words = words[: bracketed.start()]
    if dated := _DATED.search(words):
        day = calendar.written_date(dated[2]) or ""
        since, until = (None, calendar.end_of(day)) if dated[1] == "through" else (calendar.start_of(day), None)
        return _Name(words[: dated.start()], status, since, until)
    return _Name(words, status)


def _read_cards(cards: Iterable[Tag], book: Book) -> None:
    """The cards of claude.com: a title, and pairs of a label and a price. Titles leave out the word Claude."""
    for card in cards:
        title = card.select_one("h3")
        key = book.model(f"Claude {title.get_text(' ', strip=True)}", callable_id=False) if title else None
        if key is None:
            raise LayoutChanged(f"{_SOURCE}: a card of prices", "a title", "none")
        for line in card.select(".tokens_main_wrap"):
            name, value = line.select_one(".tokens_main_label"), line.select_one(".tokens_main_val")
            meter = _CARD_LABELS.get(name.get_text(strip=True).casefold()) if name else None
            if meter and value:
                _price(book, key, _Name(key), meter, "standard", value.get_text("", strip=True))
            elif value:
                book.tally.skip("price with a label that is not understood")
