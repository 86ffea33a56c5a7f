"""LiteLLM's off-peak hours, turned round: the hours in which its own base price (the peak price) is in force.

LiteLLM's base is the peak price and `off_peak_pricing` lists the cheap windows. We publish the off-peak price as the
unconditional one and name the peak hours, as the provider itself does.
"""

import re

from scrapers.claims import When
from scrapers.feeds.tally import items, members
from scrapers.strict_json import Json

_DAY = 24 * 60
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
    dear = {day: _windows([m for m in range(_DAY) if m not in cheap[day]]) for day in range(1, 8)}
    days = tuple(day for day in dear if dear[day])
    if not days or len({dear[day] for day in days}) > 1:
        return None
    return When(utc=dear[days[0]], weekdays=() if len(days) == 7 else days)


def _cheap_minutes(off_peak: dict[str, Json]) -> dict[int, set[int]] | None:
    """ISO weekday in UTC -> the minutes of that day that are off-peak."""
    zone = off_peak.get("weekday_timezone", "UTC")
    ahead = _HOURS_AHEAD.get(zone) if isinstance(zone, str) else None
    listed = items(off_peak.get("windows")) if "windows" in off_peak else [off_peak]
    cheap: dict[int, set[int]] = {day: set() for day in range(1, 8)}
    for window in listed:
        minutes, weekdays = _minutes(members(window).get("hours_utc")), _weekdays(members(window).get("weekdays"))
        if minutes is None or weekdays is None or ahead is None:
            return None
        for day in cheap:
            # The hours are UTC and the weekday is the zone's: late in the UTC day it is already the next one there.
            cheap[day] |= {m for m in minutes if (day - 1 + (m + ahead * 60) // _DAY) % 7 + 1 in weekdays}
    return cheap


def _minutes(hours: Json) -> set[int] | None:
    minutes: set[int] = set()
    for window in hours if isinstance(hours, list) else [hours]:
        found = _WINDOW.fullmatch(window) if isinstance(window, str) else None
        if found is None:
            return None
        start, end = int(found[1]) * 60 + int(found[2]), int(found[3]) * 60 + int(found[4])
        span = (end - start) % _DAY or _DAY
        minutes |= {(start + minute) % _DAY for minute in range(span)}
    return minutes


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


def _windows(minutes: list[int]) -> tuple[str, ...]:
    """Sorted minutes of a day -> its windows, end exclusive; midnight at the end is written 00:00."""
    starts = [m for i, m in enumerate(minutes) if i == 0 or minutes[i - 1] != m - 1]
    ends = [m + 1 for i, m in enumerate(minutes) if i + 1 == len(minutes) or minutes[i + 1] != m + 1]
    return tuple(f"{_clock(start)}-{_clock(end)}" for start, end in zip(starts, ends, strict=True))


def _clock(minute: int) -> str:
    return f"{minute // 60 % 24:02d}:{minute % 60:02d}"
