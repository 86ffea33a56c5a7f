"""Commands as processes of their own, and the least that is needed to ask a server something."""

import os
import socket
import subprocess
import sys
import time


def process(*arguments: str, **environment: str) -> "subprocess.Popen[str]":
    """The command line as a process of its own, in which every warning is an error."""
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-m", "registry.cli", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, **environment},
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def get(port: int, path: str) -> str:
    """The body of a page; asked again while the server is still loading."""
    for _ in range(300):
        with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
            connection.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode())
            answer = b"".join(iter(lambda: connection.recv(65536), b"")).decode()
        head, _, body = answer.partition("\r\n\r\n")
        if head.startswith("HTTP/1.1 200"):
            return body
        time.sleep(0.1)
    raise AssertionError(head)
