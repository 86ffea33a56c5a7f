"""What differs between two editions, as a reader would say it. The fields that count are a table."""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta

from registry.domain.catalog import Catalog, Change, DatedRate, Offering
from registry.domain.conditions import condition
from registry.domain.money import plain
from registry.domain.pricing import in_force
from scrapers.claims import Tier, When

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
    """Every difference, by offering. The first edition has none: it is not news that a catalog begins.

    day: the edition's day, which dates whatever no source dates itself; since: the old edition's day, so that a price
    that was announced then and has come since is a change. Ids are 0: the store gives them.
    """
    if not old.offerings:
        return ()
    found: list[Change] = []
    for identifier in sorted({*old.offerings, *new.offerings}):
        before, after = old.offerings.get(identifier), new.offerings.get(identifier)
        if before == after and not _comes_into_force(after, since or day, day):
            continue
        found += _of_offering(identifier, before, after, edition, day, since or day)
    return tuple(found)


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
        meter, tier, when = key
        dated = new.valid_from.date() if new and new.valid_from and new.basis != "undated" else day
        yield Change(
            id=0,
            edition=edition,
            day=dated,
            kind="price",
            offering=after.id,
            field=meter,
            old=plain(old.usd) if old else None,
            new=plain(new.usd) if new else None,
            source=new.source if new else None,
            rate={"tier": tier, "when": _said(when)},
        )


def _current(offering: Offering, day: date) -> Mapping[tuple[str, Tier, When], DatedRate]:
    moment = datetime.combine(day, time(), UTC) + timedelta(days=1) - timedelta(microseconds=1)
    return {(rate.meter, rate.tier, rate.when): rate for rate in in_force(offering.rates, moment)}


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
