from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from registry.store.database import connect
from tests.databases import opened


@pytest.fixture
def connected() -> Iterator[Callable[[str], Engine]]:
    """Gives engines for URLs, and closes their connections in the end."""
    engines: list[Engine] = []

    def connected(url: str) -> Engine:
        engines.append(connect(url))
        return engines[-1]

    yield connected
    for engine in engines:
        engine.dispose()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.services)])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A migrated, empty database of each kind."""
    engine = opened(request.param, tmp_path / "data")
    yield engine
    engine.dispose()
