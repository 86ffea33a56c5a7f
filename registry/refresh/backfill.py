"""Backfill: a source's releases in the package index replayed as snapshots, oldest first, each of its upload's time.

Releases are read outside of any transaction. Then, in one write transaction for some of them together: the lease is
checked, the snapshots are recorded, and the edition that all evidence now gives is published. So whenever a backfill
is stopped, the database holds a whole edition and the evidence of exactly that edition, and the next one goes on there.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import islice

from sqlalchemy import Connection, Engine, select

from registry.domain.catalog import Edition
from registry.errors import SnapshotConflict, WrongUsage
from registry.overrides.folder import OverrideFiles, overrides_of
from registry.refresh import lease as leases
from registry.refresh.collect import Take
from registry.refresh.edition import publish_evidence
from registry.refresh.lease import Clock, Lease, utc_now
from registry.refresh.release_reader import Progress, ReleaseReader, Replayed, Unwatched
from registry.refresh.releases import Every, Plan, plan
from registry.refresh.run import chosen_sources
from registry.settings import Settings
from registry.store import evidence, review, snapshots, sources
from registry.store.database import read, write
from scrapers.errors import SourceError
from scrapers.fetch import Fetcher
from scrapers.origins import releases
from scrapers.package_index import PackageIndex, configured_index
from scrapers.source import Source
from scrapers.sources import SOURCES

AT_ONCE = 10
"""How many releases are published together. A publish takes seconds, and ten readings take some 100 MB until then."""

MOST_TIME = timedelta(hours=24)
"""How long a backfill keeps the lease at most: years of releases may take many hours."""

_EVER = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class BackfillReport:
    """What a backfill did. editions: those published, oldest first."""

    plans: tuple[Plan, ...]
    replayed: tuple[Replayed, ...]
    editions: tuple[Edition, ...]

    @property
    def exit_code(self) -> int:
        """0 all well or nothing to do; 3 some release could not be used, or some source not be listed; 4 none could."""
        well = sum(one.outcome.well for one in self.replayed)
        wanted = sum(len(one.wanted) for one in self.plans)
        if well == wanted and not any(one.error for one in self.plans):
            return 0
        return 3 if well else 4

    @property
    def status(self) -> str:
        """How the run is recorded."""
        return {0: "succeeded", 3: "partial"}.get(self.exit_code, "failed")


def backfill(
    settings: Settings,
    engine: Engine,
    *,
    only: Sequence[str] | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    every: Every = "release",
    at_once: int = AT_ONCE,
    progress: Progress | None = None,
    known_sources: Sequence[Source] = SOURCES,
    index: Callable[[Settings], PackageIndex] | None = None,
    clock: Clock = utc_now,
) -> BackfillReport:
    """Replay the releases uploaded from `since` (included) to `until` (not included) that are not recorded yet.

    only: names of sources, all that have releases if left out. Raises WrongUsage, OverridesInvalid, LeaseHeld,
    LeaseLost, DatabaseError, and FetchFailed if no package index is configured; what goes wrong with a source or a
    release is in the report.
    """
    chosen = _with_releases(chosen_sources(settings, known_sources, only, None, None), only)
    told = progress or Unwatched()
    with write(engine) as conn:
        lease = leases.take(conn, clock())
    with leases.held(lease, engine, clock, at_most=MOST_TIME):
        files = overrides_of(settings)
        if files.texts:
            snapshots.keep(settings.data_dir, files.body)
        opened = (index or _configured)(settings)
        plans = [_planned(engine, opened, source, (since or _EVER[0], until or _EVER[1]), every) for source in chosen]
        for one in plans:
            told.planned(one)
        reader = ReleaseReader(settings, engine, opened, told)
        replayed: list[Replayed] = []
        editions: list[Edition] = []
        for batch in _batches(reader.read_all(plans), at_once):
            told.publishing()
            done, edition = _publish(engine, lease, batch, files, clock())
            replayed += done
            editions += [edition] if edition else []
        report = BackfillReport(tuple(plans), tuple(replayed), tuple(editions))
        with write(engine) as conn:
            leases.finish(conn, lease, clock(), report.status, {"backfill": _recorded(report)})
    return report


def _configured(settings: Settings) -> PackageIndex:
    return configured_index(Fetcher(allow_hosts=frozenset(settings.allow_hosts), home=settings.base_url))


def _with_releases(chosen: Sequence[Source], only: Sequence[str] | None) -> list[Source]:
    for source in chosen:
        if only and source.release is None:
            raise WrongUsage(f"{source.name} has no releases in the package index")
    return [source for source in chosen if source.release is not None]


def _planned(
    engine: Engine, index: PackageIndex, source: Source, period: tuple[datetime, datetime], every: Every
) -> Plan:
    assert source.release is not None  # noqa: S101 - see _with_releases
    try:
        files = releases(index, source.release, *_EVER)
    except SourceError as error:
        return Plan(source, error=" ".join(str(error).split()))
    with read(engine) as conn:
        asked = select(evidence.SNAPSHOT.c.version).where(evidence.SNAPSHOT.c.source == source.name)
        recorded = {version for version in conn.execute(asked).scalars() if version}
    return plan(source, files, recorded, since=period[0], until=period[1], every=every)


def _batches(takes: Iterator[tuple[Replayed, Take]], at_once: int) -> Iterator[list[tuple[Replayed, Take]]]:
    while batch := list(islice(takes, at_once)):
        yield batch


def _publish(
    engine: Engine, lease: Lease, batch: Sequence[tuple[Replayed, Take]], files: OverrideFiles, now: datetime
) -> tuple[list[Replayed], Edition | None]:
    with write(engine) as conn:
        leases.check(conn, lease)
        replayed = [_record(conn, one, taken, now) for one, taken in batch]
        well = any(one.outcome.well for one in replayed)
        edition = publish_evidence(conn, now, files).edition if well else None
    return replayed, edition


def _record(conn: Connection, one: Replayed, taken: Take, now: datetime) -> Replayed:
    if taken.document is None or taken.reading is None:
        return one
    said = taken.document.evidence
    sources.ensure(conn, [said.source])
    if not one.outcome.well:
        review.hold_document(conn, said, one.outcome.rows, one.outcome.error or "", now)
        return one
    newest = max(evidence.snapshot_times(conn, said.source), default=_EVER[0])
    try:
        evidence.record(conn, said, taken.reading)
    except SnapshotConflict as error:
        return replace(one, outcome=replace(one.outcome, state="failed", error=str(error)))
    if said.fetched_at > newest:
        # Only then does it say how fresh the source is; an older release changes nothing about that.
        sources.note_success(conn, said.source, said.fetched_at)
        review.release_documents(conn, said.source, said.fetched_at)
    return one


def _recorded(report: BackfillReport) -> dict[str, int]:
    """Source -> how many of its releases were recorded."""
    return {
        one.source.name: sum(done.outcome.well for done in report.replayed if done.outcome.source == one.source.name)
        for one in report.plans
    }
