"""What an administrator asks for over the API: a refresh, or a decision. Each is a run of its own in a thread.

The lease is taken before the answer is given, so that whoever asks is told at once if another run is going on.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from threading import Lock, Thread

from sqlalchemy import Connection, Engine

from registry.domain.review import Verdict
from registry.errors import ModeldexError
from registry.refresh import lease as leases
from registry.refresh.deciding import checked_reason, decide, subject
from registry.refresh.lease import Lease, utc_now
from registry.refresh.run import refresh
from registry.settings import Settings
from registry.store.database import connect, read, write
from registry.store.migrate import check
from scrapers.errors import SourceError
from scrapers.source import Source

logger = logging.getLogger(__name__)

WHO = "the admin API"
"""By whom the audit trail says that a decision was made."""


@dataclass(frozen=True, slots=True)
class Run:
    """The record of one run. status: running, succeeded, partial, failed or lost; outcome: None while it runs."""

    id: int
    status: str
    started: datetime
    finished: datetime | None
    outcome: Mapping[str, object] | None


class Operator:
    """Runs what is asked for, one run at a time across all processes. Opens the database when it is first needed."""

    def __init__(self, settings: Settings, sources: Sequence[Source]) -> None:
        self._settings, self._sources = settings, tuple(sources)
        self._engine: Engine | None = None
        self._lock = Lock()
        self._threads: list[Thread] = []

    def refresh(self) -> int:
        """Begin a refresh; its number. Raises LeaseHeld and DatabaseError."""

        def work(engine: Engine, lease: Lease) -> object:
            return refresh(self._settings, engine, lease=lease, known_sources=self._sources)

        return self._begin(lambda _: None, work)

    def decide(self, held: str, verdict: Verdict, why: str) -> int:
        """Begin to put a decision into effect; the run's number. Raises what registry.refresh.deciding.decide does."""
        reason = checked_reason(why)

        def work(engine: Engine, lease: Lease) -> object:
            return decide(
                self._settings,
                engine,
                held,
                verdict,
                why=reason,
                who=WHO,
                lease=lease,
                known_sources=self._sources,
            )

        return self._begin(lambda conn: subject(conn, held), work)

    def run(self, number: int) -> Run | None:
        """The record of a run, None if there was none of that number. Raises DatabaseError."""
        with read(self._opened()) as conn:
            row = leases.run_numbered(conn, number)
        return Run(row.id, row.status, row.started, row.finished, row.outcome) if row else None

    def stop(self) -> None:
        """Wait for what is running: a publish is not to be cut off by a restart."""
        with self._lock:
            waited_for = tuple(self._threads)
        for thread in waited_for:
            thread.join()
        if self._engine:
            self._engine.dispose()

    def _begin(self, checked: Callable[[Connection], object], work: Callable[[Engine, Lease], object]) -> int:
        engine = self._opened()
        with write(engine) as conn:
            checked(conn)
            lease = leases.take(conn, utc_now())
        thread = Thread(target=_worked, args=(work, engine, lease), name=f"run-{lease.run}")
        with self._lock:
            self._threads = [*(one for one in self._threads if one.is_alive()), thread]
        thread.start()
        return lease.run

    def _opened(self) -> Engine:
        with self._lock:
            if self._engine is None:
                engine = connect(self._settings.database)
                check(engine)
                self._engine = engine
            return self._engine


def _worked(work: Callable[[Engine, Lease], object], engine: Engine, lease: Lease) -> None:
    try:
        work(engine, lease)
    except (ModeldexError, SourceError) as error:  # the record of the run has it too
        logger.error("run %d failed: %s", lease.run, error)
