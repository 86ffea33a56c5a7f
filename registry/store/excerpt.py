"""A part of the published catalog: what one command or one call needs, without reading the whole.

An excerpt is a `Catalog` like any other, so that everything that is computed or shown from a catalog works on it. It is
closed upwards: beside its offerings it holds the models, families, labs and providers that they refer to.
"""

from collections.abc import Callable, Iterable

from sqlalchemy import ColumnElement, Connection, Table, or_, select, true

from registry.domain.catalog import Catalog, DatedRate, Family, Lab, Model, Offering, Provider
from registry.store.catalog import FAMILY, LAB, MODEL, OFFERING, PROVIDER, RATE, Value, columns_of

_OFFERING_COLUMNS = columns_of(Offering, leaving_out=("rates",))


def of_offerings(conn: Connection, ids: Iterable[str]) -> Catalog:
    """The offerings of these ids (whatever their case; some thousands at most) with their rates and surroundings."""
    return _around(conn, OFFERING.c.folded_id.in_([one.lower() for one in ids]))


def of_models(conn: Connection, ids: Iterable[str]) -> Catalog:
    """The models of these ids (whatever their case) with all their offerings, also those that have none."""
    wanted = [one.lower() for one in ids]
    return _around(conn, OFFERING.c.model.in_(wanted), MODEL.c.id.in_(wanted))


def without_rates(conn: Connection) -> Catalog:
    """The whole catalog but for its prices: to search in, at a tenth of the cost."""
    return _closed(conn, _offerings(conn, true(), {}), MODEL.c.id.is_not(None))


def _around(conn: Connection, chosen: ColumnElement[bool], models: ColumnElement[bool] | None = None) -> Catalog:
    rates: dict[str, list[DatedRate]] = {}
    columns = (RATE.c[name] for name in columns_of(DatedRate))
    asked = select(RATE.c.offering, *columns).where(RATE.c.offering.in_(select(OFFERING.c.id).where(chosen)))
    for of, *values in conn.execute(asked.order_by(RATE.c.offering, RATE.c.position)):
        rates.setdefault(of, []).append(DatedRate(*values))
    offerings = _offerings(conn, chosen, rates)
    named = MODEL.c.id.in_({offering.model for offering in offerings.values()})
    return _closed(conn, offerings, named if models is None else or_(named, models))


def _offerings(conn: Connection, chosen: ColumnElement[bool], rates: dict[str, list[DatedRate]]) -> dict[str, Offering]:
    asked = select(*(OFFERING.c[name] for name in _OFFERING_COLUMNS)).where(chosen).order_by(OFFERING.c.id)
    found = {}
    for row in conn.execute(asked):
        values = dict(zip(_OFFERING_COLUMNS, row, strict=True))
        found[row[0]] = Offering(**values, rates=tuple(rates.get(row[0], ())))
    return found


def _closed(conn: Connection, offerings: dict[str, Offering], chosen: ColumnElement[bool]) -> Catalog:
    models = _rows(conn, MODEL, Model, chosen)
    providers = {offering.provider for offering in offerings.values()}
    return Catalog(
        labs=_rows(conn, LAB, Lab, LAB.c.id.in_({model.lab for model in models.values()})),
        families=_rows(conn, FAMILY, Family, FAMILY.c.id.in_({m.family for m in models.values() if m.family})),
        providers=_rows(conn, PROVIDER, Provider, PROVIDER.c.id.in_(providers)),
        models=models,
        offerings=offerings,
    )


def _rows(
    conn: Connection, source: Table, value: Callable[..., Value], chosen: ColumnElement[bool]
) -> dict[str, Value]:
    asked = select(*(source.c[name] for name in columns_of(value))).where(chosen)
    made = (value(*row) for row in conn.execute(asked))
    return {one.id: one for one in sorted(made, key=lambda one: one.id)}
