"""Whether a catalog is sound: the database, what is published in it, and what it is made from. Reads only.

Each check is one question with one line for an answer. SQLite's own checks miss a changed byte inside a row, which is
why the digest of what is published is computed anew.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, Engine

from registry.domain.export import digest
from registry.errors import EvidenceError, ModeldexError, SnapshotMissing
from registry.refresh.rebuild import bundle_of, kept_in, named, not_in
from registry.settings import Settings
from registry.store import review, snapshots
from registry.store.catalog import load_catalog
from registry.store.database import read, sqlite_path
from registry.store.migrate import check
from registry.store.tables import REVISION
from scrapers.claims import Evidence


@dataclass(frozen=True, slots=True)
class Finding:
    """The answer to one check."""

    check: str
    well: bool
    said: str


class Unsound(ModeldexError):
    """A check has found something."""


def examine(settings: Settings, engine: Engine) -> Iterator[Finding]:
    """Check after check. If the database is not of this version, or is none, the others are not asked."""
    try:
        check(engine)
    except ModeldexError as error:
        yield Finding("schema", well=False, said=str(error))
        return
    yield Finding("schema", well=True, said=f"revision {REVISION}")
    for name, question in CHECKS:
        try:
            with read(engine) as conn:
                yield Finding(name, well=True, said=question(conn, settings))
        except ModeldexError as error:
            yield Finding(name, well=False, said=str(error))


def _integrity(conn: Connection, _: Settings) -> str:
    if sqlite_path(conn.engine.url) is None:
        return "PostgreSQL keeps its own"
    found = list(conn.exec_driver_sql("PRAGMA integrity_check").scalars())
    if found != ["ok"]:
        raise Unsound(_first_of([str(said) for said in found]))
    return "every page and index is sound"


def _foreign_keys(conn: Connection, _: Settings) -> str:
    if sqlite_path(conn.engine.url) is None:
        return "PostgreSQL keeps its own"
    found = conn.exec_driver_sql("PRAGMA foreign_key_check").all()
    if found:
        raise Unsound(_first_of([f"a row of {table} points to none of {parent}" for table, _, parent, _ in found]))
    return "every row points to one that is there"


def _edition(conn: Connection, _: Settings) -> str:
    edition = kept_in(conn).edition
    made = digest(load_catalog(conn))
    if made != edition.digest:
        raise Unsound(
            f"edition {edition.number} was published with digest {edition.digest[:12]}, and has {made[:12]} now"
        )
    return f"edition {edition.number} has the digest that it was published with, {made[:12]}"


def _raw_snapshots(conn: Connection, settings: Settings) -> str:
    kept = kept_in(conn)
    raw = not_in(bundle_of(settings.data_dir, kept.bundle), kept.taken)
    held = [
        Evidence(one.source, one.url, one.fetched_at, one.sha256, one.version)
        for one in review.held_documents(conn, "open")
    ]
    lost: dict[str, str] = {}
    for one in {one.sha256: one for one in (*raw, *held)}.values():
        try:
            if snapshots.fetch(settings.data_dir, one.sha256) is None:
                where = snapshots.path_of(settings.data_dir, one.sha256)
                raise SnapshotMissing(f"the raw snapshot of {named(one)} is missing: {where}")
        except EvidenceError as error:
            lost[one.sha256] = str(error)
    if lost:
        raise Unsound(_first_of(list(lost.values())))
    began = "; the bundled catalog is there" if kept.bundle else ""
    return f"{len(raw):,} are there with the right sha256{began}"


def _first_of(found: list[str]) -> str:
    more = f" ({len(found) - 1:,} more)" if len(found) > 1 else ""
    return f"{found[0]}{more}"


CHECKS: tuple[tuple[str, Callable[[Connection, Settings], str]], ...] = (
    ("integrity", _integrity),
    ("foreign keys", _foreign_keys),
    ("edition", _edition),
    ("raw snapshots", _raw_snapshots),
)
"""Name and question of each check: the question gives what is well in words, and raises ModeldexError if it is not."""
