"""What is to be said of overrides that are well written and do nothing: where they stand, why, and what to do."""

from collections.abc import Iterable
from decimal import Decimal

from registry.domain.catalog import Catalog
from registry.domain.money import plain, times
from registry.domain.overridden import Lapsed, Overridden
from registry.domain.overrides import Correction, Price
from registry.domain.search import closest
from registry.overrides.blocks import Mistake, in_order
from registry.overrides.cells import UNKNOWN
from scrapers.claims import Scalar
from scrapers.meters import METERS


def idle(found: Overridden) -> tuple[Mistake, ...]:
    """The entries that have lapsed, and those that are about nothing that exists."""
    told = [_at(one.entry, _lapsed(one)) for one in found.lapsed]
    told += [_at(one, _adrift(one, found.catalog)) for one in found.adrift]
    return in_order(told)


def _lapsed(one: Lapsed) -> str:
    entry = one.entry
    field = entry.key[0] if isinstance(entry, Price) else entry.field
    return (
        f"{field} of {entry.subject} has lapsed: it replaces {shown(entry.replaces, entry)}, and the sources now say"
        f" {shown(one.said, entry)}; remove it, name that value, or say until when yours holds"
    )


def shown(value: Scalar | Decimal | None, entry: Correction | Price) -> str:
    """A value as it is written in the files: a price in USD for as many units as its meter is shown for."""
    if isinstance(entry, Price):
        return plain(times(value, METERS[entry.key[0]].per)) if isinstance(value, Decimal) else _written(None)
    return _written(value)


def _written(value: object) -> str:
    match value:
        case None:
            return f'"{UNKNOWN}"'
        case bool():
            return str(value).lower()
        case tuple():
            return f"[{', '.join(map(_written, value))}]"
        case _:
            return f'"{value}"' if isinstance(value, str) else str(value)


def _adrift(entry: Correction | Price, catalog: Catalog) -> str:
    if entry.kind == "provider":
        return f"no offering is served by {entry.subject!r}{_meant(entry.subject, catalog.providers)}"
    declare = " If it is yours, declare it with [[offering]]."
    return f"there is no offering {entry.subject!r}{_meant(entry.subject, catalog.offerings)}{declare}"


def _meant(word: str, known: Iterable[str]) -> str:
    close = closest(word, known, most=2)
    return f"; did you mean {' or '.join(close)}?" if close else ""


def _at(entry: Correction | Price, text: str) -> Mistake:
    file, _, line = entry.cited.place.rpartition(":")
    return Mistake(file, int(line), text)
