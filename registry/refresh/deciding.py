"""A person's decision about something held: recorded and published in one transaction. No source is read for it.

Accepting a claim or rejecting one changes what the evidence gives, so that the catalog is built anew. Accepting a
document records it as evidence first, from the bytes that were kept when it was held.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Engine

from registry.domain.catalog import Change, Edition, Held
from registry.domain.review import Decision, HeldDocument, Verdict, told
from registry.errors import EvidenceError, NothingToDecide, UnknownHeld, WrongUsage
from registry.refresh import lease as leases
from registry.refresh.edition import publish_evidence
from registry.refresh.lease import Clock, Lease, utc_now
from registry.settings import Settings
from registry.store import evidence, review, snapshots, sources
from registry.store.database import write
from scrapers.claims import Document, Evidence
from scrapers.source import Source
from scrapers.sources import SOURCES

LONGEST_REASON = 2_000
"""Characters of a `why`."""


@dataclass(frozen=True, slots=True)
class Decided:
    """What a decision did. edition: the one published, None if nothing differed; held: the claims that still wait."""

    decision: Decision
    edition: Edition | None
    changes: tuple[Change, ...]
    held: int


def decide(
    settings: Settings,
    engine: Engine,
    held: str,
    verdict: Verdict,
    *,
    why: str,
    who: str,
    lease: Lease | None = None,
    known_sources: Sequence[Source] = SOURCES,
    clock: Clock = utc_now,
) -> Decided:
    """Accept or reject what is held under an id, and publish what follows.

    why: for the audit trail, never empty; who: by whom it was decided. lease: taken by the caller, else one is taken.
    Raises WrongUsage, UnknownHeld, NothingToDecide, EvidenceError, LeaseHeld, LeaseLost, DatabaseError, SourceError.
    """
    why = checked_reason(why)
    if lease is None:
        with write(engine) as conn:
            subject(conn, held)  # a wrong id is told before anything is begun
            lease = leases.take(conn, clock())
    with leases.held(lease, engine, clock), write(engine) as conn:
        leases.check(conn, lease)
        source, claim, document = subject(conn, held)
        decision = Decision(held, verdict, why, who, clock(), source, claim)
        review.record_decision(conn, decision)
        if document is not None and verdict == "accept":
            _record_document(conn, settings, document, known_sources)
        drafted = publish_evidence(conn, clock())
        leases.finish(conn, lease, clock(), "succeeded", {"decision": {"held": held, "verdict": verdict}})
    return Decided(decision, drafted.edition, drafted.changes, drafted.held)


def checked_reason(why: str) -> str:
    """The reason in one line. Raises WrongUsage if there is none, or far too much of it."""
    said = " ".join(why.split())
    if not said:
        raise WrongUsage("say why: the reason is what the audit trail keeps")
    if len(said) > LONGEST_REASON:
        raise WrongUsage(f"the reason may have {LONGEST_REASON:,} characters")
    return said


def subject(conn: Connection, held: str) -> tuple[str, str, HeldDocument | None]:
    """What an id stands for: its source, the claim in words, and the document if it is one.

    A claim that was accepted is not held any more, but can be rejected after all. Raises UnknownHeld, NothingToDecide.
    """
    found = review.find(conn, held)
    if isinstance(found, Held):
        return found.source, told(found), None
    if found is not None:
        if found.state == "accepted":
            raise NothingToDecide(f"{held} was accepted: what the document says is in the history, and stays there")
        if found.state == "released":
            raise NothingToDecide(f"{held} waits no more: {found.source} has said something since that is believed")
        return found.source, told(found), found
    earlier = review.decided(conn, held)
    if not earlier:
        raise UnknownHeld(held)
    return earlier[-1].source, earlier[-1].claim, None


def _record_document(
    conn: Connection, settings: Settings, document: HeldDocument, known_sources: Sequence[Source]
) -> None:
    source = next((one for one in known_sources if one.name == document.source), None)
    body = snapshots.fetch(settings.data_dir, document.sha256)
    if source is None or body is None:
        missing = "its source is not known any more" if source is None else "its bytes are not in the data directory"
        raise EvidenceError(f"the document of {document.source} cannot be published: {missing}")
    taken = Evidence(document.source, document.url, document.fetched_at, document.sha256, document.version)
    evidence.record(conn, taken, source.parse(Document(body, taken)))
    sources.note_success(conn, document.source, document.fetched_at)
