"""One refresher at a time, across processes and hosts: a lease in the table `refresh_run`, with a fencing number.

Whoever holds it renews it while running. One that was killed stops renewing: when its lease has expired, or at once if
it was a process of this host, the next one takes over with a higher fence, and the old one, should it wake up, finds at
its publishing that it has lost.
"""

import logging
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, Engine, Row, func, insert, select, update

from registry.errors import DatabaseError, LeaseHeld, LeaseLost
from registry.refresh.owner import is_gone, shown, this_process
from registry.store import tables
from registry.store.database import write
from registry.store.tables import table

RUN = table(tables.RefreshRunRow)
DURATION = timedelta(minutes=2)
RENEW_EVERY = timedelta(seconds=30)
MOST_TIME = timedelta(hours=2)
"""How long a run keeps its lease at most. One that hangs is alive by every other sign, and would hold it for ever."""

logger = logging.getLogger(__name__)

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The present moment, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to publish, of one run."""

    run: int
    fence: int


def take(conn: Connection, now: datetime, *, slot: datetime | None = None, lasting: timedelta = DURATION) -> Lease:
    """Take the lease in a write transaction. slot: the weekly slot that the run is for, None if started by hand.

    Raises LeaseHeld while another run is alive.
    """
    for row in conn.execute(select(RUN).where(RUN.c.status == "running")):
        if not is_over(row.lease_until, row.owner, now):
            raise LeaseHeld(
                f"another refresh is running since {row.started:%Y-%m-%d %H:%M:%S} UTC ({shown(row.owner)})"
            )
    conn.execute(update(RUN).where(RUN.c.status == "running").values(status="lost", finished=now))
    fence = (conn.execute(select(func.max(RUN.c.fence))).scalar() or 0) + 1
    earlier = run_of(conn, slot) if slot else None
    values: dict[str, object] = {
        "slot": slot,
        "owner": this_process(),
        "lease_until": now + lasting,
        "fence": fence,
        "status": "running",
        "attempts": earlier.attempts + 1 if earlier else 1,
        "started": now,
        "finished": None,
        "outcome": None,
    }
    if earlier:
        conn.execute(update(RUN).where(RUN.c.id == earlier.id).values(values))
        return Lease(earlier.id, fence)
    conn.execute(insert(RUN).values(values))
    return Lease(conn.execute(select(RUN.c.id).where(RUN.c.fence == fence)).scalar_one(), fence)


def is_over(until: datetime, owner: str, now: datetime) -> bool:
    """Whether a lease that was not given back holds no more: it has expired, or its process is gone from this host."""
    return until <= now or is_gone(owner)


def run_of(conn: Connection, slot: datetime) -> Row[tuple[object, ...]] | None:
    """The record of a weekly slot's run, None if none was begun."""
    return conn.execute(select(RUN).where(RUN.c.slot == slot)).first()


def run_numbered(conn: Connection, number: int) -> Row[tuple[object, ...]] | None:
    """The record of one run by its number, None if there was none."""
    return conn.execute(select(RUN).where(RUN.c.id == number)).first()


def check(conn: Connection, lease: Lease) -> None:
    """Raise LeaseLost unless the lease is still ours. In a write transaction nobody can take it until the commit."""
    fence = conn.execute(select(RUN.c.fence).where(RUN.c.id == lease.run, RUN.c.status == "running")).scalar()
    if fence != lease.fence:
        raise LeaseLost("this refresh was taken for dead and another has taken over; it published nothing")


def renew(conn: Connection, lease: Lease, now: datetime, lasting: timedelta = DURATION) -> None:
    """Prolong the lease. Raises LeaseLost."""
    check(conn, lease)
    conn.execute(update(RUN).where(RUN.c.id == lease.run).values(lease_until=now + lasting))


def finish(conn: Connection, lease: Lease, now: datetime, status: str, outcome: Mapping[str, object]) -> None:
    """End the run, as `succeeded`, `partial` or `failed`. Raises LeaseLost."""
    check(conn, lease)
    conn.execute(update(RUN).where(RUN.c.id == lease.run).values(status=status, finished=now, outcome=outcome))


@contextmanager
def held(
    lease: Lease,
    engine: Engine,
    clock: Clock = utc_now,
    every: timedelta = RENEW_EVERY,
    at_most: timedelta = MOST_TIME,
) -> Iterator[None]:
    """Keep a lease alive while the block runs; a run that ends with an error is recorded as failed.

    at_most: after so long it is not renewed any more. The run may still publish, if nobody has taken over by then.
    """
    done = threading.Event()
    until = clock() + at_most
    beating = threading.Thread(target=_beat, args=(lease, engine, clock, every, until, done), name="lease", daemon=True)
    beating.start()
    try:
        yield
    except BaseException as error:
        _record_failure(lease, engine, clock(), error)
        raise
    finally:
        done.set()
        beating.join()


def _beat(lease: Lease, engine: Engine, clock: Clock, every: timedelta, until: datetime, done: threading.Event) -> None:
    while not done.wait(every.total_seconds()):
        now = clock()
        if now >= until:
            logger.error("a refresh has been running for too long; another one may take over")
            return
        try:
            with write(engine) as conn:
                renew(conn, lease, now)
        except LeaseLost:
            return
        except DatabaseError:  # busy or away for a moment: the next beat may reach it before the lease is over
            continue


def _record_failure(lease: Lease, engine: Engine, now: datetime, error: BaseException) -> None:
    try:
        with write(engine) as conn:
            finish(conn, lease, now, "failed", {"error": " ".join(str(error).split()) or type(error).__name__})
    except (LeaseLost, DatabaseError):  # what went wrong first is what is told
        return
