"""Reading sources: from an origin to claims. A failing source is a result, never an exception.

Several hosts are asked at once; what they send is parsed and judged one by one, in the order of the sources.
"""

import logging
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from registry.errors import RecordingUnreadable
from registry.refresh.arrivals import Arrival, Deliver, HostOf, arrivals, in_turn
from registry.refresh.report import Progress, SourceOutcome
from registry.settings import Settings
from scrapers.claims import Document, Reading
from scrapers.errors import SourceError
from scrapers.fetch import Fetcher
from scrapers.origins import Delivery, Outdated, Validators, from_file, obtain
from scrapers.package_index import configured_index
from scrapers.source import Source

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Take:
    """What came of one source. document and reading are None if it failed or is not modified.

    validators: what a later fetch may ask with, if this one succeeds.
    """

    outcome: SourceOutcome
    document: Document | None = None
    reading: Reading | None = None
    validators: Validators | None = None


Judge = Callable[[Document, Reading], str | None]
"""Why a document is not to be believed as a whole, None if it is."""


def collect(
    sources: Iterable[Source], deliver: Deliver, judge: Judge, progress: Progress, host_of: HostOf = in_turn
) -> Iterator[Take]:
    """Read each source, and give what came of it in the order of the sources.

    host_of: tells which of them are on different hosts, and can be fetched at the same time.
    """

    def begun(source: Source) -> Delivery:
        progress.begin(source.name)
        return deliver(source)

    for arrival in arrivals(sources, begun, host_of):
        since = time.perf_counter()
        taken = _taken(arrival, judge)
        outcome = replace(taken.outcome, seconds=arrival.seconds + time.perf_counter() - since)
        progress.end(outcome)
        yield replace(taken, outcome=outcome)


def from_origins(
    settings: Settings,
    known: Mapping[str, Validators],
    newest: Mapping[str, datetime],
    now: datetime,
    progress: Progress,
) -> Deliver:
    """Deliver from where each source lives, asking only for what is newer than what is known.

    newest: when the newest snapshot of each source was taken.
    """
    fetcher = Fetcher(allow_hosts=frozenset(settings.allow_hosts), home=settings.base_url)

    def deliver(source: Source) -> Delivery:
        return obtain(
            source,
            fetcher,
            lambda: configured_index(fetcher),
            now,
            origin=settings.source_url(source.name),
            known=known.get(source.name),
            newest=newest.get(source.name),
            on_progress=partial(progress.received, source.name),
        )

    return deliver


def from_recording(path: Path, at: datetime) -> Deliver:
    """Deliver a recorded file (plain or gzip), fetched `at`. Raises RecordingUnreadable before anything is done."""
    try:
        path.open("rb").close()
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "not a file name"
        raise RecordingUnreadable(f"{path} cannot be read: {reason.lower()}") from None

    def deliver(source: Source) -> Delivery:
        document = from_file(path, source.name, at)
        return Delivery(document, Validators(document.evidence.url))

    return deliver


def _taken(arrival: Arrival, judge: Judge) -> Take:
    name = arrival.source.name
    try:
        return _take(arrival.source, arrival.opened(), judge)
    except SourceError as error:
        return _failed(name, _line(error))
    except Exception as error:  # a parser's own mistake stays with its source, as every other failure does
        logger.debug("reading %s", name, exc_info=True)
        return _failed(name, f"could not be read ({type(error).__name__}: {_line(error)})")


def _take(source: Source, delivery: Delivery, judge: Judge) -> Take:
    document = delivery.document
    if delivery.outdated is not None:
        return Take(_older(source.name, delivery.outdated, delivery.validators.origin))
    if document is None:
        outcome = SourceOutcome(source.name, "not modified", url=delivery.validators.origin)
        return Take(outcome, validators=delivery.validators)
    reading = source.parse(document)
    doubt = judge(document, reading)
    outcome = SourceOutcome(
        source.name,
        "held" if doubt else "read",
        error=doubt,
        rows=len(reading.statements),
        skipped=dict(reading.skipped),
        url=document.evidence.url,
        version=document.evidence.version,
        fetched_at=document.evidence.fetched_at,
    )
    return Take(outcome, document, reading, delivery.validators)


def _older(source: str, outdated: Outdated, origin: str) -> SourceOutcome:
    note = f"{outdated.at:%Y-%m-%d}, older than the snapshot of {outdated.newest:%Y-%m-%d}"
    return SourceOutcome(source, "older", url=origin, fetched_at=outdated.at, note=note)


def _failed(source: str, error: str) -> Take:
    return Take(SourceOutcome(source, "failed", error=error))


def _line(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__
