"""What waits for people, as values: documents that are held whole beside the held claims of the catalog, and decisions.

A held claim (`registry.domain.catalog.Held`) and a held document share one space of ids, so that one queue holds both
and one decision is about either.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from registry.domain.catalog import Held

Verdict = Literal["accept", "reject"]
VERDICTS: tuple[Verdict, ...] = ("accept", "reject")

DocumentState = Literal["open", "accepted", "rejected", "released"]


@dataclass(frozen=True, slots=True)
class HeldDocument:
    """A source's document that is not believed as a whole, with what accepting it would record.

    rows: the offerings in it; state released: the source has said something since that is believed.
    """

    id: str
    source: str
    reason: str
    since: datetime
    url: str
    fetched_at: datetime
    sha256: str
    version: str | None
    rows: int
    state: DocumentState = "open"


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided about something held. claim: what it was about, in words that outlive it."""

    held: str
    verdict: Verdict
    why: str
    who: str
    at: datetime
    source: str
    claim: str


def document_id(source: str, sha256: str) -> str:
    """The id under which a source's document is held: the same bytes are the same question."""
    return hashlib.sha256(f"{source}|document|{sha256}".encode()).hexdigest()[:12]


def told(held: Held | HeldDocument) -> str:
    """What is held, in one line. Amounts are USD per single unit, as the source's claim was stored."""
    if isinstance(held, HeldDocument):
        return f"document of {held.fetched_at.isoformat()} (sha256 {held.sha256}): {held.reason}"
    tier = "" if held.tier == "standard" else f" {held.tier}"
    return f"{held.offering}{tier} {held.field}: {held.old or 'nothing'} -> {held.new}: {held.reason}"


def place_in_queue(held: Held | HeldDocument) -> tuple[bool, bool, float, str]:
    """By which the queue is sorted: open before rejected, whole documents before claims, then the newest first."""
    return held.state != "open", isinstance(held, Held), -held.since.timestamp(), held.id
