"""An edition as one JSON document: every entity on a line of its own, null for what is not sourced.

A rate has the API's shape, with the price per the meter's displayed number of units; an offering carries every dated
rate, not only those in force. Numbers have exactly the digits of the decimal.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from datetime import UTC, date, datetime, time

import orjson

from registry.domain.catalog import Catalog, DatedRate, Edition, Family, Lab, Model, Offering, Provider
from registry.domain.conditions import condition
from registry.domain.lifecycle import on_day
from registry.domain.money import plain, times
from scrapers.meters import METERS

Entity = Lab | Family | Provider | Model | Offering


def json_document(catalog: Catalog, edition: Edition) -> Iterator[bytes]:
    """The document in pieces, with every status as it stands on the edition's day.

    The edition is named by number, day and digest, not by when it was published.
    """
    head = orjson.dumps({"number": edition.number, "day": edition.day.isoformat(), "digest": edition.digest})
    yield b'{"edition":' + head
    for name, entities in _lists(on_day(catalog, edition.day)):
        yield f',\n"{name}":['.encode()
        for position, identifier in enumerate(sorted(entities)):
            yield (b",\n" if position else b"\n") + orjson.dumps(record(entities[identifier]))
        yield b"\n]"
    yield b"}\n"


def record(entity: Entity) -> dict[str, object]:
    """One entity with all its members, as values that orjson writes."""
    members = {field.name: getattr(entity, field.name) for field in fields(entity)}
    if isinstance(entity, Offering):
        members["rates"] = [rate_record(rate) for rate in entity.rates]
    return members


def rate_record(rate: DatedRate) -> dict[str, object]:
    """One dated rate in the API's shape."""
    meter = METERS[rate.meter]
    return {
        "meter": meter.id,
        "unit": meter.unit,
        "per": meter.per,
        "usd": orjson.Fragment(plain(times(rate.usd, meter.per)).encode()),
        "tier": rate.tier,
        "when": condition(rate.when) or None,
        "valid_from": _moment(rate.valid_from),
        "valid_from_basis": rate.basis,
        "valid_to": _moment(rate.valid_to),
        "source": rate.source,
    }


def _lists(catalog: Catalog) -> Iterable[tuple[str, Mapping[str, Entity]]]:
    return (
        ("labs", catalog.labs),
        ("families", catalog.families),
        ("providers", catalog.providers),
        ("models", catalog.models),
        ("offerings", catalog.offerings),
    )


def _moment(moment: date | datetime | None) -> str | None:
    """A day where it begins at midnight UTC, else an instant."""
    if not isinstance(moment, datetime):
        return moment.isoformat() if moment else None
    utc = moment.astimezone(UTC).replace(tzinfo=None)
    return utc.date().isoformat() if utc.time() == time() else utc.isoformat(timespec="seconds") + "Z"
