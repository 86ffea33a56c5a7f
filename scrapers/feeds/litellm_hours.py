"""LiteLLM's off-peak hours, turned round: the hours in which its own base price (the peak price) is in force.

LiteLLM's base is the peak price and `off_peak_pricing` lists the cheap windows. We publish the off-peak price as the
unconditional one and name the peak hours, as the provider itself does.
"""

import re
from typing import TypeAlias

from scrapers.claims import When
from scrapers.feeds.tally import MOST_LISTED, items, members
from scrapers.strict_json import Json

Minutes: TypeAlias = int
"""A set of minutes of a day, one bit for each: a feed may give any number of windows."""

_DAY = 24 * 60
_WHOLE_DAY: Minutes = (1 << _DAY) - 1
_WINDOW = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])-([01][0-9]|2[0-3]):([0-5][0-9])", re.ASCII)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_HOURS_AHEAD = {
    "UTC": 0,
    "Asia/Shanghai": 8,
    "Asia/Singapore": 8,
    "Asia/Hong_Kong": 8,
    "Asia/Tokyo": 9,
    "Asia/Seoul": 9,
}
"""Zones that weekdays may be counted in: those whose offset from UTC never changes."""


def peak(off_peak: dict[str, Json]) -> When | None:
    """The UTC hours and weekdays outside every off-peak window.

    None if the windows cannot be read, leave nothing, or leave different hours on different days.
    """
    cheap = _cheap_minutes(off_peak)
    if cheap is None:
        return None
    dear = {day: _WHOLE_DAY & ~minutes for day, minutes in cheap.items()}
    days = tuple(day for day in dear if dear[day])
    if not days or len({dear[day] for day in days}) > 1:
        return None
    return When(utc=_windows(dear[days[0]]), weekdays=() if len(days) == 7 else days)


def _cheap_minutes(off_peak: dict[str, Json]) -> dict[int, Minutes] | None:
    """ISO weekday in UTC -> the minutes of that day that are off-peak."""
    zone = off_peak.get("weekday_timezone", "UTC")
    ahead = _HOURS_AHEAD.get(zone) if isinstance(zone, str) else None
    listed = items(off_peak.get("windows")) if "windows" in off_peak else [off_peak]
    if ahead is None or len(listed) > MOST_LISTED:
        return None
    # The hours are UTC and the weekday is the zone's: late in the UTC day it is already the next one there.
    same_day = _span(0, _DAY - ahead * 60)
    cheap: dict[int, Minutes] = dict.fromkeys(range(1, 8), 0)
    for window in listed:
        minutes, weekdays = _minutes(members(window).get("hours_utc")), _weekdays(members(window).get("weekdays"))
        if minutes is None or weekdays is None:
            return None
        for day in cheap:
            cheap[day] |= minutes & same_day if day in weekdays else 0
            cheap[day] |= minutes & ~same_day if day % 7 + 1 in weekdays else 0
    return cheap


def _minutes(hours: Json) -> Minutes | None:
    listed = hours if isinstance(hours, list) else [hours]
    if len(listed) > MOST_LISTED:
        return None
    minutes = 0
    for window in listed:
        found = _WINDOW.fullmatch(window) if isinstance(window, str) else None
        if found is None:
            return None
        start, end = int(found[1]) * 60 + int(found[2]), int(found[3]) * 60 + int(found[4])
        minutes |= _span(start, end) if start < end else _span(start, _DAY) | _span(0, end)
    return minutes


def _span(start: int, end: int) -> Minutes:
    return (1 << end) - (1 << start)


def _weekdays(listed: Json) -> set[int] | None:
    """ISO weekdays from numbers or English names; no list means every day."""
    if listed is None:
        return set(range(1, 8))
    days = set()
    for day in items(listed):
        if isinstance(day, str) and day.lower() in _WEEKDAYS:
            days.add(_WEEKDAYS.index(day.lower()) + 1)
        elif isinstance(day, int) and 1 <= day <= 7:
            days.add(day)
        else:
            return None
    return days or None


def _windows(minutes: Minutes) -> tuple[str, ...]:
    """The windows of a day, end exclusive; midnight at the end is written 00:00."""
    # A bit of the edges is set where a window starts, and where one has ended.
    edges = minutes ^ (minutes << 1)
    bounds = [minute for minute in range(_DAY + 1) if edges >> minute & 1]
    return tuple(f"{_clock(start)}-{_clock(end)}" for start, end in zip(bounds[::2], bounds[1::2], strict=True))


def _clock(minute: int) -> str:
    return f"{minute // 60 % 24:02d}:{minute % 60:02d}"
