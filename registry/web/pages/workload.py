"""What one request costs on several offerings. A rate that no source gives is named, and then there is no cost."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from registry.domain.catalog import Offering
from registry.domain.money import dollars
from registry.domain.pricing import Estimate, NotSourced, estimate
from registry.web.pages.entries import LABELS, Entries, Wrong
from registry.web.pages.hours import OTHER_HOURS, Slot, Week, is_by_the_hour, said, week_of
from registry.web.views.parts import Moment
from scrapers.claims import Tier
from scrapers.meters import METERS

DEFAULT_INPUT, DEFAULT_OUTPUT = 10_000, 1_000


@dataclass(frozen=True, slots=True)
class Workload:
    """One request: prompt tokens, of which `cached` percent are read from the cache, and output tokens."""

    input: int = DEFAULT_INPUT
    output: int = DEFAULT_OUTPUT
    cached: int = 0
    batch: bool = False

    @property
    def tier(self) -> Tier:
        """The service tier that it is sent to."""
        return "batch" if self.batch else "standard"

    @property
    def usage(self) -> Mapping[str, int]:
        """Meter -> units: `input` is what is not cached; of a share, the whole tokens below it are cached."""
        cached = self.input * self.cached // 100
        usage = {"input": self.input - cached, "cache_read": cached, "output": self.output}
        return {meter: quantity for meter, quantity in usage.items() if quantity}


@dataclass(frozen=True, slots=True)
class Form:
    """The page's form. holds: the parameter of its sides; ids: those that are known; fields: what stands in each."""

    action: str
    holds: str
    ids: tuple[str, ...]
    fields: Mapping[str, str]
    batch: bool
    entries: Entries

    @property
    def labels(self) -> Mapping[str, str]:
        """How each field is called."""
        return LABELS

    @property
    def wrong(self) -> Mapping[str, tuple[Wrong, ...]]:
        """What cannot be used, by field."""
        return self.entries.wrong

    @property
    def elsewhere(self) -> tuple[Wrong, ...]:
        """What cannot be used and has no field of its own."""
        return tuple(each for name in ("as_of", "only") for each in self.wrong.get(name, ()))

    def address(self, *, without: str) -> str:
        """The page without one of its sides, everything else as it was given."""
        ids = [(self.holds, each) for each in self.ids if each != without]
        query = urlencode([*ids, *(pair for pair in self.entries.pairs if pair[0] != self.holds)])
        return f"{self.action}?{query}" if query else self.action


@dataclass(frozen=True, slots=True)
class Costed:
    """What a workload costs on one offering, or the words that say why that cannot be told.

    hours: the part of the week in which it does, in words; empty where all hours are alike.
    at: a day or instant at which this is the cost; None where the prices change before these hours come.
    """

    estimate: Estimate | None
    missing: tuple[str, ...]
    hours: str
    at: Moment | None


def costed(offering: Offering, workload: Workload, at: Moment) -> tuple[Costed, ...]:
    """The cost at a day or instant, one for each part of the week with prices of its own; the other hours come last.

    All rates that are missing are named, not only the first.
    """
    if not is_by_the_hour(offering, at):
        return (Costed(*_told(offering, workload, at), hours="", at=at),)
    week = week_of(offering, at)
    parts: dict[object, list[Slot]] = {}
    for slot, (moment, _) in week.instants.items():
        parts.setdefault(_alike(*_told(week.offering, workload, moment)), []).append(slot)
    found = [_of_hours(week, workload, slots, at, alone=len(parts) == 1) for slots in parts.values()]
    return tuple(sorted(found, key=lambda part: part.hours == OTHER_HOURS))


def _of_hours(week: Week, workload: Workload, slots: Sequence[Slot], at: Moment, *, alone: bool) -> Costed:
    told = {slot: _told(week.offering, workload, week.instants[slot][0]) for slot in slots}
    paid = [item.rate for estimated, _ in told.values() if estimated for item in estimated.items]
    moments = (alike for slot in slots if (alike := week.instants[slot][1]))
    return Costed(*told[slots[0]], hours="" if alone else said(slots, paid, at), at=next(moments, None))


def _alike(estimated: Estimate | None, missing: tuple[str, ...]) -> object:
    return tuple((item.rate.meter, item.cost) for item in estimated.items) if estimated else missing


def _told(offering: Offering, workload: Workload, at: Moment) -> tuple[Estimate | None, tuple[str, ...]]:
    try:
        return estimate(offering, workload.usage, at=at, tier=workload.tier), ()
    except NotSourced:
        return None, tuple(_missing(offering, workload, at))


def cost_in_words(parts: Iterable[Costed]) -> str:
    """`$0.0042`, where hours matter behind the name of each part: `...; other hours: $0.0021`; or what is missing."""
    return "; ".join(f"{part.hours}: {_amount(part)}" if part.hours else _amount(part) for part in parts)


def _amount(part: Costed) -> str:
    return dollars(part.estimate.total) if part.estimate else "; ".join(part.missing)


def lowest(sides: Sequence[Sequence[Costed]]) -> tuple[bool, ...]:
    """Which sides cost at no hour more than any other at any hour; none where all cost the same.

    Sides without a total are left out of it.
    """
    spans = [_span(parts) for parts in sides]
    known = [span for span in spans if span]
    if len({each for span in known for each in span}) < 2:
        return (False,) * len(spans)
    return tuple(span is not None and len(known) > 1 and _is_lowest(span, known) for span in spans)


def _is_lowest(span: tuple[Decimal, Decimal], known: Sequence[tuple[Decimal, Decimal]]) -> bool:
    return all(other == span or span[1] <= other[0] for other in known)


def _span(parts: Sequence[Costed]) -> tuple[Decimal, Decimal] | None:
    totals = [part.estimate.total for part in parts if part.estimate]
    return (min(totals), max(totals)) if totals and len(totals) == len(parts) else None


def _missing(offering: Offering, workload: Workload, at: Moment) -> Iterable[str]:
    """Asks for each meter first in turn: the prompt, which decides the long-prompt step, stays whole."""
    usage = workload.usage
    for meter in usage:
        first = {meter: usage[meter], **usage}
        try:
            estimate(offering, first, at=at, tier=workload.tier)
        except NotSourced as missing:
            if missing.meter == meter:
                yield _name(missing)


def _name(missing: NotSourced) -> str:
    step = f" over {missing.prompt_over:,} tokens" if missing.prompt_over else ""
    tier = "" if missing.tier == "standard" else f", {missing.tier}"
    return f"{METERS[missing.meter].label}{tier}{step}: not sourced"
