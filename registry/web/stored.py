"""The published state as it is read from the database: the only module of the web that knows SQL is there."""

from collections.abc import Hashable, Sequence
from datetime import date

from sqlalchemy import Engine

from registry.crontab import Crontab
from registry.domain.catalog import Offering
from registry.domain.lifecycle import on_day
from registry.settings import Settings
from registry.store import catalog as reads
from registry.store import review
from registry.store.database import connect, read
from registry.store.evidence import statements_of
from registry.store.migrate import check
from registry.web.state import Published
from registry.web.views.witnesses import Witness
from scrapers.source import Source

MOST_CHANGES = 50_000
"""How many of the newest changes a process holds: some years of them."""


class Database:
    """The catalog's database as a `Storage`. Opens nothing until it is asked; every method is one read transaction."""

    def __init__(self, settings: Settings, sources: Sequence[Source]) -> None:
        self._settings, self._sources = settings, tuple(sources)
        self._crontab = Crontab.parse(settings.refresh_cron)
        self._engine: Engine | None = None

    def version(self) -> Hashable:
        """The edition, the attempts of all sources, the newest decision. Raises ModeldexError if it cannot be read."""
        with read(self._opened()) as conn:
            edition = reads.current_edition(conn)
            attempts = tuple(
                (state.last_success, state.last_attempt, state.error, state.held)
                for state in reads.source_states(conn, self._sources)
            )
            newest_decision = review.newest_decision(conn)
        return (edition.number, edition.digest) if edition else None, attempts, newest_decision

    def load(self, day: date) -> Published | None:
        """Everything that is served, in one transaction; None before the first edition."""
        enabled = [source.name for source in self._sources if self._settings.enabled(source.name)]
        with read(self._opened()) as conn:
            edition = reads.current_edition(conn)
            if edition is None:
                return None
            last = reads.last_refresh(conn)
            # Bundled evidence is older than the database: its first slot is the next one after it was made.
            begin = max(last or edition.published_at, reads.created_at(conn))
            due = self._crontab.after(begin) if self._settings.scheduler else None
            whole = reads.load_catalog(conn)
            return Published(
                catalog=on_day(whole, day),
                as_published=whole,
                edition=edition,
                day=day,
                last_refresh=last,
                next_refresh=due,
                editions=reads.editions(conn),
                changes=reads.changes(conn, limit=MOST_CHANGES),
                sources=reads.source_states(conn, self._sources, enabled=enabled),
                held_documents=review.held_documents(conn, "open", "rejected"),
                decisions={one.held: one for one in review.decided(conn)},
            )

    def witnesses(self, offering: Offering) -> tuple[Witness, ...]:
        """What each source's newest snapshot says of an offering; what a source has dropped is no claim any more."""
        with read(self._opened()) as conn:
            said = statements_of(conn, offering)
        return tuple(Witness(one.statement, one.snapshot) for one in said if one.last_seen is None)

    def close(self) -> None:
        """Give the connections back."""
        if self._engine:
            self._engine.dispose()

    def _opened(self) -> Engine:
        """The engine, once the database has been found to be of this version: asked again until it is."""
        if self._engine is None:
            engine = connect(self._settings.database)
            check(engine)
            self._engine = engine
        return self._engine
