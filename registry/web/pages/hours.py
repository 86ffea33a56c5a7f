"""The parts of a week in which an offering has prices of their own, and how they are said.

A month spans every hour: what it costs on an offering that is priced by the hour is one figure for each part.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

from registry.domain.catalog import DatedRate, Offering
from registry.domain.conditions import Condition
from registry.domain.pricing import in_force, instant
from registry.web.pages.wording import condition
from registry.web.views.parts import Moment
from scrapers.claims import When

OTHER_HOURS = "other hours"
_MIDNIGHT = "24:00"
_NEAREST_FIRST = sorted(range(-7, 8), key=abs)


@dataclass(frozen=True, slots=True)
class Slot:
    """A stretch of one weekday, UTC, in which no price changes: start and end as HH:MM, a day's end is 24:00."""

    weekday: int
    start: str
    end: str


@dataclass(frozen=True, slots=True)
class Week:
    """The prices of one moment through a week.

    offering: with no other rates than those in force at the moment, undated. instants: of each slot a moment in it, and
    the nearest at which the dated prices are the same ones; None if they change too soon.
    """

    offering: Offering
    instants: Mapping[Slot, tuple[datetime, datetime | None]]


@dataclass(frozen=True, slots=True)
class _Said:
    when: Condition


def is_by_the_hour(offering: Offering, at: Moment) -> bool:
    """Whether a price that is in force at the moment holds in some hours or on some weekdays alone."""
    return any(_is_timed(rate.when) for rate in in_force(offering.rates, at))


def week_of(offering: Offering, at: Moment) -> Week:
    """The slots of a week around the moment, days on which the windows are suspended left out."""
    rates = in_force(offering.rates, at)
    suspended = {day for rate in rates for day in rate.when.excluding}
    found: dict[Slot, tuple[datetime, datetime | None]] = {}
    for day in (instant(at).date() + timedelta(days=each) for each in _NEAREST_FIRST):
        if day.isoformat() in suspended:
            continue
        for slot in _slots(rates, day.isoweekday()):
            moment = _moment(day, slot.start)
            first, alike = found.get(slot, (moment, None))
            if alike is None and in_force(offering.rates, moment) == rates:
                alike = moment
            found[slot] = first, alike
    undated = tuple(replace(rate, valid_from=None, valid_to=None) for rate in rates)
    return Week(replace(offering, rates=undated), found)


def said(slots: Sequence[Slot], rates: Sequence[DatedRate], at: Moment) -> str:
    """The hours of some slots in words, weekdays behind them. rates: those that are paid in them.

    Where no rate of a window is paid, these are the other hours.
    """
    if not any(_is_timed(rate.when) for rate in rates):
        return OTHER_HOURS
    today = instant(at).date().isoformat()
    suspended = tuple(sorted({day for rate in rates for day in rate.when.excluding if day >= today}))
    days: dict[tuple[str, ...], list[int]] = {}
    for weekday in sorted({slot.weekday for slot in slots}):
        windows = tuple(_joined(sorted((s.start, s.end) for s in slots if s.weekday == weekday)))
        days.setdefault(windows, []).append(weekday)
    return "; ".join(condition(_Said(_condition(*each, suspended))) for each in days.items())


def _condition(windows: tuple[str, ...], weekdays: Sequence[int], suspended: tuple[str, ...]) -> Condition:
    parts: dict[str, tuple[str, ...] | tuple[int, ...]] = {
        "utc": () if windows == (f"00:00-{_MIDNIGHT}",) else windows,
        "weekdays": () if len(weekdays) == 7 else tuple(weekdays),
        "except": suspended,
    }
    return {word: value for word, value in parts.items() if value}


def _joined(spans: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Spans in their order as windows; those that meet are one."""
    start, end = spans[0]
    for following, its_end in spans[1:]:
        if following != end:
            yield f"{start}-{end}"
            start = following
        end = its_end
    yield f"{start}-{end}"


def _slots(rates: Sequence[DatedRate], weekday: int) -> Iterator[Slot]:
    windows = [window.split("-") for rate in rates for window in rate.when.utc]
    starts, ends = {start for start, _ in windows}, {end for _, end in windows if end != "00:00"}
    for start, end in pairwise(sorted({"00:00", *starts, *ends, _MIDNIGHT})):
        yield Slot(weekday, start, end)


def _moment(day: date, clock: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock), UTC)


def _is_timed(when: When) -> bool:
    return bool(when.utc or when.weekdays)
