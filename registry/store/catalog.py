"""Every read of what is published. Each function takes one connection, so that a caller's transaction sees one edition.

Rows become the frozen values of registry/domain/catalog.py straight from Core, never through ORM objects.
"""

import operator
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields, replace
from datetime import datetime
from typing import Any, Protocol, TypeVar

from sqlalchemy import ColumnElement, Connection, Numeric, Row, Select, Table, and_, case, cast, func, or_, select

from registry.domain.catalog import (
    Catalog,
    Change,
    DatedRate,
    Edition,
    Family,
    Lab,
    Model,
    Offering,
    Provider,
    SourceState,
)
from registry.domain.news import ChangeCount, ChangeFilter, FoundChanges
from registry.store import tables
from registry.store.review import disagreements, held_claims, open_counts, tokens
from registry.store.tables import table
from scrapers.source import Source

LAB, FAMILY, PROVIDER = table(tables.LabRow), table(tables.FamilyRow), table(tables.ProviderRow)
MODEL, OFFERING, RATE = table(tables.ModelRow), table(tables.OfferingRow), table(tables.RateRow)
EDITION, CHANGE = table(tables.EditionRow), table(tables.ChangeRow)
SOURCE, SNAPSHOT = table(tables.SourceRow), table(tables.SnapshotRow)

_MOVES: Mapping[str, Callable[[Any, Any], ColumnElement[bool]]] = {"up": operator.gt, "down": operator.lt}
"""The rows of `DIRECTIONS` for columns."""


class Identified(Protocol):
    """A value of the catalog with an id."""

    @property
    def id(self) -> str:
        """Its id."""


Value = TypeVar("Value", bound=Identified)


def columns_of(value: Callable[..., object], *, leaving_out: Iterable[str] = ()) -> tuple[str, ...]:
    """The columns in which a dataclass of the catalog is stored: its fields, in order."""
    left_out = set(leaving_out)
    return tuple(field.name for field in fields(value) if field.name not in left_out)  # type: ignore[arg-type]


_RATES_AT = columns_of(Offering).index("rates")


def load_catalog(conn: Connection) -> Catalog:
    """The whole current edition; empty if nothing has been published."""
    rates = _rates(conn, _select_rates())
    offerings = (_offering(row, rates) for row in conn.execute(_select_offerings()))
    return Catalog(
        labs=_all(conn, LAB, Lab),
        families=_all(conn, FAMILY, Family),
        providers=_all(conn, PROVIDER, Provider),
        models=_all(conn, MODEL, Model),
        offerings={one.id: one for one in sorted(offerings, key=lambda one: one.id)},
        held=held_claims(conn),
        disagreements=disagreements(conn),
    )


def offering(conn: Connection, offering_id: str) -> Offering | None:
    """One offering by its id, whatever the case of its API model ID; None if there is none."""
    row = conn.execute(_select_offerings().where(OFFERING.c.folded_id == offering_id.lower())).first()
    if row is None:
        return None
    return _offering(row, _rates(conn, _select_rates().where(RATE.c.offering == row[0])))


def slugs(conn: Connection) -> dict[str, str]:
    """Offering id -> page slug, of the current edition: a slug never changes."""
    return dict(conn.execute(select(OFFERING.c.id, OFFERING.c.slug)).all())


def current_edition(conn: Connection) -> Edition | None:
    """The newest edition, None before the first."""
    return next(iter(_editions(conn, limit=1)), None)


def editions(conn: Connection) -> tuple[Edition, ...]:
    """All editions, newest first."""
    return _editions(conn)


def changes(
    conn: Connection,
    wanted: ChangeFilter = ChangeFilter(),  # noqa: B008 - frozen
    *,
    edition: int | None = None,
    start: int | None = None,
    limit: int | None = None,
) -> FoundChanges:
    """Changes up to an edition (the newest), newest first, from the change with the id `start` on (the newest)."""
    asked = select(CHANGE).where(*_wanted(wanted), *([CHANGE.c.edition <= edition] if edition is not None else []))
    total = conn.execute(asked.with_only_columns(func.count(CHANGE.c.id))).scalar_one()
    order = (CHANGE.c.id,) if wanted.as_learnt else (CHANGE.c.day, CHANGE.c.id)
    page = asked.with_only_columns(*(CHANGE.c[name] for name in columns_of(Change)))
    page = page.order_by(*(column.desc() for column in order))
    if start is not None:
        page = page.where(_from(start, as_learnt=wanted.as_learnt))
    return FoundChanges(tuple(Change(*row) for row in conn.execute(page.limit(limit))), total)


def counted_changes(conn: Connection) -> tuple[ChangeCount, ...]:
    """How many changes there are of each offering, kind and source: by these they are filtered."""
    columns = (CHANGE.c.offering, CHANGE.c.kind, CHANGE.c.source)
    return tuple(ChangeCount(*row) for row in conn.execute(select(*columns, func.count()).group_by(*columns)))


def _from(start: int, *, as_learnt: bool) -> ColumnElement[bool]:
    """The change with an id and those after it, in the order that is asked for."""
    since = CHANGE.c.id <= start
    if as_learnt:
        return since
    day = select(CHANGE.c.day).where(CHANGE.c.id == start).scalar_subquery()
    return or_(CHANGE.c.day < day, and_(CHANGE.c.day == day, since))


