"""Pages of one fixed state: no database, no clock."""

import pytest
from bs4 import BeautifulSoup, Tag
from starlette.testclient import TestClient

from registry.settings import Settings
from registry.web.app import create_app
from registry.web.pages.site import Site
from tests.web.published import published


@pytest.fixture
def site() -> Site:
    state = published()
    return Site(
        catalog=state.catalog,
        edition=state.edition,
        day=state.day,
        base_url="https://modeldex.test",
        last_refresh=state.last_refresh,
        next_refresh=state.next_refresh,
        sources=state.sources,
        changes=state.changes,
    )


@pytest.fixture(scope="session")
def client(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    """The application in front of that state; what it has answered once it answers again from its cache."""
    folder = tmp_path_factory.mktemp("pages")
    settings = Settings(data_dir=folder, base_url="https://modeldex.test", issues_url="https://issues.test/new")
    return TestClient(create_app(settings, published=published()), follow_redirects=False)


def soup(client: TestClient, path: str) -> BeautifulSoup:
    """A page that is there, as a tree."""
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    return BeautifulSoup(answer.text, "lxml")


def words(tag: Tag | None) -> str:
    """What a reader sees of a part of a page, with single spaces."""
    assert tag is not None
    return " ".join(tag.get_text(" ", strip=True).split())
