"""From values to positions: amounts from zero, amounts by powers, true time; each with round ticks."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from registry.domain.money import exact
from registry.web.pages.wording import MONTHS

MOST_TICKS = 5
_ROUND_STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
_MONTHS_APART = (1, 2, 3, 6, 12, 24, 60)
_WEEKS_APART = (7, 14)


@dataclass(frozen=True, slots=True)
class Axis:
    """Values from `low` to `high` between two positions. by_powers: equal factors are equally far apart."""

    low: float
    high: float
    start: float
    end: float
    by_powers: bool = False

    def place(self, value: float) -> float:
        """Where a value is; one beyond the ends is at the end."""
        low, high, at = (math.log(v) for v in (self.low, self.high, value)) if self.by_powers else self._as_is(value)
        share = (at - low) / (high - low) if high > low else 0.5
        return round(self.start + (self.end - self.start) * min(max(share, 0.0), 1.0), 2)

    def _as_is(self, value: float) -> tuple[float, float, float]:
        return self.low, self.high, value


def amounts_from_zero(highest: Decimal, most: int = 4) -> tuple[Decimal, ...]:
    """Round amounts from zero to the first that is not below the highest: 0, 2, 4, 6."""
    if highest <= 0:
        return Decimal(0), Decimal(1)
    least = highest / most
    power = Decimal(10) ** (least.adjusted())
    step = next(power * factor for factor in _ROUND_STEPS if power * factor >= least)
    count = int((highest / step).to_integral_value(rounding="ROUND_CEILING"))
    return tuple(exact(step * place) for place in range(count + 1))


def by_powers(lowest: Decimal, highest: Decimal) -> tuple[Decimal, ...]:
    """The powers of ten between two amounts; where there are fewer than three, their doubles and fives as well."""
    powers = [Decimal(10) ** power for power in range(lowest.adjusted(), highest.adjusted() + 1)]
    for factors in ((1,), (1, 2, 5)):
        ticks = [exact(power * factor) for power in powers for factor in factors]
        within = tuple(tick for tick in ticks if lowest <= tick <= highest)
        if len(within) >= 3:
            break
    return within


def time_ticks(start: datetime, end: datetime) -> Sequence[tuple[datetime, str]]:
    """At most five or six round moments between two, with their words: weeks, months or years."""
    days = (end - start).days
    for apart in _WEEKS_APART:
        if days <= apart * MOST_TICKS:
            monday = datetime(start.year, start.month, start.day, tzinfo=UTC) + timedelta(days=-start.weekday() % 7)
            return _days(monday, end, apart)
    months = next((each for each in _MONTHS_APART if days <= each * 30.5 * MOST_TICKS), _MONTHS_APART[-1])
    return [(moment, _month(moment, months)) for moment in _first_days(start, end, months)]


def _days(moment: datetime, end: datetime, apart: int) -> list[tuple[datetime, str]]:
    ticks = []
    while moment <= end:
        ticks.append((moment, f"{moment.day} {MONTHS[moment.month - 1]}"))
        moment += timedelta(days=apart)
    return ticks


def _first_days(start: datetime, end: datetime, months: int) -> list[datetime]:
    """The first day of every month that counts, counted from a January."""
    begin = start.year * 12 + start.month - 1
    counted = [month for month in range(begin, end.year * 12 + end.month) if month % months == 0]
    days = [datetime(month // 12, month % 12 + 1, 1, tzinfo=UTC) for month in counted]
    return [day for day in days if start <= day <= end]


def _month(moment: datetime, months: int) -> str:
    return str(moment.year) if months >= 12 else f"{MONTHS[moment.month - 1]} {moment.year}"
