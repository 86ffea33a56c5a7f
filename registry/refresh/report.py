"""What a refresh tells: how each source went, what was published, and the exit code that follows from it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol

from registry.domain.catalog import Change, Edition
from registry.overrides.blocks import Mistake

State = Literal["read", "known", "not modified", "older", "failed", "held"]
"""read: a new snapshot; known: exactly this snapshot was there already; not modified: the source says so itself;
older: all that can be had is older than the newest snapshot, so that nothing is recorded (history is for `backfill`);
failed: no usable document; held: a document that is not believed."""


@dataclass(frozen=True, slots=True)
class SourceOutcome:
    """How reading one source went. rows and skipped are of its document; error is one line; seconds is wall time,
    of fetching and of parsing.

    note: what else a person should know, where the state alone does not say it.
    """

    source: str
    state: State
    rows: int = 0
    skipped: Mapping[str, int] = field(default_factory=dict)
    url: str | None = None
    version: str | None = None
    fetched_at: datetime | None = None
    error: str | None = None
    seconds: float = 0.0
    note: str | None = None

    @property
    def told(self) -> dict[str, object]:
        """As the record of the run keeps it."""
        values = {"rows": self.rows, "version": self.version, "error": self.error, "note": self.note}
        return {"state": self.state} | {name: value for name, value in values.items() if value}

    @property
    def well(self) -> bool:
        """Whether what the source says is in the catalog."""
        return self.state not in ("failed", "held")


@dataclass(frozen=True, slots=True)
class RunReport:
    """What one refresh did, or with dry_run would have done. edition: the one published, None if nothing differed.

    held: the claims of single rows that wait for a second source or a person, whenever they were made.
    idle: the overrides that have no effect any more, or none yet, with their place and the reason.
    """

    outcomes: tuple[SourceOutcome, ...]
    edition: Edition | None = None
    changes: tuple[Change, ...] = ()
    held: int = 0
    idle: tuple[Mistake, ...] = ()
    dry_run: bool = False

    @property
    def counts(self) -> Mapping[str, int]:
        """How many changes of each kind."""
        return Counter(change.kind for change in self.changes)

    @property
    def exit_code(self) -> int:
        """0 all well; 3 published, or nothing to publish, while some source failed or was held; 4 none is well, and no
        override has changed: the old edition stands.
        """
        well = sum(outcome.well for outcome in self.outcomes)
        if well == len(self.outcomes):
            return 0
        return 3 if well or self.edition else 4

    @property
    def status(self) -> str:
        """How the run is recorded."""
        return {0: "succeeded", 3: "partial"}.get(self.exit_code, "failed")

    @property
    def line(self) -> str:
        """What came of it, for a log: the reasons are in the record of the run, and may name an operator's hosts."""
        if self.edition is None:
            published = "nothing to publish"
        else:
            published = f"edition {self.edition.number} published, {len(self.changes):,} changes"
        return "; ".join([published, *(f"{one.source} {one.state}" for one in self.outcomes if not one.well)])


class Progress(Protocol):
    """Is told how a refresh goes on: of `begin` and `received` by the threads that fetch, of the rest by the one that
    refreshes.
    """

    def begin(self, source: str) -> None:
        """A source is about to be read."""

    def received(self, source: str, size: int, total: int | None) -> None:
        """Bytes have arrived; total if the server says how many there will be."""

    def end(self, outcome: SourceOutcome) -> None:
        """A source has been read, or not."""

    def publishing(self) -> None:
        """All sources are done; the catalog is being built."""


class Quiet:
    """Progress that nobody watches."""

    def begin(self, source: str) -> None:
        """Nothing."""

    def received(self, source: str, size: int, total: int | None) -> None:
        """Nothing."""

    def end(self, outcome: SourceOutcome) -> None:
        """Nothing."""

    def publishing(self) -> None:
        """Nothing."""
