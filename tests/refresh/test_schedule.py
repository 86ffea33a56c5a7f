import threading
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from sqlalchemy import select, update

from registry.errors import DatabaseUnreachable
from registry.refresh import lease as leases
from registry.refresh.lease import RUN
from registry.refresh.schedule import BACKOFF, Alarm, begin, due_slot, next_slot, wanted
from registry.settings import load
from registry.store import tables
from registry.store.database import read, write
from registry.store.tables import table

SLOT = datetime(2026, 11, 23, 3, tzinfo=UTC)  # a Monday
WEEK = timedelta(days=7)
SETTINGS = load(refresh_cron="0 3 * * mon")


@dataclass
class Record:
    status: str
    attempts: int = 1
    finished: datetime | None = None
    lease_until: datetime = SLOT + timedelta(minutes=2)
    owner: str = "elsewhere:1::"


@pytest.mark.parametrize(
    ("refreshed", "created", "slot"),
    [
        (SLOT, SLOT - WEEK, SLOT + WEEK),
        (SLOT - 5 * WEEK, SLOT - 9 * WEEK, SLOT - 4 * WEEK),
        (SLOT - 5 * WEEK, SLOT, SLOT + WEEK),
        (None, SLOT, SLOT + WEEK),
    ],
)
def test_the_next_slot_follows_the_last_refresh_and_the_making_of_the_database(refreshed, created, slot):
    assert next_slot(SETTINGS, refreshed, created) == slot


def test_without_a_scheduler_there_is_no_next_slot():
    assert next_slot(load(scheduler=False), None, SLOT) is None


@pytest.mark.parametrize(
    ("created", "now", "due"),
    [
        (SLOT - timedelta(days=30), SLOT - timedelta(seconds=1), SLOT - WEEK),
        (SLOT - timedelta(days=30), SLOT, SLOT),
        (SLOT - timedelta(days=30), SLOT + 10 * WEEK + timedelta(hours=1), SLOT + 10 * WEEK),
        (SLOT - timedelta(hours=1), SLOT - timedelta(minutes=1), None),
        (SLOT + timedelta(hours=1), SLOT + timedelta(days=2), None),
        (SLOT + timedelta(hours=1), SLOT + WEEK, SLOT + WEEK),
        (SLOT, SLOT, None),
    ],
)
def test_the_due_slot_is_the_newest_after_the_database_was_made(created, now, due):
    assert due_slot(SETTINGS, now, created) == due


@pytest.mark.parametrize(
    ("record", "now", "expected"),
    [
        (None, SLOT, True),
        (Record("succeeded"), SLOT + timedelta(days=6), False),
        (Record("partial"), SLOT + timedelta(days=6), False),
        (Record("running"), SLOT + timedelta(minutes=1), False),
        (Record("running"), SLOT + timedelta(minutes=2), True),
        (Record("failed", finished=SLOT), SLOT + timedelta(minutes=1), False),
        (Record("failed", finished=SLOT), SLOT + BACKOFF[0], True),
        (Record("failed", attempts=2, finished=SLOT), SLOT + BACKOFF[0], False),
        (Record("failed", attempts=2, finished=SLOT), SLOT + BACKOFF[1], True),
        (Record("lost", attempts=1, finished=SLOT), SLOT + BACKOFF[0], True),
        (Record("failed", attempts=len(BACKOFF) + 1, finished=SLOT), SLOT + timedelta(days=6), False),
        (Record("running", attempts=len(BACKOFF) + 1), SLOT + timedelta(days=6), False),
    ],
)
def test_whether_a_slot_is_to_be_run_follows_from_its_record(record, now, expected):
    assert wanted(record, now) is expected


@pytest.fixture
def made_long_ago(engine):
    with write(engine) as conn:
        conn.execute(update(table(tables.InstallationRow)).values(created_at=SLOT - timedelta(days=60)))
    return engine


class Job:
    """A refresh that takes no time and ends as it is told."""

    def __init__(self, engine, clock, status="succeeded"):
        self.engine, self.clock, self.status, self.ran = engine, clock, status, 0

    def __call__(self, lease):
        self.ran += 1
        with write(self.engine) as conn:
            leases.finish(conn, lease, self.clock(), self.status, {})


