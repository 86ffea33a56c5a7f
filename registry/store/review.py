"""The review queue and the disagreements in SQL: claims and documents that are held, and what people decided of them.

Held claims and disagreements are of the current edition and replaced with it. A held document stays as a record, with
its state. Decisions are only ever added.
"""

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, ScalarSelect, Table, delete, func, insert, select, update

from registry.domain.catalog import Catalog, Disagreement, Held
from registry.domain.review import Decision, HeldDocument, Verdict, document_id
from registry.store import tables
from registry.store.tables import table
from scrapers.claims import Evidence

CLAIM, DISAGREEMENT = table(tables.HeldClaimRow), table(tables.DisagreementRow)
DOCUMENT, DECISION = table(tables.HeldDocumentRow), table(tables.DecisionRow)

_CLAIM_COLUMNS = tuple(field.name for field in fields(Held))
_DISAGREEMENT_COLUMNS = tuple(field.name for field in fields(Disagreement))
_DOCUMENT_COLUMNS = tuple(field.name for field in fields(HeldDocument))
_DECISION_COLUMNS = tuple(field.name for field in fields(Decision))


def write_review(conn: Connection, old: Catalog, new: Catalog) -> None:
    """Replace the held claims and the disagreements that are stored (those of `old`) by those of `new`."""
    if old.held != new.held:
        _replace(conn, CLAIM, _CLAIM_COLUMNS, new.held)
    if old.disagreements != new.disagreements:
        _replace(conn, DISAGREEMENT, _DISAGREEMENT_COLUMNS, new.disagreements)


def held_claims(conn: Connection) -> tuple[Held, ...]:
    """The held claims of the current edition, in the catalog's order."""
    asked = select(*(CLAIM.c[name] for name in _CLAIM_COLUMNS)).order_by(CLAIM.c.position)
    return tuple(Held(*row) for row in conn.execute(asked))


def disagreements(conn: Connection) -> tuple[Disagreement, ...]:
    """The disagreements of the current edition, in the catalog's order."""
    asked = select(*(DISAGREEMENT.c[name] for name in _DISAGREEMENT_COLUMNS)).order_by(DISAGREEMENT.c.position)
    return tuple(Disagreement(*row) for row in conn.execute(asked))


def held_documents(conn: Connection, *states: str) -> tuple[HeldDocument, ...]:
    """The documents held whole, newest first; only those in these states if any are given."""
    asked = select(*(DOCUMENT.c[name] for name in _DOCUMENT_COLUMNS)).order_by(DOCUMENT.c.since.desc(), DOCUMENT.c.id)
    if states:
        asked = asked.where(DOCUMENT.c.state.in_(states))
    return tuple(HeldDocument(*row) for row in conn.execute(asked))


def find(conn: Connection, held: str) -> Held | HeldDocument | None:
    """The held claim of the current edition, or the held document of whatever state, that has this id."""
    claim = conn.execute(select(*(CLAIM.c[name] for name in _CLAIM_COLUMNS)).where(CLAIM.c.id == held)).first()
    if claim is not None:
        return Held(*claim)
    asked = select(*(DOCUMENT.c[name] for name in _DOCUMENT_COLUMNS)).where(DOCUMENT.c.id == held)
    document = conn.execute(asked).first()
    return HeldDocument(*document) if document is not None else None


def hold_document(conn: Connection, evidence: Evidence, rows: int, reason: str, at: datetime) -> None:
    """Put a document into the queue. Another of its source that waits there gives it its place; a rejected one stays
    rejected, however often it comes.
    """
    identifier = document_id(evidence.source, evidence.sha256)
    known = conn.execute(select(DOCUMENT.c.state, DOCUMENT.c.since).where(DOCUMENT.c.id == identifier)).first()
    if known is not None and known.state == "rejected":
        return
    waiting = (DOCUMENT.c.source == evidence.source) & (DOCUMENT.c.state == "open")
    since = conn.execute(select(func.min(DOCUMENT.c.since)).where(waiting)).scalar()
    conn.execute(delete(DOCUMENT).where(waiting | (DOCUMENT.c.id == identifier)))
    held = HeldDocument(
        id=identifier,
        source=evidence.source,
        reason=reason,
        since=since or at,
        url=evidence.url,
        fetched_at=evidence.fetched_at,
        sha256=evidence.sha256,
        version=evidence.version,
        rows=rows,
    )
    conn.execute(insert(DOCUMENT).values(_row(held, _DOCUMENT_COLUMNS)))


def release_documents(conn: Connection, source: str, told_at: datetime) -> None:
    """The source said `told_at` what is believed: a document of it that waits and is not newer is no question now."""
    waiting = (DOCUMENT.c.source == source) & (DOCUMENT.c.state == "open") & (DOCUMENT.c.fetched_at <= told_at)
    conn.execute(update(DOCUMENT).where(waiting).values(state="released"))


def record_decision(conn: Connection, decision: Decision) -> None:
    """Add a decision to the audit trail; one about a document changes the document's state with it."""
    conn.execute(insert(DECISION).values(_row(decision, _DECISION_COLUMNS)))
    state = f"{decision.verdict}ed"
    conn.execute(update(DOCUMENT).where(DOCUMENT.c.id == decision.held).values(state=state))


def decided(conn: Connection, held: str | None = None) -> tuple[Decision, ...]:
    """The audit trail, oldest first; only of one held id if it is given."""
    asked = select(*(DECISION.c[name] for name in _DECISION_COLUMNS)).order_by(DECISION.c.id)
    if held is not None:
        asked = asked.where(DECISION.c.held == held)
    return tuple(Decision(*row) for row in conn.execute(asked))


def decisions(conn: Connection) -> dict[str, Verdict]:
    """Held id -> what was decided of it last: what `registry.domain.build` is given."""
    return {one.held: one.verdict for one in decided(conn)}


def open_counts(conn: Connection) -> dict[str, int]:
    """Source -> how many of its claims and documents wait for a decision."""
    counts: dict[str, int] = {}
    for queue in (CLAIM, DOCUMENT):
        counted = select(queue.c.source, func.count()).where(queue.c.state == "open").group_by(queue.c.source)
        for source, number in conn.execute(counted):
            counts[source] = counts.get(source, 0) + number
    return counts


def tokens() -> tuple[ScalarSelect[Any], ...]:
    """For a query: what differs when something has been decided, or when another document waits."""
    waiting = DOCUMENT.c.state == "open"
    return (
        select(func.max(DECISION.c.id)).scalar_subquery(),
        select(func.count(DOCUMENT.c.id)).where(waiting).scalar_subquery(),
        select(func.max(DOCUMENT.c.id)).where(waiting).scalar_subquery(),
    )


def _replace(conn: Connection, stored: Table, columns: Sequence[str], values: Sequence[object]) -> None:
    conn.execute(delete(stored))
    if values:
        rows = [_row(value, columns) | {"position": position} for position, value in enumerate(values)]
        conn.execute(insert(stored), rows)


def _row(value: object, columns: Sequence[str]) -> dict[str, object]:
    return {name: getattr(value, name) for name in columns}
