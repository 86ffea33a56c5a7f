from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from registry.store.database import place
from tests.databases import opened
from tests.refresh.feeds import Feeds


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.services)])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A migrated, empty database of each kind."""
    engine = opened(request.param, tmp_path / "data")
    yield engine
    engine.dispose()


@pytest.fixture
def feeds(tmp_path: Path, engine: Engine) -> Feeds:
    """The two tiny sources, beside the database."""
    return Feeds(tmp_path, None if engine.dialect.name == "sqlite" else place(engine))
