"""The filters of the lists, declared as rows: the same for the API, the pages and their CSV."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from registry.domain.catalog import STATUSES
from registry.domain.lifecycle import earliest, latest
from registry.domain.money import times
from registry.web.parameters import (
    AMOUNT,
    DAY,
    TEXT,
    WHOLE,
    YES_OR_NO,
    Parameter,
    Values,
    amount,
    choice,
    day,
    text,
    whole,
    yes_or_no,
)
from registry.web.rows import Row, at_the_cheapest
from registry.web.search import matches
from scrapers.claims import CAPABILITIES, TIERS
from scrapers.meters import METERS

_MODALITIES = ("text", "image", "audio", "video", "pdf", "embedding")


Keeps = Callable[[Row], bool]


@dataclass(frozen=True, slots=True)
class Filter:
    """A parameter, and what its values make of it: a test of rows, put together once for a request.

    of_an_offering: whether it asks for what an offering has or does, and not only for what a model is.
    """

    parameter: Parameter
    test: Callable[[Values], Keeps]
    of_an_offering: bool = False


def _any(
    name: str,
    explanation: str,
    example: str,
    of: Callable[[Row], Iterable[str | None]],
    *,
    of_an_offering: bool = False,
) -> Filter:
    """Keeps rows that have one of the given ids, case aside."""

    def test(values: Values) -> Keeps:
        wanted = {one.lower() for one in values.all(name)}
        return lambda row: any(value.lower() in wanted for value in of(row) if value)

    return Filter(Parameter(name, explanation, example, text, TEXT, repeated=True), test, of_an_offering)


def _all(parameter: Parameter, has: Callable[[Row, str], bool]) -> Filter:
    """Keeps rows that have every one of the given words."""

    def test(values: Values) -> Keeps:
        wanted = values.all(parameter.name)
        return lambda row: all(has(row, word) for word in wanted)

    return Filter(parameter, test, of_an_offering=True)


def _at_least(name: str, explanation: str, example: int, of: Callable[[Row], int | None]) -> Filter:
    def test(values: Values) -> Keeps:
        least = values.get(name, int) or 0
        return lambda row: (sourced := of(row)) is not None and sourced >= least

    parameter = Parameter(name, f"{explanation} Rows without a sourced one are out.", example, whole, WHOLE)
    return Filter(parameter, test, of_an_offering=True)


def _price_at_most(meter: str) -> Filter:
    name, row = f"{meter}_max", METERS[meter]
    explanation = (
        f"{row.label}: at most this many USD per {row.per:,}, in the asked tier; rows without a price are out."
    )

    def test(values: Values) -> Keeps:
        limit, tier = values.get(name, Decimal) or Decimal(0), values.get("tier", str) or "standard"
        return lambda row: (price := row.price(meter, tier)) is not None and times(price, METERS[meter].per) <= limit

    return Filter(Parameter(name, explanation, 1.25, amount, AMOUNT), test)


def _family(row: Row) -> Iterable[str | None]:
    return (row.family, row.family.partition("/")[2] if row.family else None)


def _released(name: str, explanation: str, example: str, certain: Callable[[str, date], bool]) -> Filter:
    """Keeps rows of which it is certain; those without a sourced day are out."""

    def test(values: Values) -> Keeps:
        limit = values.get(name, date) or date.max
        return lambda row: row.subject.released is not None and certain(row.subject.released, limit)

    return Filter(Parameter(name, explanation, example, day, DAY), test)


def _can(row: Row, capability: str) -> bool:
    return row.subject.capabilities.get(capability, False)


def _search(values: Values) -> Keeps:
    query = values.get("q", str) or ""
    return lambda row: matches(row.entry, query)


def _weights(values: Values) -> Keeps:
    wanted = values.get("open_weights", bool)
    return lambda row: row.open_weights is wanted


def _status(values: Values) -> Keeps:
    wanted = values.all("status")
    return lambda row: row.subject.status in wanted


def _tier(values: Values) -> Keeps:
    wanted = values.get("tier", str)
    return lambda row: any(rate.tier == wanted for rate in row.rates)


SEARCH = Filter(
    Parameter("q", "Words that must all occur in id, name, lab or family.", "gpt 5.6 luna", text, TEXT),
    _search,
)

COMMON: tuple[Filter, ...] = (
    SEARCH,
    _any("lab", "Made by one of these labs.", "openai", lambda row: (row.lab,)),
    _any("family", "Of one of these families: an id, or its last part.", "openai/gpt-5.6", _family),
    _all(choice("capability", "With a sourced yes for all of these.", CAPABILITIES, "vision", repeated=True), _can),
    _all(
        choice("in", "Takes all of these modalities.", _MODALITIES, "image", repeated=True),
        lambda row, modality: modality in row.subject.input_modalities,
    ),
    _all(
        choice("out", "Gives all of these modalities.", _MODALITIES, "text", repeated=True),
        lambda row, modality: modality in row.subject.output_modalities,
    ),
    _at_least("context_min", "A context of at least this many tokens.", 200000, lambda row: row.subject.context),
    _at_least("max_output_min", "Answers of at least this many tokens.", 64000, lambda row: row.subject.max_output),
    Filter(
        Parameter("open_weights", "Whether the weights are open, as sourced.", True, yes_or_no, YES_OR_NO),
        _weights,
    ),
    Filter(
        choice("status", "In one of these states.", STATUSES, "available", repeated=True),
        _status,
    ),
    # A month counts from its first day for the one and to its last day for the other.
    _released(
        "released_after", "Released on this day or later.", "2026-01-01", lambda said, limit: earliest(said) >= limit
    ),
    _released("released_before", "Released before this day.", "2026-07-01", lambda said, limit: latest(said) < limit),
    _any("provider", "Served by one of these providers.", "openai", lambda row: row.providers, of_an_offering=True),
)
"""What models and offerings have in common."""

PRICES: tuple[Filter, ...] = (_price_at_most("input"), _price_at_most("output"))
"""A model's price is that of its cheapest listed offering."""

OFFERINGS_ONLY: tuple[Filter, ...] = (
    _any("model", "Serving one of these models.", "openai/gpt-5.6-luna", lambda row: (row.model,)),
    Filter(
        choice("tier", "With a price in this service tier; price filters and price sorting use it.", TIERS, "batch"),
        _tier,
    ),
)

MODEL_FILTERS = COMMON + PRICES
OFFERING_FILTERS = COMMON + PRICES + OFFERINGS_ONLY


def kept_models(models: Iterable[Row], offerings: Sequence[Row], values: Values) -> list[Row]:
    """The models that every filter keeps, in their order.

    Where a filter asks for what an offering has or does, a model's price is that of the cheapest offering that has it:
    not that of a cheaper one with a shorter context.
    """
    found = kept(models, COMMON, values)
    asked = [each for each in COMMON if each.of_an_offering and each.parameter.name in values]
    if asked:
        ids = {row.id for row in found}
        found = at_the_cheapest(found, kept((row for row in offerings if row.model in ids), asked, values))
    return kept(found, PRICES, values)


def kept(rows: Iterable[Row], filters: Iterable[Filter], values: Values) -> list[Row]:
    """The rows that every given filter keeps, in their order."""
    found = list(rows)
    for each in filters:
        if each.parameter.name in values:
            found = list(filter(each.test(values), found))
    return found
