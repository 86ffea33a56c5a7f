"""A client of the application that serves one fixed state: no database, no lifespan, no clock but ours."""

from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from registry.settings import Settings
from registry.web.app import create_app
from tests.web.published import NOW, published


@pytest.fixture
def app(tmp_path: Path) -> FastAPI:
    made = create_app(Settings(data_dir=tmp_path, base_url="https://modeldex.test"), published=published())
    made.state.reader.now = lambda: NOW
    return made


@pytest.fixture
def client(app: FastAPI) -> TestClient:
    return TestClient(app, raise_server_exceptions=False, follow_redirects=False)
