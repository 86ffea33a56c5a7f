"""Rebuild: the catalog made anew from what is kept, in an empty place, by the rules of today.

What is kept: the bundle that the database began with, the raw bytes of every snapshot since, the override files as they
were applied last, and what people decided.
Nothing that was derived from them is looked at. So the same digest in the end shows that nothing was lost or changed,
and that the rules give the same answer on another machine, in another time zone and locale.
"""

import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from sqlalchemy import Connection, Engine, select

from registry.domain.catalog import Edition
from registry.domain.export import differing
from registry.domain.overrides import OVERRIDE
from registry.domain.review import Decision
from registry.errors import CannotRebuild, EvidenceError, NothingPublished, SnapshotMissing
from registry.overrides.folder import OverrideFiles, parse
from registry.refresh.bundle import bundled, bundled_snapshots, loaded_bundle, packed_bundle, restore_bundle
from registry.refresh.edition import publish_evidence
from registry.refresh.lease import utc_now
from registry.settings import DATABASE_FILE, Settings
from registry.store import evidence, review, snapshots
from registry.store.catalog import current_edition, load_catalog
from registry.store.database import connect, read, write
from registry.store.migrate import upgrade
from registry.store.overrides import applied_files
from scrapers.claims import Document, Evidence, Reading
from scrapers.errors import SourceError
from scrapers.source import Source
from scrapers.sources import SOURCES

Told = Callable[[int, int], None]
"""Told how many of the raw snapshots have been read, of how many."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What a catalog is rebuilt from.

    bundle: the sha256 of the bundle that the database began with, None if it began empty; taken: all snapshots of
    sources, those of the bundle included.
    """

    edition: Edition
    bundle: str | None
    taken: tuple[Evidence, ...]
    overrides: OverrideFiles
    decisions: tuple[Decision, ...]


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """The outcome, beside the published edition. snapshots: how many were used, those of the bundle included.

    differing: (kind, id) of each entity that is not as it is published.
    """

    edition: Edition
    digest: str
    snapshots: int
    differing: tuple[tuple[str, str], ...]

    @property
    def same(self) -> bool:
        """Whether the rebuilt catalog is the published one."""
        return self.digest == self.edition.digest


def rebuild(
    settings: Settings,
    engine: Engine,
    place: Path,
    *,
    keep: bool = False,
    told: Told = lambda _done, _total: None,
    known_sources: Sequence[Source] = SOURCES,
) -> Rebuilt:
    """Rebuild the catalog of `engine` in a folder that is empty, or not there yet.

    keep: copy the raw snapshots too, which makes the folder a whole data directory. Raises CannotRebuild if the folder
    is not empty or a snapshot cannot be read by the rules of today, SnapshotMissing, EvidenceError if one is damaged,
    NothingPublished, and DatabaseError.
    """
    with read(engine) as conn:
        kept = kept_in(conn)
    bundle = bundle_of(settings.data_dir, kept.bundle)
    raw = not_in(bundle, kept.taken)
    _require(settings.data_dir, raw)
    _refuse_full(place)
    target = connect(f"sqlite:///{place.absolute() / DATABASE_FILE}")
    upgrade(target)
    with write(target) as conn:
        if bundle is not None:
            restore_bundle(conn, bundle)
        _replay(conn, raw, _Archive(settings.data_dir, known_sources), told)
        _carry_decisions(conn, kept.decisions)
        publish_evidence(conn, utc_now(), kept.overrides)
    if keep:
        _copy(settings.data_dir, place, raw)
        for body in (bundle, kept.overrides.body):
            if body:
                snapshots.keep(place, body)
    with read(engine) as old, read(target) as new:
        made = current_edition(new)
        assert made is not None  # noqa: S101 - it has just been published
        different = () if made.digest == kept.edition.digest else tuple(differing(load_catalog(old), load_catalog(new)))
    target.dispose()
    return Rebuilt(kept.edition, made.digest, len(kept.taken), different)


