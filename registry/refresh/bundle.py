"""The bundled catalog: the evidence that a new installation starts from, as one file in the package.

It holds what sources said and when, without their raw bytes: `registry/refresh/replay.py` makes it by
replaying recorded feeds. Loading it into an empty database goes the way of every refresh: evidence, build, edition 1.
The file itself is then kept among the raw snapshots, and the record of the run has its sha256, for a rebuild.

The file is lines of JSON under xz. Per source: its snapshots, and each statement with the numbers of the first and
last of them that made it (null: to the newest). The same evidence always gives the same bytes.
"""

import json
import lzma
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, insert, select

from registry.domain.catalog import Edition
from registry.domain.overrides import OVERRIDE
from registry.errors import BundleDamaged, LeaseHeld
from registry.locate import folder
from registry.overrides.folder import OverrideFiles
from registry.refresh import lease as leases
from registry.refresh.edition import publish_evidence
from registry.refresh.lease import Lease, utc_now
from registry.store import snapshots, sources
from registry.store.canonical import dump
from registry.store.catalog import current_edition
from registry.store.database import write
from registry.store.evidence import SNAPSHOT, STATEMENT

FORMAT = "modeldex evidence 1"
FILE = "bundle.jsonl.xz"
_WAIT_SECONDS = 0.2
PATIENCE = 180.0
"""Seconds to wait for another process that loads: longer than the lease of one that was killed on another host."""

