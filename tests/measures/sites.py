"""What the static site costs, measured on a part of it: some offerings with all that is written of them."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from registry.settings import Settings
from registry.site.process import Job, Station

SECONDS, CORES, BYTES = 300, 2, 500_000_000
"""What the whole site of the bundled catalog may take."""

BATCHES = 8


@dataclass(frozen=True, slots=True)
class Cost:
    """What was measured. bytes: a file with two names counts once."""

    start_seconds: float
    offerings: int
    of: int
    cpu_seconds: float
    bytes: int

    def whole(self, measured: float) -> float:
        """The same for all offerings."""
        return measured / self.offerings * self.of


def cost_of_offerings(settings: Settings, folder: Path) -> Cost:
    """Write a few batches of offerings: pages, twins, feeds and answers of the API."""
    begun = time.process_time()
    station = Station(Job(settings, datetime.now(UTC).date(), folder, folder / "none", ""))
    started = time.process_time()
    planned = station.plan()
    batches = [batch for batch in planned.batches if len(batch) > 1 and batch[0].startswith("/providers/")]
    written = 0
    for batch in batches[:: max(1, len(batches) // BATCHES)]:
        done = station.writer.write(batch)
        feeds = (address for address in done.led_to if address.endswith(".atom"))
        station.writer.write(tuple(feed for feed in feeds if feed.removesuffix(".atom") in batch))
        written += sum(address.endswith(".md") for address in batch)
    taken = time.process_time() - started
    station.close()
    distinct = {each.stat().st_ino: each.stat().st_size for each in folder.rglob("*") if each.is_file()}
    return Cost(started - begun, written, planned.edition.offerings, taken, sum(distinct.values()))
