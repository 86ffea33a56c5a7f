"""From recorded evidence to an edition: build the catalog, see what differs, publish."""

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection

from registry.domain.build import build
from registry.domain.catalog import Catalog, Change, Edition
from registry.domain.changes import changes
from registry.domain.evidence import SourceHistory
from registry.domain.export import digest
from registry.domain.overridden import Overridden, overridden
from registry.domain.override_claims import claims_of
from registry.domain.overrides import OVERRIDE, Overrides
from registry.facts import FACTS
from registry.overrides.blocks import Mistake
from registry.overrides.folder import OverrideFiles, parse
from registry.overrides.telling import idle
from registry.store.catalog import current_edition, load_catalog, slugs
from registry.store.evidence import histories
from registry.store.overrides import applied_files, write_applied
from registry.store.publish import publish
from registry.store.review import decisions, write_review
from scrapers.claims import Evidence


@dataclass(frozen=True, slots=True)
class Draft:
    """A catalog that could become the next edition, beside the current one."""

    old: Catalog
    new: Catalog
    digest: str
    changes: tuple[Change, ...]
    edition: Edition | None
    """As it would be published; None if nothing differs from the current edition."""
    overridden: Overridden
    """The new catalog with what became of each override."""

    @property
    def held(self) -> int:
        """How many claims wait for a second source or a person."""
        return sum(claim.state == "open" for claim in self.new.held)

    @property
    def idle(self) -> tuple[Mistake, ...]:
        """The overrides that have no effect, with their place and the reason."""
        return idle(self.overridden)


def draft(conn: Connection, evidence: Sequence[SourceHistory], now: datetime, overrides: Overrides) -> Draft:
    """What the evidence and the overrides make of the current edition. Reads only."""
    current = current_edition(conn)
    day = newest_day(evidence, now)
    laid = _built(conn, evidence, day, overrides)
    new = laid.catalog
    made = digest(new)
    old = load_catalog(conn)
    if current is not None and current.digest == made:
        return Draft(old, new, made, (), None, laid)
    number = current.number + 1 if current else 1
    found = changes(old, new, edition=number, day=day, since=current.day if current else None)
    counts = (len(new.providers), len(new.models), len(new.offerings), len(found))
    return Draft(old, new, made, found, Edition(number, now, day, made, *counts), laid)


def _built(conn: Connection, evidence: Sequence[SourceHistory], day: date, overrides: Overrides) -> Overridden:
    """The catalog that the evidence gives, under the overrides."""
    told = [*_of_sources(evidence), overrides.history()]
    decided = decisions(conn)
    catalog = build(told, facts=FACTS, slugs=slugs(conn), decisions=decided)
    return overridden(catalog, overrides, told, FACTS, day, decided)


def _of_sources(evidence: Sequence[SourceHistory]) -> list[SourceHistory]:
    """What sources said. What overrides said when they were last applied is no evidence."""
    return [history for history in evidence if history.name != OVERRIDE]


def tried(conn: Connection, overrides: Overrides, now: datetime) -> Overridden | None:
    """What would become of overrides by the recorded evidence, None if there is none. Reads only."""
    evidence = histories(conn)
    return _built(conn, evidence, newest_day(evidence, now), overrides) if _of_sources(evidence) else None


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the collector of cycles, which would look again and again through a million new values for what is none:
    a tenth of the time.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@_uncollected()
def publish_evidence(conn: Connection, now: datetime, files: OverrideFiles | None = None) -> Draft:
    """Publish what the recorded evidence says under the overrides, if it differs, in the caller's transaction.

    files: the override files; None stands for those that were applied last.

    What is held and who disagrees is no part of an edition's digest: it is kept up to date without a new edition.
    """
    files = files or parse(applied_files(conn)).usable()
    drafted = draft(conn, histories(conn), now, files.overrides)
    if drafted.edition is not None:
        publish(conn, drafted.edition, old=drafted.old, new=drafted.new, found=drafted.changes)
    else:
        write_review(conn, drafted.old, drafted.new)
    said = claims_of(drafted.overridden, now.date())
    write_applied(conn, files.texts, Evidence(OVERRIDE, "overrides", now, files.overrides.sha256), said)
    return drafted


def newest_day(evidence: Sequence[SourceHistory], now: datetime) -> date:
    """The UTC day of the newest snapshot, today if there is none."""
    return max((history.snapshots[-1] for history in _of_sources(evidence) if history.snapshots), default=now).date()
