"""Files that programs ask for first, and the page that lists all feeds."""

import re
from dataclasses import replace
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree as Xml

import pytest
from bs4 import BeautifulSoup
from fastapi.routing import APIRoute
from starlette.testclient import TestClient

from registry.web.compat import router as compat
from registry.web.feeds.page import feeds_page
from registry.web.pages.site import Site
from tests.web.published import PEAK

BASE = "https://modeldex.test"


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/", True),
        ("/models", True),
        ("/models/openai/gpt-5.6-luna", True),
        ("/api/v1/models", True),
        ("/api/v1/admin/refresh", False),
    ],
)
def test_robots_may_read_every_page(client: TestClient, path: str, allowed: bool) -> None:
    rules = RobotFileParser()
    rules.parse(client.get("/robots.txt").text.splitlines())
    assert rules.can_fetch("anyone", BASE + path) is allowed
    assert rules.site_maps() == [f"{BASE}/sitemap.xml"]


def test_robots_need_not_read_every_combination_of_filters(client: TestClient) -> None:
    lines = client.get("/robots.txt").text.splitlines()
    assert {"Disallow: /models?*", "Disallow: /offerings?*"} <= set(lines)


def test_a_language_model_finds_what_it_is_told_of(client: TestClient) -> None:
    answer = client.get("/llms.txt")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.text.startswith("# Modeldex\n\n> ")
    links = re.findall(r"\]\((https://[^)]+)\)", answer.text)
    assert len(links) > 10
    assert [link for link in links if client.get(link.removeprefix(BASE)).status_code != 200] == []


def test_a_browser_can_add_the_search(client: TestClient) -> None:
    answer = client.get("/opensearch.xml")
    assert answer.headers["content-type"] == "application/opensearchdescription+xml"
    url = Xml.fromstring(answer.content).find("{http://a9.com/-/spec/opensearch/1.1/}Url")
    assert url is not None
    assert url.attrib["template"] == f"{BASE}/models?q={{searchTerms}}"
    home = BeautifulSoup(client.get("/").text, "lxml")
    assert home.select_one('link[rel="search"][href="/opensearch.xml"]') is not None


def test_the_page_of_feeds_leads_to_each_of_them(client: TestClient) -> None:
    page = BeautifulSoup(client.get("/feeds").text, "lxml")
    links = [str(link["href"]) for link in page.select("main td a, main img") if link.has_attr("href")]
    assert len(links) > 20
    assert [link for link in links if client.get(link).status_code != 200] == []


def test_the_page_of_feeds_shows_a_badge_and_how_to_show_it(client: TestClient) -> None:
    page = BeautifulSoup(client.get("/feeds").text, "lxml")
    image = page.select_one("main img")
    assert image is not None
    assert client.get(str(image["src"])).headers["content-type"] == "image/svg+xml"
    code = page.select_one("main pre")
    assert code is not None
    assert f"({BASE}{image['src']})" in code.get_text()


def test_every_drop_in_file_is_on_the_page_of_feeds_and_no_other(client: TestClient) -> None:
    page = BeautifulSoup(client.get("/feeds").text, "lxml")
    listed = {str(link["href"]) for link in page.select("td a") if str(link["href"]).startswith("/compat/")}
    assert listed == {
        route.path for route in compat.router.routes if isinstance(route, APIRoute) and "{" not in route.path
    }


def test_the_page_of_feeds_has_the_addresses_of_the_offering_that_is_asked_for(client: TestClient) -> None:
    page = BeautifulSoup(client.get("/feeds?offering=DeepSeek/deepseek-v4").text, "lxml")
    links = {str(link["href"]) for link in page.select("td a")}
    assert {"/providers/deepseek.ics", "/labs/deepseek.atom", "/models/deepseek/deepseek-v4.atom"} <= links
    assert page.select_one('img[src="/badge/deepseek/deepseek-v4.svg"]') is not None
    assert client.get("/feeds?offering=openai/nothing").status_code == 404


def test_the_examples_are_of_the_lab_with_the_most_offerings(site: Site) -> None:
    assert {row.example.href for group in feeds_page(site).groups for row in group.rows} >= {"/labs/openai.atom"}
    resold = [replace(PEAK, id=f"a/{name}", provider="a", slug=name, api_model_id=name) for name in ("x", "y")]
    more = {**site.catalog.offerings, **{one.id: one for one in resold}}
    known = feeds_page(replace(site, catalog=replace(site.catalog, offerings=more)))
    assert {row.example.href for group in known.groups for row in group.rows} >= {"/labs/deepseek.atom"}


def test_without_an_offering_the_page_lists_what_is_there_all_the_same(site: Site) -> None:
    page = feeds_page(replace(site, catalog=replace(site.catalog, offerings={})))
    assert page.badge is None
    assert [row.address for row in page.groups[0].rows] == ["/changes.atom"]
