"""Vertex AI's pricing page: fifty tables, of which some price models by token, by image or by second of video.

A table's kind is told by its labels. Model cells span the rows below them, which are one cell shorter. A price of a
region is a rate with that region; `Global` is none. Tables of tuning, storage, throughput, grounding and the examples
with made-up totals are left out and counted.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from scrapers.claims import Document, Rate, Reading, Tier, When
from scrapers.errors import LayoutChanged
from scrapers.pages.amounts import MILLION_TOKENS, Unit, amounts, is_nothing, unit_in
from scrapers.pages.blocks import Block, Cell, Heading, Table, label, without_marks
from scrapers.pages.book import Book
from scrapers.pages.markup import read_blocks

_SOURCE = "google-vertex"
URL = "https://cloud.google.com/gemini-enterprise-agent-platform/generative-ai/pricing"

_STEPPED = re.compile(
    r"price \(/1m tokens\) (?P<sign><=|=<|≤|>) (?P<over>[0-9]{1,6})k (?P<cached>cached )?input tokens"
    r"(?: with (?P<tier>.+))?"
)
_TIERS: dict[str | None, tuple[Tier, ...]] = {
    None: ("standard",),
    "priority": ("priority",),
    "flex/batch": ("flex", "batch"),
}
_TYPES: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = (
    # what the column Type says, the meters that it means
    (re.compile(r"(?:1m )?input(?: text)?(?: tokens)?|input \(text\b.*\)"), ("input",)),
    (re.compile(r"1m input audio tokens|audio input|input \(audio\)"), ("input_audio",)),
    (re.compile(r"1m input video/image tokens"), ("input_video", "input_image")),
    (re.compile(r"1m input video tokens"), ("input_video",)),
    (re.compile(r"1m output text tokens|text output(?: \(response and reasoning\))?"), ("output",)),
    (re.compile(r"1m output audio tokens|audio output"), ("output_audio",)),
    (re.compile(r"1m output image tokens|image output"), ("output_image",)),
)
_CACHED = {"input": "cache_read", "input_audio": "cache_read_audio", "input_image": "cache_read_image"}
_LISTED: dict[str, tuple[str, Tier]] = {
    "input": ("input", "standard"),
    "output": ("output", "standard"),
    "cache hit": ("cache_read", "standard"),
    "cache write": ("cache_write", "standard"),
    "5m cache write": ("cache_write", "standard"),
    "1h cache write": ("cache_write_1h", "standard"),
    "batch input": ("input", "batch"),
    "batch output": ("output", "batch"),
    "batch cache hit": ("cache_read", "batch"),
    "batch cache write": ("cache_write", "batch"),
    "5m batch cache write": ("cache_write", "batch"),
    "1h batch cache write": ("cache_write_1h", "batch"),
}
_MEDIA: dict[str, tuple[str, str | None]] = {
    "image generation": ("image", None),
    "video generation": ("second", "without audio"),
    "video + audio generation": ("second", "with audio"),
}
_NOT_TOKENS = re.compile(r"tuning|training|grounding|^\$|^gemini")
_VERSION = re.compile(r"\s*\(([0-9][0-9.]*)\)$")
_NAME_NOTE = re.compile(r"\s*\((?:Deprecated|Preview)\)$", re.IGNORECASE)
_PER_PAGE = re.compile(r"\(or \$([0-9.]+)/page\)")
_REGION = re.compile(r"([a-z]+-[a-z]+[0-9]+)|[A-Z]{2} Multi-Region \(([a-z]{2})\)")
_SCOPES = {"(global)": None, "(non-global)": "non-global", "": None}
_Reader = Callable[[Table, str | None, Book], None]


def parse(document: Document) -> Reading:
    """Every price per model in the document. Raises scrapers.errors.DocumentRefused."""
    book = Book(_SOURCE, "google-vertex", URL)
    stepped = 0
    for region, table in _places(read_blocks(document, _SOURCE)):
        reader = _reader(table.labels)
        if reader is None:
            book.tally.skip("table without a price per model")
        else:
            stepped += reader is _read_stepped
            reader(table, region, book)
    if not stepped:
        raise LayoutChanged(
            _SOURCE, "tables with the columns Model, Type, Price (/1M tokens) <= 200K input tokens", "none"
        )
    return book.close()


def _places(blocks: Sequence[Block]) -> Iterator[tuple[str | None, Table]]:
    """Each table with the region that the heading above it names."""
    region: str | None = None
    for block in blocks:
        if isinstance(block, Heading):
            found = _REGION.fullmatch(block.text)
            region = (found[1] or found[2]) if found else None
        elif isinstance(block, Table):
            yield region, block


def _reader(labels: Sequence[str]) -> _Reader | None:
    names = set(labels)
    stepped = any(_STEPPED.fullmatch(name) for name in labels)
    if stepped and {"model", "type"} <= names and "feature" not in names:
        return _read_stepped
    if (stepped and "model" in names and "feature" not in names) or names == {"model", "pricing"}:
        return _read_listed
    if names == {"model", "type", "price", "price with batch api"}:
        return _read_batched
    return _read_media if {"model", "feature", "output", "price"} <= names else None


def _models(record: Mapping[str, Cell], book: Book) -> Iterator[str]:
    """The models that a row names. A name cell with prices in it is a mistake of the page and read no further."""
    names = record.get("model", Cell()).text.partition(" Input:")[0]
    for name in names.split(", ") if names else ():
        clean = _VERSION.sub(r" \1", _NAME_NOTE.sub("", without_marks(name)))
        if key := book.model(clean, callable_id=False):
            yield key


def _meters(record: Mapping[str, Cell], book: Book) -> tuple[str, ...]:
    kind = label(record.get("type", Cell()).text)
    meters = next((meters for pattern, meters in _TYPES if pattern.fullmatch(kind)), ())
    if not meters and "type" in record and not _NOT_TOKENS.search(kind):
        book.tally.skip("row that is not understood")
    return meters


def _read_stepped(table: Table, region: str | None, book: Book) -> None:
    """Prices by prompt size in columns, cached ones in columns of their own, the tier in every label."""
    columns = [(name, step) for name in table.labels if (step := _STEPPED.fullmatch(name))]
    if unknown := next((step["tier"] for _, step in columns if step["tier"] not in _TIERS), None):
        raise LayoutChanged(f"{_SOURCE}: a column of prices", "priority or flex/batch", unknown)
    for record in table.records():
        for meter in _meters(record, book):
            for name, step in columns:
                priced = _CACHED.get(meter) if step["cached"] else meter
                over = int(step["over"]) * 1000 if step["sign"] == ">" else None
                for tier in _TIERS[step["tier"]] if priced else ():
                    _read_cell(book, record, name, str(priced), tier, When(over, region=region))


def _read_batched(table: Table, region: str | None, book: Book) -> None:
    for record in table.records():
        for meter in _meters(record, book):
            _read_cell(book, record, "price", meter, "standard", When(region=region))
            _read_cell(book, record, "price with batch api", meter, "batch", When(region=region))


def _read_cell(book: Book, record: Mapping[str, Cell], column: str, meter: str, tier: Tier, when: When) -> None:
    """One cell, which may hold a price for `(Global)` and one for `(Non-global)`."""
    words = record.get(column, Cell()).text
    for key in _models(record, book) if not is_nothing(words) else ():
        for price in amounts(words):
            scope = without_marks(price.after).casefold()
            usd = price.per(MILLION_TOKENS)
            if scope not in _SCOPES or usd is None:
                book.odd(key, "a price per 1M tokens", words)
            else:
                place = replace(when, region=_SCOPES[scope] or when.region)
                _price(book, key, Rate(meter, usd, tier, place))


def _price(book: Book, key: str, rate: Rate) -> None:
    if rate.when.prompt_over is None or not book.is_base(key, rate):
        book.price(key, rate)


def _read_listed(table: Table, region: str | None, book: Book) -> None:
    """Prices as lines of a cell: `Input: $5.00`, `5m Cache Write: $6.25`."""
    for record in table.records():
        for key in _models(record, book):
            for name, cell in record.items():
                step = _STEPPED.fullmatch(name)
                over = int(step["over"]) * 1000 if step and step["sign"] == ">" else None
                for line in cell.lines if name != "model" else ():
                    _read_line(book, key, line, When(over, region=region))


def _read_line(book: Book, key: str, line: str, when: When) -> None:
    name, _, words = line.partition(":")
    if is_nothing(line):
        return
    if label(name) not in _LISTED:
        book.tally.skip("price with a label that is not understood")
        return
    meter, tier = _LISTED[label(name)]
    page = _PER_PAGE.search(words)
    if page and words.count(f"${page[1]}") > 1:
        # "$0.0005 / million tokens (or $0.0005/page)": both cannot be right.
        book.tally.skip("price with two units")
        return
    usd = book.usd(_PER_PAGE.sub("", words).strip(), key)
    if usd is not None:
        _price(book, key, Rate(meter, usd, tier, when))


def _read_media(table: Table, region: str | None, book: Book) -> None:
    """Images and video, by resolution and with or without sound. Other uses of the same models are left out."""
    for record in table.records():
        meter, quality = _MEDIA.get(label(record["feature"].text), (None, None))
        unit = unit_in(record.get("price", Cell()).text)
        if meter is None or unit is None or unit.kind != meter:
            book.tally.skip("price of another use of a model")
            continue
        sizes = record.get("output resolution", Cell()).text.casefold().split(", ")
        for key in _models(record, book):
            for size in sizes:
                usd = book.usd(record["price"].text, key, Unit(meter, 1))
                when = When(region=region, size=size or None, quality=quality)
                if usd is not None:
                    book.price(key, Rate(meter, usd, when=when))
