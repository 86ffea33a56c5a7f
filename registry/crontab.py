"""A crontab line as people mean it, in UTC.

APScheduler's own `from_crontab` counts weekdays from Monday, so that `0 3 * * 0` would run on Mondays; in a crontab 0
and 7 are Sunday. And a line that restricts both the day of the month and the weekday means either of them.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from apscheduler.triggers.cron import CronTrigger  # type: ignore[import-untyped]

_WEEKDAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
_RANGE = re.compile(r"(?:(?P<all>\*)|(?P<first>\w+)(?:-(?P<last>\w+))?)(?:/(?P<step>[1-9][0-9]*))?")
_LOOK_BACK = tuple(timedelta(hours=hours) for hours in (1, 24, 8 * 24, 62 * 24, 366 * 24, 9 * 366 * 24))


@dataclass(frozen=True)
class Crontab:
    """The times at which a crontab line fires."""

    triggers: tuple[CronTrigger, ...]

    @classmethod
    def parse(cls, line: str) -> "Crontab":
        """Read minute, hour, day, month, weekday. Raises ValueError with one line."""
        fields = line.split()
        if len(fields) != 5:
            raise ValueError(f"{line!r} is not a crontab line of five fields (minute hour day month weekday)")
        minute, hour, day, month, weekday = fields
        weekdays = _weekdays(weekday)
        days = [(day, weekdays)] if "*" in (day[0], weekday[0]) else [(day, "*"), ("*", weekdays)]
        try:
            return cls(
                tuple(
                    CronTrigger(minute=minute, hour=hour, day=one, month=month, day_of_week=other, timezone=UTC)
                    for one, other in days
                )
            )
        except ValueError as error:
            raise ValueError(f"{line!r} is not a crontab line: {error}") from error

    def after(self, moment: datetime) -> datetime | None:
        """The first time later than the moment, None if there is none (30 February)."""
        later = moment + timedelta(microseconds=1)
        times = [trigger.get_next_fire_time(None, later) for trigger in self.triggers]
        return min((time.astimezone(UTC) for time in times if time), default=None)

    def latest(self, moment: datetime) -> datetime | None:
        """The last time that is not later than the moment, None if there was none in nine years."""
        for span in _LOOK_BACK:
            found = None
            time = self.after(moment - span)
            while time is not None and time <= moment:
                found, time = time, self.after(time)
            if found:
                return found
        return None


def _weekdays(field: str) -> str:
    """A crontab's weekday field as names, which APScheduler reads without a number's ambiguity."""
    if field == "*":
        return field
    days: set[int] = set()
    for part in field.lower().split(","):
        match = _RANGE.fullmatch(part)
        if match is None:
            raise ValueError(f"{field!r} is not a list of weekdays")
        first = 0 if match["all"] else _weekday(match["first"])
        last = 6 if match["all"] or (match["step"] and not match["last"]) else _weekday(match["last"] or match["first"])
        if last < first:  # fri-sun, 5-0
            last += 7
        days.update(day % 7 for day in range(first, last + 1, int(match["step"] or 1)))
    return ",".join(_WEEKDAYS[day] for day in sorted(days))


def _weekday(word: str) -> int:
    if word in _WEEKDAYS:
        return _WEEKDAYS.index(word)
    if word.isascii() and word.isdigit() and int(word) <= 7:
        return int(word)
    raise ValueError(f"{word!r} is not a weekday (0-7 with 0 and 7 for Sunday, or sun to sat)")
