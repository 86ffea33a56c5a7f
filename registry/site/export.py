"""The export of the site: one process a core writes the files, and the whole takes the place of the old one at the end.

Every process reads the catalog once and serves the same day. A refresh that publishes meanwhile ends the export, and
the old site stands.
"""

import os
from collections.abc import Callable, Hashable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path
from urllib.parse import urlsplit

from registry.domain.catalog import Edition
from registry.errors import CannotWrite
from registry.exports import manifest
from registry.exports.files import write_whole
from registry.exports.manifest import Listed
from registry.settings import Settings
from registry.site import process
from registry.site.folder import draft_of, refuse_unless_ours, switch
from registry.site.plan import WHERE_SERVED, Batch
from registry.site.process import Job
from registry.site.writer import NOT_FOUND, Written
from registry.web.stored import Database
from scrapers.sources import SOURCES

FOUND_OF_A_BATCH = 32

Progress = Callable[[int, int], None]
"""Told how many batches are done, and of how many that are known so far."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written. kept: files that are those of the site before; left_out: address -> why it is no file.

    bytes: of the files; what has two names, such as a twin that is also the API's answer, is one file and counts once.
    """

    edition: Edition
    files: int
    bytes: int
    kept: int
    left_out: dict[str, str]


def export_site(
    folder: Path, settings: Settings, *, processes: int | None = None, progress: Progress = lambda *_: None
) -> Exported:
    """Write the site into `folder`, which stays as it is until all is written. `settings.base_url` is where it will be.

    processes: one for each core unless told; 1 stays in this process. Raises CannotWrite, NothingPublished and
    DatabaseError, having changed nothing.
    """
    folder = folder.resolve()
    refuse_unless_ours(folder)
    base_path = urlsplit(settings.base_url or "").path.rstrip("/")
    with draft_of(folder) as draft:
        job = Job(settings, datetime.now(UTC).date(), draft, folder, base_path)
        before = _version(settings)
        exported, files = _written(job, processes or _cores(), progress)
        if _version(settings) != before:
            raise CannotWrite("a refresh published while the site was being written: export it again")
        write_whole(draft / manifest.FILE, [manifest.document(manifest.manifest_of(exported.edition, files))])
        switch(draft, folder)
    return exported


def _written(job: Job, processes: int, progress: Progress) -> tuple[Exported, list[Listed]]:
    files, left_out, kept, size = list[Listed](), dict[str, str](), 0, 0
    with _stations(job, processes) as executor:
        plan = executor.submit(process.plan).result()
        for done in _results(executor, (*plan.batches, (NOT_FOUND,)), progress):
            files += done.files
            kept += done.kept
            size += done.bytes
            left_out |= done.left_out
    left_out = {address: why for address, why in left_out.items() if address not in WHERE_SERVED}
    return Exported(plan.edition, len(files), size, kept, left_out), files


def _results(executor: Executor, first: Iterable[Batch], progress: Progress) -> Iterator[Written]:
    """What comes of the batches, and of those that they lead to, as each is done."""
    known = {address for batch in first for address in batch}
    waiting: set[Future[Written]] = {executor.submit(process.write, batch) for batch in first}
    done, total = 0, len(waiting)
    while waiting:
        finished, waiting = wait(waiting, return_when=FIRST_COMPLETED)
        for written in (future.result() for future in finished):
            found = sorted(written.led_to - known)
            known.update(found)
            more = [tuple(found[at : at + FOUND_OF_A_BATCH]) for at in range(0, len(found), FOUND_OF_A_BATCH)]
            waiting |= {executor.submit(process.write, batch) for batch in more}
            done, total = done + 1, total + len(more)
            progress(done, total)
            yield written


@contextmanager
def _stations(job: Job, processes: int) -> Iterator[Executor]:
    """The processes; what has not begun is dropped if the export ends early."""
    executor: Executor
    if processes == 1:
        executor = ThreadPoolExecutor(1, initializer=process.start, initargs=(job,))
    else:
        # A process of its own making shares no lock, connection or event loop with this one.
        context = get_context("spawn")
        executor = ProcessPoolExecutor(processes, context, initializer=process.start, initargs=(job,))
    try:
        yield executor
    except BrokenProcessPool as error:
        raise CannotWrite("the site cannot be written: one of the processes that write it has ended") from error
    finally:
        if processes == 1:
            executor.submit(process.stop)
        executor.shutdown(cancel_futures=processes != 1)


def _version(settings: Settings) -> Hashable:
    database = Database(settings, SOURCES)
    try:
        return database.version()
    finally:
        database.close()


def _cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
