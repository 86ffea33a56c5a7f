"""The page that documents the API: contents, requests that can be copied, and what they are answered."""

import json
import shlex
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from starlette.testclient import TestClient

from registry.domain.catalog import DatedRate
from registry.settings import Settings
from registry.web.api.documentation import reference_page
from registry.web.api.examples import EXAMPLES, command
from registry.web.app import create_app
from tests.sample import LUNA
from tests.web.published import BIGGER, PEAK, published

MOST_COMPRESSED_BYTES = 15_000


@pytest.fixture
def page(client: TestClient) -> BeautifulSoup:
    return BeautifulSoup(client.get("/docs/api").text, "lxml")


def test_the_contents_lead_to_every_route_of_its_group(client: TestClient, page: BeautifulSoup) -> None:
    links = [str(link["href"]) for link in page.select(".contents a")]
    groups = reference_page(client.get("/openapi.json").json()).groups
    assert links == [
        *(f"#{anchor}" for group in groups for anchor in (group.anchor, *(route.anchor for route in group.routes))),
        "#shapes",
        "#problems",
    ]


def test_every_link_within_the_page_has_a_place_and_no_place_is_there_twice(page: BeautifulSoup) -> None:
    places = [str(element["id"]) for element in page.select("[id]")]
    assert len(places) == len(set(places))
    assert {str(link["href"])[1:] for link in page.select('main a[href^="#"]')} <= set(places)


def test_every_request_can_be_copied_into_a_shell_and_is_understood(client: TestClient, page: BeautifulSoup) -> None:
    commands = [shlex.split(code.get_text().replace("\\\n", " ")) for code in page.select("code.shell")]
    assert len(commands) == sum(len(methods) for methods in client.get("/openapi.json").json()["paths"].values())
    for words in commands:
        url = urlsplit(next(word for word in words if word.startswith("https://modeldex.test/")))
        headers = dict(word.split(": ") for word in words if ": " in word and not word.startswith(("{", "[")))
        body = words[words.index("-d") + 1] if "-d" in words else None
        method = "POST" if "-X" in words else "GET"
        answer = client.request(method, f"{url.path}?{url.query}", headers=headers, content=body)
        assert answer.status_code not in (400, 405, 415, 422), (words, answer.text)


def test_an_answer_that_is_shown_is_the_answer_of_the_request_above_it(client: TestClient, page: BeautifulSoup) -> None:
    shown = 0
    for reply in page.select("code.json"):
        route = reply.find_parent("section")
        assert route is not None
        request = route.select_one("code.shell")
        assert request is not None
        url = urlsplit(shlex.split(request.get_text())[1])
        assert json.loads(reply.get_text()) == client.get(f"{url.path}?{url.query}").json()
        shown += 1
    assert shown >= 4


@pytest.mark.parametrize(("rates", "shown"), [(LUNA.rates, True), (PEAK.rates, False)])
def test_an_answer_that_depends_on_the_hour_is_not_shown(
    tmp_path: Path, rates: tuple[DatedRate, ...], shown: bool
) -> None:
    standing = (DatedRate("output", Decimal("0.000001"), source="litellm"),)
    priced = replace(LUNA, rates=(*(rate for rate in rates if rate.meter == "input"), *standing))
    state = published(replace(BIGGER, offerings={LUNA.id: priced}))
    page = TestClient(create_app(Settings(data_dir=tmp_path), published=state)).get("/docs/api")
    replies = BeautifulSoup(page.text, "lxml").select("#get-api-v1-estimate code.json")
    assert [json.loads(reply.get_text())["offering"] for reply in replies] == [LUNA.id] * shown


def test_every_example_is_of_a_route_that_there_is(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    operations = {route["operationId"] for methods in paths.values() for route in methods.values()}
    assert operations >= EXAMPLES.keys()


def test_many_parameters_and_many_choices_fold_away(page: BeautifulSoup) -> None:
    models = page.select_one("#get-api-v1-models")
    assert models is not None
    summaries = [summary.get_text() for summary in models.select("summary")]
    assert any(summary.startswith("20 parameters: q, lab, family") for summary in summaries)
    sort = models.select_one("details details summary")
    assert sort is not None
    assert sort.get_text().startswith("One of ")


def test_a_list_is_described_once_and_nothing_of_the_framework_is(page: BeautifulSoup) -> None:
    shapes = [str(table["id"]) for table in page.select("#shapes table")]
    assert shapes.count("ListOf") == 1
    assert not [name for name in shapes if name.startswith("ListOf_") or "ValidationError" in name]
    assert {"ModelView", "OfferingView", "ChangeView", "RunView", "Reason"} <= set(shapes)


def test_a_body_with_an_apostrophe_survives_the_shell(client: TestClient) -> None:
    document = client.get("/openapi.json").json()
    path = "/api/v1/admin/held/{held}/accept"
    said = command("POST", path, document["paths"][path]["post"], "https://a.test", document["components"]["schemas"])
    words = shlex.split(said.replace("\\\n", " "))
    assert "'" in json.loads(words[-1])["why"]


def test_the_page_is_small(client: TestClient) -> None:
    answer = client.get("/docs/api", headers={"Accept-Encoding": "br"})
    assert answer.headers["content-encoding"] == "br"
    assert int(answer.headers["content-length"]) <= MOST_COMPRESSED_BYTES
