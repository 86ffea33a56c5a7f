"""`make bench`: what the parts cost on this machine, and how true the catalog is.

`python -m tests.bench FOLDER`, a folder of recorded feeds. Prints wall time, CPU time and the peak of memory so far, of
this process; what pages and the static site cost, beside what they may; then the summary of tests/measures/truth.py.
"""

import http.client
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import astuple
from pathlib import Path

from starlette.testclient import TestClient

from registry.client import Client
from registry.refresh.opening import open_catalog
from registry.refresh.run import refresh
from registry.settings import Settings, load
from registry.store.catalog import load_catalog
from registry.store.database import read
from registry.web.app import create_app
from tests.measures import sites, truth
from tests.measures.budgets import KINDS, LIMITS, RENDERING_MS, TOTAL_LIMIT, first_view, rendering_ms

LUNA = "openai/gpt-5.6-luna"
PRICES, REQUESTS = 200, 5_000


@contextmanager
def measured(what: str, times: int = 1) -> Iterator[None]:
    """Print what the block costs; per time, if it does one thing several times."""
    wall, cpu = time.perf_counter(), time.process_time()
    yield
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    each = f"{wall / times * 1000:9.2f} ms" if times > 1 else f"{wall:9.2f} s "
    print(f"{what:48} {each} wall {cpu / times:9.4f} s CPU {peak:7.0f} MB peak")  # noqa: T201


def newest(folder: Path) -> dict[str, str]:
    """The newest recording of each feed, by the name of its setting."""
    found = {}
    for name in ("models_dev", "litellm", "genai_prices"):
        dated = sorted(path for path in (folder / name).glob("*.json.gz") if re.match(r"\d{4}-", path.name))
        if dated:
            found[name.upper()] = str(dated[-1])
    return found


def requests(settings: Settings) -> None:
    """Requests for one page over one connection, which the response cache answers after the first."""
    command = [sys.executable, "-m", "registry.cli", "serve", "--no-scheduler", "--port", "0"]
    environment = {**os.environ, "MODELDEX_DATA_DIR": str(settings.data_dir)}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        address = re.search(r"http://([\d.]+):(\d+)", server.stdout.readline())
        assert address is not None
        connection = http.client.HTTPConnection(address[1], int(address[2]))
        while fetched(connection, "/readyz") != 200:
            time.sleep(0.2)
        with measured("answer a request for an offering's page", REQUESTS):
            for _ in range(REQUESTS):
                fetched(connection, "/providers/openai/gpt-5.6-luna")
        server.terminate()


def fetched(connection: http.client.HTTPConnection, path: str) -> int:
    connection.request("GET", path)
    answer = connection.getresponse()
    answer.read()
    return answer.status


def show(*cells: object) -> None:
    """One line of the table of pages."""
    print("{:28} {:>7} {:>7} {:>7} {:>7} {:>7} {:>8}".format(*cells))  # noqa: T201


def pages(settings: Settings) -> None:
    """What each kind of page weighs and takes, beside what it may: bytes, compressed, of all that a browser loads."""
    app = create_app(settings)
    with TestClient(app) as client:

        def get(path: str) -> bytes:
            return client.get(path).content

        show("first view of a page", "HTML", "CSS", "JS", "fonts", "total", "ms cold")
        show("at most", *astuple(LIMITS), TOTAL_LIMIT, RENDERING_MS)
        for name, address in KINDS:
            weight, taken = first_view(get, address), rendering_ms(app.state.reader, get, address)
            show(name, *astuple(weight), weight.total, f"{taken:.1f}")


def site(settings: Settings, folder: Path) -> None:
    """What a part of the static site costs, and what all offerings would, beside what the whole site may."""
    cost = sites.cost_of_offerings(settings, folder)
    lines = (
        (f"write {cost.offerings} offerings into the static site", cost.cpu_seconds, cost.bytes),
        (f"so all {cost.of:,} offerings", cost.whole(cost.cpu_seconds), cost.whole(cost.bytes)),
        (f"the whole site may take, on {sites.CORES} cores", sites.SECONDS * sites.CORES, sites.BYTES),
    )
    for told, seconds, size in lines:
        print(f"{told:48} {seconds:9.1f} s CPU {size / 1e6:9.1f} MB")  # noqa: T201


def main(feeds: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="modeldex-bench-") as folder:
        settings = load(data_dir=Path(folder) / "data", source_urls=newest(feeds))
        with measured("fill an empty database from the bundled catalog"):
            engine = open_catalog(settings)
        if settings.source_urls:
            with measured("refresh from the newest recordings of all feeds"):
                refresh(settings, engine, only=[name.lower().replace("_", "-") for name in settings.source_urls])
        with measured("load the whole catalog"), read(engine) as conn:
            load_catalog(conn)
        with Client(settings) as client, measured("price one usage", PRICES):
            for _ in range(PRICES):
                client.cost(LUNA, {"input": 100_000, "output": 100_000})
        engine.dispose()
        requests(settings)
        pages(settings)
        site(settings, Path(folder) / "site")
    if (feeds / "models_dev" / "base_model.train.tsv").exists():
        with measured("measure how true the catalog is"):
            truth.main(feeds, brief=True)
    else:
        print(f"how true the catalog is, is not measured: {feeds} holds no labels")  # noqa: T201


if __name__ == "__main__":
    main(Path(sys.argv[1]))
