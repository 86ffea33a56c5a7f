"""The canonical export: the catalog as sorted JSON lines, the same bytes for the same facts on every machine.

Its sha256 is an edition's digest. It holds facts alone: no run times, no edition number, nothing of the machine, and no
page slugs, which are names that a database gives in the order in which it meets clashing ids.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import date, datetime
from decimal import Decimal

from registry.domain.catalog import Catalog, DatedRate, Family, Lab, Model, Offering, Provider
from registry.domain.money import plain
from scrapers.claims import When

_FIELDS: dict[type[object], tuple[str, ...]] = {
    kind: tuple(sorted(field.name for field in fields(kind) if field.name != "slug"))
    for kind in (Lab, Family, Provider, Model, Offering, DatedRate, When)
}
_KINDS = (
    ("lab", "labs"),
    ("family", "families"),
    ("provider", "providers"),
    ("model", "models"),
    ("offering", "offerings"),
)
"""Each kind of entity, in the order of the lines, and the catalog's mapping that holds them."""

_LINE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode


def canonical(catalog: Catalog) -> Iterator[bytes]:
    """One line an entity, by kind and id: `{"kind":"model","id":...}`. Empty and unknown fields are left out."""
    for kind, name in _KINDS:
        entities = getattr(catalog, name)
        for identifier in sorted(entities):
            yield f"{_LINE({'kind': kind} | _members(entities[identifier]))}\n".encode()


def digest(catalog: Catalog) -> str:
    """The sha256 of the canonical export, in hex."""
    total = hashlib.sha256()
    for line in canonical(catalog):
        total.update(line)
    return total.hexdigest()


def differing(one: Catalog, other: Catalog) -> Iterator[tuple[str, str]]:
    """(kind, id) of each entity that is not the same in both, slugs aside."""
    for kind, name in _KINDS:
        before, after = getattr(one, name), getattr(other, name)
        for identifier in sorted(before.keys() | after.keys()):
            held, made = before.get(identifier), after.get(identifier)
            if held is None or made is None or (held != made and _members(held) != _members(made)):
                yield kind, identifier


def _members(value: object) -> dict[str, object]:
    members = {}
    for name in _FIELDS[type(value)]:
        held = getattr(value, name)
        if held is not None and held not in ((), {}):
            members[name] = _plain(held)
    return members


def _plain(value: object) -> object:
    match value:
        case bool() | int() | str():
            return value
        case Decimal():
            return plain(value)
        case datetime() | date():
            return value.isoformat()
        case tuple():
            return [_plain(member) for member in value]
        case Mapping():
            return {str(key): _plain(member) for key, member in value.items()}
        case _:
            return _members(value)
