"""The override files as they were last applied, beside the snapshots of the sources.

Unlike a source's, an override's past is no evidence: what is no longer written down is gone. So there is at most one
snapshot of the files, to which the published values lead that name `override` as their source.
"""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, delete, insert, select

from registry.domain.overrides import OVERRIDE
from registry.store import tables
from registry.store.evidence import SNAPSHOT, STATEMENT, record
from registry.store.tables import table
from scrapers.claims import Evidence, Reading, Statement

FILE = table(tables.OverrideFileRow)


def applied_files(conn: Connection) -> dict[str, str]:
    """File name -> text, as they were last applied."""
    return dict(conn.execute(select(FILE.c.name, FILE.c.text).order_by(FILE.c.name)).all())


def write_applied(
    conn: Connection, files: Mapping[str, str], evidence: Evidence, statements: Sequence[Statement]
) -> None:
    """These files have been applied. evidence: of them all as one document; statements: what they win."""
    if files != applied_files(conn):
        conn.execute(delete(FILE))
        if files:
            conn.execute(insert(FILE), [{"name": name, "text": text} for name, text in files.items()])
    for rows in (STATEMENT, SNAPSHOT):
        conn.execute(delete(rows).where(rows.c.source == OVERRIDE))
    if files:
        record(conn, evidence, Reading(tuple(statements)))
