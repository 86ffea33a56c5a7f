from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from registry.refresh.report import RunReport
from registry.refresh.run import refresh
from registry.store.database import place
from tests.databases import opened
from tests.refresh.feeds import NOON, SOURCES, Feeds


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now

    def next_week(self) -> None:
        self.now += timedelta(days=7)


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


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def run(feeds: Feeds, engine: Engine, clock: Clock) -> Callable[..., RunReport]:
    """Refreshes from the two tiny sources."""

    def run(**options: object) -> RunReport:
        return refresh(feeds.settings, engine, known_sources=SOURCES, clock=clock, **options)  # type: ignore[arg-type]

    return run
