"""One refresh, from sources to an edition: the place where the rooms are put together.

Documents are fetched from several hosts at once and read one after the other, outside of any transaction. Then, in
one write transaction: the lease is checked, the snapshots are recorded, the catalog is built from all evidence, the
edition is published, and the run is noted as done. Either all of that happened or none of it.
"""

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, Engine

from registry.errors import SnapshotConflict, WrongUsage
from registry.overrides.folder import OverrideFiles, overrides_of
from registry.refresh import lease as leases
from registry.refresh.arrivals import Deliver, HostOf, hosts, in_turn
from registry.refresh.collect import Take, collect, from_origins, from_recording
from registry.refresh.edition import publish_evidence
from registry.refresh.lease import Clock, Lease, utc_now
from registry.refresh.plausible import compare, doubt
from registry.refresh.rehearse import rehearse
from registry.refresh.report import Progress, Quiet, RunReport, SourceOutcome
from registry.settings import Settings
from registry.store import evidence, review, snapshots, sources
from registry.store.database import read, write
from registry.store.overrides import applied_files
from registry.store.statements import subject_of
from scrapers.claims import Document, Reading
from scrapers.origins import Validators
from scrapers.source import Source
from scrapers.sources import SOURCES

logger = logging.getLogger(__name__)


def refresh(
    settings: Settings,
    engine: Engine,
    *,
    only: Sequence[str] | None = None,
    from_path: Path | None = None,
    at: datetime | None = None,
    dry_run: bool = False,
    lease: Lease | None = None,
    progress: Progress | None = None,
    known_sources: Sequence[Source] = SOURCES,
    deliver: Deliver | None = None,
    clock: Clock = utc_now,
) -> RunReport:
    """Read the enabled sources, or `only` those named, and publish an edition if anything differs.

    from_path: a recorded file to read instead, for exactly one source, fetched `at` (now if not given).
    dry_run: say what would change and write nothing. lease: the one that the schedule has taken, else one is taken.
    deliver: gives the documents, if they are to come from elsewhere than the sources' own origins.
    Raises WrongUsage, RecordingUnreadable, OverridesInvalid, LeaseHeld, LeaseLost and DatabaseError; what goes wrong
    with a source is in the report.
    """
    chosen = chosen_sources(settings, known_sources, only, from_path, at)
    told = progress or Quiet()
    moment = at.astimezone(UTC) if at else clock()
    host_of = in_turn if deliver or from_path else hosts(settings)
    deliver = deliver or _deliver(settings, engine, from_path, moment, told)
    if dry_run:
        files = overrides_of(settings)
        return rehearse(engine, _collected(engine, chosen, deliver, told, host_of), clock(), files)
    if lease is None:
        with write(engine) as conn:
            lease = leases.take(conn, clock())
    with leases.held(lease, engine, clock):
        files = overrides_of(settings)
        takes = _collected(engine, chosen, deliver, told, host_of)
        _keep(settings.data_dir, takes, files)
        told.publishing()
        with write(engine) as conn:
            leases.check(conn, lease)
            outcomes = tuple(_record(conn, one, moment, replayed=from_path is not None) for one in takes)
            report = _published(conn, RunReport(outcomes), files, clock())
            leases.finish(conn, lease, clock(), report.status, {one.source: one.told for one in outcomes})
    logger.info("refresh %d: %s", lease.run, report.line)
    return report


def _keep(data_dir: Path, takes: Sequence[Take], files: OverrideFiles) -> None:
    """Keep the raw bytes of what was read; of a held document too: accepting it later must find them."""
    for one in takes:
        if one.document is not None:
            snapshots.keep(data_dir, one.document.body)
    if files.texts:
        snapshots.keep(data_dir, files.body)


