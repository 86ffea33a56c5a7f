"""What the overrides in force claim, one statement for each offering: where a published value of theirs leads to."""

from collections.abc import Iterable
from datetime import date

from registry.domain.catalog import Offering
from registry.domain.overridden import Overridden
from registry.domain.overrides import OVERRIDE, Correction, Entry
from registry.domain.pricing import in_force
from scrapers.claims import Rate, Statement


def claims_of(found: Overridden, day: date) -> tuple[Statement, ...]:
    """The fields that overrides win, and their prices in force on a day. Nothing is dated: the rates say since when."""
    by_offering: dict[str, list[Entry]] = {}
    for entry in found.standing:
        offering = found.catalog.offering_by_folded_id.get(entry.subject.lower()) if _is_of_offering(entry) else None
        if offering is not None:
            by_offering.setdefault(offering.id, []).append(entry)
    return tuple(_claims(found.catalog.offerings[name], by_offering[name], day) for name in sorted(by_offering))


def _claims(offering: Offering, entries: Iterable[Entry], day: date) -> Statement:
    entries = list(entries)
    cited = {entry.cited.source for entry in entries}
    return Statement(
        provider=offering.provider,
        api_model_id=offering.api_model_id,
        key=entries[0].cited.place,
        facts={entry.field: entry.value for entry in entries if isinstance(entry, Correction)},
        rates=tuple(
            Rate(rate.meter, rate.usd, rate.tier, rate.when)
            for rate in in_force(offering.rates, day)
            if rate.source == OVERRIDE
        ),
        url=cited.pop() if len(cited) == 1 else None,  # of several pages none can stand for all values
    )


def _is_of_offering(entry: Entry) -> bool:
    return not (isinstance(entry, Correction) and entry.kind == "provider")
