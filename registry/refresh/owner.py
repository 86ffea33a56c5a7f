"""Who holds a lease: a process, named so that whoever else runs on its host can tell whether it is still there.

The name is `host:pid:where:began`. where is the boot and the process namespace that the pid counts in, began the start
of the process in clock ticks: a later process with the same pid is another one. Where the system tells neither, both
are empty, and a process that took over the pid passes for the owner: its lease then runs out as any other.
"""

import os
import socket
from pathlib import Path

_PROC = Path("/proc")
_ENDED = ("Z", "X")
"""The states of a process that has ended and that its parent has not looked at."""


def this_process() -> str:
    """The name of the process that asks."""
    return owner_of(os.getpid())


def owner_of(pid: int) -> str:
    """The name of a process of this host."""
    return f"{socket.gethostname()}:{pid}:{_where()}:{_began(pid) or ''}"


def is_gone(owner: str) -> bool:
    """Whether a process of this host is there no more. False where that cannot be told."""
    host, pid, where, began = (*owner.split(":"), "", "", "")[:4]
    if host != socket.gethostname() or where != _where() or not pid.isdigit():
        return False
    if began:
        return _began(int(pid)) != began
    return os.name == "posix" and not _exists(int(pid))


def shown(owner: str) -> str:
    """An owner for a person: its host and process."""
    return " process ".join(owner.split(":")[:2])


def _where() -> str:
    try:
        boot = (_PROC / "sys/kernel/random/boot_id").read_text().strip()
        return f"{boot}/{(_PROC / 'self/ns/pid').readlink().name}".replace(":", "")
    except OSError:
        return ""


def _began(pid: int) -> str | None:
    """When a process began, in clock ticks since the start of the system; None if it is not there or cannot be told."""
    try:
        # The name, in brackets, may hold anything; the state is the first field after it, the start the twentieth.
        said = (_PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return None if said[0] in _ENDED else said[19]


def _exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:  # it is somebody else's
        return True
    return True
