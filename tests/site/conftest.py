"""The small catalog in a database, and its site."""

import shutil
from pathlib import Path

import pytest

from registry.settings import Settings
from registry.site.export import Exported, export_site
from registry.store.database import connect
from tests.cli.conftest import fill
from tests.databases import sqlite_url

BASE_PATH = "/reference"


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """An installation whose public place has a path of its own."""
    folder = tmp_path_factory.mktemp("installation")
    engine = connect(sqlite_url(folder))
    fill(engine)
    engine.dispose()
    return Settings(data_dir=folder, bundled=False, base_url=f"https://modeldex.test{BASE_PATH}")


@pytest.fixture(scope="session")
def exported(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Exported]:
    """The site, written once; no test changes it."""
    folder = tmp_path_factory.mktemp("exported") / "site"
    return folder, export_site(folder, settings, processes=1)


@pytest.fixture
def written(exported: tuple[Path, Exported]) -> Path:
    return exported[0]


@pytest.fixture
def site(written: Path, tmp_path: Path) -> Path:
    """A copy of the site, for a test that changes it."""
    return Path(shutil.copytree(written, tmp_path / "site"))
