"""A command line in front of a database that holds the small catalog of tests/sample.py and a little more."""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from registry.cli import main
from registry.domain.catalog import Catalog
from registry.domain.export import digest
from registry.store import sources
from registry.store.database import connect, write
from registry.store.publish import publish
from tests.databases import sqlite_url
from tests.web.published import BIGGER, CHANGES, EDITION

NOW = datetime.now(UTC)


@dataclass(frozen=True)
class Answer:
    """What a command did."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> object:
        return json.loads(self.out)


Run = Callable[..., Answer]


@pytest.fixture(scope="session")
def published_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with two editions of the same catalog: the second one has the changes."""
    folder = tmp_path_factory.mktemp("published")
    engine = connect(sqlite_url(folder))
    fill(engine)
    engine.dispose()
    return folder / "modeldex.sqlite"


def fill(engine: Engine) -> None:
    empty = Catalog({}, {}, {}, {}, {})
    edition = replace(EDITION, published_at=NOW, digest=digest(BIGGER))
    oldest_first = tuple(reversed(CHANGES))
    with write(engine) as conn:
        publish(conn, replace(edition, number=1, changes=0), old=empty, new=BIGGER, found=())
        publish(conn, replace(edition, number=2), old=BIGGER, new=BIGGER, found=oldest_first)
        for name in ("models-dev", "litellm", "genai-prices"):
            sources.note_success(conn, name, NOW)


@pytest.fixture
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty data directory that the settings name; the bundled catalog is switched off."""
    folder = tmp_path / "data"
    folder.mkdir()
    monkeypatch.setenv("MODELDEX_DATA_DIR", str(folder))
    monkeypatch.setenv("MODELDEX_BUNDLED", "off")
    return folder


@pytest.fixture
def catalog(data_dir: Path, published_database: Path) -> Path:
    """The database of the small catalog, in the data directory."""
    return Path(shutil.copyfile(published_database, data_dir / "modeldex.sqlite"))


@pytest.fixture
def modeldex(data_dir: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command in this process."""

    def run(*arguments: str) -> Answer:
        capsys.readouterr()
        code = main(arguments)
        captured = capsys.readouterr()
        return Answer(code, captured.out, captured.err)

    return run
