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
        ("/families/openai/gpt-5.6", [(ATOM, "/families/openai/gpt-5.6.atom")]),
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


@pytest.mark.parametrize(
    ("path", "endings"),
    [
        ("/models/openai/gpt-5.6-luna", [".json", ".md", ".atom"]),
        ("/providers/openai", [".json", ".md", ".atom", ".ics"]),
        ("/providers/openai/gpt-5.6-luna", [".json", ".md", ".atom"]),
        ("/labs/openai", [".json", ".md", ".atom"]),
        ("/families/openai/gpt-5.6", [".json", ".md", ".atom"]),
        ("/changes", [".json", ".csv", ".atom"]),
        ("/deprecations", [".json", ".csv", ".ics"]),
        ("/held", [".json", ".csv"]),
        ("/models", [".csv"]),
        ("/methodology", []),
    ],
)
def test_a_page_shows_what_it_has_for_programs_and_it_is_there(
    client: TestClient, path: str, endings: list[str]
) -> None:
    page = BeautifulSoup(client.get(path).text, "lxml")
    links = [link for link in page.select(".tools a") if link.get_text().startswith(".")]
    assert [link.get_text() for link in links] == endings
    for link in links:
        assert client.get(str(link["href"])).status_code == 200
    assert (page.select_one(".tools") is not None) is bool(endings)
