"""How programs find the feeds of a page."""

import pytest
from bs4 import BeautifulSoup
from starlette.testclient import TestClient

from registry.web.feeds.discovery import ATOM, CALENDAR, feeds_of


@pytest.mark.parametrize(
    ("path", "feeds"),
    [
        ("/providers/openai", [(ATOM, "/providers/openai.atom"), (CALENDAR, "/providers/openai.ics")]),
        ("/providers/openai/gpt-5.6-luna", [(ATOM, "/providers/openai/gpt-5.6-luna.atom")]),
        ("/models/openai/gpt-5.6-luna", [(ATOM, "/models/openai/gpt-5.6-luna.atom")]),
        ("/labs/openai", [(ATOM, "/labs/openai.atom")]),
        ("/changes", [(ATOM, "/changes.atom")]),
        ("/", [(ATOM, "/changes.atom")]),
        ("/models/openai/gpt-5.6-luna/history", [(ATOM, "/changes.atom")]),
    ],
)
def test_a_page_names_its_feeds_in_its_head_and_they_are_there(
    client: TestClient, path: str, feeds: list[tuple[str, str]]
) -> None:
    page = BeautifulSoup(client.get(path).text, "lxml")
    links = [(link["type"], link["href"]) for link in page.select('link[rel="alternate"][title]')]
    assert links == feeds
    for media_type, href in feeds:
        assert client.get(href).headers["content-type"].startswith(media_type)


def test_what_stops_has_a_calendar() -> None:
    assert [feed.href for feed in feeds_of("/deprecations")] == ["/deprecations.ics"]