def _published(conn: Connection, report: RunReport, files: OverrideFiles, now: datetime) -> RunReport:
    """Publish what is recorded now, unless no source is well and no override has changed."""
    if report.exit_code == 4 and files.texts == applied_files(conn):
        return report
    drafted = publish_evidence(conn, now, files)
    return replace(report, edition=drafted.edition, changes=drafted.changes, held=drafted.held, idle=drafted.idle)


def chosen_sources(
    settings: Settings,
    known: Sequence[Source],
    only: Sequence[str] | None,
    from_path: Path | None,
    at: datetime | None,
) -> tuple[Source, ...]:
    """The sources to read. Raises WrongUsage for names that are none, and for options that do not go together."""
    names = [source.name for source in known]
    for name in (*(only or ()), *settings.sources):
        if name not in names:
            raise WrongUsage(f"there is no source called {name!r}; there are {', '.join(names)}")
    if from_path is not None and len(only or ()) != 1:
        raise WrongUsage("a recorded file is of one source: give exactly one --source with --from")
    if at is not None and from_path is None:
        raise WrongUsage("--at tells when a recorded file was fetched: give it with --from")
    wanted = set(only) if only else {name for name in names if settings.enabled(name)}
    return tuple(source for source in known if source.name in wanted)


def _deliver(settings: Settings, engine: Engine, from_path: Path | None, moment: datetime, told: Progress) -> Deliver:
    if from_path is not None:
        return from_recording(from_path, moment)
    with read(engine) as conn:
        known = {name: Validators(*seen) for name, seen in sources.known(conn).items()}
        newest = evidence.newest_snapshots(conn)
    return from_origins(settings, known, newest, moment, told)


def _collected(
    engine: Engine, chosen: Sequence[Source], deliver: Deliver, told: Progress, host_of: HostOf
) -> list[Take]:
    def judge(document: Document, reading: Reading) -> str | None:
        """Compare with the source's newest snapshot; one that is older than that only adds history."""
        name = document.evidence.source
        with read(engine) as conn:
            times = evidence.snapshot_times(conn, name)
            if not times or document.evidence.fetched_at <= times[-1]:
                return None
            before = evidence.newest_statements(conn, name)
        return doubt(compare(before, {(one.provider, subject_of(one)): one for one in reading.statements}))

    return list(collect(chosen, deliver, judge, told, host_of))


def _record(conn: Connection, taken: Take, moment: datetime, *, replayed: bool) -> SourceOutcome:
    """Write down what came of one source; evidence only if it is believed.

    A recorded file that cannot be used says nothing of how its source does today.
    """
    outcome = taken.outcome
    if outcome.state == "older":
        sources.note_success(conn, outcome.source, moment)
        return outcome
    if not outcome.well:
        if not replayed:
            sources.note_failure(conn, outcome.source, moment, outcome.error or "")
        if taken.document is not None:
            review.hold_document(conn, taken.document.evidence, outcome.rows, outcome.error or "", moment)
        return outcome
    try:
        outcome = _record_evidence(conn, taken, moment)
    except SnapshotConflict as error:
        if not replayed:
            sources.note_failure(conn, outcome.source, moment, str(error))
        return replace(outcome, state="failed", error=str(error))
    sources.note_success(conn, outcome.source, moment, None if replayed else _known(taken))
    review.release_documents(conn, outcome.source, taken.document.evidence.fetched_at if taken.document else moment)
    return outcome


def _known(taken: Take) -> sources.Known | None:
    held = taken.validators
    return sources.Known(held.origin, held.etag, held.last_modified) if held else None


def _record_evidence(conn: Connection, taken: Take, moment: datetime) -> SourceOutcome:
    if taken.document is not None and taken.reading is not None:
        new = evidence.record(conn, taken.document.evidence, taken.reading)
        return taken.outcome if new else replace(taken.outcome, state="known")
    if taken.validators is not None and (taken.validators.etag or taken.validators.last_modified):
        # A server's "not modified" is of this moment; a release in the package index stays of the day of its upload.
        evidence.confirm(conn, taken.outcome.source, moment)
    return taken.outcome
