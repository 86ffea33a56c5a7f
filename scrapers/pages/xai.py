"""xAI's models page. Until the end of 2025 its table glues prices together, and the data behind it says more: prices in
units of 1E-10 USD per token, for long prompts too, by cluster. Since 2026 tables have a column for each price.

What the data says is checked against the rendered table, which is what fixes its unit.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from scrapers import text
from scrapers.claims import Document, Rate, Reading, Scalar, When
from scrapers.errors import LayoutChanged
from scrapers.feeds.tally import items, members, words
from scrapers.pages import flight
from scrapers.pages.amounts import amounts, is_nothing, unit_in
from scrapers.pages.blocks import Cell, Table
from scrapers.pages.book import Book
from scrapers.pages.markup import blocks_of, soup_of, source_text
from scrapers.pages.sizes import tokens
from scrapers.strict_json import Json

_SOURCE = "xai"
URL = "https://docs.x.ai/developers/models"

_PER_TOKEN = 10_000_000_000
_PER_IMAGE = 10_000_000_000
_CLUSTER = '{"languageModels":'
_PRICES: tuple[tuple[str, str, bool], ...] = (
    # field of the data, meter, of long prompts
    ("promptTextTokenPrice", "input", False),
    ("completionTextTokenPrice", "output", False),
    ("cachedPromptTokenPrice", "cache_read", False),
    ("promptTextTokenPriceLongContext", "input", True),
    ("completionTokenPriceLongContext", "output", True),
)
_COLUMNS = {"input": "input", "output": "output", "cached input": "cache_read"}
_MEDIA = {"image": "image", "second": "second"}
_FEATURES = {
    "functionCalling": "capability.function_calling",
    "structuredOutputs": "capability.structured_output",
    "reasoning": "capability.reasoning",
}
_ID = re.compile(r"grok-[a-z0-9.-]+")


def parse(document: Document) -> Reading:
    """Every price per model in the document. Raises scrapers.errors.DocumentRefused."""
    page = source_text(document, _SOURCE)
    tables = [block for block in blocks_of(soup_of(page, _SOURCE), _SOURCE) if isinstance(block, Table)]
    book = Book(_SOURCE, "xai", URL)
    if _CLUSTER in page.replace("\\", ""):
        clusters = list(flight.objects(flight.stream(page, _SOURCE), _CLUSTER, _SOURCE))
        _read_clusters(clusters, book)
        _check(tables, book)
    else:
        _read_tables(tables, book)
    return book.close()


def _read_clusters(clusters: Sequence[dict[str, Json]], book: Book) -> None:
    """A model that costs the same in every cluster has one price; one that does not has a price for each region."""
    models: dict[str, dict[str, dict[str, Json]]] = {}
    for cluster in clusters:
        region = str(cluster.get("clusterName", ""))
        for kind in ("languageModels", "imageGenerationModels"):
            for model in items(cluster.get(kind)):
                models.setdefault(str(members(model).get("name")), {})[region] = members(model)
    if not models:
        raise LayoutChanged(f"{_SOURCE}: the data of the page", "models in clusters", "none")
    for name, regions in models.items():
        rates = {region: tuple(_rates(model, book)) for region, model in regions.items()}
        model = next(iter(regions.values()))
        key = book.model(name, callable_id=True, facts=_facts(model))
        same = len(set(rates.values())) == 1
        for region, prices in rates.items() if key else ():
            for rate in prices:
                book.price(name, rate if same else _in_region(rate, region))
        for alias in words(model.get("aliases"), 80) if key else ():
            book.alias(alias, name, _facts(model))


def _in_region(rate: Rate, region: str) -> Rate:
    return Rate(rate.meter, rate.usd, when=When(prompt_over=rate.when.prompt_over, region=region))


def _rates(model: dict[str, Json], book: Book) -> Iterator[Rate]:
    """The prices of one model. 0 means that there is no such price."""
    over = text.whole(model.get("longContextThreshold"))
    for field, meter, long in _PRICES:
        usd = text.money(model.get(field, 0), _PER_TOKEN)
        if usd and not long:
            yield Rate(meter, usd)
        elif usd and over:
            yield Rate(meter, usd, when=When(prompt_over=text.threshold(over)))
        elif usd:
            book.tally.skip("long-context price without a threshold")
    if usd := text.money(model.get("imagePrice", 0), _PER_IMAGE):
        yield Rate("image", usd)


def _facts(model: dict[str, Json]) -> dict[str, Scalar | None]:
    features = members(model.get("features"))
    flags: dict[str, Scalar | None] = {
        name: features[field] is True for field, name in _FEATURES.items() if isinstance(features.get(field), bool)
    }
    flags["context"] = text.token_limit(model.get("maxPromptLength"))
    for field, name in (("inputModalities", "input_modalities"), ("outputModalities", "output_modalities")):
        flags[name] = tuple(word.casefold() for word in words(model.get(field))) or None
    return flags


def _check(tables: Sequence[Table], book: Book) -> None:
    """The rendered table gives input and output in dollars per million tokens, glued together: `$0.20$1.50`."""
    table = next((table for table in tables if {"model", "pricing"} <= set(table.labels)), None)
    if table is None:
        raise LayoutChanged(_SOURCE, "a table with the columns Model and Pricing beside the data", "none")
    for row in table.records():
        name = _ID.match(row["model"].text)
        shown = [text.money(price.digits, 1_000_000) for price in amounts(row.get("pricing", Cell()).text)]
        held = [book.usd_of(name[0], meter) for meter in ("input", "output")] if name else []
        if len(shown) == 2 and all(held) and shown != held:
            raise LayoutChanged(
                f"{_SOURCE}: {name and name[0]}", f"the rendered {row['pricing'].text}", f"{held} in the data"
            )


def _read_tables(tables: Sequence[Table], book: Book) -> None:
    priced = [table for table in tables if "model" in table.labels and {*_COLUMNS, "cost"} & set(table.labels)]
    if not any("input" in table.labels for table in priced):
        raise LayoutChanged(_SOURCE, "a table with the columns Model, Input and Output", f"{len(tables)} other tables")
    for table in tables:
        if table not in priced:
            book.tally.skip("table without a price per model")
    for table in priced:
        for row in table.records():
            _add_row(book, row["model"].text, row)


def _add_row(book: Book, name: str, row: Mapping[str, Cell]) -> None:
    if not _ID.fullmatch(name):
        book.tally.skip("row without an API model ID")
        return
    book.model(name, callable_id=True, facts={"context": tokens(row["context"].text) if "context" in row else None})
    for column, meter in _COLUMNS.items():
        usd = book.usd(row[column].text, name) if column in row else None
        if usd is not None:
            book.price(name, Rate(meter, usd))
    if "cost" in row and not is_nothing(row["cost"].text):
        _add_cost(book, name, row["cost"].text)


def _add_cost(book: Book, name: str, cost: str) -> None:
    unit = unit_in(cost)
    meter = _MEDIA.get(unit.kind) if unit else None
    usd = book.usd(cost, name, unit) if unit and meter else None
    if meter and usd is not None:
        book.price(name, Rate(meter, usd))
    elif meter is None:
        book.odd(name, "a price per image or second", cost)
