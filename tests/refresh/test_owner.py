import os
import socket

import pytest

from registry.refresh.owner import is_gone, shown, this_process


def test_a_process_that_is_there_is_not_gone():
    assert not is_gone(this_process())


def test_a_later_process_with_the_same_pid_is_another_one():
    name, _, began = this_process().rpartition(":")
    if not began:
        pytest.skip("this system does not tell when a process began")
    assert is_gone(f"{name}:{int(began) - 1}")


@pytest.mark.parametrize(
    "owner",
    [
        "elsewhere:1:boot/namespace:5",
        f"{socket.gethostname()}:1:another boot:5",
        f"{socket.gethostname()}:x",
        "",
        ":::::",
    ],
    ids=["another host", "another boot or container", "no pid", "nothing", "colons"],
)
def test_what_cannot_be_told_is_not_called_gone(owner):
    assert not is_gone(owner)


def test_an_owner_is_shown_by_host_and_process():
    assert shown(this_process()) == f"{socket.gethostname()} process {os.getpid()}"
