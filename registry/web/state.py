"""What a process serves: one immutable published state at a time, swapped whole when the database has a newer one.

A request takes the reference once and uses only that, so that it reads exactly one edition. The finished responses of
a state belong to it and go with it.
"""

import gc
import logging
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from email.utils import format_datetime
from functools import cached_property, lru_cache, partial
from threading import Event, Thread
from typing import Protocol, TypeVar, cast

from registry.domain.build import index_of
from registry.domain.catalog import Catalog, Change, Edition, Offering, SourceState
from registry.domain.identity.resolve import Index
from registry.domain.lifecycle import on_day
from registry.domain.news import ChangeCount, ChangeFilter, FoundChanges
from registry.domain.review import Decision, HeldDocument
from registry.domain.witnesses import Witness
from registry.errors import ModeldexError
from registry.web.cache import MEMORY_BYTES, ResponseCache
from registry.web.problems import NotReady
from registry.web.rows import Counts, Row, model_rows, offering_rows
from registry.web.search import SearchIndex
from registry.web.views.parts import Moment

logger = logging.getLogger(__name__)

POLL_SECONDS = 1.0

_REFUSED_BYTES = 8 * 1024 * 1024
_PAGES_KEPT = 8
"""Of how many entities what their page tells is kept, for its other forms: they are often asked for in turn."""

_MOMENTS_KEPT = 4
"""Of how many other days or instants the rows are kept: some 10 MB each."""

Page = TypeVar("Page")

PUBLISHED = "modeldex.published"
"""The key of a request's scope under which handlers find the state that they answer from."""


@dataclass(frozen=True)
class Published:
    """All that requests read. `day` is the UTC day of the answers: prices announced for later start by themselves.

    as_published: the catalog as the edition has it, before the day moved any status; None if `catalog` is that.
    changes: the newest ones, newest first (`Reader.changes` has them all); changes_counted: all of them, counted;
    editions: newest first.
    next_refresh: the first weekly slot after the last refresh.
    cache_bytes: how much room finished responses may take.
    held_documents: those that wait or were rejected; decisions: the newest one about each held id.
    """

    catalog: Catalog
    edition: Edition
    day: date
    last_refresh: datetime | None = None
    next_refresh: datetime | None = None
    editions: tuple[Edition, ...] = ()
    changes: tuple[Change, ...] = ()
    changes_counted: tuple[ChangeCount, ...] = ()
    sources: tuple[SourceState, ...] = ()
    held_documents: tuple[HeldDocument, ...] = ()
    decisions: Mapping[str, Decision] = field(default_factory=dict)
    as_published: Catalog | None = None
    cache_bytes: int = MEMORY_BYTES

    @property
    def whole(self) -> Catalog:
        """The catalog that hangs on the edition alone: what exports are made of."""
        return self.as_published or self.catalog

    @cached_property
    def responses(self) -> ResponseCache:
        """The finished responses of this state."""
        return ResponseCache(self.cache_bytes)

    @cached_property
    def refusals(self) -> ResponseCache:
        """What this state does not have, apart: anybody can ask for what does not exist, and push nothing else out."""
        return ResponseCache(_REFUSED_BYTES)

    def page(self, key: Hashable, make: Callable[[], Page]) -> Page:
        """What the page of an entity tells, which its HTML and its Markdown share: made once if asked for in turn."""
        found = self._pages.get(key)
        if found is None:
            found = self._pages[key] = make()
            for old in list(self._pages)[:-_PAGES_KEPT]:
                self._pages.pop(old, None)
        return cast(Page, found)

    @cached_property
    def _pages(self) -> dict[Hashable, object]:
        return {}

    @cached_property
    def search(self) -> SearchIndex:
        """The searchable text of the catalog."""
        return SearchIndex(self.catalog)

    @cached_property
    def identity(self) -> Index:
        """What labs are known to sell, by which messy names are resolved."""
        return index_of(self.catalog)

    @cached_property
    def offering_rows(self) -> tuple[Row, ...]:
        """Every offering as a row of the list, with the prices of the day."""
        return offering_rows(self.catalog, self.search, self.day)

    @cached_property
    def model_rows(self) -> tuple[Row, ...]:
        """Every model as a row of the list, with the lowest prices of the day."""
        return model_rows(self.catalog, self.search, self.day)

    @cached_property
    def offering_rows_at(self) -> Callable[[Moment], tuple[Row, ...]]:
        """Every offering as a row, with the prices of a day or instant; those asked for last are kept."""
        return lru_cache(maxsize=_MOMENTS_KEPT)(partial(offering_rows, self.catalog, self.search))

    @cached_property
    def model_rows_at(self) -> Callable[[Moment], tuple[Row, ...]]:
        """Every model as a row, with the lowest prices of a day or instant; those asked for last are kept."""
        return lru_cache(maxsize=_MOMENTS_KEPT)(partial(model_rows, self.catalog, self.search))

    @cached_property
    def offering_counts(self) -> Counts:
        """How many offerings each lab and provider has."""
        return Counts.of(self.offering_rows)

    @cached_property
    def model_counts(self) -> Counts:
        """How many models each lab and provider has."""
        return Counts.of(self.model_rows)

    def prepared(self) -> "Published":
        """Itself, with its rows and indexes made: by the poller, so that no request waits for them."""
        catalog = self.catalog
        _ = self.offering_counts, self.model_counts, self.identity
        _ = catalog.offerings_of_provider, catalog.offerings_of_model, catalog.offering_by_slug, catalog.models_of_lab
        return self

    @cached_property
    def modified(self) -> datetime:
        """The newest of what answers depend on: the edition, attempts to refresh, decisions, the day's beginning."""
        moments = [self.edition.published_at, self.last_refresh, datetime.combine(self.day, time(), UTC)]
        moments += [state.last_attempt for state in self.sources]
        moments += [decision.at for decision in self.decisions.values()]
        return max(moment.astimezone(UTC) for moment in moments if moment)

    @cached_property
    def headers(self) -> tuple[tuple[bytes, bytes], ...]:
        """The response headers that name this state."""
        date_text = format_datetime(self.modified, usegmt=True)
        return (b"last-modified", date_text.encode()), (b"x-modeldex-edition", str(self.edition.number).encode())


