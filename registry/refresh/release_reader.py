"""Reading releases for a backfill: from the package index to readings that are believed, one release at a time."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Protocol

from sqlalchemy import Engine

from registry.refresh.collect import Take, collect
from registry.refresh.plausible import compare, doubt
from registry.refresh.releases import Plan
from registry.refresh.report import Quiet, SourceOutcome
from registry.settings import Settings
from registry.store import evidence, snapshots
from registry.store.database import read
from registry.store.statements import subject_of
from scrapers.claims import Document, Reading, Statement
from scrapers.errors import FetchFailed, OriginMissing
from scrapers.origins import Delivery, Validators, read_release
from scrapers.package_index import PackageIndex, ReleaseFile
from scrapers.source import Source

_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Replayed:
    """What came of one release. transferred: bytes received of its archive."""

    file: ReleaseFile
    outcome: SourceOutcome
    transferred: int = 0


class Progress(Protocol):
    """Is told how a backfill goes on."""

    def planned(self, plan: Plan) -> None:
        """So many releases of a source are going to be read."""

    def replayed(self, one: Replayed) -> None:
        """A release has been read, or not."""

    def publishing(self) -> None:
        """What was read is being recorded and published."""


class Unwatched:
    """Progress that nobody watches."""

    def planned(self, plan: Plan) -> None:
        """Nothing."""

    def replayed(self, one: Replayed) -> None:
        """Nothing."""

    def publishing(self) -> None:
        """Nothing."""


class ReleaseReader:
    """Reads releases one after the other. A source whose releases cannot be reached is not asked again."""

    def __init__(self, settings: Settings, engine: Engine, index: PackageIndex, told: Progress) -> None:
        self._settings, self._engine, self._index, self._told = settings, engine, index, told
        self._unreachable: set[str] = set()
        self._newest: dict[str, tuple[datetime, dict[tuple[str, str], Statement]]] = {}
        self._transferred = 0

    def read_all(self, plans: Iterable[Plan]) -> Iterator[tuple[Replayed, Take]]:
        """Every wanted release of all sources, by the time of its upload."""
        wanted = [
            (file.uploaded_at, number, one.source, file) for number, one in enumerate(plans) for file in one.wanted
        ]
        for _, _, source, file in sorted(wanted, key=lambda row: row[:2]):
            if source.name not in self._unreachable:
                yield self._read(source, file)

    def _read(self, source: Source, file: ReleaseFile) -> tuple[Replayed, Take]:
        self._transferred = 0
        (taken,) = collect([source], lambda source: self._deliver(source, file), self._judge, Quiet())
        if taken.document is not None:  # one that is held too: accepting it later must find its bytes
            snapshots.keep(self._settings.data_dir, taken.document.body)
        outcome = replace(taken.outcome, version=str(file.version), fetched_at=file.uploaded_at)
        replayed = Replayed(file, outcome, self._transferred)
        self._told.replayed(replayed)
        return replayed, _without_bytes(taken)

    def _deliver(self, source: Source, file: ReleaseFile) -> Delivery:
        assert source.release is not None  # noqa: S101 - only such sources are planned
        try:
            document = read_release(self._index, source.name, source.release, file, self._received)
        except OriginMissing:
            raise
        except FetchFailed:
            self._unreachable.add(source.name)
            raise
        return Delivery(document, Validators(document.evidence.url))

    def _received(self, size: int, _total: int | None) -> None:
        self._transferred = size

    def _judge(self, document: Document, reading: Reading) -> str | None:
        """As a refresh judges: the newest document beside the one before it; an older one only adds history."""
        name, at = document.evidence.source, document.evidence.fetched_at
        newest, before = self._newest.get(name) or self._stored(name)
        if at <= newest:
            return None
        after = {(one.provider, subject_of(one)): one for one in reading.statements}
        reason = doubt(compare(before, after)) if before else None
        self._newest[name] = (newest, before) if reason else (at, after)
        return reason

    def _stored(self, name: str) -> tuple[datetime, dict[tuple[str, str], Statement]]:
        with read(self._engine) as conn:
            times = evidence.snapshot_times(conn, name)
            return (times[-1], evidence.newest_statements(conn, name)) if times else (_NEVER, {})


def _without_bytes(taken: Take) -> Take:
    """The bytes are kept on the disk by now; a batch of them would fill the memory."""
    if taken.document is None:
        return taken
    return replace(taken, document=Document(b"", taken.document.evidence))