def _wanted(wanted: ChangeFilter) -> Iterable[ColumnElement[bool]]:
    if isinstance(wanted.since, int):
        yield CHANGE.c.edition > wanted.since
    elif wanted.since is not None:
        yield CHANGE.c.day >= wanted.since
    if wanted.until is not None:
        yield CHANGE.c.day <= wanted.until
    if wanted.kinds:
        yield CHANGE.c.kind.in_(wanted.kinds)
    if wanted.offering is not None:
        yield func.lower(CHANGE.c.offering) == wanted.offering.lower()
    if wanted.providers:
        yield or_(*(CHANGE.c.offering.startswith(f"{one}/", autoescape=True) for one in wanted.providers))
    if wanted.sources:
        yield CHANGE.c.source.in_(wanted.sources)
    if wanted.offerings is not None:
        yield CHANGE.c.offering.in_(wanted.offerings)
    if wanted.direction is not None:
        # Only prices are numbers, and PostgreSQL would refuse to read other values as such.
        was, now = (case((CHANGE.c.kind == "price", cast(column, Numeric))) for column in (CHANGE.c.old, CHANGE.c.new))
        yield _MOVES[wanted.direction](now, was)


def last_refresh(conn: Connection) -> datetime | None:
    """When a source was last read with success; before any refresh, when the bundled evidence was fetched."""
    return conn.execute(select(func.max(SOURCE.c.last_success))).scalar()


def pulse(conn: Connection) -> tuple[object, ...]:
    """A token that differs when anything that is served differs: the edition, the state of a source, what is held or
    decided. One cheap query, for a server to poll.
    """
    newest_digest = select(EDITION.c.digest).order_by(EDITION.c.number.desc()).limit(1).scalar_subquery()
    of_sources = (SOURCE.c.last_attempt, SOURCE.c.last_success, SOURCE.c.error)
    asked = select(
        select(func.max(EDITION.c.number)).scalar_subquery(),
        newest_digest,
        *tokens(),
        *(column for each in of_sources for column in (func.count(each), func.max(each))),
    )
    return tuple(conn.execute(asked).one())


def created_at(conn: Connection) -> datetime:
    """When this database was made."""
    made: datetime = conn.execute(select(table(tables.InstallationRow).c.created_at)).scalar_one()
    return made


def source_states(
    conn: Connection, sources: Sequence[Source], *, enabled: Iterable[str] | None = None
) -> tuple[SourceState, ...]:
    """How fresh each source is, in the order given. enabled: the names that take part in refreshes, None for all."""
    known = {row.name: row for row in conn.execute(select(SOURCE))}
    newest = {row.source: row for row in conn.execute(_newest_snapshots())}
    held = open_counts(conn)
    chosen = None if enabled is None else set(enabled)
    return tuple(
        replace(
            _state(source, known.get(source.name), newest.get(source.name)),
            held=held.get(source.name, 0),
            enabled=chosen is None or source.name in chosen,
        )
        for source in sources
    )


def _select(source: Table, value: Callable[..., object]) -> Select[Any]:
    return select(*(source.c[name] for name in columns_of(value)))


def _select_rates() -> Select[Any]:
    columns = (RATE.c[name] for name in columns_of(DatedRate))
    return select(RATE.c.offering, *columns).order_by(RATE.c.offering, RATE.c.position)


def _select_offerings() -> Select[Any]:
    return select(*(OFFERING.c[name] for name in columns_of(Offering, leaving_out=("rates",))))


def _rates(conn: Connection, asked: Select[Any]) -> dict[str, list[DatedRate]]:
    """Offering id -> its rates in order."""
    grouped: dict[str, list[DatedRate]] = {}
    for of, *columns in conn.execute(asked):
        grouped.setdefault(of, []).append(DatedRate(*columns))
    return grouped


def _offering(row: Row[Any], rates: Mapping[str, Sequence[DatedRate]]) -> Offering:
    values = (*row[:_RATES_AT], tuple(rates.get(row[0], ())), *row[_RATES_AT:])
    return Offering(*values)


def _all(conn: Connection, source: Table, value: Callable[..., Value]) -> dict[str, Value]:
    made = (value(*row) for row in conn.execute(_select(source, value)))
    return {one.id: one for one in sorted(made, key=lambda one: one.id)}


def _editions(conn: Connection, limit: int | None = None) -> tuple[Edition, ...]:
    asked = _select(EDITION, Edition).order_by(EDITION.c.number.desc()).limit(limit)
    return tuple(Edition(*row) for row in conn.execute(asked))


def _newest_snapshots() -> Select[Any]:
    at = func.max(SNAPSHOT.c.fetched_at).label("at")
    newest = select(SNAPSHOT.c.source, at).group_by(SNAPSHOT.c.source).subquery()
    return select(SNAPSHOT).join(
        newest, (SNAPSHOT.c.source == newest.c.source) & (SNAPSHOT.c.fetched_at == newest.c.at)
    )


def _state(source: Source, known: Row[Any] | None, newest: Row[Any] | None) -> SourceState:
    state = SourceState(source.name, source.title, source.home, source.licence, source.url)
    if known:
        state = replace(state, last_success=known.last_success, last_attempt=known.last_attempt, error=known.error)
    if newest:
        state = replace(
            state,
            snapshot_at=newest.fetched_at,
            sha256=newest.sha256,
            version=newest.version,
            rows=newest.rows,
            skipped=newest.skipped,
        )
    return state
