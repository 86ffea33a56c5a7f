"""What the script of the pages holds on to: tests in a browser show that it does, these show that it finds it."""

from collections.abc import Iterator

import pytest
from bs4 import BeautifulSoup, Tag
from starlette.testclient import TestClient

from registry.web.pages.assets import assets, static_url
from tests.pages.conftest import soup
from tests.pages.test_pages import PAGES

LUNA = "openai/gpt-5.6-luna"
LIVE = [
    "/",
    "/models",
    "/offerings",
    "/charts",
    "/held",
    "/disagreements",
    "/changes",
    "/deprecations",
    f"/compare?id={LUNA}&id=deepseek/deepseek-v4",
    "/compare",
    f"/estimate?offering={LUNA}",
    "/estimate",
]


def live_forms(page: BeautifulSoup) -> Iterator[Tag]:
    yield from page.select("form[data-live]")


@pytest.mark.parametrize("address", LIVE)
def test_a_live_form_has_results_to_swap_and_stands_outside_of_them(client: TestClient, address: str) -> None:
    page = soup(client, address)
    assert len(page.select("#results")) == 1
    outside = [form for form in live_forms(page) if form.find_parent(id="results") is None]
    assert len(outside) == 1
    path = address.partition("?")[0]
    assert {str(form["action"]) for form in live_forms(page)} == {"/models" if path == "/" else path}


@pytest.mark.parametrize("address", [address for address in LIVE if address not in ("/compare", "/estimate")])
def test_the_results_say_how_many_there_are(client: TestClient, address: str) -> None:
    said = soup(client, address).select('#results [role="status"]')
    assert len(said) == 1
    assert said[0].get_text(strip=True)


@pytest.mark.parametrize("path", PAGES)
def test_the_theme_is_set_before_anything_is_painted(client: TestClient, path: str) -> None:
    head = soup(client, path).head
    assert head is not None
    theme, style = head.select_one(f'script[src="{static_url("theme.js")}"]'), head.select_one('link[rel="stylesheet"]')
    assert theme is not None
    assert style is not None
    assert not {"defer", "async", "type"} & set(theme.attrs)
    assert style in theme.find_all_next("link")


@pytest.mark.parametrize("path", PAGES)
def test_every_page_has_the_search_and_the_ways_that_the_script_knows(client: TestClient, path: str) -> None:
    page = soup(client, path)
    assert page.select_one('input#find[name="q"][data-suggest="models offerings"]') is not None
    assert page.select_one('nav a[href="/compare"]') is not None
    assert page.select_one(".imprint nav") is not None
    assert page.select_one("main#content[tabindex]") is not None


@pytest.mark.parametrize("words", ["gpt 5.6 luna", "gpt-5.6-luna"])
@pytest.mark.parametrize(("kind", "fields"), [("models", "id,name,url"), ("offerings", "id,model,provider,url")])
def test_a_suggestion_is_a_small_answer_with_the_best_first(
    client: TestClient, words: str, kind: str, fields: str
) -> None:
    assert f'{kind}: "{fields}"' in assets()["site.js"].body.decode()
    answer = client.get(f"/api/v1/{kind}", params={"q": words, "limit": 5, "fields": fields})
    first = answer.json()["items"][0]
    assert first["id"] == LUNA
    assert set(first) == set(fields.split(","))
    assert client.get(first["url"]).status_code == 200
    assert len(answer.content) < 2_000


def test_what_is_ticked_has_a_name_of_its_own(client: TestClient) -> None:
    labels = [box["aria-label"] for box in soup(client, "/offerings").select('.list input[form="compare"]')]
    assert "Compare GPT-5.6 Luna on OpenAI API" in labels
    assert len(set(labels)) == len(labels)
