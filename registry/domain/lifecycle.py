"""Where in its life a model or an offering stands on a given day. Dates keep the precision of their source."""

import calendar
from datetime import date

from registry.domain.catalog import Model, Offering, Status


def earliest(text: str) -> date:
    """The first day that a date of any precision can mean: 2026-06 -> 2026-06-01."""
    year, month, day = [int(part) for part in ([*text.split("-"), "1", "1"])[:3]]
    return date(year, month, day)


def latest(text: str) -> date:
    """The last day that a date of any precision can mean: 2026-06 -> 2026-06-30."""
    parts = [int(part) for part in text.split("-")]
    year, month = parts[0], parts[1] if len(parts) > 1 else 12
    return date(year, month, parts[2] if len(parts) > 2 else calendar.monthrange(year, month)[1])


def status_on(entity: Offering | Model, day: date) -> Status:
    """The status on a day: what the sources say, moved on by the dates that have passed. An announced date is not
    a past one.
    """
    if isinstance(entity, Offering):
        if entity.retires and latest(entity.retires) <= day:
            return "retired"
        if entity.deprecated and latest(entity.deprecated) <= day:
            return "deprecated"
    if entity.status == "available" and entity.released and entity.announced and earliest(entity.released) > day:
        return "limited" if earliest(entity.announced) <= day else "announced"
    return entity.status