def kept_in(conn: Connection) -> Kept:
    """What a database says is kept. Raises NothingPublished."""
    edition = current_edition(conn)
    if edition is None:
        raise NothingPublished("nothing has been published yet; run `modeldex refresh`")
    table = evidence.SNAPSHOT.c
    columns = (table.source, table.url, table.fetched_at, table.sha256, table.version)
    asked = select(*columns).where(table.source != OVERRIDE).order_by(table.source, table.fetched_at)
    taken = tuple(Evidence(*row) for row in conn.execute(asked))
    overrides = parse(applied_files(conn)).usable()
    return Kept(edition, loaded_bundle(conn), taken, overrides, review.decided(conn))


def bundle_of(data_dir: Path, digest: str | None) -> bytes | None:
    """The bundle with this sha256, as it was kept or as it is in the package. Raises SnapshotMissing, EvidenceError."""
    if digest is None:
        return None
    kept = snapshots.fetch(data_dir, digest)
    if kept is not None:
        return kept
    packaged = packed_bundle() if bundled().exists() else b""
    if sha256(packaged).hexdigest() != digest:
        where = snapshots.path_of(data_dir, digest)
        raise SnapshotMissing(f"the bundled catalog that the database began with is missing: {where}")
    return packaged


def not_in(bundle: bytes | None, taken: Sequence[Evidence]) -> list[Evidence]:
    """The snapshots whose raw bytes are kept: those that are not in the bundle. Raises BundleDamaged."""
    known = bundled_snapshots(bundle) if bundle is not None else set()
    return [one for one in taken if (one.source, one.fetched_at) not in known]


def named(one: Evidence) -> str:
    """A snapshot as a person would name it."""
    return f"{one.source} of {one.fetched_at:%Y-%m-%d %H:%M:%S} UTC"


class _Archive:
    """The raw snapshots, read by the rules of today."""

    def __init__(self, data_dir: Path, known: Sequence[Source]) -> None:
        self._data_dir, self._known = data_dir, {source.name: source for source in known}
        self._last: tuple[tuple[str, str], Reading] | None = None

    def reading(self, one: Evidence) -> Reading:
        """What a snapshot says. The same bytes one after the other (nothing had changed) are read once."""
        key = (one.source, one.sha256)
        if self._last is None or self._last[0] != key:
            self._last = key, self._parsed(one)
        return self._last[1]

    def _parsed(self, one: Evidence) -> Reading:
        source = self._known.get(one.source)
        if source is None:
            raise CannotRebuild(f"there is no source called {one.source!r} any more")
        try:
            body = snapshots.fetch(self._data_dir, one.sha256)
            assert body is not None  # noqa: S101 - required before
            return source.parse(Document(body, one))
        except EvidenceError as error:
            raise EvidenceError(f"the raw snapshot of {named(one)}: {error}") from error
        except SourceError as error:
            raise CannotRebuild(f"the rules of today cannot read {named(one)}: {error}") from error


def _require(data_dir: Path, taken: Iterable[Evidence]) -> None:
    """Raise SnapshotMissing unless each snapshot has its file, before any is read."""
    for one in taken:
        path = snapshots.path_of(data_dir, one.sha256)
        if not path.exists():
            raise SnapshotMissing(f"the raw snapshot of {named(one)} is missing: {path}")


def _refuse_full(place: Path) -> None:
    if place.exists() and (not place.is_dir() or any(place.iterdir())):
        raise CannotRebuild(f"{place} is not an empty folder")


def _replay(conn: Connection, taken: Sequence[Evidence], archive: _Archive, told: Told) -> None:
    for done, one in enumerate(taken):
        told(done, len(taken))
        evidence.record(conn, one, archive.reading(one))
    told(len(taken), len(taken))


def _carry_decisions(conn: Connection, decisions: Iterable[Decision]) -> None:
    for decision in decisions:
        review.record_decision(conn, decision)


def _copy(data_dir: Path, place: Path, taken: Iterable[Evidence]) -> None:
    for digest in sorted({one.sha256 for one in taken}):
        path = snapshots.path_of(place, digest)
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(snapshots.path_of(data_dir, digest), path)
