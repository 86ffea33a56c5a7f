"""A catalog under its overrides: what they say wins and names `override` as its source; what has lapsed is held.

The sources' own catalog comes first and the overrides are laid over it, so that what the sources say, which an override
without an end is measured by, is never mixed with the override itself.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from registry.domain.build import regrouped
from registry.domain.catalog import Catalog, Held, Offering, Provider
from registry.domain.evidence import SourceHistory
from registry.domain.facts import Facts
from registry.domain.money import dollars, times
from registry.domain.override_disputes import answered
from registry.domain.override_prices import repriced
from registry.domain.overrides import (
    OVERRIDE,
    Correction,
    Entry,
    Overrides,
    Price,
    holds,
    is_over,
    said_of_offering,
    said_of_provider,
    text_of,
)
from scrapers.claims import ALWAYS, Scalar
from scrapers.meters import METERS


@dataclass(frozen=True, slots=True)
class Lapsed:
    """An entry without an end that the sources no longer bear out. said: what they say, None if nothing."""

    entry: Correction | Price
    said: Scalar | Decimal | None


@dataclass(frozen=True, slots=True)
class Overridden:
    """A catalog under its overrides. adrift: entries about an offering or provider that does not exist."""

    catalog: Catalog
    standing: tuple[Entry, ...] = ()
    over: tuple[Correction, ...] = ()
    lapsed: tuple[Lapsed, ...] = ()
    adrift: tuple[Correction | Price, ...] = ()


def overridden(
    catalog: Catalog,
    overrides: Overrides,
    histories: Sequence[SourceHistory],
    facts: Facts,
    day: date,
    decisions: Mapping[str, str] | None = None,
) -> Overridden:
    """Lay overrides over what the sources give. catalog: of the histories and of `overrides.history()`, and of nothing
    else; day: of the newest evidence; decisions: held id -> `accept` or `reject`.
    """
    if not overrides:
        return Overridden(catalog)
    lapsed: list[Lapsed] = []
    touched = _by_subject(overrides, catalog)
    changed = {name: _offering(catalog.offerings[name], entries, day, lapsed) for name, entries in touched.items()}
    made = regrouped(catalog, {**catalog.offerings, **changed}, histories, facts)
    made = replace(
        made,
        providers=_providers(made, overrides, day, lapsed),
        held=(*made.held, *(_held(one, catalog, decisions or {}) for one in lapsed if one.entry.kind == "offering")),
        disagreements=tuple(
            answered(changed[one.offering], one, day) if one.offering in changed else one for one in made.disagreements
        ),
    )
    return _sorted_out(made, overrides, day, lapsed)


def _sorted_out(catalog: Catalog, overrides: Overrides, day: date, lapsed: Sequence[Lapsed]) -> Overridden:
    """What became of each entry."""
    adrift = tuple(one for one in overrides.about_values if not _exists(one, catalog))
    over = tuple(one for one in overrides.corrections if is_over(one.cited, day))
    idle = {id(one) for one in (*(one.entry for one in lapsed), *adrift, *over)}
    entries = (*overrides.declarations, *overrides.about_values)
    return Overridden(catalog, tuple(one for one in entries if id(one) not in idle), over, tuple(lapsed), adrift)


def _by_subject(overrides: Overrides, catalog: Catalog) -> dict[str, list[Correction | Price]]:
    """Offering id -> the entries about it. API model IDs meet without case."""
    found: dict[str, list[Correction | Price]] = {}
    for entry in overrides.about_values:
        if entry.kind == "offering" and (offering := catalog.offering_by_folded_id.get(entry.subject.lower())):
            found.setdefault(offering.id, []).append(entry)
    return found


def _offering(offering: Offering, entries: Iterable[Correction | Price], day: date, lapsed: list[Lapsed]) -> Offering:
    corrections = [entry for entry in entries if isinstance(entry, Correction)]
    won = _won(corrections, lambda name: said_of_offering(offering, name), day, lapsed)
    prices = repriced(offering.rates, [entry for entry in entries if isinstance(entry, Price)], day)
    lapsed += [Lapsed(one.price, one.said) for one in prices.lapses]
    capabilities = {name.partition(".")[2]: value for name, value in won.items() if name.startswith("capability.")}
    fields = {name: value for name, value in won.items() if not name.startswith("capability.")}
    if "model" in fields:
        fields["rule"] = OVERRIDE
    return replace(
        offering,
        rates=prices.rates,
        capabilities=dict(sorted({**offering.capabilities, **capabilities}.items())),  # type: ignore[arg-type]
        citations=dict(sorted({**offering.citations, **dict.fromkeys(won, OVERRIDE)}.items())),
        **fields,  # type: ignore[arg-type]
    )


def _providers(catalog: Catalog, overrides: Overrides, day: date, lapsed: list[Lapsed]) -> dict[str, Provider]:
    corrections = [one for one in overrides.corrections if one.kind == "provider"]
    return {
        identifier: _provider(provider, [one for one in corrections if one.subject == identifier], day, lapsed)
        for identifier, provider in catalog.providers.items()
    }


def _provider(provider: Provider, corrections: Sequence[Correction], day: date, lapsed: list[Lapsed]) -> Provider:
    if not corrections:
        return provider
    won = _won(corrections, lambda name: said_of_provider(provider, name), day, lapsed)
    citations = {**provider.citations, **dict.fromkeys(won, OVERRIDE)}
    return replace(provider, citations=citations, **won)  # type: ignore[arg-type]


def _won(
    corrections: Iterable[Correction], said: Callable[[str], Scalar | None], day: date, lapsed: list[Lapsed]
) -> dict[str, Scalar]:
    """The fields that corrections win. What does not hold any more and has no end is noted as lapsed."""
    won: dict[str, Scalar] = {}
    for one in corrections:
        if holds(one, said(one.field), day):
            won[one.field] = one.value
        elif one.cited.until is None:
            lapsed.append(Lapsed(one, said(one.field)))
    return won


def _held(lapse: Lapsed, catalog: Catalog, decisions: Mapping[str, str]) -> Held:
    """A lapsed override as the review queue shows it: the sources' value stands, and the override's waits."""
    entry = lapse.entry
    field, tier, when = entry.key if isinstance(entry, Price) else (entry.field, "standard", ALWAYS)
    new = text_of(entry.usd if isinstance(entry, Price) else entry.value)
    offering = catalog.offering_by_folded_id[entry.subject.lower()].id
    begins = entry.begins if isinstance(entry, Price) else entry.cited.begins
    identifier = hashlib.sha256(f"{OVERRIDE}|{offering}|{field}|{tier}|{when}|{new}|{begins}".encode()).hexdigest()[:12]
    return Held(
        id=identifier,
        source=OVERRIDE,
        offering=offering,
        field=field,
        old=None if lapse.said is None else text_of(lapse.said),
        new=new,
        reason=f"the override lapsed: it replaces {_replaced(entry)}",
        since=begins,
        tier=tier,
        when=when,
        state="rejected" if decisions.get(identifier) == "reject" else "open",
    )


def _replaced(entry: Correction | Price) -> str:
    if isinstance(entry, Price) and entry.replaces is not None:
        return dollars(times(entry.replaces, METERS[entry.key[0]].per))
    return "nothing" if entry.replaces is None else text_of(entry.replaces)


def _exists(entry: Correction | Price, catalog: Catalog) -> bool:
    if entry.kind == "offering":
        return entry.subject.lower() in catalog.offering_by_folded_id
    return entry.subject in catalog.providers
