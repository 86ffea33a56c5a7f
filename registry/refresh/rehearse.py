"""A dry run: what a refresh would change, found out in memory. Nothing is written anywhere."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Engine

from registry.domain.evidence import SourceHistory, Span, observe
from registry.overrides.folder import OverrideFiles
from registry.refresh.collect import Take
from registry.refresh.edition import draft
from registry.refresh.report import RunReport
from registry.store.database import read
from registry.store.evidence import histories
from registry.store.overrides import applied_files
from registry.store.statements import subject_of
from scrapers.claims import Reading

Key = TypeVar("Key", bound=Hashable)
Said = TypeVar("Said")


def rehearse(engine: Engine, takes: Sequence[Take], now: datetime, files: OverrideFiles) -> RunReport:
    """What publishing these takes under these overrides would do."""
    report = RunReport(tuple(taken.outcome for taken in takes), dry_run=True)
    with read(engine) as conn:
        if report.exit_code == 4 and files.texts == applied_files(conn):
            return report
        stored = {history.name: history for history in histories(conn)}
        for taken in takes:
            if taken.document is not None and taken.reading is not None and taken.outcome.well:
                at = taken.document.evidence.fetched_at
                before = stored.get(taken.outcome.source, SourceHistory(taken.outcome.source, ()))
                stored[before.name] = with_snapshot(before, at, taken.reading)
        drafted = draft(conn, [stored[name] for name in sorted(stored)], now, files.overrides)
    return replace(report, edition=drafted.edition, changes=drafted.changes, held=drafted.held, idle=drafted.idle)


def with_snapshot(history: SourceHistory, at: datetime, reading: Reading) -> SourceHistory:
    """A history after one more snapshot; unchanged if there is one of that time."""
    if at in history.snapshots:
        return history
    return SourceHistory(
        history.name,
        tuple(sorted((*history.snapshots, at))),
        _observed(
            history.offerings, history.snapshots, at, {(s.provider, subject_of(s)): s for s in reading.statements}
        ),
        _observed(history.providers, history.snapshots, at, {s.provider: s for s in reading.providers}),
    )


def _observed(
    spans: Mapping[Key, tuple[Span[Said], ...]], snapshots: Sequence[datetime], at: datetime, said: Mapping[Key, Said]
) -> dict[Key, tuple[Span[Said], ...]]:
    """Every subject's spans after the snapshot. Unlike in the store, a span tells its end, so all are visited."""
    return {
        subject: observe(spans.get(subject, ()), snapshots, at, said.get(subject))
        for subject in dict.fromkeys((*spans, *said))
    }
