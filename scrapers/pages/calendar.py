"""Dates as pages write them -> ISO dates of the same precision, and instants in UTC."""

import re
from datetime import UTC, date, datetime, timedelta

from scrapers import text
from scrapers.pages.blocks import tidy

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMED = re.compile(r"([A-Z][a-z]{2,8})\.? (?:([0-9]{1,2})(?:st|nd|rd|th)?, )?(20[0-9]{2})")
_NUMBERED = re.compile(r"(20[0-9]{2})([-/])([0-9]{1,2})\2([0-9]{1,2})")


def written_date(words: str) -> str | None:
    """`December 31, 2026`, `Dec 31, 2026`, `August 2026`, `2026-03-26`, `2026/05/31`, if they are all there is."""
    plain = tidy(words).rstrip(".")
    if match := _NUMBERED.fullmatch(plain):
        return text.calendar_date(f"{match[1]}-{int(match[3]):02d}-{int(match[4]):02d}")
    if match := _NAMED.fullmatch(plain):
        return _named(match)
    return None


def dates_in(words: str) -> tuple[str, ...]:
    """Every date in these words, in order."""
    plain = tidy(words)
    found = [(match.start(), written_date(match[0])) for match in _NAMED.finditer(plain)]
    found += [(match.start(), written_date(match[0])) for match in _NUMBERED.finditer(plain)]
    return tuple(day for _, day in sorted(found, key=lambda hit: hit[0]) if day)


def start_of(day: str) -> datetime | None:
    """Midnight UTC at the beginning of a day; None if the date is not of a day."""
    return (
        datetime.combine(date.fromisoformat(day), datetime.min.time(), UTC) if len(day) == len("2026-01-01") else None
    )


def end_of(day: str) -> datetime | None:
    """Midnight UTC at the end of a day: the first instant that is no longer in it."""
    start = start_of(day)
    return start + timedelta(days=1) if start else None


def _named(match: re.Match[str]) -> str | None:
    name = match[1].casefold()[:3]
    if name not in _MONTHS:
        return None
    month = f"{match[3]}-{_MONTHS.index(name) + 1:02d}"
    return text.calendar_date(f"{month}-{int(match[2]):02d}" if match[2] else month)
