"""Mistral's pricing page: cards in the data that the page streams, with prices in dollars and in euro, by locale.

Only dollars and only the English cards are read. A card has the API model ID or, mostly, just a display name; cards of
products (agents, connectors, libraries) have other labels and are left out.
"""

import re
from decimal import Decimal

from scrapers import text
from scrapers.claims import Document, Rate, Reading
from scrapers.errors import LayoutChanged, NothingFound
from scrapers.feeds.tally import items, members
from scrapers.pages import amounts, flight
from scrapers.pages.amounts import Amount, Unit, unit_in
from scrapers.pages.blocks import tidy
from scrapers.pages.book import Book
from scrapers.pages.bounds import parsed
from scrapers.pages.markup import source_text
from scrapers.strict_json import Json

_SOURCE = "mistral"
URL = "https://mistral.ai/pricing"

_LOCALE = "en"
_CARD = '{"id":'
_LABELS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"input \(/m tokens\)"), "input"),
    (re.compile(r"output \(/m tokens\)"), "output"),
    (re.compile(r"input \(per min / per m tok\)"), "input"),
    (re.compile(r"audio input/min"), "input_audio_second"),
    (re.compile(r"audio generation"), "output_character"),
    (re.compile(r"ocr"), "page"),
    (re.compile(r"annotations"), "annotated_page"),
)
_KINDS = {"input_audio_second": "second", "output_character": "character", "page": "page", "annotated_page": "page"}
_NO_MODEL = frozenset({"libraries", "classifier api model 8b", "classifier api model 3b"})
"""A product of its own, and models that exist only after training: their prices are not those of a model."""


def parse(document: Document) -> Reading:
    """Every price per model in the document. Raises scrapers.errors.DocumentRefused."""
    page = source_text(document, _SOURCE)
    cards = [card for card in flight.objects(flight.stream(page, _SOURCE), _CARD, _SOURCE) if "price" in card]
    if not cards:
        raise LayoutChanged(_SOURCE, "cards with a price", "none in the data of the page")
    english = [card for card in cards if card.get("locale") == _LOCALE]
    if not english:
        raise NothingFound(f"{_SOURCE}: no card is in English")
    if not any("price_dollar" in members(price) for card in english for price in items(card["price"])):
        raise LayoutChanged(_SOURCE, "prices in dollars", "none")
    book = Book(_SOURCE, "mistral", URL)
    for card in english:
        _add(card, book)
    return book.close()


def _add(card: dict[str, Json], book: Book) -> None:
    prices = [members(price) for price in items(card.get("price")) if members(price).get("locale") == _LOCALE]
    priced = [(meter, price) for price in prices if (meter := _meter(price))]
    name = tidy(_words(card.get("name")))
    if not priced or name.casefold() in _NO_MODEL:
        book.tally.skip("card of a product")
        return
    api_model_id = text.identifier(card.get("api"))
    key = book.model(api_model_id or name, callable_id=api_model_id is not None, facts={"name": text.line(name)})
    for meter, price in priced if key else ():
        _read(book, str(key), meter, _words(price.get("price_dollar")))


def _meter(price: dict[str, Json]) -> str | None:
    name = tidy(_words(price.get("value"))).casefold()
    return next((meter for pattern, meter in _LABELS if pattern.fullmatch(name)), None)


def _words(value: Json) -> str:
    """A string without the HTML that may be in it; of several paragraphs the first."""
    if not isinstance(value, str):
        return ""
    tree = parsed(flight.plain(value), _SOURCE)
    first = tree.find("p")
    return tidy((first or tree).get_text(" "))


def _read(book: Book, key: str, meter: str, words: str) -> None:
    if amounts.is_free(words):
        book.price(key, Rate(meter, Decimal(0)))
        return
    found = amounts.amounts(words)
    if not found:
        book.odd(key, "a price in dollars", words)
    for price in found:
        _add_price(book, key, meter, price)


def _add_price(book: Book, key: str, meter: str, price: Amount) -> None:
    """`$0.004 (audio) / $0.1 (text)` under `Input (per min / per M tok)` is a minute of audio and a million tokens."""
    if price.after.startswith("(audio)"):
        unit, meter = Unit("second", 60), "input_audio_second"
    elif meter in _KINDS:
        unit = unit_in(price.after) or (Unit("second", 60) if meter == "input_audio_second" else None) or Unit("", 1)
    else:
        unit = amounts.MILLION_TOKENS
    usd = price.per(unit) if unit.kind == _KINDS.get(meter, "token") else None
    if usd is None:
        book.odd(key, f"a price per {_KINDS.get(meter, 'token')}", f"${price.digits} {price.after}")
    else:
        book.price(key, Rate(meter, usd))
