"""Deliveries on their way: from several hosts at once, from one host one after the other.

That is the host which a source is first asked of; one that goes on to the package index asks it beside others.
They are handed over in the order of the sources, whatever the order they arrive in, so that nothing that is made of
them depends on it. What needs no network is read when its turn comes.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from queue import Empty, SimpleQueue
from threading import Event, Thread

from registry.settings import Settings
from scrapers.errors import FetchFailed
from scrapers.guard import host_and_port, parse_url
from scrapers.origins import Delivery, origin_for
from scrapers.source import Source

AT_ONCE = 8
"""How many hosts are asked at the same time."""

Deliver = Callable[[Source], Delivery]
"""Gives the newest data of a source, or raises SourceError."""

HostOf = Callable[[Source], str | None]
"""The `host:port` that a source is read from; None if it needs no network."""


class Arrival:
    """One source and its delivery. seconds: how long it was on its way."""

    def __init__(self, source: Source, deliver: Deliver) -> None:
        self.source, self.seconds = source, 0.0
        self._deliver = deliver
        self._there = Event()
        self._delivery: Delivery | BaseException

    def fetch(self) -> None:
        """Get it, in the thread that calls. Raises nothing."""
        begun = time.perf_counter()
        try:
            self._delivery = self._deliver(self.source)
        except BaseException as error:  # it is the thread that waits which has to know
            self._delivery = error
        self.seconds = time.perf_counter() - begun
        self._there.set()

    def wait(self) -> None:
        """Until it is there."""
        self._there.wait()

    def opened(self) -> Delivery:
        """What was delivered, once it is there. Raises what went wrong."""
        if isinstance(self._delivery, BaseException):
            raise self._delivery
        return self._delivery


def in_turn(_source: Source) -> None:
    """No host: for what is delivered from this machine."""


def hosts(settings: Settings) -> HostOf:
    """The hosts of the sources, as an operator has set their origins."""

    def host_of(source: Source) -> str | None:
        try:
            place = origin_for(settings.source_url(source.name) or source.url)
            return host_and_port(parse_url(place)) if isinstance(place, str) else None
        except FetchFailed:
            return None  # its delivery will say so

    return host_of


def arrivals(sources: Iterable[Source], deliver: Deliver, host_of: HostOf = in_turn) -> Iterator[Arrival]:
    """Each source's delivery in the order of the sources, once it is there."""
    coming = [(Arrival(source, deliver), host_of(source)) for source in sources]
    lanes: dict[str, list[Arrival]] = {}
    for arrival, host in coming:
        if host is not None:
            lanes.setdefault(host, []).append(arrival)
    over = Event()
    _set_out(lanes.values(), over)
    try:
        for arrival, host in coming:
            if host is None:
                arrival.fetch()
            arrival.wait()
            yield arrival
    finally:
        over.set()


def _set_out(lanes: Iterable[Sequence[Arrival]], over: Event) -> None:
    """Fetch lane by lane, in threads that end with the process: nobody waits for them who is told to stop."""
    waiting: SimpleQueue[Sequence[Arrival]] = SimpleQueue()
    for lane in lanes:
        waiting.put(lane)

    def work() -> None:
        while not over.is_set():
            try:
                lane = waiting.get_nowait()
            except Empty:
                return
            for arrival in lane:
                if not over.is_set():
                    arrival.fetch()

    for _ in range(min(AT_ONCE, waiting.qsize())):
        Thread(target=work, name="fetch", daemon=True).start()
