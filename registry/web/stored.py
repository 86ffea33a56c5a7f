"""The published state as it is read from the database: the only module of the web that knows SQL is there."""

from collections.abc import Hashable, Sequence
from datetime import date

from sqlalchemy import Connection, Engine

from registry.domain.catalog import Offering
from registry.domain.identity.resolve import Index
from registry.domain.lifecycle import on_day
from registry.domain.news import ChangeFilter, FoundChanges
from registry.domain.witnesses import Witness
from registry.refresh.schedule import next_slot
from registry.settings import Settings
from registry.store import catalog as reads
from registry.store import provenance, review
from registry.store.database import connect, read
from registry.store.migrate import check
from registry.web.state import Published
from scrapers.source import Source

NEWEST_CHANGES = 400
"""How many changes a state holds for the pages that show the newest; whoever asks for others asks the database."""


class Database:
    """The catalog's database as a `Storage`. Opens nothing until it is asked; every method is one read transaction."""

    def __init__(self, settings: Settings, sources: Sequence[Source]) -> None:
        self._settings, self._sources = settings, tuple(sources)
        self._engine: Engine | None = None
        self._shared: provenance.Shared | None = None

    def version(self) -> Hashable:
        """The pulse of the database. Raises ModeldexError if it cannot be read."""
        with read(self._opened()) as conn:
            return reads.pulse(conn)

    def load(self, day: date) -> Published | None:
        """Everything that is served, in one transaction; None before the first edition."""
        enabled = [source.name for source in self._sources if self._settings.enabled(source.name)]
        with read(self._opened()) as conn:
            edition = reads.current_edition(conn)
            if edition is None:
                return None
            last, whole = reads.last_refresh(conn), reads.load_catalog(conn)
            self._read_once(conn)
            return Published(
                catalog=on_day(whole, day),
                as_published=whole,
                edition=edition,
                day=day,
                last_refresh=last,
                next_refresh=next_slot(self._settings, last, reads.created_at(conn)),
                editions=reads.editions(conn),
                changes=reads.changes(conn, limit=NEWEST_CHANGES).changes,
                changes_counted=reads.counted_changes(conn),
                sources=reads.source_states(conn, self._sources, enabled=enabled),
                held_documents=review.held_documents(conn, "open", "rejected"),
                decisions={one.held: one for one in review.decided(conn)},
            )

    def witnesses(self, offering: Offering, index: Index) -> tuple[Witness, ...]:
        """All that each source says of an offering, or has said."""
        with read(self._opened()) as conn:
            return provenance.witnesses(conn, offering, index, self._read_once(conn))

    def every_witness(self, index: Index) -> provenance.EveryWitness:
        """What `witnesses` gives, for whoever asks for every offering."""
        with read(self._opened()) as conn:
            return provenance.EveryWitness(conn, index)

    def changes(self, wanted: ChangeFilter, edition: int, start: int | None, limit: int | None) -> FoundChanges:
        """Changes up to an edition, newest first, from the change with the id `start` on."""
        with read(self._opened()) as conn:
            return reads.changes(conn, wanted, edition=edition, start=start, limit=limit)

    def close(self) -> None:
        """Give the connections back."""
        if self._engine:
            self._engine.dispose()

    def _read_once(self, conn: Connection) -> provenance.Shared:
        """What the provenance of all offerings shares, read again when another snapshot has been recorded."""
        held = self._shared
        if held is None or held.token != provenance.token(conn):
            held = self._shared = provenance.shared(conn)
        return held

    def _opened(self) -> Engine:
        """The engine, once the database has been found to be of this version: asked again until it is."""
        if self._engine is None:
            engine = connect(self._settings.database)
            check(engine)
            self._engine = engine
        return self._engine
