"""`modeldex serve` as a process of its own over the bundled catalog, and what the tests hold the pages against."""

import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx2

_ADDRESS = re.compile(r"Modeldex is at (http://\S+)")
_SECONDS_TO_STOP = 15


@dataclass(frozen=True, slots=True)
class Served:
    """A running server: its address without a slash at the end, and the folder of its data."""

    url: str
    data: Path

    def body(self, path: str) -> str:
        """What the server answers to a program."""
        return httpx2.get(self.url + path, timeout=60).text

    def api(self, path: str, **parameters: object) -> Any:
        """A JSON answer below `/api/v1`, its numbers exact."""
        query = f"?{urlencode(parameters, doseq=True)}" if parameters else ""
        return json.loads(self.body(f"/api/v1{path}{query}"), parse_float=Decimal)

    def first(self, query: str) -> str:
        """The first value that the catalog's own database gives for a query."""
        with closing(sqlite3.connect(f"file:{self.data / 'modeldex.sqlite'}?mode=ro", uri=True)) as database:
            row = database.execute(query).fetchone()
        assert row is not None, f"no row: {query}"
        return str(row[0])


@contextmanager
def serving(data: Path) -> Iterator[Served]:
    """A server on a free port of this machine, stopped at the end."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MODELDEX_")}
    with (
        (data / "log").open("w+", encoding="utf-8") as log,
        subprocess.Popen(
            [sys.executable, "-m", "registry.cli", "serve", "--port", "0", "--no-scheduler"],
            env={**kept, "MODELDEX_DATA_DIR": str(data), "PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        ) as process,
    ):
        try:
            yield Served(_address(process, log.name), data)
        finally:
            _stop(process)


def _address(process: "subprocess.Popen[str]", log: str) -> str:
    assert process.stdout is not None
    for line in process.stdout:
        if found := _ADDRESS.search(line):
            return found[1]
    raise AssertionError(Path(log).read_text(encoding="utf-8"))


def _stop(process: "subprocess.Popen[str]") -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(_SECONDS_TO_STOP)
    except subprocess.TimeoutExpired:
        process.kill()