class Storage(Protocol):
    """The database as the web sees it. Every method is one read transaction."""

    def version(self) -> Hashable:
        """A cheap token that differs when the edition, the last refresh or a source's state differs."""

    def load(self, day: date) -> Published | None:
        """The newest edition with its lists, None while there is none. Raises ModeldexError."""

    def witnesses(self, offering: Offering, index: Index) -> tuple[Witness, ...]:
        """All that each source says of an offering, or has said. Raises ModeldexError."""

    def changes(self, wanted: ChangeFilter, edition: int, start: int | None, limit: int | None) -> FoundChanges:
        """Changes up to an edition, newest first, from the change with the id `start` on. Raises ModeldexError."""


class Reader:
    """Holds the published state of one process and keeps it current."""

    def __init__(
        self,
        storage: Storage | None = None,
        *,
        published: Published | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._storage, self._published, self.now = storage, published, now
        self._seen: Hashable = None
        self._reason = "no edition has been published yet"
        self._stop = Event()
        self._thread: Thread | None = None

    @property
    def published(self) -> Published | None:
        """The state to answer from, None while there is none."""
        return self._published

    @property
    def reason(self) -> str:
        """Why the newest state could not be read; empty when all is well."""
        return self._reason if self._storage or self._published is None else ""

    def current(self) -> Published:
        """The state to answer from. Raises NotReady."""
        if self._published is None:
            raise NotReady(f"The catalog cannot be read: {self._reason}.")
        return self._published

    def witnesses(self, published: Published, offering: Offering) -> tuple[Witness, ...]:
        """All that each source says of an offering, or has said; nothing without a database. Raises NotReady."""
        if self._storage is None:
            return ()
        with _ready():
            return self._storage.witnesses(offering, published.identity)

    def changes(
        self, published: Published, wanted: ChangeFilter, *, limit: int | None, start: int | None = None
    ) -> FoundChanges:
        """Changes up to the state's edition, newest first, from the change with the id `start` on.

        limit: at most so many, None for all. Raises NotReady.
        """
        if self._storage is None:
            kept = wanted.in_order(one for one in published.changes if wanted.includes(one))
            begin = next((place for place, one in enumerate(kept) if one.id == start), len(kept)) if start else 0
            return FoundChanges(tuple(kept[begin:][:limit]), len(kept))
        with _ready():
            return self._storage.changes(wanted, published.edition.number, start, limit)

    def poll(self) -> None:
        """Look once whether the database or the day has moved on, and swap the whole state if so."""
        if self._storage is None:
            return
        try:
            self._refresh(self._storage)
        except ModeldexError as error:
            self._fail(error, _reason(error))
        except Exception as error:  # the poller outlives any fault, and says it
            self._fail(error, "the database cannot be read")

    def start(self) -> None:
        """Poll once now, then about once a second in the background."""
        self.poll()
        if self._storage:
            self._thread = Thread(target=self._watch, name="modeldex-reader", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Stop polling."""
        self._stop.set()
        if self._thread:
            self._thread.join()
        gc.unfreeze()

    def _watch(self) -> None:
        while not self._stop.wait(POLL_SECONDS):
            self.poll()

    def _refresh(self, storage: Storage) -> None:
        day, version = self.now().date(), storage.version()
        held = self._published
        if held is None or version != self._seen:
            loaded = storage.load(day)
            self._seen = version
            if loaded:
                self._published = loaded.prepared()
                _leave_to_stay()
        elif held.day != day:
            self._published = replace(held, catalog=on_day(held.whole, day), day=day).prepared()
            _leave_to_stay()
        self._reason = "" if self._published else "no edition has been published yet"

    def _fail(self, error: Exception, reason: str) -> None:
        if reason != self._reason:
            logger.error("%s: %s", reason, error)
        self._reason = reason[:1].lower() + reason[1:]


def _leave_to_stay() -> None:
    """Spare the collector of cycles what is there now, which it would look through for 0.2 s during some request.

    What the state before has left is collected first, or it would stay too.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()


@contextmanager
def _ready() -> Iterator[None]:
    """A question to the database while a request waits."""
    try:
        yield
    except ModeldexError as error:
        raise NotReady(f"{_reason(error)}.") from error


def _reason(error: ModeldexError) -> str:
    """What a client may know of why the database cannot be read: no path and no address."""
    return (type(error).__doc__ or "The database cannot be read").rstrip(".")
