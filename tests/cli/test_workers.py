"""`modeldex serve --workers 2` as real processes: who dies, who is replaced, who lets go of the port."""

import logging
import os
import signal
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from registry.cli.serving import log_to_stderr
from tests.cli.processes import free_port, get, process


@pytest.fixture
def port(catalog: Path) -> int:
    return free_port()


@pytest.fixture
def serving(port: int) -> Iterator["subprocess.Popen[str]"]:
    running = process("serve", "--port", str(port), "--workers", "2", "--no-scheduler")
    try:
        assert running.stdout is not None
        running.stdout.readline()
        get(port, "/readyz")
        yield running
    finally:
        running.kill()
        running.communicate(timeout=60)


def workers_of(parent: "subprocess.Popen[str]") -> list[int]:
    """The processes that serve, by the command line with which they are spawned."""
    children = Path(f"/proc/{parent.pid}/task/{parent.pid}/children")
    if not children.exists():
        pytest.skip("this system does not list the children of a process")
    return [
        int(one) for one in children.read_text().split() if b"spawn_main" in Path(f"/proc/{one}/cmdline").read_bytes()
    ]


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


@pytest.mark.slow
def test_workers_end_with_their_parent_and_let_go_of_the_port(serving: "subprocess.Popen[str]", port: int) -> None:
    workers_of(serving)
    serving.kill()
    _, told = serving.communicate(timeout=60)  # ends when the last worker has closed its standard error
    assert told.count("the parent process is gone: stopping") == 2
    assert is_free(port)


def test_a_worker_that_was_killed_is_replaced_and_delays_no_end(serving: "subprocess.Popen[str]", port: int) -> None:
    first, second = workers_of(serving)
    os.kill(first, signal.SIGSTOP)  # a worker that does not answer used to keep everything waiting for a minute
    os.kill(second, signal.SIGKILL)
    assert serving.stderr is not None
    told = serving.stderr.readline()
    os.kill(first, signal.SIGCONT)
    assert f"worker {second} has died" in told
    serving.send_signal(signal.SIGTERM)
    assert serving.wait(timeout=30) == 0


def test_hosts_that_are_fetched_from_are_not_logged() -> None:
    log_to_stderr()
    assert not any(logging.getLogger(name).isEnabledFor(logging.INFO) for name in ("httpx2", "httpcore2.connection"))
