"""No link of a page of any kind leads nowhere, in the whole catalog."""

import re
from collections import defaultdict
from collections.abc import Iterable
from urllib.parse import urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup
from starlette.testclient import TestClient

from registry.domain.catalog import Catalog
from tests.catalog.conftest import BASE
from tests.catalog.sample import pages

FEW, MANY = 1, 6
"""How many links of one shape are followed: there are thousands of `/models/LAB/MODEL`."""
WHOLE = ("/api/v1/export/", "/compat/")
"""Where the files are that hold the whole catalog; they are followed only where many links are."""


def links_of(path: str, page: BeautifulSoup) -> set[str]:
    """The internal addresses that a page leads to or is made of."""
    found = [str(each["href"]) for each in page.select("a[href], link[href]")]
    found += [str(each["src"]) for each in page.select("img[src], script[src]")]
    found += [str(form["action"]) for form in page.select("form[action]")]
    whole = {urljoin(f"{BASE}{path}", link) for link in found}
    return {link.removeprefix(BASE) for link in whole if link.startswith(f"{BASE}/")}


def shape(link: str) -> str:
    """What kind of address it is: its first folder, its depth, its ending and the names of its parameters."""
    parts = urlsplit(link)
    ending = re.search(r"\.(json|md|csv|atom|ics|svg|xml|txt)$", parts.path)
    names = sorted({pair.partition("=")[0] for pair in parts.query.split("&")})
    return f"{parts.path.split('/')[1]} {parts.path.count('/')} {ending and ending[1]} {names}"


def some_of_each_shape(links: Iterable[str], most: int) -> list[str]:
    shapes: dict[str, list[str]] = defaultdict(list)
    for link in sorted(links):
        shapes[shape(link)].append(link)
    return [link for alike in shapes.values() for link in alike[:: max(1, len(alike) // most)]]


@pytest.fixture(scope="module")
def read(client: TestClient, catalog: Catalog) -> dict[str, BeautifulSoup]:
    """The sample of pages, each read once."""
    answers = {path: client.get(path) for path in pages(catalog)}
    assert {path for path, answer in answers.items() if answer.status_code != 200} == set()
    return {path: BeautifulSoup(answer.text, "lxml") for path, answer in answers.items()}


@pytest.mark.parametrize("most", [FEW, pytest.param(MANY, marks=pytest.mark.slow)])
def test_no_page_leads_nowhere(client: TestClient, read: dict[str, BeautifulSoup], most: int) -> None:
    wanted: dict[str, str] = {}
    lost: list[str] = []
    for path, page in read.items():
        ids = {str(each["id"]) for each in page.select("[id]")}
        for link in links_of(path, page):
            place, _, fragment = link.partition("#")
            wanted.setdefault(place, path)
            if fragment and place == path and fragment not in ids:
                lost.append(f"{path} leads to #{fragment}")
    followed = some_of_each_shape((link for link in wanted if most > FEW or not link.startswith(WHOLE)), most)
    assert len(wanted) > 1_000
    assert len(followed) > 50
    lost += [f"{wanted[link]} leads to {link}" for link in followed if client.get(link).status_code >= 400]
    assert lost == []


def test_every_entity_that_a_page_names_is_in_the_sitemap(client: TestClient, read: dict[str, BeautifulSoup]) -> None:
    listed = set(re.findall(r"<loc>([^<]+)</loc>", client.get("/sitemap.xml").text))
    entity = re.compile(r"/(models|providers|labs|families)/[^?#]+")
    twins = (".json", ".md", ".csv", ".atom", ".ics")
    for path, page in read.items():
        named = {link for link in links_of(path, page) if entity.fullmatch(link) and not link.endswith(twins)}
        assert {f"{BASE}{link}" for link in named} <= listed, path


def test_the_sitemap_lists_every_model_and_offering_once(client: TestClient, catalog: Catalog) -> None:
    listed = re.findall(r"<loc>([^<]+)</loc>", client.get("/sitemap.xml").text)
    assert len(listed) == len(set(listed))
    assert len(listed) > len(catalog.offerings) + 2 * len(catalog.models)