class Clock:
    def __init__(self, now):
        self.now = now

    def __call__(self):
        return self.now


def alarm(engine, now, status="succeeded"):
    clock = Clock(now)
    job = Job(engine, clock, status)
    return Alarm(SETTINGS, engine, job, clock), job, clock


def test_a_due_slot_is_run_once(made_long_ago):
    bell, job, clock = alarm(made_long_ago, SLOT)
    assert [bell.look(), bell.look()] == [True, False]
    clock.now += timedelta(days=6)
    assert not bell.look()
    clock.now = SLOT + WEEK
    assert bell.look()
    assert job.ran == 2


def test_slots_that_were_missed_are_caught_up_once(made_long_ago):
    bell, job, _ = alarm(made_long_ago, SLOT + 5 * WEEK + timedelta(days=2))
    bell.look()
    bell.look()
    assert job.ran == 1
    with read(made_long_ago) as conn:
        assert conn.execute(select(RUN.c.slot)).scalars().all() == [SLOT + 5 * WEEK]


def test_a_new_database_waits_for_its_first_slot(engine):
    with write(engine) as conn:
        conn.execute(update(table(tables.InstallationRow)).values(created_at=SLOT + timedelta(hours=1)))
    bell, job, clock = alarm(engine, SLOT + timedelta(days=3))
    assert not bell.look()
    clock.now = SLOT + WEEK
    assert bell.look()
    assert job.ran == 1


def test_a_failed_slot_is_tried_again_a_few_times_ever_later(made_long_ago):
    bell, job, clock = alarm(made_long_ago, SLOT, "failed")
    ran_at = []
    for minute in range(0, 6 * 24 * 60, 5):
        clock.now = SLOT + timedelta(minutes=minute)
        if bell.look():
            ran_at.append(timedelta(minutes=minute))
    assert len(ran_at) == job.ran == len(BACKOFF) + 1
    assert tuple(later - earlier for earlier, later in pairwise(ran_at)) == BACKOFF


def test_a_run_that_was_killed_is_taken_over_when_its_lease_is_over(made_long_ago):
    assert begin(made_long_ago, SETTINGS, SLOT) is not None
    bell, job, clock = alarm(made_long_ago, SLOT + timedelta(minutes=1))
    assert not bell.look()
    clock.now = SLOT + timedelta(minutes=3)
    assert bell.look()
    assert job.ran == 1


def test_a_slot_waits_for_a_refresh_that_was_started_by_hand(made_long_ago):
    with write(made_long_ago) as conn:
        by_hand = leases.take(conn, SLOT)
    bell, _, clock = alarm(made_long_ago, SLOT)
    assert not bell.look()
    with write(made_long_ago) as conn:
        leases.finish(conn, by_hand, SLOT, "succeeded", {})
    clock.now += timedelta(minutes=1)
    assert bell.look()


def test_many_workers_run_a_slot_once(made_long_ago):
    gate, begun = threading.Barrier(4), []

    def worker():
        gate.wait()
        begun.append(begin(made_long_ago, SETTINGS, SLOT))

    threads = [threading.Thread(target=worker) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len([lease for lease in begun if lease is not None]) == 1


def test_a_refresh_that_fails_does_not_stop_the_alarm(made_long_ago, caplog):
    def fail(lease):
        raise DatabaseUnreachable("the database is away")

    assert Alarm(SETTINGS, made_long_ago, fail, Clock(SLOT)).look()
    assert "the database is away" in caplog.text


def test_stopping_waits_for_the_refresh_that_is_running(made_long_ago):
    begun, go_on, ended = threading.Event(), threading.Event(), threading.Event()

    def slow(lease):
        begun.set()
        go_on.wait(timeout=30)
        ended.set()

    bell = Alarm(SETTINGS, made_long_ago, slow, lambda: SLOT)
    bell.start()
    assert begun.wait(timeout=30)
    stopping = threading.Thread(target=bell.stop)
    stopping.start()
    assert not ended.is_set()
    go_on.set()
    stopping.join(timeout=30)
    assert ended.is_set()
