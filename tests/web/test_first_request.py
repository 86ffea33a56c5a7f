"""What is made before the first request, so that it does not wait."""

import gc
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from registry.settings import Settings
from registry.store.database import connect
from registry.web.app import create_app
from registry.web.pages.templates import environment
from tests.cli.conftest import fill
from tests.databases import sqlite_url


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    engine = connect(sqlite_url(tmp_path))
    fill(engine)
    engine.dispose()
    return Settings(data_dir=tmp_path, bundled=False)


def test_every_template_is_compiled(settings: Settings) -> None:
    environment.cache_clear()
    with TestClient(create_app(settings)):
        compiled = {key[1] for key in environment().cache or ()}
    assert compiled >= set(environment().list_templates(extensions=["html"])) > set()


def test_indexes_of_the_catalog_are_made(settings: Settings) -> None:
    app = create_app(settings)
    with TestClient(app):
        published = app.state.reader.current()
    assert {"offerings_of_provider", "offerings_of_model", "offering_by_slug"} <= set(vars(published.catalog))
    assert {"offering_rows", "model_rows", "identity"} <= set(vars(published))


def test_the_collector_of_cycles_leaves_the_catalog_alone_while_it_is_served(settings: Settings) -> None:
    with TestClient(create_app(settings)):
        assert gc.get_freeze_count() > 0
    assert gc.get_freeze_count() == 0
