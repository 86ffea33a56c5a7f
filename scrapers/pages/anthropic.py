"""Anthropic's pricing page: the Markdown twin of the documentation, its HTML, and the cards of claude.com.

Rows carry display names, with the model's state in brackets (or on a button) and, for an announced price, its first or
last day. A table with bare columns belongs to the section that it stands in. The multipliers that stand in prose (data
residency, batch on long prompts) are not rates and are not read.
"""

import re
from collections.abc import Iterable, Mapping, Sequence

from bs4 import Tag

from scrapers.claims import Document, Rate, Reading, Tier, When
from scrapers.errors import LayoutChanged, NothingFound
from scrapers.pages.anthropic_names import Name, names_in
from scrapers.pages.blocks import Block, Cell, Heading, Table, label
from scrapers.pages.book import Book
from scrapers.pages.markup import blocks_of, is_html, soup_of, source_text

_SOURCE = "anthropic"
URL = "https://platform.claude.com/docs/en/about-claude/pricing.md"

_NAME_LABELS = ("model", "name")
_GROUP = re.compile(r"^(?:base tokens|prompt caching|model) (?=\S)")
"""What stands above other labels since October 2026."""
_COLUMNS: dict[str, tuple[str, Tier]] = {
    "base input tokens": ("input", "standard"),
    "output tokens": ("output", "standard"),
    "5m cache writes": ("cache_write", "standard"),
    "1h cache writes": ("cache_write_1h", "standard"),
    "cache hits & refreshes": ("cache_read", "standard"),
    "cache hits and refreshes": ("cache_read", "standard"),
    "5m writes": ("cache_write", "standard"),
    "1h writes": ("cache_write_1h", "standard"),
    "hits and refreshes": ("cache_read", "standard"),
    "batch input": ("input", "batch"),
    "batch output": ("output", "batch"),
}
_CACHING = {"cache_read", "cache_write", "cache_write_1h"}
_BARE = ("input", "output")
_SECTIONS: tuple[tuple[str, Tier], ...] = (("fast mode", "fast"), ("batch", "batch"))
_CARD_LABELS = {"input": "input", "output": "output", "write": "cache_write", "read": "cache_read"}
_STEP = re.compile(r"> ?([0-9]{1,6})k input tokens", re.IGNORECASE)
_FOOTNOTE = re.compile(r"(?<=MTok)(?: ?[0-9]|\[\^[0-9]+\])$")


def parse(document: Document) -> Reading:
    """Every price per model in the document. Raises scrapers.errors.DocumentRefused."""
    page = source_text(document, _SOURCE)
    tree = soup_of(page, _SOURCE)
    book = Book(_SOURCE, "anthropic", URL)
    cards = tree.select(".card_pricing_api_wrap") if is_html(page) else []
    if cards:
        _read_cards(cards, book)
    else:
        _read_tables(blocks_of(tree, _SOURCE), book)
    return book.close()


def _read_tables(blocks: Sequence[Block], book: Book) -> None:
    section, tables, rows = "", 0, 0
    for block in blocks:
        if isinstance(block, Heading):
            section = block.text.casefold()
        elif isinstance(block, Table):
            labels = [_GROUP.sub("", name) for name in block.labels]
            if is_main := _is_main(labels):
                _check_main(labels, block)
                tables, rows = tables + 1, rows + len(block.rows)
            _read_rows(block, labels, _columns(labels, "standard" if is_main else _tier(section)), book)
    if not tables:
        raise LayoutChanged(_SOURCE, "a table of models with columns of input, caching and output", "none")
    if not rows:
        raise NothingFound(f"{_SOURCE}: the table of model prices has no rows")


def _is_main(labels: Sequence[str]) -> bool:
    return any(_COLUMNS.get(name, ("", ""))[0] in _CACHING for name in labels)


def _check_main(labels: Sequence[str], table: Table) -> None:
    meters = {meter for meter, _ in _columns(labels, "standard").values()}
    if meters != {"input", "output", *_CACHING} or not set(_NAME_LABELS) & set(labels):
        expected = "columns of the name, input, output and the three of caching"
        raise LayoutChanged(f"{_SOURCE}: the main table", expected, ", ".join(table.columns))


def _tier(section: str) -> Tier | None:
    return next((tier for words, tier in _SECTIONS if words in section), None)


def _columns(labels: Sequence[str], tier: Tier | None) -> dict[int, tuple[str, Tier]]:
    """What each column prices; tier: that of bare labels, which price nothing where it is not known."""
    bare: dict[str, tuple[str, Tier]] = {name: (name, tier) for name in _BARE} if tier else {}
    known = _COLUMNS | bare
    return {column: known[name] for column, name in enumerate(labels) if name in known}


def _read_rows(table: Table, labels: Sequence[str], columns: Mapping[int, tuple[str, Tier]], book: Book) -> None:
    steps = {column: int(step[1]) * 1000 for column, name in enumerate(labels) if (step := _STEP.fullmatch(name))}
    at = next((labels.index(name) for name in _NAME_LABELS if name in labels), None)
    if at is None or not (columns or steps):
        book.tally.skip("table without a price per model")
        return
    names: list[Name] = []
    for row in table.rows:
        if at >= len(row) or all(cell == row[at] for cell in row):
            continue  # The heading of a group of models, over all columns.
        # The second row of a long-context pair leaves its name to the row above.
        names = names_in(row[at]) if row[at].text else names
        for name in names:
            _read_row(row, name, columns, steps, book)


def _read_row(
    row: Sequence[Cell], name: Name, columns: Mapping[int, tuple[str, Tier]], steps: Mapping[int, int], book: Book
) -> None:
    key = book.model(name.words, callable_id=False, facts={"status": name.status})
    if key is None:
        return
    for column, (meter, tier) in columns.items():
        if column < len(row):
            _price(book, key, name, meter, tier, row[column].text)
    for column, tokens in steps.items():
        if column < len(row):
            _step(book, key, row[column].text, tokens)


def _price(book: Book, key: str, name: Name, meter: str, tier: Tier, words: str) -> None:
    usd = book.usd(_FOOTNOTE.sub("", words), key)
    if usd is not None:
        when = When(prompt_over=name.over)
        book.price(key, Rate(meter, usd, tier, when, name.since, name.until, documented=name.since is not None))


def _step(book: Book, key: str, words: str, tokens: int) -> None:
    """One cell of the long-context table: `Input: $10 / MTok`."""
    meter, _, price = words.partition(":")
    if meter.casefold() in _BARE:
        usd = book.usd(price, key)
        if usd is not None:
            book.price(key, Rate(meter.casefold(), usd, when=When(prompt_over=tokens)))
    else:
        book.odd(key, "Input or Output", words)


def _read_cards(cards: Iterable[Tag], book: Book) -> None:
    """The cards of claude.com: a title, and pairs of a label and a price. Titles leave out the word Claude."""
    for card in cards:
        title = card.select_one("h3")
        key = book.model(f"Claude {title.get_text(' ', strip=True)}", callable_id=False) if title else None
        if key is None:
            raise LayoutChanged(f"{_SOURCE}: a card of prices", "a title", "none")
        for line in card.select(".tokens_main_wrap"):
            name, value = line.select_one(".tokens_main_label"), line.select_one(".tokens_main_val")
            meter = _CARD_LABELS.get(label(name.get_text())) if name else None
            if meter and value:
                _price(book, key, Name(key), meter, "standard", value.get_text("", strip=True))
            elif value:
                book.tally.skip("price with a label that is not understood")
