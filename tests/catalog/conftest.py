"""The application in front of the whole bundled catalog, loaded once."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from registry.domain.catalog import Catalog
from registry.refresh.bundle import bundled
from registry.refresh.opening import open_catalog
from registry.settings import Settings
from registry.web.app import create_app

BASE = "https://modeldex.test"


@pytest.fixture(scope="session")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    if not bundled().exists():
        pytest.skip("the bundle has not been built")
    settings = Settings(data_dir=tmp_path_factory.mktemp("bundled"), base_url=BASE)
    open_catalog(settings).dispose()
    with TestClient(create_app(settings), follow_redirects=False) as client:
        yield client


@pytest.fixture(scope="session")
def catalog(client: TestClient) -> Catalog:
    found: Catalog = client.app.state.reader.current().catalog  # type: ignore[attr-defined]
    return found
