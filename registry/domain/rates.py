"""The dated rates of one offering, out of every source's statements about it."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from registry.domain.authority import rank
from registry.domain.catalog import Claimed, DatedRate, Disagreement, Held, PriceKey
from registry.domain.evidence import Span
from registry.domain.guards import guarded
from registry.domain.money import plain
from registry.domain.rounding import finer
from registry.domain.timeline import END, Seen, Step, day_of, track, valid_from, valid_to
from registry.domain.weave import Cut, documented_cuts, living, of_standard, woven
from scrapers.claims import ALWAYS, TIERS, Rate, Statement
from scrapers.meters import METERS

_METER_ORDER = {meter: place for place, meter in enumerate(METERS)}
_TIER_ORDER = {tier: place for place, tier in enumerate(TIERS)}


@dataclass(frozen=True, slots=True)
class Told:
    """What one source has said of one offering: its spans in order, and the times of all the source's snapshots."""

    source: str
    spans: Sequence[Span[Statement]]
    snapshots: Sequence[datetime]

    @property
    def newest(self) -> datetime:
        """When the source was last read."""
        return self.snapshots[-1]

    def read_before(self, moment: datetime) -> datetime | None:
        """The last snapshot before a moment."""
        place = bisect_left(self.snapshots, moment)
        return self.snapshots[place - 1] if place else None


@dataclass(frozen=True, slots=True)
class Prices:
    """All that the evidence gives of one offering's prices: the history, what guards hold, and who disagrees now."""

    rates: tuple[DatedRate, ...] = ()
    held: tuple[Held, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()


def prices(
    offering: str,
    told: Sequence[Told],
    decisions: Mapping[str, str] | None = None,
    typical: Mapping[str, Decimal] | None = None,
) -> Prices:
    """The prices of one offering, ordered by meter, tier, condition and time.

    decisions: held id -> accept | reject; typical: meter -> what the model's other providers charge, USD per unit.
    """
    told_of = {key: finer(key[0], own) for key, own in tracks(told).items()}
    believed, held = guarded(offering, told_of, decisions or {}, typical)
    cuts = {key: documented_cuts(own.values()) for key, own in believed.items()}
    urls = {teller.source: teller.spans[-1].said.url for teller in told}
    rates: list[DatedRate] = []
    disagreements: list[Disagreement] = []
    for key, own in believed.items():
        meter, tier, when = key
        all_cuts = _cuts_of(key, cuts)
        alive = living(list(own.values()), all_cuts)
        for step in woven(alive, all_cuts):
            rates.append(
                DatedRate(
                    meter,
                    step.usd,
                    tier,
                    when,
                    valid_from(step),
                    valid_to(step),
                    step.basis,
                    step.exact_by or step.source,
                )
            )
        claims = _claims(alive, urls) if len(own) > 1 else ()
        if claims:
            disagreements.append(Disagreement(offering, meter, claims, tier, when))
    return Prices(ordered(rates), held, tuple(disagreements))


def _claims(alive: Sequence[Step], urls: Mapping[str, str | None]) -> tuple[Claimed, ...]:
    """What the sources say now, the published value first; empty if they agree.

    A source that has not changed its value since before another changed its own is out of date, not in disagreement.
    """
    now = sorted((step for step in alive if step.end == END), key=lambda step: (rank(step.source), step.source))
    fresh = [step for step in now if not any(other.start > step.first_seen for other in now)]
    if len({step.usd for step in fresh}) < 2:
        return ()
    return tuple(
        Claimed(
            step.source,
            plain(step.usd),
            begun.date() if (begun := valid_from(step)) else None,
            step.last_seen.date(),
            urls.get(step.source),
        )
        for step in fresh
    )


def ordered(rates: Iterable[DatedRate]) -> tuple[DatedRate, ...]:
    """The rates of one offering by meter, tier, condition and time."""
    return tuple(sorted(rates, key=_place))


def _place(rate: DatedRate) -> tuple[object, ...]:
    when = rate.when
    return (
        _METER_ORDER[rate.meter],
        _TIER_ORDER[rate.tier],
        when.region or "",
        when.size or "",
        when.quality or "",
        when.prompt_over or 0,
        when.utc,
        when.weekdays,
        when.excluding,
        rate.valid_from.isoformat() if rate.valid_from else "",
    )


def _cuts_of(key: PriceKey, cuts: Mapping[PriceKey, tuple[Cut, ...]]) -> tuple[Cut, ...]:
    own = cuts[key]
    meter, tier, when = key
    if tier == "standard" and when == ALWAYS:
        return own
    dates = {cut.at for cut in own}
    return (*own, *(cut for cut in of_standard(cuts.get((meter, "standard", ALWAYS), ())) if cut.at not in dates))


def tracks(told: Sequence[Told]) -> dict[PriceKey, dict[str, tuple[Step, ...]]]:
    """What each source says of each price over time, before anything is reconciled: key -> source -> its steps."""
    found: dict[PriceKey, dict[str, tuple[Step, ...]]] = {}
    authority = _window_authority(told)
    for teller in told:
        by_span = [_by_key(span.said.rates) for span in teller.spans]
        for key in {key: None for rates in by_span for key in rates}:
            seen = [
                Seen(span.first_seen, span.last_seen, rates.get(key, ()), teller.read_before(span.first_seen))
                for span, rates in zip(teller.spans, by_span, strict=True)
            ]
            steps = track(teller.source, seen, teller.newest)
            if key[2].utc:
                steps = _windows_in_time(steps, authority)
            if steps:
                found.setdefault(key, {})[teller.source] = steps
    return found


def _by_key(rates: Sequence[Rate]) -> dict[PriceKey, tuple[Rate, ...]]:
    """A statement's rates by key. Reasoning at the price of output is no price of its own: it goes with output."""
    outputs = {(rate.tier, rate.when, rate.usd) for rate in rates if rate.meter == "output"}
    grouped: dict[PriceKey, tuple[Rate, ...]] = {}
    for rate in rates:
        if rate.meter == "reasoning" and (rate.tier, rate.when, rate.usd) in outputs:
            continue
        key = (rate.meter, rate.tier, rate.when)
        grouped[key] = (*grouped.get(key, ()), rate)
    return grouped


def _window_authority(told: Sequence[Told]) -> tuple[str, datetime] | None:
    """The source whose hours count, and from when: hours with weekdays before hours without, then authority."""
    tellers = [(teller, seen) for teller in told if (seen := _first_window(teller)) is not None]
    if not tellers:
        return None
    best, seen = min(tellers, key=lambda pair: (not _knows_weekdays(pair[0]), rank(pair[0].source)))
    return best.source, day_of(seen)


def _first_window(teller: Told) -> datetime | None:
    return next((span.first_seen for span in teller.spans if any(rate.when.utc for rate in span.said.rates)), None)


def _knows_weekdays(teller: Told) -> bool:
    return any(rate.when.weekdays for span in teller.spans for rate in span.said.rates)


def _windows_in_time(steps: tuple[Step, ...], authority: tuple[str, datetime] | None) -> tuple[Step, ...]:
    """A price by the hour is new where it appears: an undated window holds only from the day of its first sight.

    It ends where a source with better hours begins, so that one which knows no weekend does not price one.
    """
    timed = []
    for step in steps:
        start = day_of(step.first_seen) if step.basis == "undated" else step.start
        end = min(step.end, authority[1]) if authority is not None and authority[0] != step.source else step.end
        if start < end:
            timed.append(
                replace(step, start=start, end=end, basis="observed" if step.basis == "undated" else step.basis)
            )
    return tuple(timed)
