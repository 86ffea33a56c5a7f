"""What holds for every test: no connection leaves this machine, and no setting of the person who runs them counts."""

import gc
import ipaddress
import os
import re
import sys
from pathlib import Path

import pytest

_NUMERIC = re.compile(r"[0-9.]+|0x[0-9a-fA-F.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*(%\w+)?")


class LeavesTheMachine(AssertionError):
    """A test tried to reach the network."""


def _is_local(host: object) -> bool:
    """Whether a connection to it stays here; a host that is no text is a socket in the file system."""
    if not isinstance(host, str) or host in ("", "localhost"):
        return True
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return False


def _guard(event: str, arguments: tuple[object, ...]) -> None:
    if event == "socket.connect":
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else None  # a path is a socket on this machine
    elif event == "socket.getaddrinfo":
        host = arguments[0].decode() if isinstance(arguments[0], bytes) else arguments[0]
        if isinstance(host, str) and _NUMERIC.fullmatch(host):
            return  # an address in whatever spelling: reading it asks nobody
    else:
        return
    if not _is_local(host):
        raise LeavesTheMachine(f"a test tried to reach {host}")


sys.addaudithook(_guard)


def pytest_collection_finish() -> None:
    """What has been imported stays: the collector of cycles need not look through it again and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in os.environ:
        if name.startswith("MODELDEX_") and not name.startswith("MODELDEX_TEST_"):
            monkeypatch.delenv(name)
    monkeypatch.delenv("COLUMNS", raising=False)  # tests that are spread over processes are given one


@pytest.fixture(scope="session")
def bundled_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory as a first start leaves it, with the whole bundled catalog in it. Only ever read.

    All processes of a test run have the same one: `open_catalog` sees to it that one of them loads and the others wait.
    """
    from registry.refresh.bundle import bundled
    from registry.refresh.opening import open_catalog
    from registry.settings import Settings

    if not bundled().exists():
        pytest.skip("the bundle has not been built")
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "bundled"
    open_catalog(Settings(data_dir=folder)).dispose()
    return folder
