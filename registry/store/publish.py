"""Publishing an edition: the stored catalog becomes the new one, and only the rows that differ are written.

All of it happens in the caller's one transaction, so that a reader sees the old edition or the new one.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table, bindparam, delete, insert, update

from registry.domain.catalog import Catalog, Change, DatedRate, Edition, Family, Lab, Model, Offering, Provider
from registry.errors import OutOfRange
from registry.store.catalog import (
    CHANGE,
    EDITION,
    FAMILY,
    LAB,
    MODEL,
    OFFERING,
    PROVIDER,
    RATE,
    Identified,
    columns_of,
    current_edition,
)
from registry.store.review import write_review

_CHANGE_COLUMNS = columns_of(Change, leaving_out=("id", "edition"))
_RATE_COLUMNS = columns_of(DatedRate)


def publish(conn: Connection, edition: Edition, *, old: Catalog, new: Catalog, found: Sequence[Change]) -> None:
    """Make `new` the current edition.

    old: what is stored now; found: the changes between the two, whose ids are given here. Raises OutOfRange if the
    edition does not follow the current one.
    """
    current = current_edition(conn)
    if edition.number != (current.number + 1 if current else 1):
        raise OutOfRange(f"edition {edition.number} does not follow edition {current.number if current else 0}")
    _write_catalog(conn, old, new)
    write_review(conn, old, new)
    conn.execute(insert(EDITION).values(_row(edition, columns_of(Edition))))
    _insert(conn, CHANGE, [_row(change, _CHANGE_COLUMNS) | {"edition": edition.number} for change in found])


def _write_catalog(conn: Connection, old: Catalog, new: Catalog) -> None:
    """In an order in which every foreign key holds at every step, and a freed slug can be taken by another offering."""
    touched = [one for one in new.offerings.values() if old.offerings.get(one.id) != one]
    _remove(conn, RATE, "offering", [one.id for one in touched if one.id in old.offerings])
    _remove(conn, RATE, "offering", old.offerings.keys() - new.offerings.keys())
    _remove(conn, OFFERING, "id", old.offerings.keys() - new.offerings.keys())
    kinds: tuple[tuple[Table, Callable[..., object], Mapping[str, Identified], Mapping[str, Identified]], ...] = (
        (LAB, Lab, old.labs, new.labs),
        (FAMILY, Family, old.families, new.families),
        (PROVIDER, Provider, old.providers, new.providers),
        (MODEL, Model, old.models, new.models),
    )
    for table, value, before, after in kinds:
        _put(conn, table, columns_of(value), before, [one for one in after.values() if before.get(one.id) != one])
    _put_offerings(conn, old, touched)
    for table, _, before, after in reversed(kinds):
        _remove(conn, table, "id", before.keys() - after.keys())


def _put_offerings(conn: Connection, old: Catalog, touched: Sequence[Offering]) -> None:
    columns = columns_of(Offering, leaving_out=("rates",))
    _put(conn, OFFERING, columns, old.offerings, touched, lambda one: {"folded_id": one.id.lower()})
    _insert(
        conn,
        RATE,
        [
            _row(rate, _RATE_COLUMNS) | {"offering": one.id, "position": position}
            for one in touched
            for position, rate in enumerate(one.rates)
        ],
    )


def _put(
    conn: Connection,
    table: Table,
    columns: Sequence[str],
    before: Mapping[str, Identified],
    rows: Sequence[Identified],
    more: Callable[[Identified], dict[str, object]] = lambda _: {},
) -> None:
    """Insert the rows that are new and update the ones that are stored already."""
    _insert(conn, table, [_row(one, columns) | more(one) for one in rows if one.id not in before])
    changed = [_row(one, columns) | {"at": one.id} for one in rows if one.id in before]
    if changed:
        values: dict[str, Any] = {name: bindparam(name) for name in columns if name != "id"}
        conn.execute(update(table).where(table.c.id == bindparam("at")).values(values), changed)


def _insert(conn: Connection, table: Table, rows: Sequence[Mapping[str, object]]) -> None:
    if rows:
        conn.execute(insert(table), rows)


def _remove(conn: Connection, table: Table, column: str, ids: Collection[str]) -> None:
    if ids:
        conn.execute(delete(table).where(table.c[column] == bindparam("at")), [{"at": one} for one in sorted(ids)])


def _row(value: object, columns: Sequence[str]) -> dict[str, object]:
    return {name: getattr(value, name) for name in columns}
