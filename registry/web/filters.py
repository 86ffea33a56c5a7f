"""The filters of the lists, declared as rows: the same for the API, the pages and their CSV."""

from collections.abc import Callable, Iterable
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
from registry.web.rows import Row
from registry.web.search import matches
from scrapers.claims import CAPABILITIES, TIERS
from scrapers.meters import METERS

_MODALITIES = ("text", "image", "audio", "video", "pdf", "embedding")


@dataclass(frozen=True, slots=True)
class Filter:
    """A parameter, and which rows it keeps when it is given."""

    parameter: Parameter
    keep: Callable[[Row, Values], bool]


def _any(name: str, explanation: str, example: str, of: Callable[[Row], Iterable[str | None]]) -> Filter:
    """Keeps rows that have one of the given ids, case aside."""
    parameter = Parameter(name, explanation, example, text, TEXT, repeated=True)

    def keep(row: Row, values: Values) -> bool:
        have = {value.lower() for value in of(row) if value}
        return any(wanted.lower() in have for wanted in values.all(name))

    return Filter(parameter, keep)


def _all(parameter: Parameter, of: Callable[[Row], Iterable[str]]) -> Filter:
    """Keeps rows that have every one of the given words."""
    return Filter(parameter, lambda row, values: set(values.all(parameter.name)) <= set(of(row)))


def _at_least(name: str, explanation: str, example: int, of: Callable[[Row], int | None]) -> Filter:
    parameter = Parameter(name, f"{explanation} Rows without a sourced one are out.", example, whole, WHOLE)

    def keep(row: Row, values: Values) -> bool:
        sourced, least = of(row), values.get(name, int)
        return sourced is not None and least is not None and sourced >= least

    return Filter(parameter, keep)


def _price_at_most(meter: str) -> Filter:
    name, row = f"{meter}_max", METERS[meter]
    explanation = (
        f"{row.label}: at most this many USD per {row.per:,}, in the asked tier; rows without a price are out."
    )
    parameter = Parameter(name, explanation, 1.25, amount, AMOUNT)

    def keep(row: Row, values: Values) -> bool:
        price, limit = row.price(meter, values.get("tier", str) or "standard"), values.get(name, Decimal)
        return price is not None and limit is not None and times(price, METERS[meter].per) <= limit

    return Filter(parameter, keep)


def _family(row: Row) -> Iterable[str | None]:
    return (row.family, row.family.partition("/")[2] if row.family else None)


def _yes(row: Row) -> Iterable[str]:
    return (name for name, sourced in row.subject.capabilities.items() if sourced)


def _after(row: Row, values: Values) -> bool:
    """Whether it was certainly released on that day or later: a month counts from its first day."""
    limit, sourced = values.get("released_after", date), row.subject.released
    return limit is not None and sourced is not None and earliest(sourced) >= limit


def _before(row: Row, values: Values) -> bool:
    """Whether it was certainly released before that day: a month counts to its last day."""
    limit, sourced = values.get("released_before", date), row.subject.released
    return limit is not None and sourced is not None and latest(sourced) < limit


SEARCH = Filter(
    Parameter("q", "Words that must all occur in id, name, lab or family.", "gpt 5.6 luna", text, TEXT),
    lambda row, values: matches(row.entry, values.get("q", str) or ""),
)

COMMON: tuple[Filter, ...] = (
    SEARCH,
    _any("lab", "Made by one of these labs.", "openai", lambda row: (row.lab,)),
    _any("family", "Of one of these families: an id, or its last part.", "openai/gpt-5.6", _family),
    _all(choice("capability", "With a sourced yes for all of these.", CAPABILITIES, "vision", repeated=True), _yes),
    _all(
        choice("in", "Takes all of these modalities.", _MODALITIES, "image", repeated=True),
        lambda row: row.subject.input_modalities,
    ),
    _all(
        choice("out", "Gives all of these modalities.", _MODALITIES, "text", repeated=True),
        lambda row: row.subject.output_modalities,
    ),
    _at_least("context_min", "A context of at least this many tokens.", 200000, lambda row: row.subject.context),
    _at_least("max_output_min", "Answers of at least this many tokens.", 64000, lambda row: row.subject.max_output),
    Filter(
        Parameter("open_weights", "Whether the weights are open, as sourced.", True, yes_or_no, YES_OR_NO),
        lambda row, values: row.open_weights is values.get("open_weights", bool),
    ),
    Filter(
        choice("status", "In one of these states.", STATUSES, "available", repeated=True),
        lambda row, values: row.subject.status in values.all("status"),
    ),
    Filter(Parameter("released_after", "Released on this day or later.", "2026-01-01", day, DAY), _after),
    Filter(Parameter("released_before", "Released before this day.", "2026-07-01", day, DAY), _before),
    _any("provider", "Served by one of these providers.", "openai", lambda row: row.providers),
    _price_at_most("input"),
    _price_at_most("output"),
)
"""What models and offerings have in common. A model's price is that of its cheapest listed offering."""

OFFERINGS_ONLY: tuple[Filter, ...] = (
    _any("model", "Serving one of these models.", "openai/gpt-5.6-luna", lambda row: (row.model,)),
    Filter(
        choice("tier", "With a price in this service tier; price filters and price sorting use it.", TIERS, "batch"),
        lambda row, values: any(rate.tier == values.get("tier", str) for rate in row.rates),
    ),
)

MODEL_FILTERS = COMMON
OFFERING_FILTERS = COMMON + OFFERINGS_ONLY


def kept(rows: Iterable[Row], filters: Iterable[Filter], values: Values) -> list[Row]:
    """The rows that every given filter keeps, in their order."""
    active = [row.keep for row in filters if row.parameter.name in values]
    return [row for row in rows if all(keep(row, values) for keep in active)]
