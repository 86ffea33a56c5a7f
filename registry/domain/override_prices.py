"""The prices of one offering under its overrides: what they cover is theirs, and the rest stays as the sources say."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from registry.domain.catalog import Basis, DatedRate, PriceKey
from registry.domain.overrides import OVERRIDE, Price, in_succession
from registry.domain.pricing import in_force
from registry.domain.rates import ordered
from registry.domain.timeline import BEGINNING, END


@dataclass(frozen=True, slots=True)
class Lapse:
    """A price that no longer holds, with what the sources say instead (USD per single unit; None: nothing)."""

    price: Price
    said: Decimal | None


@dataclass(frozen=True, slots=True)
class Repriced:
    """The rates under the overrides, and the overrides that have lapsed."""

    rates: tuple[DatedRate, ...]
    lapses: tuple[Lapse, ...]


def repriced(rates: Sequence[DatedRate], prices: Iterable[Price], day: date) -> Repriced:
    """The whole price history of one offering under its overrides. day: of the newest evidence."""
    by_key: dict[PriceKey, list[Price]] = {}
    for price in prices:
        by_key.setdefault(price.key, []).append(price)
    kept = [rate for rate in rates if _key(rate) not in by_key]
    lapses: list[Lapse] = []
    for key, entries in by_key.items():
        upstream = [rate for rate in rates if _key(rate) == key]
        now = next(reversed(in_force(upstream, day)), None)
        covering: list[DatedRate] = []
        for price, following in in_succession(entries):
            covering += _covered(price, following, upstream)
            if price.cited.until is None and not _is_current(price, upstream, now):
                lapses.append(Lapse(price, now.usd if now else None))
        kept += [*covering, *_uncovered(upstream, covering)]
    return Repriced(ordered(kept), tuple(lapses))


def _is_current(price: Price, upstream: Sequence[DatedRate], now: DatedRate | None) -> bool:
    """Whether the sources still say what the price replaces, in the same stretch of time as when it was written."""
    return now is None if price.replaces is None else now is not None and _replaced(price, upstream) is now


def _covered(price: Price, following: datetime | None, upstream: Sequence[DatedRate]) -> list[DatedRate]:
    """The stretches of time in which a price holds. It ends where the next one of the same key begins."""
    stretch = _replaced(price, upstream) if price.replaces is not None else None
    end, basis = following or END, _basis(price)
    if price.cited.until is not None:
        own = _rate(price, price.begins, min(end, price.cited.until), basis)
    elif price.replaces is None:
        return _uncovered([_rate(price, price.begins, end, basis)], upstream)
    elif stretch is None:
        return []
    else:
        own = _rate(price, price.since or stretch.valid_from or BEGINNING, min(end, stretch.valid_to or END), basis)
        own = own if price.since else replace(own, basis=stretch.basis)
    whole = _between(own, BEGINNING, END)
    return [whole] if whole else []


def _basis(price: Price) -> Basis:
    return "documented" if price.since else "observed"


def _replaced(price: Price, upstream: Sequence[DatedRate]) -> DatedRate | None:
    """The stretch that a price replaces: the first one with that value that did not end before it was written."""
    for rate in upstream:
        if rate.usd == price.replaces and (rate.valid_to is None or rate.valid_to > price.cited.begins):
            return rate
    return None


def _uncovered(rates: Iterable[DatedRate], covering: Sequence[DatedRate]) -> list[DatedRate]:
    """What is left of rates outside of the stretches that others cover."""
    left = list(rates)
    for cover in covering:
        start, end = _bounds(cover)
        left = [
            piece for rate in left for piece in (_between(rate, BEGINNING, start), _between(rate, end, END)) if piece
        ]
    return left


def _between(rate: DatedRate, start: datetime, end: datetime) -> DatedRate | None:
    """The part of a rate within bounds, None if there is none. One that resumes does so on a day that is documented."""
    own_start, own_end = _bounds(rate)
    first, last = max(own_start, start), min(own_end, end)
    if first >= last:
        return None
    basis = rate.basis if first == own_start else "documented"
    return replace(rate, valid_from=_published(first, BEGINNING), valid_to=_published(last, END), basis=basis)


def _bounds(rate: DatedRate) -> tuple[datetime, datetime]:
    return rate.valid_from or BEGINNING, rate.valid_to or END


def _published(moment: datetime, never: datetime) -> datetime | None:
    return None if moment == never else moment


def _rate(price: Price, start: datetime, end: datetime, basis: Basis) -> DatedRate:
    meter, tier, when = price.key
    return DatedRate(
        meter, price.usd, tier, when, _published(start, BEGINNING), _published(end, END), basis, source=OVERRIDE
    )


def _key(rate: DatedRate) -> PriceKey:
    return rate.meter, rate.tier, rate.when
