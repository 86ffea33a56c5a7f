"""The weekly job. The table `refresh_run` is the record of what ran; APScheduler is only the alarm clock.

At the start and every minute each process asks: is a slot due that has no success? If so, it takes the lease and runs.
So one slot runs once however many workers there are, a slot that was missed while nothing ran is caught up once, and
a run that was killed is taken over when its lease is over.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

from apscheduler.schedulers.background import BackgroundScheduler  # type: ignore[import-untyped]
from sqlalchemy import Connection, Engine

from registry.crontab import Crontab
from registry.errors import LeaseHeld, ModeldexError
from registry.refresh.lease import Clock, Lease, is_over, run_of, take, utc_now
from registry.settings import Settings
from registry.store.catalog import created_at
from registry.store.database import read, write

logger = logging.getLogger(__name__)

BACKOFF = (timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2), timedelta(hours=12))
"""How long after its first, second, ... failure a slot is tried again; then not until the next slot."""


class SlotRun(Protocol):
    """What the record says of one slot."""

    @property
    def status(self) -> str:
        """running, succeeded, partial, failed or lost."""

    @property
    def attempts(self) -> int:
        """How often it was begun."""

    @property
    def finished(self) -> datetime | None:
        """When it ended, None while it runs."""

    @property
    def lease_until(self) -> datetime:
        """Until when it is taken to be alive."""

    @property
    def owner(self) -> str:
        """The process that runs it (registry/refresh/owner.py)."""


def next_slot(settings: Settings, refreshed: datetime | None, created: datetime) -> datetime | None:
    """The first slot after the last refresh; None if none is scheduled. It is past where a refresh is overdue.

    created: when the database was made. Bundled evidence is older than that, and asks for no slot before it.
    """
    since = max(refreshed or created, created)
    return Crontab.parse(settings.refresh_cron).after(since) if settings.scheduler else None


def due_slot(settings: Settings, now: datetime, created: datetime) -> datetime | None:
    """The newest slot that has begun, None if the database is younger than that."""
    slot = Crontab.parse(settings.refresh_cron).latest(now)
    return slot if slot is not None and slot > created else None


def wanted(run: SlotRun | None, now: datetime) -> bool:
    """Whether a due slot should be run now, given its record."""
    if run is None:
        return True
    if run.status in ("succeeded", "partial") or run.attempts > len(BACKOFF):
        return False
    if run.status == "running":
        return is_over(run.lease_until, run.owner, now)
    return run.finished is None or now >= run.finished + BACKOFF[run.attempts - 1]


def begin(engine: Engine, settings: Settings, now: datetime) -> Lease | None:
    """Take the lease of the due slot if it is to be run now; None if there is nothing to do, or another does it."""
    with read(engine) as conn:
        if _wanted_slot(conn, settings, now) is None:
            return None
    try:
        with write(engine) as conn:  # asked again, alone: another worker may have finished it in between
            slot = _wanted_slot(conn, settings, now)
            return take(conn, now, slot=slot) if slot else None
    except LeaseHeld:
        return None


def _wanted_slot(conn: Connection, settings: Settings, now: datetime) -> datetime | None:
    slot = due_slot(settings, now, created_at(conn))
    return slot if slot and wanted(run_of(conn, slot), now) else None


class Alarm:
    """Looks every minute whether a slot is due, in a thread of its own. `run` is given the lease that it must use."""

    def __init__(
        self, settings: Settings, engine: Engine, run: Callable[[Lease], object], clock: Clock = utc_now
    ) -> None:
        self._settings, self._engine, self._run, self._clock = settings, engine, run, clock
        self._scheduler = BackgroundScheduler(timezone="UTC")

    def start(self) -> None:
        """Look at once, and then every minute."""
        self._scheduler.add_job(
            self.look,
            "interval",
            minutes=1,
            next_run_time=self._clock(),
            max_instances=1,
            coalesce=True,
            misfire_grace_time=None,
        )
        self._scheduler.start()

    def look(self) -> bool:
        """Run the due slot if there is one that nobody else runs; whether it was run here."""
        lease = begin(self._engine, self._settings, self._clock())
        if lease is None:
            return False
        try:
            self._run(lease)
        except ModeldexError as error:  # the record of the run has it too; the next look decides what follows
            logger.error("the scheduled refresh failed: %s", error)
        return True

    def stop(self) -> None:
        """Stop looking. Waits for a refresh that is running: a publish is not to be cut off by a restart."""
        self._scheduler.shutdown(wait=True)
