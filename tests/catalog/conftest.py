"""The application in front of the whole bundled catalog, read once."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from registry.domain.catalog import Catalog
from registry.settings import Settings
from registry.web.app import create_app

BASE = "https://modeldex.test"


@pytest.fixture(scope="session")
def client(bundled_data: Path) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(data_dir=bundled_data, base_url=BASE)), follow_redirects=False) as client:
        yield client


@pytest.fixture(scope="session")
def catalog(client: TestClient) -> Catalog:
    found: Catalog = client.app.state.reader.current().catalog  # type: ignore[attr-defined]
    return found
