"""What differs between two editions, as a reader would say it. The fields that count are a table."""

import itertools
from collections.abc import Callable, Iterable, Mapping
from datetime import date

from registry.domain.catalog import Catalog, Change, DatedRate, Offering, PriceKey
from registry.domain.conditions import condition
from registry.domain.money import plain
from registry.domain.pricing import in_force
from scrapers.claims import When

_FIELDS: tuple[tuple[str, str], ...] = (
    # field of an offering, kind of change
    ("context", "limit"),
    ("max_input", "limit"),
    ("max_output", "limit"),
    ("status", "status"),
    ("deprecated", "lifecycle"),
    ("retires", "lifecycle"),
    ("released", "lifecycle"),
    ("model", "renamed"),
)


def changes(old: Catalog, new: Catalog, *, edition: int, day: date, since: date | None = None) -> tuple[Change, ...]:
    """Every difference, by offering. That a catalog begins is no news: the first edition's changes are the dated price
    changes that its history knows.

    day: the edition's day, which dates whatever no source dates itself; since: the old edition's day, so that a price
    that was announced then and has come since is a change. Ids are 0: the store gives them.
    """
    if not old.offerings:
        return _by_day(_of_history(new, edition, day))
    found: list[Change] = []
    for identifier in sorted({*old.offerings, *new.offerings}):
        before, after = old.offerings.get(identifier), new.offerings.get(identifier)
        if before == after and not _comes_into_force(after, since or day, day):
            continue
        found += _of_offering(identifier, before, after, edition, day, since or day)
    return _by_day(found)


def _by_day(found: Iterable[Change]) -> tuple[Change, ...]:
    """Oldest first, then by offering: the store numbers them so, and the newest number is the newest change."""
    return tuple(sorted(found, key=lambda change: (change.day, change.offering)))


def _of_offering(
    identifier: str, before: Offering | None, after: Offering | None, edition: int, day: date, since: date
) -> Iterable[Change]:
    def change(kind: str, field: str, old: object, new: object, source: str | None = None) -> Change:
        return Change(0, edition, day, kind, identifier, field, _text(old), _text(new), source)

    if before is None and after is not None:
        if after.unlisted is not None:
            return  # history that was learnt late is no news
        yield change("new", "", None, after.api_model_id, after.sources[0] if after.sources else None)
    elif after is None:
        yield change("unlisted", "", identifier, None)
    elif before is not None:
        yield from _of_listing(before, after, change)
        yield from _of_prices(before, after, edition, day, since)


def _of_listing(before: Offering, after: Offering, change: Callable[..., Change]) -> Iterable[Change]:
    if (before.unlisted is None) != (after.unlisted is None):
        yield change("unlisted" if after.unlisted else "relisted", "unlisted", before.unlisted, after.unlisted)
    for field, kind in _FIELDS:
        old, new = getattr(before, field), getattr(after, field)
        if old != new:
            yield change("retired" if new == "retired" else kind, field, old, new, after.citations.get(field))
    for name in sorted({*before.capabilities, *after.capabilities}):
        old, new = before.capabilities.get(name), after.capabilities.get(name)
        if old != new:
            yield change("capability", f"capability.{name}", old, new, after.citations.get(f"capability.{name}"))


def _of_history(catalog: Catalog, edition: int, day: date) -> Iterable[Change]:
    """Every price that followed another of the same meter, tier and condition up to the day."""
    for offering in catalog.offerings.values():
        for before, after in itertools.pairwise(offering.rates):
            begun = after.valid_from
            if _key(before) == _key(after) and begun is not None and begun.date() <= day:
                yield _price_change(offering.id, _key(after), before, after, edition, begun.date())


def _comes_into_force(offering: Offering | None, since: date, day: date) -> bool:
    """Whether an announced price has come between two editions."""
    begun = (rate.valid_from.date() for rate in offering.rates if rate.valid_from) if offering else ()
    return any(since < start <= day for start in begun)


def _of_prices(before: Offering, after: Offering, edition: int, day: date, since: date) -> Iterable[Change]:
    was, now = _current(before, since), _current(after, day)
    for key in sorted({*was, *now}, key=str):
        old, new = was.get(key), now.get(key)
        if (old.usd if old else None) == (new.usd if new else None):
            continue
        dated = new.valid_from.date() if new and new.valid_from and new.basis != "undated" else day
        yield _price_change(after.id, key, old, new, edition, dated)


def _price_change(
    offering: str, key: PriceKey, old: DatedRate | None, new: DatedRate | None, edition: int, day: date
) -> Change:
    meter, tier, when = key
    return Change(
        id=0,
        edition=edition,
        day=day,
        kind="price",
        offering=offering,
        field=meter,
        old=plain(old.usd) if old else None,
        new=plain(new.usd) if new else None,
        source=new.source if new else None,
        rate={"tier": tier, "when": _said(when)},
    )


def _current(offering: Offering, day: date) -> Mapping[PriceKey, DatedRate]:
    return {_key(rate): rate for rate in in_force(offering.rates, day)}


def _key(rate: DatedRate) -> PriceKey:
    return rate.meter, rate.tier, rate.when


def _said(when: When) -> dict[str, object] | None:
    """A condition as it will be read back from the store: lists, not tuples."""
    parts = condition(when).items()
    return {word: list(value) if isinstance(value, tuple) else value for word, value in parts} or None


def _text(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
