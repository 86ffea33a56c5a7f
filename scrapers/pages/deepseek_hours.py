"""The sentences of DeepSeek's pricing page that say when a price holds: hours, weekdays, holidays, instants."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta

from scrapers.claims import Rate, Scalar, When
from scrapers.errors import LayoutChanged
from scrapers.feeds.tally import Tally
from scrapers.pages import calendar

_WINDOW = re.compile(r"\b([0-9]{1,2}):([0-9]{2})\s*(?:-|\u2013|to)\s*([0-9]{1,2}):([0-9]{2})\b")
_PEAK_HOURS = re.compile(r"peak hours(?: are|:)", re.IGNORECASE)
_WORKING_DAYS = re.compile(r"Monday\s*(?:through|to|-|\u2013)\s*Friday", re.IGNORECASE)
_WEEKENDS_OFF = re.compile(r"off-peak rates applying throughout the day on weekends", re.IGNORECASE)
_BEIJING = re.compile(r"Beijing|UTC\s?\+\s?0?8", re.IGNORECASE)
_BEIJING_AHEAD = timedelta(hours=8)
_DAY = r"(?:[A-Z][a-z]+day, )?(?P<day>[A-Z][a-z]{2,8} [0-9]{1,2}, 20[0-9]{2}|20[0-9]{2}[/-][0-9]{1,2}[/-][0-9]{1,2})"
_CLOCK = r"(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})"
_MOMENTS = (
    re.compile(rf"{_CLOCK}\s*\(?(?P<zone>UTC|Beijing Time)\)?\s*on {_DAY}"),
    re.compile(rf"{_DAY}\s*{_CLOCK}\s*\(?(?P<zone>UTC|Beijing Time)\)?"),
)
_ENDS = re.compile(r"inaccessible|discontinued|retired|shut down")
_EFFECT = re.compile(r"new prices (?:will )?take effect")
_PROMOTION = re.compile(r"discount\b.*\buntil")


@dataclass(frozen=True, slots=True)
class Hours:
    """The peak hours. weekdays_since: from when on they are those of `weekdays` only; None if they always were."""

    utc: tuple[str, ...]
    weekdays: tuple[int, ...] = ()
    weekdays_since: datetime | None = None
    excluding: tuple[str, ...] = ()

    def over(self, rate: Rate) -> Iterator[Rate]:
        """One price of the peak hours -> the rates for it, one before and one after a change of weekdays."""
        working = When(utc=self.utc, weekdays=self.weekdays, excluding=self.excluding)
        change = self.weekdays_since
        if change is None:
            yield replace(rate, when=working)
            return
        yield replace(rate, when=When(utc=self.utc), until=min(change, rate.until or change))
        if rate.until is None or change < rate.until:
            yield replace(rate, when=working, since=max(change, rate.since or change), documented=True)


def read(prose: Sequence[str], tally: Tally) -> Hours:
    """The peak hours that the prose states. Raises LayoutChanged if it states none."""
    stated = next((words for words in prose if _PEAK_HOURS.search(words)), "")
    sentence = stated[match.start() :] if (match := _PEAK_HOURS.search(stated)) else ""
    sentence = sentence.split(". ")[0]
    windows = _WINDOW.findall(sentence)
    if not windows or not ("UTC" in sentence or _BEIJING.search(sentence)):
        raise LayoutChanged(
            "deepseek: prices of the peak hours", "a sentence that states the peak hours in UTC", "none"
        )
    shift = _BEIJING_AHEAD if _BEIJING.search(sentence) else timedelta()
    utc = tuple(f"{_clock(a, b, shift)}-{_clock(c, d, shift)}" for a, b, c, d in windows)
    return _on_days(utc, sentence, prose, tally)


def _on_days(utc: tuple[str, ...], sentence: str, prose: Sequence[str], tally: Tally) -> Hours:
    if "public holidays" in sentence:
        days = tuple(dict.fromkeys(day for words in prose if "holiday" in words for day in calendar.dates_in(words)))
        if not days:
            tally.skip("public holidays without dates")
    else:
        days = ()
    if _WORKING_DAYS.search(sentence):
        return Hours(utc, (1, 2, 3, 4, 5), excluding=days)
    change = next((moment(words) for words in prose if _WEEKENDS_OFF.search(words)), None)
    if change is not None:
        return Hours(utc, (1, 2, 3, 4, 5), change, days)
    return Hours(utc, excluding=days)


def effect(prose: Sequence[str]) -> datetime | None:
    """The instant at which the page says that its new prices take effect."""
    for words in prose:
        if match := _EFFECT.search(words):
            return moment(words[match.start() :])
    return None


def promotion_end(prose: Sequence[str]) -> datetime | None:
    """The instant until which the page says that a discount runs."""
    for words in prose:
        if match := _PROMOTION.search(words):
            return moment(words[match.end() :])
    return None


def retirement(words: str) -> dict[str, Scalar | None]:
    """When names go, if the words give a date: deprecated, or no longer answering if the words say that."""
    days = calendar.dates_in(words)
    return {"retires" if _ENDS.search(words) else "deprecated": days[0]} if days else {}


def moment(words: str) -> datetime | None:
    """The first instant in these words, in UTC: `16:00 UTC on August 16, 2026`, `2026/05/31 15:59 UTC`."""
    found = [match for pattern in _MOMENTS if (match := pattern.search(words))]
    if not found:
        return None
    match = min(found, key=lambda hit: hit.start())
    day = calendar.written_date(match["day"])
    if day is None:
        return None
    local = datetime.combine(datetime.fromisoformat(day), time(int(match["hour"]) % 24, int(match["minute"]) % 60), UTC)
    return local - _BEIJING_AHEAD if match["zone"].startswith("Beijing") else local


def _clock(hour: str, minute: str, ahead: timedelta) -> str:
    at = datetime(2026, 1, 1, int(hour) % 24, int(minute) % 60, tzinfo=UTC) - ahead
    return at.strftime("%H:%M")
