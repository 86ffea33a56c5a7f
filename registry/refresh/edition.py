"""From recorded evidence to an edition: build the catalog, see what differs, publish."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection

from registry.domain.build import build
from registry.domain.catalog import Catalog, Change, Edition
from registry.domain.changes import changes
from registry.domain.evidence import SourceHistory
from registry.domain.export import digest
from registry.facts import FACTS
from registry.store.catalog import current_edition, load_catalog, slugs
from registry.store.evidence import histories
from registry.store.publish import publish
from registry.store.review import decisions, write_review


@dataclass(frozen=True, slots=True)
class Draft:
    """A catalog that could become the next edition, beside the current one."""

    old: Catalog
    new: Catalog
    digest: str
    changes: tuple[Change, ...]
    edition: Edition | None
    """As it would be published; None if nothing differs from the current edition."""

    @property
    def held(self) -> int:
        """How many claims wait for a second source or a person."""
        return sum(claim.state == "open" for claim in self.new.held)


def draft(conn: Connection, evidence: Sequence[SourceHistory], now: datetime) -> Draft:
    """What the evidence makes of the current edition. Reads only."""
    current = current_edition(conn)
    new = build(evidence, facts=FACTS, slugs=slugs(conn), decisions=decisions(conn))
    made = digest(new)
    old = load_catalog(conn)
    if current is not None and current.digest == made:
        return Draft(old, new, made, (), None)
    number = current.number + 1 if current else 1
    day = newest_day(evidence, now)
    found = changes(old, new, edition=number, day=day)
    counts = (len(new.providers), len(new.models), len(new.offerings), len(found))
    return Draft(old, new, made, found, Edition(number, now, day, made, *counts))


def publish_evidence(conn: Connection, now: datetime) -> Draft:
    """Publish what the recorded evidence says, if it differs, in the caller's transaction.

    What is held and who disagrees is no part of an edition's digest: it is kept up to date without a new edition.
    """
    drafted = draft(conn, histories(conn), now)
    if drafted.edition is not None:
        publish(conn, drafted.edition, old=drafted.old, new=drafted.new, found=drafted.changes)
    else:
        write_review(conn, drafted.old, drafted.new)
    return drafted


def newest_day(evidence: Sequence[SourceHistory], now: datetime) -> date:
    """The UTC day of the newest snapshot, today if there is none."""
    return max((history.snapshots[-1] for history in evidence if history.snapshots), default=now).date()