_FILTERS = [
    {"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME, "dict_size": 64 << 20, "lc": 4, "lp": 0, "pb": 0}
]


def silent(line: str) -> None:
    """The listener that says nothing."""


def bundled() -> Path:
    """The file in the package."""
    return folder("facts") / FILE


def load_bundle(
    engine: Engine,
    path: Path | None = None,
    *,
    data_dir: Path | None = None,
    overrides: OverrideFiles | None = None,
    announce: Callable[[str], None] = silent,
    patience: float = PATIENCE,
) -> Edition | None:
    """Fill an empty database from the bundle and publish edition 1. None if there is an edition already.

    data_dir: where the bundle's bytes are kept, as those of every snapshot are. overrides: laid over it. Of several
    processes that start together one loads and the others wait for it, at most `patience` seconds, which is announced.
    Raises BundleDamaged, DataDirectoryUnwritable, LeaseHeld.
    """
    lease = _turn(engine, announce, patience)
    if lease is None:
        return None
    with leases.held(lease, engine):
        packed = packed_bundle(path)
        lines = _lines_of(packed)
        if data_dir is not None:
            snapshots.keep(data_dir, packed)
        with write(engine) as conn:
            leases.check(conn, lease)
            _restore(conn, lines)
            published = publish_evidence(conn, utc_now(), overrides).edition
            leases.finish(conn, lease, utc_now(), "succeeded", {"bundle": sha256(packed).hexdigest()})
    return published


def _turn(engine: Engine, announce: Callable[[str], None], patience: float) -> Lease | None:
    """The lease to load with; None if there is an edition, by then. Raises LeaseHeld when patience is at its end."""
    waiting_since: float | None = None
    while True:
        try:
            with write(engine) as conn:
                return leases.take(conn, utc_now()) if current_edition(conn) is None else None
        except LeaseHeld as held:
            if waiting_since is None:
                waiting_since = time.monotonic()
                announce(f"Waiting for another process, which loads the bundled catalog: {held} ...")
            if time.monotonic() - waiting_since >= patience:
                raise
        time.sleep(_WAIT_SECONDS)


def loaded_bundle(conn: Connection) -> str | None:
    """The sha256 of the bundle that a database was filled from, None if it began empty."""
    outcomes = conn.execute(select(leases.RUN.c.outcome).where(leases.RUN.c.status == "succeeded")).scalars()
    return next((str(outcome["bundle"]) for outcome in outcomes if outcome and "bundle" in outcome), None)


def restore_bundle(conn: Connection, packed: bytes) -> None:
    """Insert a bundle's evidence into an empty database, without publishing it. Raises BundleDamaged."""
    _restore(conn, _lines_of(packed))


def bundled_snapshots(packed: bytes) -> set[tuple[str, datetime]]:
    """(source, fetched at) of each snapshot whose evidence is in a bundle. Raises BundleDamaged."""
    heads = (json.loads(line) for line in _lines_of(packed) if line.startswith("{"))
    return {(head["source"], datetime.fromisoformat(document[0])) for head in heads for document in head["snapshots"]}


def packed_bundle(path: Path | None = None) -> bytes:
    """The bytes of a bundle, the package's unless another is named. Raises BundleDamaged."""
    try:
        return (path or bundled()).read_bytes()
    except FileNotFoundError as error:
        raise BundleDamaged("the bundled catalog is missing; `make bundle` builds it") from error
    except OSError as error:
        raise BundleDamaged(f"the bundled catalog cannot be read: {error}") from error


def write_bundle(conn: Connection, path: Path) -> int:
    """Write all evidence of a database to a file; gives its size in bytes."""
    packed = lzma.compress("\n".join(_lines(conn)).encode(), format=lzma.FORMAT_XZ, filters=_FILTERS)
    path.write_bytes(packed)
    return len(packed)


def _lines(conn: Connection) -> Iterator[str]:
    yield FORMAT
    sources_said = select(SNAPSHOT.c.source).where(SNAPSHOT.c.source != OVERRIDE).distinct()
    for name in sorted(conn.execute(sources_said).scalars()):
        taken = conn.execute(select(SNAPSHOT).where(SNAPSHOT.c.source == name).order_by(SNAPSHOT.c.fetched_at)).all()
        number = {row.fetched_at: position for position, row in enumerate(taken)}
        documents = [
            [row.fetched_at.isoformat(), row.sha256, row.url, row.version, row.rows, row.skipped] for row in taken
        ]
        yield dump({"source": name, "snapshots": documents})
        rows = conn.execute(select(STATEMENT).where(STATEMENT.c.source == name)).all()
        for row in sorted(rows, key=lambda row: (row.kind, row.provider, row.subject, row.first_seen)):
            last = None if row.last_seen is None else number[row.last_seen]
            # The payload is canonical JSON already; a tab cannot be in front of it, since JSON escapes tabs.
            yield f"{dump([row.kind, row.provider, row.subject, number[row.first_seen], last])}\t{row.payload}"


def _lines_of(packed: bytes) -> list[str]:
    try:
        lines = lzma.decompress(packed).decode().split("\n")
    except (lzma.LZMAError, ValueError) as error:
        raise BundleDamaged(f"the bundled catalog cannot be read: {error}") from error
    if lines[0] != FORMAT:
        raise BundleDamaged(f"the bundled catalog is of another format ({lines[0][:40]!r})")
    return lines[1:]


def _restore(conn: Connection, lines: Sequence[str]) -> None:
    """Insert the evidence into an empty database."""
    source, times = "", tuple[datetime, ...]()
    rows: list[dict[str, object]] = []
    for line in lines:
        head, _, payload = line.partition("\t")
        said = json.loads(head)
        if isinstance(said, dict):
            source, times = _restore_snapshots(conn, said["source"], said["snapshots"])
            continue
        kind, provider, subject, first, last = said
        rows.append(
            {
                "source": source,
                "kind": kind,
                "provider": provider,
                "subject": subject,
                "payload": payload,
                "first_seen": times[first],
                "last_seen": None if last is None else times[last],
            }
        )
    conn.execute(insert(STATEMENT), rows)


def _restore_snapshots(
    conn: Connection, source: str, documents: Sequence[Sequence[Any]]
) -> tuple[str, tuple[datetime, ...]]:
    times = tuple(datetime.fromisoformat(document[0]) for document in documents)
    # The evidence is as old as its newest document: "last refreshed" must not claim more.
    sources.note_success(conn, source, times[-1])
    columns = ("sha256", "url", "version", "rows", "skipped")
    conn.execute(
        insert(SNAPSHOT),
        [
            {"source": source, "fetched_at": at, **dict(zip(columns, document[1:], strict=True))}
            for at, document in zip(times, documents, strict=True)
        ],
    )
    return source, times
