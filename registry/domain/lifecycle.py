"""Where in its life a model or an offering stands on a given day. Dates keep the precision of their source."""

import calendar
from dataclasses import replace
from datetime import date
from typing import TypeVar

from registry.domain.catalog import Catalog, Model, Offering, Status

_Entity = TypeVar("_Entity", Model, Offering)


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
    """The status on a day: what the sources say, moved by the dates that have passed by then or were still to come.

    A date without its day counts from its last one: "2026-11" has passed on 30 November.
    """
    retires, deprecated = (entity.retires, entity.deprecated) if isinstance(entity, Offering) else (None, None)
    if retires and latest(retires) <= day:
        return "retired"
    if deprecated and latest(deprecated) <= day:
        return "deprecated"
    if entity.released and entity.announced and earliest(entity.released) > day:
        return "limited" if earliest(entity.announced) <= day else "announced"
    if (entity.status == "retired" and retires) or (entity.status == "deprecated" and deprecated):
        return "available"
    return entity.status


def on_day(catalog: Catalog, day: date) -> Catalog:
    """The catalog with every status as it stands on a day."""
    return replace(
        catalog,
        models={name: _on_day(model, day) for name, model in catalog.models.items()},
        offerings={name: _on_day(offering, day) for name, offering in catalog.offerings.items()},
    )


def _on_day(entity: _Entity, day: date) -> _Entity:
    status = status_on(entity, day)
    return entity if status == entity.status else replace(entity, status=status)
