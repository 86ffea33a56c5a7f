"""What one process of an export does: reads the catalog once, and writes the batches that it is given."""

import gc
import os
import signal
from collections.abc import Hashable
from dataclasses import dataclass, replace
from datetime import date
from multiprocessing import parent_process
from multiprocessing.process import BaseProcess
from pathlib import Path
from threading import Thread
from typing import Final

from registry.domain.catalog import Edition, Offering
from registry.domain.identity.resolve import Index
from registry.domain.news import ChangeFilter, FoundChanges
from registry.domain.witnesses import Witness
from registry.errors import NothingPublished
from registry.settings import Settings
from registry.site.asking import Asker
from registry.site.plan import Batch, batches
from registry.site.writer import Writer, Written
from registry.web.app import create_app
from registry.web.state import Published
from registry.web.stored import Database
from scrapers.sources import SOURCES


@dataclass(frozen=True, slots=True)
class Job:
    """What every process of an export is told. base_path is empty or as `/models`; `old` is the site that stands."""

    settings: Settings
    day: date
    draft: Path
    old: Path
    base_path: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What is known beforehand."""

    edition: Edition
    batches: tuple[Batch, ...]


class Evidence:
    """The database, of which the evidence has been read whole: an export asks for every offering's provenance.

    And for every offering's changes, of which most have none: those are not looked for one by one.
    """

    def __init__(self, database: Database, published: Published) -> None:
        self._database, self._every = database, database.every_witness(published.identity)
        told = database.changes(ChangeFilter(), published.edition.number, None, None).changes
        self._changed = frozenset(change.offering.lower() for change in told)

    def version(self) -> Hashable:
        """As the database."""
        return self._database.version()

    def load(self, day: date) -> Published | None:
        """As the database."""
        return self._database.load(day)

    def witnesses(self, offering: Offering, index: Index) -> tuple[Witness, ...]:  # noqa: ARG002 - read with it before
        """As the database."""
        return self._every.of(offering)

    def changes(self, wanted: ChangeFilter, edition: int, start: int | None, limit: int | None) -> FoundChanges:
        """As the database."""
        asked = (wanted.offering,) if wanted.offering is not None else wanted.offerings
        if asked is not None and self._changed.isdisjoint(one.lower() for one in asked):
            return FoundChanges((), 0)
        return self._database.changes(wanted, edition, start, limit)


class Station:
    """One process's application and writer."""

    def __init__(self, job: Job) -> None:
        self._database = Database(job.settings, SOURCES)
        loaded = self._database.load(job.day)
        if loaded is None:
            raise NothingPublished("nothing has been published yet; run `modeldex refresh`")
        self._published = published = replace(loaded, cache_bytes=0)  # nothing is asked twice
        self._app = create_app(job.settings, published=published, storage=Evidence(self._database, published))
        gc.freeze()  # the collector of cycles would look through all of it again and again
        self._asker = Asker(self._app)
        self.writer = Writer(self._asker, job.draft, job.old, job.base_path)

    def plan(self) -> Plan:
        """What is known beforehand."""
        paths = frozenset(self._app.openapi()["paths"])
        editions = tuple(edition.number for edition in self._published.editions)
        return Plan(self._published.edition, tuple(batches(self._published.catalog, paths, editions)))

    def close(self) -> None:
        """Let go of the event loop and the database."""
        self._asker.close()
        self._database.close()


_STATION: Final[list[Station]] = []
"""The station of this process, once it has started."""


def start(job: Job) -> None:
    """Begin: called once in each process."""
    parent = parent_process()
    if parent is not None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends its processes
        Thread(target=_end_with, args=(parent,), daemon=True).start()
    _STATION.append(Station(job))


def plan() -> Plan:
    """What is known beforehand."""
    return _STATION[0].plan()


def write(batch: Batch) -> Written:
    """Write a batch. Raises CannotWrite."""
    return _STATION[0].writer.write(batch)


def stop() -> None:
    """Let go of everything, where the process goes on."""
    while _STATION:
        _STATION.pop().close()
    gc.unfreeze()


def _end_with(parent: BaseProcess) -> None:
    """Nobody waits for the files of an export whose parent was killed."""
    parent.join()
    os._exit(1)
