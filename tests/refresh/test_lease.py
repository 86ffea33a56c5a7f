import os
import subprocess
import sys
import threading
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from registry.errors import LeaseHeld, LeaseLost
from registry.refresh import lease as leases
from registry.refresh.lease import DURATION, RUN
from registry.refresh.owner import owner_of
from registry.store.database import read, write
from tests.refresh.feeds import NOON

AFTER = NOON + DURATION + timedelta(seconds=1)


def take(engine, now=NOON, **options):
    with write(engine) as conn:
        return leases.take(conn, now, **options)


def rows(engine):
    with read(engine) as conn:
        return conn.execute(select(RUN).order_by(RUN.c.id)).all()


def test_a_lease_that_is_alive_is_not_taken(engine):
    take(engine)
    with pytest.raises(LeaseHeld) as refused:
        take(engine, NOON + timedelta(seconds=30))
    assert refused.value.exit_code == 75


def test_a_lease_that_is_over_is_taken_with_a_higher_fence(engine):
    old = take(engine)
    new = take(engine, AFTER)
    assert new.fence > old.fence
    assert [row.status for row in rows(engine)] == ["lost", "running"]


def test_a_lease_of_a_process_that_was_killed_is_taken_at_once(engine):
    take(engine)
    dead = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    with write(engine) as conn:
        conn.execute(update(RUN).values(owner=owner_of(dead.pid)))
    with pytest.raises(LeaseHeld, match=f"process {dead.pid}"):
        take(engine)
    dead.kill()
    os.waitid(os.P_PID, dead.pid, os.WEXITED | os.WNOWAIT)  # as long as its parent has not looked, it has its pid
    assert take(engine).fence == 2
    dead.wait()


def test_who_was_taken_over_has_lost(engine):
    old = take(engine)
    take(engine, AFTER)
    for step in (leases.check, lambda conn, lease: leases.renew(conn, lease, AFTER)):
        with pytest.raises(LeaseLost), write(engine) as conn:
            step(conn, old)


def test_a_slot_that_was_killed_is_taken_over_in_its_own_row(engine):
    old = take(engine, slot=NOON)
    new = take(engine, AFTER, slot=NOON)
    assert new.run == old.run
    (row,) = rows(engine)
    assert (row.slot, row.attempts, row.fence, row.status) == (NOON, 2, new.fence, "running")


def test_a_lease_that_is_renewed_lasts_longer(engine):
    lease = take(engine)
    with write(engine) as conn:
        leases.renew(conn, lease, AFTER - timedelta(seconds=10))
    with pytest.raises(LeaseHeld):
        take(engine, AFTER)


def test_who_finished_gives_way_at_once(engine):
    lease = take(engine)
    with write(engine) as conn:
        leases.finish(conn, lease, NOON, "succeeded", {"models-dev": {"state": "read"}})
    take(engine, NOON)
    first, second = rows(engine)
    assert (first.status, first.finished, first.outcome) == ("succeeded", NOON, {"models-dev": {"state": "read"}})
    assert second.status == "running"


def test_a_run_that_breaks_is_recorded_as_failed_in_one_line(engine):
    lease = take(engine)
    with pytest.raises(RuntimeError), leases.held(lease, engine, lambda: NOON):
        raise RuntimeError("it broke\nin two lines")
    (row,) = rows(engine)
    assert (row.status, row.finished, row.outcome) == ("failed", NOON, {"error": "it broke in two lines"})


def test_a_lease_is_renewed_while_its_run_goes_on(engine):
    renewed = threading.Event()

    def clock():
        renewed.set()
        return AFTER

    lease = take(engine)
    with leases.held(lease, engine, clock, every=timedelta(milliseconds=1)):
        assert renewed.wait(timeout=30)
        while rows(engine)[0].lease_until == NOON + DURATION:
            threading.Event().wait(0.01)
    assert rows(engine)[0].lease_until == AFTER + DURATION


def test_a_run_that_hangs_loses_its_lease_in_the_end(engine, caplog):
    lease = take(engine)
    hours = (NOON + timedelta(hours=hour) for hour in range(100))
    with leases.held(lease, engine, hours.__next__, timedelta(milliseconds=1), at_most=timedelta(hours=3)):
        (beating,) = [thread for thread in threading.enumerate() if thread.name == "lease"]
        beating.join(timeout=30)
        assert not beating.is_alive()
        assert rows(engine)[0].lease_until == NOON + timedelta(hours=2) + DURATION
        new = take(engine, NOON + timedelta(hours=4))
    assert new.fence > lease.fence
    assert "running for too long" in caplog.text


def test_a_run_that_took_long_may_finish_if_nobody_has_taken_over(engine):
    lease = take(engine)
    with (
        leases.held(lease, engine, lambda: NOON, timedelta(milliseconds=1), at_most=timedelta()),
        write(engine) as conn,
    ):
        leases.finish(conn, lease, AFTER, "succeeded", {})
    assert rows(engine)[0].status == "succeeded"


def test_only_one_of_many_gets_the_lease(engine):
    gate, won, lost = threading.Barrier(4), [], []

    def compete():
        gate.wait()
        try:
            won.append(take(engine))
        except LeaseHeld as error:
            lost.append(error)

    threads = [threading.Thread(target=compete) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(won), len(lost)) == (1, 3)
