"""The state of each source: its newest attempt and success, and what a conditional request needs."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, insert, select, update

from registry.store import tables
from registry.store.tables import table

SOURCE = table(tables.SourceRow)


class Known(NamedTuple):
    """What a later fetch can ask about: where the newest document came from, and what the server called it."""

    origin: str
    etag: str | None
    last_modified: str | None


def ensure(conn: Connection, sources: Iterable[str]) -> None:
    """Make sure that each source has its row."""
    known = set(conn.execute(select(SOURCE.c.name)).scalars())
    missing = [{"name": name} for name in sources if name not in known]
    if missing:
        conn.execute(insert(SOURCE), missing)


def known(conn: Connection) -> dict[str, Known]:
    """Source -> what its newest recorded document can be asked about: only what is in the database is known."""
    asked = select(SOURCE.c.name, SOURCE.c.origin, SOURCE.c.etag, SOURCE.c.last_modified).where(
        SOURCE.c.origin.is_not(None)
    )
    return {name: Known(origin, etag, modified) for name, origin, etag, modified in conn.execute(asked)}


def note_success(conn: Connection, source: str, at: datetime, known: Known | None = None) -> None:
    """The source was read `at`. A replay of old files does not move the times back; it makes nothing known."""
    ensure(conn, [source])
    row = conn.execute(select(SOURCE.c.last_attempt, SOURCE.c.last_success).where(SOURCE.c.name == source)).one()
    values: dict[str, object] = {
        "last_attempt": max(at, row.last_attempt or at),
        "last_success": max(at, row.last_success or at),
        "error": None,
    }
    if known is not None:
        values |= {"origin": known.origin, "etag": known.etag, "last_modified": known.last_modified}
    conn.execute(update(SOURCE).where(SOURCE.c.name == source).values(values))


def note_failure(conn: Connection, source: str, at: datetime, error: str) -> None:
    """Reading the source failed `at`: all that changes is what is told of it."""
    ensure(conn, [source])
    attempt = conn.execute(select(SOURCE.c.last_attempt).where(SOURCE.c.name == source)).scalar()
    values = {"last_attempt": max(at, attempt or at), "error": error}
    conn.execute(update(SOURCE).where(SOURCE.c.name == source).values(values))
