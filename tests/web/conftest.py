"""Clients of the application that serves one fixed state: no database, no lifespan, no clock but ours."""

from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from registry.settings import Settings
from registry.web.app import create_app
from tests.web.published import NOW, published


def made() -> FastAPI:
    app = create_app(Settings(data_dir=Path("never-written"), base_url="https://modeldex.test"), published=published())
    app.state.reader.now = lambda: NOW
    return app


def client_of(app: FastAPI) -> TestClient:
    return TestClient(app, raise_server_exceptions=False, follow_redirects=False)


@pytest.fixture(scope="session")
def shared_app() -> FastAPI:
    return made()


@pytest.fixture
def app(shared_app: FastAPI) -> FastAPI:
    """One application for all tests, each with a state and an empty cache of its own."""
    shared_app.state.reader._published = published()
    return shared_app


@pytest.fixture
def client(app: FastAPI) -> TestClient:
    return client_of(app)


@pytest.fixture
def own_app() -> FastAPI:
    """An application for a test that adds routes or reads the counters."""
    return made()


@pytest.fixture
def own_client(own_app: FastAPI) -> TestClient:
    return client_of(own_app)
