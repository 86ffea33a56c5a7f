"""The Python API: look an offering or a model up, and compute what a usage costs. It never imports the web stack.

    from registry.client import Client

    with Client() as modeldex:
        modeldex.cost("openai/gpt-5.6-luna", {"input": 100_000, "output": 100_000}).total  # Decimal("0.14")

Everything is read from the database of the settings (the environment's, unless others are given). If that is a SQLite
file that does not exist yet, the bundled catalog is loaded into it first; nothing here needs a network.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, date, datetime
from types import TracebackType
from typing import Self

from sqlalchemy import Engine, text

from registry.domain.catalog import Catalog, DatedRate, Edition, Model, Offering
from registry.domain.lifecycle import on_day
from registry.domain.moments import NotAMoment, read_moment
from registry.domain.pricing import Estimate, current_moment, estimate, in_force
from registry.domain.search import called, closest
from registry.errors import DatabaseError, DatabaseMissing, DatabaseTooOld, NothingPublished, UnknownId, WrongUsage
from registry.settings import Settings, load
from registry.store import excerpt
from registry.store.catalog import current_edition
from registry.store.database import connect, read
from registry.store.tables import REVISION
from scrapers.claims import Tier

MOST_SUGGESTED = 3
"""How many ids are suggested for one that does not exist."""


def silent(line: str) -> None:
    """The listener that says nothing."""


def prepare(settings: Settings, announce: Callable[[str], None] = silent) -> Engine:
    """The database; made, upgraded and filled from the bundled catalog first if it has no edition to read yet.

    announce: told in one line before something that takes seconds. Raises DatabaseError, having changed nothing.
    """
    engine = connect(settings.database)
    if not _readable(engine):
        _open(engine, settings, announce)
    return engine


def _readable(engine: Engine) -> bool:
    """Whether there is an edition to read. Why not is found out by whoever opens the catalog properly."""
    try:
        with read(engine) as conn:
            revision = conn.execute(text("SELECT version_num FROM alembic_version")).scalar()
            return revision == REVISION and current_edition(conn) is not None
    except DatabaseError:
        return False


def _open(engine: Engine, settings: Settings, announce: Callable[[str], None]) -> None:
    # Imported here because only a database that cannot be read as it is needs the migrations and the builder of
    # catalogs: half a second that a price need not wait for.
    from registry.refresh.opening import open_catalog  # noqa: PLC0415
    from registry.store.migrate import check  # noqa: PLC0415

    with suppress(DatabaseMissing, DatabaseTooOld):
        check(engine)
    if settings.bundled:
        announce("Loading the bundled catalog: once, some seconds ...")
    open_catalog(settings, announce).dispose()


class Client:
    """The published catalog of one database. Use it as a context manager, or `close()` it."""

    def __init__(self, settings: Settings | None = None, announce: Callable[[str], None] = silent) -> None:
        self.settings = settings or load()
        self.engine = prepare(self.settings, announce)

    def edition(self) -> Edition:
        """The current edition. Raises NothingPublished."""
        with read(self.engine) as conn:
            edition = current_edition(conn)
        if edition is None:
            raise NothingPublished("nothing has been published yet; run `modeldex refresh`")
        return edition

    def offering(self, offering_id: str) -> Offering:
        """One offering with its whole price history and its status of today, by `provider/api-model-id` in any case.

        Raises UnknownId.
        """
        return only_offering(on_day(self.around(offering_id), datetime.now(UTC).date()))

    def model(self, model_id: str) -> Model:
        """One model by `lab/slug`, with its status of today. Raises UnknownId."""
        return next(iter(on_day(self.around_model(model_id), datetime.now(UTC).date()).models.values()))

    def rates(self, offering_id: str, at: date | datetime | str | None = None) -> tuple[DatedRate, ...]:
        """The rates in force now, or on a UTC day or at an instant; every condition included.

        at: also as ISO text. Raises UnknownId, and WrongUsage for a date that is none.
        """
        rates = self.offering(offering_id).rates
        return in_force(rates, _moment(at) or current_moment(rates, datetime.now(UTC)))

    def cost(
        self,
        offering_id: str,
        usage: Mapping[str, int],
        *,
        at: date | datetime | str | None = None,
        tier: Tier = "standard",
        region: str | None = None,
        requests: int = 1,
    ) -> Estimate:
        """The exact cost of a usage (meter -> units): its `total`, `items` and `notes`.

        requests: of how many equal requests the usage is the sum. Raises UnknownId, WrongUsage for a date that is none,
        or a PricingError of registry.domain.pricing: NotSourced (never a guess), HourNeeded, UnknownMeter, ...
        """
        offering = self.offering(offering_id)
        moment = _moment(at) or current_moment(offering.rates, datetime.now(UTC))
        return estimate(offering, usage, at=moment, tier=tier, region=region, requests=requests)

    def around(self, offering_id: str) -> Catalog:
        """One offering and what it refers to, as a catalog. Raises UnknownId."""
        with read(self.engine) as conn:
            found = excerpt.of_offerings(conn, [offering_id])
        if not found.offerings:
            raise self.unknown(offering_id, "offering")
        return found

    def around_model(self, model_id: str) -> Catalog:
        """One model with all its offerings and what they refer to, as a catalog. Raises UnknownId."""
        with read(self.engine) as conn:
            found = excerpt.of_models(conn, [model_id])
        if not found.models:
            raise self.unknown(model_id, "model")
        return found

    def unknown(self, asked: str, what: str) -> UnknownId:
        """The error that says so, with the closest ids. what: offering, model, or `offering or model`.

        Raises NothingPublished if there is nothing that could have been meant.
        """
        self.edition()
        with read(self.engine) as conn:
            names = excerpt.without_rates(conn)
        ids = [*(names.offerings if "offering" in what else ()), *(names.models if "model" in what else ())]
        likely = [*called(asked, names.offerings.values()), *closest(asked, set(ids))]
        return UnknownId(asked, what, tuple(dict.fromkeys(likely))[:MOST_SUGGESTED])

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _moment(at: date | datetime | str | None) -> date | datetime | None:
    """What was given as a date; an instant without an offset is in UTC. Raises WrongUsage."""
    if isinstance(at, str):
        try:
            return read_moment(at)
        except NotAMoment as error:
            raise WrongUsage(f"{at!r} is no date: {error}") from None
    if isinstance(at, datetime) and at.tzinfo is None:
        return at.replace(tzinfo=UTC)
    return at


def only_offering(catalog: Catalog) -> Offering:
    """The offering of an excerpt around one."""
    return next(iter(catalog.offerings.values()))
