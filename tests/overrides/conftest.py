from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.databases import opened
from tests.overrides.installation import LUNA, Installation


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.services)])
def installed(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Installation]:
    """An installation whose source knows two models, refreshed once."""
    engine = opened(request.param, tmp_path / "data")
    made = Installation(tmp_path, engine)
    made.say({"gpt-5.6-luna": LUNA, "gpt-4o": {"usd.input": "2.50", "retires": "2026-12-01"}})
    made.refresh()
    yield made
    engine.dispose()
