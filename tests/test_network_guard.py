import socket

import pytest

from tests.conftest import LeavesTheMachine


def test_a_connection_to_another_machine_fails() -> None:
    with socket.socket() as outward, pytest.raises(LeavesTheMachine):
        outward.connect(("192.0.2.1", 9))


def test_a_name_of_another_machine_is_not_looked_up() -> None:
    with pytest.raises(LeavesTheMachine):
        socket.getaddrinfo("example.org", 443)


def test_this_machine_can_be_reached() -> None:
    with socket.socket() as listener, socket.socket() as caller:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        caller.connect(listener.getsockname())
        assert caller.getpeername() == listener.getsockname()
