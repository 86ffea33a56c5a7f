"""Amazon Bedrock's price list: products by SKU, joined with their on-demand terms. One document is one region.

The tier of a price is spread over the feature, the inference type and the end of the usage type; only combinations
that are understood are read. Models carry display names. The region is a condition of every price but those of
us-east-1, the region whose prices every other list quotes.
"""

import re
from collections.abc import Iterator

from scrapers import strict_json, text
from scrapers.claims import ALWAYS, Document, Rate, Reading, Tier, When
from scrapers.errors import LayoutChanged
from scrapers.feeds import zeros
from scrapers.feeds.tally import described, members
from scrapers.pages.amounts import Unit
from scrapers.pages.book import Book
from scrapers.strict_json import Json

_SOURCE = "amazon-bedrock"
URL = "https://pricing.us-east-1.amazonaws.com/offers/v1.0/aws/AmazonBedrock/current/us-east-1/index.json"

_HOME_REGION = "us-east-1"
_FEATURES: dict[str, Tier] = {"on-demand inference": "standard", "batch inference": "batch"}
_TYPES = {
    "input tokens": "input",
    "output tokens": "output",
    "prompt cache read input tokens": "cache_read",
    "prompt cache write input tokens": "cache_write",
}
_TYPE = re.compile(r"(?P<meter>.+? tokens)(?: (?P<tier>batch|flex|priority))?", re.IGNORECASE)
_USAGE_END = re.compile(r"-(?:tokens|token-count)(?P<end>.*)$", re.IGNORECASE)
_ENDS: dict[str, Tier | None] = {"": None, "-batch": "batch", "-flex": "flex", "-priority": "priority"}
_TIERS: dict[str, Tier] = {"batch": "batch", "flex": "flex", "priority": "priority"}
_UNITS = {"1k tokens": Unit("token", 1_000), "1m tokens": Unit("token", 1_000_000), "tokens": Unit("token", 1)}


def parse(document: Document) -> Reading:
    """Every price per model in the document. Raises scrapers.errors.DocumentRefused."""
    offer = strict_json.read(document.body, _SOURCE)
    products, terms = (
        members(members(offer).get("products")),
        members(members(members(offer).get("terms")).get("OnDemand")),
    )
    if not products or not terms:
        found = ", ".join(members(offer)) or described(offer)
        raise LayoutChanged(_SOURCE, "products and terms.OnDemand", found[:200])
    book = Book(_SOURCE, "amazon-bedrock", URL)
    for sku, product in products.items():
        _add(book, sku, members(members(product).get("attributes")), terms.get(sku))
    return _without_empty_zeros(book)


def _add(book: Book, sku: str, attributes: dict[str, Json], terms: Json) -> None:
    name = attributes.get("model") or attributes.get("titanModel")
    place = _place(attributes)
    if not isinstance(name, str) or place is None:
        book.tally.skip("price that is not one per token of a model")
        return
    key = book.model(name, callable_id=False)
    prices = list(_prices(terms))
    if key is None:
        return
    if len(prices) != 1:
        book.odd(key, "one price", f"{sku}: {len(prices)} prices")
        return
    unit, usd = _UNITS.get(prices[0][0].casefold()), prices[0][1]
    if unit is None:
        book.odd(key, "a price per tokens", f"{sku}: per {prices[0][0]}")
    elif (amount := book.tally.price(usd, unit.count, key)) is not None:
        meter, tier = place
        region = str(attributes.get("regionCode", ""))
        when = ALWAYS if region == _HOME_REGION else When(region=text.identifier(region))
        book.price(key, Rate(meter, amount, tier, when))


def _place(attributes: dict[str, Json]) -> tuple[str, Tier] | None:
    """The meter and the tier, if everything that could change them is understood and nothing contradicts."""
    words = {name: str(attributes.get(name, "")) for name in ("feature", "inferenceType", "usagetype")}
    kind, usage = _TYPE.fullmatch(words["inferenceType"]), _USAGE_END.search(words["usagetype"])
    feature = _FEATURES.get(words["feature"].casefold())
    if kind is None or usage is None or feature is None:
        return None
    meter, end = _TYPES.get(kind["meter"].casefold()), usage["end"].casefold()
    if meter is None or end not in _ENDS:
        return None
    named = {_TIERS.get((kind["tier"] or "").casefold()), _ENDS[end], feature if feature != "standard" else None}
    tiers = named - {None}
    tier = tiers.pop() if tiers else "standard"
    return (meter, tier or "standard") if not tiers else None


def _prices(terms: Json) -> Iterator[tuple[str, str]]:
    """The unit and the dollars of each price dimension of each term."""
    for term in members(terms).values():
        for dimension in members(members(term).get("priceDimensions")).values():
            usd = members(members(dimension).get("pricePerUnit")).get("USD")
            yield str(members(dimension).get("unit", "")), str(usd).strip()


def _without_empty_zeros(book: Book) -> Reading:
    """The list has cache writes at $0.00: beside a priced input such a zero is a price, elsewhere it is unknown."""
    return book.close(settle=lambda rates: zeros.settled(rates, free=False, answers=True, tally=book.tally))
