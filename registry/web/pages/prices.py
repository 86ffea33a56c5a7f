"""Prices as tables show them: what is in force, the headline figures, and the dated history."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from registry.domain.money import dollars, plain
from registry.web.pages.wording import EN_DASH, TIER_LABELS, condition, percent_change, price, unit_of
from registry.web.views import RateView
from scrapers.meters import METERS

MOST_PADDING = 6
Kin = Mapping[tuple[str, str], Sequence[RateView]]
"""The rates of each meter and tier, which tell what one of them leaves to the others."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A price in a right-aligned column: its text and how many digits it lacks to line up on the decimal."""

    text: str
    padding: int = 0


@dataclass(frozen=True, slots=True)
class PriceRow:
    """One price in force. `unit` follows a slash where it is not one million tokens."""

    label: str
    price: Cell
    unit: str
    applies: str
    since: str | None
    basis: str
    source: str


@dataclass(frozen=True, slots=True)
class PriceGroup:
    """The prices of one service tier."""

    tier: str
    rows: tuple[PriceRow, ...]


@dataclass(frozen=True, slots=True)
class PriceTable:
    """Every price in force. `special`: those of one region, size or quality, where there are others beside them."""

    groups: tuple[PriceGroup, ...]
    special: tuple[PriceGroup, ...] = ()

    @property
    def specials(self) -> int:
        """How many prices are special."""
        return sum(len(group.rows) for group in self.special)


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One dated step of one price. `old` None is the first price known; `since` None is undated."""

    since: str | None
    basis: str
    label: str
    applies: str
    old: str | None
    new: str
    unit: str
    change: str | None
    down: bool
    source: str
    headline: bool = False


@dataclass(frozen=True, slots=True)
class Figures:
    """The four figures under the heading of an offering; None is not sourced."""

    input: str | None
    output: str | None
    cache: str | None
    batch: str | None


def padding(amounts: Sequence[Decimal | None]) -> list[int]:
    """For each amount of a column, the digits that it lacks against the longest; one long price cannot push all."""
    sizes = [_decimals(amount) if amount is not None else 0 for amount in amounts]
    longest = min(max(sizes, default=2), 2 + MOST_PADDING)
    return [max(longest - size, 0) for size in sizes]


def cells(amounts: Sequence[Decimal | None]) -> list[Cell | None]:
    """A column of prices, aligned on the decimal; None stays None."""
    pads = padding(amounts)
    return [Cell(dollars(a), pad) if a is not None else None for a, pad in zip(amounts, pads, strict=True)]


def unconditional(rates: Sequence[RateView], meter: str, tier: str = "standard") -> RateView | None:
    """The headline rate of a meter, the one without a condition. None: not sourced, or it depends on something."""
    return next((r for r in rates if r.meter == meter and r.tier == tier and r.when is None), None)


def figure(rates: Sequence[RateView], meter: str, tier: str = "standard") -> str | None:
    """A headline price in words. Where every price has a condition, the range, and what it depends on."""
    found = unconditional(rates, meter, tier)
    if found:
        return price(found.usd)
    short = [r for r in rates if r.meter == meter and r.tier == tier and "prompt_over" not in (r.when or {})]
    if not short:
        return None
    low, high = min(r.usd for r in short), max(r.usd for r in short)
    amount = dollars(low) if low == high else f"{dollars(low)}{EN_DASH}{dollars(high)}"
    reason = next((word for key, word in _REASONS if any(key in (r.when or {}) for r in short)), "with a condition")
    return f"{amount} {reason}"


_SPECIAL = frozenset({"region", "size", "quality"})
_REASONS = (("utc", "by the hour"), ("region", "by region"), ("size", "by size"), ("quality", "by quality"))


def figures(rates: Sequence[RateView]) -> Figures:
    """The four figures, each from the same rates that the table prints."""
    return Figures(
        input=figure(rates, "input"),
        output=figure(rates, "output"),
        cache=_pair(("read", figure(rates, "cache_read")), ("write", figure(rates, "cache_write"))),
        batch=_pair(("in", figure(rates, "input", "batch")), ("out", figure(rates, "output", "batch"))),
    )


def price_table(rates: Sequence[RateView]) -> PriceTable:
    """Every rate in force, grouped by tier, in the order of the view; prices of the whole table line up."""
    pads = dict(zip(map(id, rates), padding([rate.usd for rate in rates]), strict=True))
    kin = kin_of(rates)

    def groups(shown: Iterable[RateView]) -> tuple[PriceGroup, ...]:
        return tuple(
            PriceGroup(TIER_LABELS[tier], tuple(_price_row(rate, kin, pads[id(rate)]) for rate in members))
            for tier, members in groupby(shown, key=lambda rate: rate.tier)
        )

    usual = [rate for rate in rates if not (rate.when or {}).keys() & _SPECIAL]
    if len(usual) in (0, len(rates)):
        return PriceTable(groups(rates))
    return PriceTable(groups(usual), groups(rate for rate in rates if (rate.when or {}).keys() & _SPECIAL))


def history_rows(rates: Sequence[RateView]) -> tuple[HistoryRow, ...]:
    """Every step, newest first, from the whole history; none where no price is dated, for then there is no history."""
    rows, kin = [], kin_of(rates)
    for _, steps in groupby(rates, key=lambda rate: (rate.tier, rate.meter, _frozen(rate))):
        earlier: RateView | None = None
        for rate in steps:
            continues = earlier is not None and earlier.valid_to == rate.valid_from
            rows.append(_history_row(rate, kin, earlier if continues else None))
            earlier = rate
    if not any(row.since for row in rows):
        return ()
    return tuple(sorted(rows, key=lambda row: row.since or "", reverse=True))


def kin_of(rates: Iterable[RateView]) -> Kin:
    """The rates by meter and tier."""
    kin: dict[tuple[str, str], list[RateView]] = {}
    for rate in rates:
        kin.setdefault((rate.meter, rate.tier), []).append(rate)
    return kin


def applies(rate: RateView, kin: Kin) -> str:
    """When a rate applies, beside the others of its meter and tier that were in force with it."""
    region = (rate.when or {}).get("region")
    beside = [other.when or {} for other in kin[rate.meter, rate.tier] if _together(rate, other)]
    steps = [
        step for each in beside if each.get("region") == region and isinstance(step := each.get("prompt_over"), int)
    ]
    return condition(rate, min(steps, default=None), windowed=any("utc" in each for each in beside))


def _frozen(rate: RateView) -> str:
    return repr(sorted((rate.when or {}).items()))


def _pair(*parts: tuple[str, str | None]) -> str | None:
    return " · ".join(f"{word} {amount}" for word, amount in parts if amount) or None


def _decimals(amount: Decimal) -> int:
    return max(len(plain(amount).partition(".")[2]), 2)


def _price_row(rate: RateView, kin: Kin, pad: int) -> PriceRow:
    return PriceRow(
        label=METERS[rate.meter].label,
        price=Cell(price(rate.usd), pad if rate.usd else 0),
        unit=unit_of(rate.meter),
        applies=applies(rate, kin),
        since=rate.valid_from,
        basis=rate.valid_from_basis,
        source=rate.source,
    )


def _together(one: RateView, other: RateView) -> bool:
    """Whether there is a time at which both hold; None is ever and still."""
    return (one.valid_from or "") < (other.valid_to or "~") and (other.valid_from or "") < (one.valid_to or "~")


def _history_row(rate: RateView, kin: Kin, earlier: RateView | None) -> HistoryRow:
    tier = "" if rate.tier == "standard" else f", {TIER_LABELS[rate.tier].lower()}"
    return HistoryRow(
        since=rate.valid_from,
        basis=rate.valid_from_basis,
        label=METERS[rate.meter].label + tier,
        applies=applies(rate, kin),
        old=price(earlier.usd) if earlier else None,
        new=price(rate.usd),
        unit=unit_of(rate.meter),
        change=percent_change(earlier.usd, rate.usd) if earlier else None,
        down=earlier is not None and rate.usd < earlier.usd,
        source=rate.source,
        headline=rate.tier == "standard" and rate.when is None,
    )
