"""The Gemini API's pricing page: a heading for each model or group of models, its ids, and a table for each tier.

Cells hold several prices with conditions in words: prompts over 200k tokens, modalities, resolutions, first and last
days. A price is read only if every word beside it is understood. The reader's Markdown of the page loses the tiers'
headings and keeps the row of their tabs, which counts if it names as many tiers as there are tables.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from scrapers import text
from scrapers.claims import Document, Rate, Reading, Tier
from scrapers.errors import LayoutChanged, NothingFound
from scrapers.meters import METERS
from scrapers.pages import google_cells
from scrapers.pages.amounts import Unit, is_free, is_nothing, unit_in
from scrapers.pages.blocks import Block, Cell, Heading, Table, Words, label
from scrapers.pages.book import Book
from scrapers.pages.markup import read_blocks

_SOURCE = "google"
URL = "https://ai.google.dev/gemini-api/docs/pricing"

_TIERS: dict[str, Tier] = {"standard": "standard", "batch": "batch", "flex": "flex", "priority": "priority"}
_TABS = re.compile(r"(?:Standard|Batch|Flex|Priority)+(?:More)?")
_TAB = re.compile(r"Standard|Batch|Flex|Priority")
_PAID = re.compile(r"paid tier, (per .+) in usd")
_ROWS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?:text )?input price(?: \([a-z, /]+\))?"), "input"),
    (re.compile(r"(image|audio|video) input price"), "input"),
    (re.compile(r"output price(?: \(including thinking tokens\))?"), "output"),
    (re.compile(r"context caching price"), "cache_read"),
)
_OTHER_ROWS = re.compile(
    r"grounding|used to improve|context caching \(storage\)|tuning|image generation pricing|google"
)
_VARIANTS = ("fast", "ultra", "lite", "clip", "pro")
_MEDIA = {"image": "image", "second": "second"}


@dataclass(slots=True)
class _Section:
    """One model section: its heading, its ids, the tiers its tabs name, and its tables with the tier above each."""

    title: str
    ids: list[str] = field(default_factory=list)
    tabs: list[str] = field(default_factory=list)
    tables: list[tuple[str | None, Table]] = field(default_factory=list)


def parse(document: Document) -> Reading:
    """Every price per model in the document. Raises scrapers.errors.DocumentRefused."""
    sections = list(_sections(read_blocks(document, _SOURCE)))
    if not sections:
        raise LayoutChanged(_SOURCE, "tables with a column Paid Tier, per ... in USD, under headings", "none")
    book = Book(_SOURCE, "google", URL)
    for section in sections:
        if not section.ids:
            book.tally.skip("section without an API model ID")
            continue
        for name in section.ids:
            book.model(name, callable_id=True)
        for tier, table in _tiered(section):
            _read(table, tier, section, book)
    if not any(section.ids for section in sections):
        raise NothingFound(f"{_SOURCE}: no section names an API model ID")
    return book.close()


def _sections(blocks: Sequence[Block]) -> Iterator[_Section]:
    section, tier = _Section(""), None
    for block in blocks:
        if isinstance(block, Heading) and block.level <= 2:
            if section.tables:
                yield section
            section, tier = _Section(block.text, _ids(block.codes)), None
        elif isinstance(block, Heading):
            tier = label(block.text)
        elif isinstance(block, Words):
            if not section.tables and not section.ids:
                section.ids = _ids(block.codes)
            if _TABS.fullmatch(block.text):
                section.tabs = _TAB.findall(block.text)
        elif _paid_column(block):
            section.tables.append((tier, block))
    if section.tables:
        yield section


def _ids(codes: Sequence[str]) -> list[str]:
    return [code for code in codes if text.identifier(code)]


def _paid_column(table: Table) -> str | None:
    return next((name for name in table.labels if _PAID.fullmatch(name)), None)


def _tiered(section: _Section) -> list[tuple[Tier, Table]]:
    """The tables with their tiers. Raises LayoutChanged if tables cannot be told apart."""
    named = [_TIERS.get(tier or "") for tier, _ in section.tables]
    if len(section.tables) == 1:
        return [(named[0] or "standard", section.tables[0][1])]
    if not all(named):
        named = [_TIERS[tab.casefold()] for tab in section.tabs]
    tiers = [tier for tier in named if tier]
    if len(set(tiers)) != len(section.tables):
        found = f"{len(section.tables)} tables and the tiers {', '.join(tiers) or 'none'}"
        raise LayoutChanged(f"{_SOURCE}: {section.title}", "one table for each tier", found)
    return list(zip(tiers, (table for _, table in section.tables), strict=True))


def _read(table: Table, tier: Tier, section: _Section, book: Book) -> None:
    paid = _paid_column(table) or ""
    unit = unit_in(paid)
    for row in table.records():
        name, words = label(row.get("", Cell()).text), row.get(paid, Cell())
        meter = next((meter for pattern, meter in _ROWS if pattern.fullmatch(name)), None)
        if meter and unit and unit.kind == "token":
            for key in section.ids:
                _add(book, key, tier, meter, name, words, row)
        elif unit and unit.kind in _MEDIA:
            _add_media(book, section, tier, unit, name, words)
        elif unit and unit.kind == "token" and not _OTHER_ROWS.search(name):
            book.odd(section.title, "a row of input, output or caching", name)
        elif not _OTHER_ROWS.search(name):
            book.tally.skip("row that is not understood")


def _add(book: Book, key: str, tier: Tier, meter: str, name: str, cell: Cell, row: Mapping[str, Cell]) -> None:
    if is_nothing(cell.text):
        free = tier == "standard" and is_free(row.get("free tier", Cell()).text)
        if not free or meter == "cache_read":
            return
        # A model that has no paid tier and a free one costs nothing.
        book.price(key, Rate(meter, Decimal(0), tier))
        return
    if is_free(cell.text):
        book.price(key, Rate(meter, Decimal(0), tier))
        return
    only = name.split(" ", maxsplit=1)[0] if name.split(" ", maxsplit=1)[0] in ("image", "audio", "video") else None
    for price in google_cells.prices(cell.text, book.tally):
        for modality in price.modalities or ((only,) if only else ("",)):
            _add_price(
                book, key, Rate(_meter(meter, modality, price), price.usd, tier, price.when, price.since, price.until)
            )


def _meter(meter: str, modality: str, price: google_cells.Price) -> str:
    if price.unit.kind == "image":
        return "image" if meter == "output" else "source_image"
    return f"{meter}_{modality}" if modality not in ("", "text") else meter


def _add_price(book: Book, key: str, rate: Rate) -> None:
    if rate.meter not in METERS:
        book.tally.skip("price without a meter")
    elif rate.when.prompt_over is None or not book.is_base(key, rate):
        documented = rate.since is not None
        book.price(key, Rate(rate.meter, rate.usd, rate.tier, rate.when, rate.since, rate.until, documented))


def _add_media(book: Book, section: _Section, tier: Tier, unit: Unit, name: str, cell: Cell) -> None:
    """A price per image or second. A section of several models says in the row which of them it means."""
    if not cell.text.startswith("$"):
        if not _OTHER_ROWS.search(name) and not is_nothing(cell.text):
            book.tally.skip("row that is not understood")
        return
    for key in _named(section, name):
        for price in google_cells.prices(cell.text, book.tally, unit):
            book.price(key, Rate(_MEDIA[price.unit.kind], price.usd, tier, price.when, price.since, price.until))


def _named(section: _Section, row: str) -> list[str]:
    words = set(re.findall(r"[a-z]+", row)) - set(re.findall(r"[a-z]+", section.title.casefold()))
    variants = [variant for variant in _VARIANTS if variant in words]
    return [
        name
        for name in section.ids
        if [variant for variant in _VARIANTS if variant in name.split("-")] == variants or len(section.ids) == 1
    ]
