"""Opening the catalog: what `serve`, `refresh` and every reading command begin with."""

from sqlalchemy import Engine

from registry.errors import DataDirectoryUnwritable
from registry.refresh.bundle import load_bundle
from registry.settings import Settings
from registry.store.catalog import current_edition
from registry.store.database import connect, read
from registry.store.migrate import upgrade


def open_catalog(settings: Settings) -> Engine:
    """The database, made and migrated if need be, and filled from the bundled catalog if it is empty and that is on.

    Needs no network. Raises DatabaseError, DataDirectoryUnwritable and BundleDamaged.
    """
    make_data_dir(settings)
    engine = connect(settings.database)
    upgrade(engine)
    with read(engine) as conn:
        empty = current_edition(conn) is None
    if empty and settings.bundled:
        load_bundle(engine)
    return engine


def make_data_dir(settings: Settings) -> None:
    """Make the folder of the database and the raw snapshots."""
    try:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DataDirectoryUnwritable(f"{settings.data_dir} cannot be made: {error.strerror}") from error
