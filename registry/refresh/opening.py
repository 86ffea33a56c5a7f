"""Opening the catalog: what `serve`, `refresh` and every reading command begin with."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Engine

from registry.errors import DataDirectoryUnwritable
from registry.overrides.folder import overrides_of
from registry.refresh.bundle import load_bundle, silent
from registry.settings import Settings
from registry.store.catalog import current_edition
from registry.store.database import connect, read, sqlite_path
from registry.store.migrate import check, upgrade


def open_catalog(settings: Settings, announce: Callable[[str], None] = silent) -> Engine:
    """The database, made and migrated if need be, and filled from the bundled catalog if it is empty and that is on.

    Needs no network. announce: told in one line if another process, which loads it, must be waited for. Raises
    DatabaseError, DataDirectoryUnwritable, BundleDamaged, LeaseHeld and, where there is no edition yet that could
    stand, OverridesInvalid.
    """
    make_data_dir(settings)
    engine = connect(settings.database)
    upgrade(engine)
    with read(engine) as conn:
        empty = current_edition(conn) is None
    if empty and settings.bundled:
        load_bundle(engine, data_dir=settings.data_dir, overrides=overrides_of(settings), announce=announce)
    return engine


def make_data_dir(settings: Settings) -> None:
    """Make the folder of the database and the raw snapshots."""
    try:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DataDirectoryUnwritable(f"{settings.data_dir} cannot be made: {error.strerror}") from error


@contextmanager
def opened_to_rehearse(settings: Settings) -> Iterator[Engine]:
    """The catalog for a dry run: what is there is only read, and where nothing is, nothing is made.

    A catalog that a first start would make is made in a temporary folder. Raises DatabaseError and BundleDamaged.
    """
    path = sqlite_path(settings.database)
    if path is None or path.exists():
        engine = connect(settings.database)
        with _closing(engine):
            check(engine)
            yield engine
        return
    with TemporaryDirectory(prefix="modeldex-rehearsal-") as elsewhere:
        engine = open_catalog(settings.model_copy(update={"data_dir": Path(elsewhere), "database_url": None}))
        with _closing(engine):
            yield engine


@contextmanager
def _closing(engine: Engine) -> Iterator[None]:
    try:
        yield
    finally:
        engine.dispose()
