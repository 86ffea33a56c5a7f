"""The dated rates of one offering, out of every source's statements about it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from registry.domain.authority import rank
from registry.domain.catalog import DatedRate
from registry.domain.evidence import Span
from registry.domain.timeline import Seen, Step, day_of, track, valid_from, valid_to
from registry.domain.weave import Cut, documented_cuts, of_standard, woven
from scrapers.claims import ALWAYS, TIERS, Rate, Statement, Tier, When
from scrapers.meters import METERS

_METER_ORDER = {meter: place for place, meter in enumerate(METERS)}
_TIER_ORDER = {tier: place for place, tier in enumerate(TIERS)}

Key = tuple[str, Tier, When]


@dataclass(frozen=True, slots=True)
class Told:
    """What one source has said of one offering: its spans in order, and when the source was last read."""

    source: str
    spans: Sequence[Span[Statement]]
    newest: datetime


def dated_rates(told: Sequence[Told]) -> tuple[DatedRate, ...]:
    """The whole price history of one offering, ordered by meter, tier, condition and time."""
    tracks = _tracks(told)
    cuts = {key: documented_cuts(own.values()) for key, own in tracks.items()}
    rates: list[DatedRate] = []
    for key, own in tracks.items():
        meter, tier, when = key
        for step in woven(list(own.values()), _cuts_of(key, cuts)):
            rates.append(
                DatedRate(meter, step.usd, tier, when, valid_from(step), valid_to(step), step.basis, step.source)
            )
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


def _cuts_of(key: Key, cuts: Mapping[Key, tuple[Cut, ...]]) -> tuple[Cut, ...]:
    own = cuts[key]
    meter, tier, when = key
    if tier == "standard" and when == ALWAYS:
        return own
    dates = {cut.at for cut in own}
    return (*own, *(cut for cut in of_standard(cuts.get((meter, "standard", ALWAYS), ())) if cut.at not in dates))


def _tracks(told: Sequence[Told]) -> dict[Key, dict[str, tuple[Step, ...]]]:
    tracks: dict[Key, dict[str, tuple[Step, ...]]] = {}
    authority = _window_authority(told)
    for teller in told:
        by_span = [_by_key(span.said.rates) for span in teller.spans]
        for key in {key: None for rates in by_span for key in rates}:
            seen = [
                Seen(span.first_seen, span.last_seen, rates.get(key, ()))
                for span, rates in zip(teller.spans, by_span, strict=True)
            ]
            steps = track(teller.source, seen, teller.newest)
            if key[2].utc:
                steps = _windows_in_time(steps, authority)
            if steps:
                tracks.setdefault(key, {})[teller.source] = steps
    return tracks


def _by_key(rates: Iterable[Rate]) -> dict[Key, tuple[Rate, ...]]:
    grouped: dict[Key, tuple[Rate, ...]] = {}
    for rate in rates:
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
