"""JSON-LD: one graph a page, of the right kinds, that says what the page and the API say."""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest
from bs4 import BeautifulSoup
from starlette.testclient import TestClient

BASE = "https://modeldex.test"
LIST = {"BreadcrumbList", "WebPage", "Dataset"}
PLACE = {"BreadcrumbList", "WebPage"}
KINDS: dict[str, set[str]] = {
    "/": {"WebSite", "WebPage", "Dataset"},
    "/models": LIST,
    "/offerings": LIST,
    "/providers": LIST,
    "/labs": LIST,
    "/changes": LIST,
    "/held": LIST,
    "/disagreements": LIST,
    "/models/openai/gpt-5.6-luna": {"BreadcrumbList", "WebPage", "FAQPage"},
    "/models/openai/gpt-5.6-luna/history": PLACE,
    "/providers/openai": PLACE,
    "/labs/openai": PLACE,
    "/families/openai/gpt-5.6": PLACE,
    "/providers/openai/gpt-5.6-luna": {"BreadcrumbList", "WebPage", "FAQPage", "SoftwareApplication"},
    "/providers/example-gateway/openai-gpt-5.6-luna": {"BreadcrumbList", "WebPage", "FAQPage", "SoftwareApplication"},
    "/providers/deepseek/deepseek-v4": {"BreadcrumbList", "WebPage", "FAQPage", "SoftwareApplication"},
    "/status": PLACE,
    "/methodology": PLACE,
    "/feeds": PLACE,
}
NEEDED: Mapping[str, set[str]] = {
    # kind of node: what it must have
    "BreadcrumbList": {"itemListElement"},
    "ListItem": {"position", "name", "item"},
    "WebSite": {"name", "url", "potentialAction"},
    "SearchAction": {"target", "query-input"},
    "EntryPoint": {"urlTemplate"},
    "WebPage": {"url", "name", "inLanguage", "dateModified"},
    "Dataset": {"name", "description", "url", "distribution"},
    "DataDownload": {"encodingFormat", "contentUrl"},
    "FAQPage": {"mainEntity"},
    "Question": {"name", "acceptedAnswer"},
    "Answer": {"text"},
    "SoftwareApplication": {"name", "applicationCategory", "operatingSystem", "url", "identifier"},
    "Organization": {"name"},
    "Offer": {"seller", "priceSpecification"},
    "UnitPriceSpecification": {"name", "price", "priceCurrency", "referenceQuantity"},
    "QuantitativeValue": {"value", "unitText"},
}


def page_of(client: TestClient, path: str) -> BeautifulSoup:
    return BeautifulSoup(client.get(path).text, "lxml")


def graph_of(page: BeautifulSoup) -> dict[str, Any]:
    """The nodes of the page's one graph by their type."""
    (script,) = page.select('script[type="application/ld+json"]')
    said = json.loads(script.get_text(), parse_float=Decimal)
    assert said["@context"] == "https://schema.org"
    assert set(said) == {"@context", "@graph"}
    nodes = {node["@type"]: node for node in said["@graph"]}
    assert len(nodes) == len(said["@graph"])
    return nodes


def nodes_in(value: object) -> list[dict[str, Any]]:
    """Every node of a graph, at whatever depth."""
    if isinstance(value, list):
        return [node for each in value for node in nodes_in(each)]
    if isinstance(value, dict):
        return [*([value] if "@type" in value else []), *nodes_in(list(value.values()))]
    return []


@pytest.mark.parametrize("path", KINDS)
def test_a_page_has_the_nodes_of_its_kind_and_each_is_complete(client: TestClient, path: str) -> None:
    found = graph_of(page_of(client, path))
    assert set(found) == KINDS[path]
    for node in nodes_in(list(found.values())):
        assert NEEDED[node["@type"]] <= node.keys(), node
        assert all(value not in (None, "", []) for value in node.values()), node


@pytest.mark.parametrize("path", KINDS)
def test_the_graph_says_what_the_head_and_the_trail_say(client: TestClient, path: str) -> None:
    page = page_of(client, path)
    found = graph_of(page)
    description = page.select_one('meta[name="description"]')
    assert description is not None
    assert found["WebPage"]["url"] == BASE + path
    if "Dataset" in found:
        assert found["Dataset"]["description"] == description["content"]
    if "BreadcrumbList" in found:
        items = found["BreadcrumbList"]["itemListElement"]
        assert [item["position"] for item in items] == list(range(1, len(items) + 1))
        assert [item["name"] for item in items] == [step.get_text() for step in page.select(".trail > ol > li")]
        assert items[-1]["item"] == BASE + path


@pytest.mark.parametrize("path", [path for path, kinds in KINDS.items() if "Dataset" in kinds])
def test_a_list_names_a_table_that_is_there(client: TestClient, path: str) -> None:
    url = graph_of(page_of(client, path))["Dataset"]["distribution"]["contentUrl"]
    assert client.get(url.removeprefix(BASE)).headers["content-type"].startswith("text/csv")


@pytest.mark.parametrize("path", [path for path, kinds in KINDS.items() if "FAQPage" in kinds])
def test_questions_and_answers_stand_on_the_page(client: TestClient, path: str) -> None:
    page = page_of(client, path)
    (text,) = [" ".join(main.get_text(" ").split()) for main in page.select("main")]
    squeezed = text.replace(" ", "")
    for question in graph_of(page)["FAQPage"]["mainEntity"]:
        assert question["name"] in text
        assert question["acceptedAnswer"]["text"].replace(" ", "") in squeezed


@pytest.mark.parametrize("offering", ["openai/gpt-5.6-luna", "deepseek/deepseek-v4", "example-gateway/tiny-free"])
def test_an_offer_has_one_price_for_each_rate_of_the_api_and_the_same_number(client: TestClient, offering: str) -> None:
    page = graph_of(page_of(client, f"/providers/{offering}"))["SoftwareApplication"]
    rates = json.loads(client.get(f"/providers/{offering}.json").content, parse_float=Decimal)["rates"]
    prices = page["offers"]["priceSpecification"]
    assert len(prices) == len(rates) > 0
    for price, rate in zip(prices, rates, strict=True):
        assert (price["price"], price["priceCurrency"]) == (rate["usd"], "USD")
        assert (price["referenceQuantity"]["value"], price["referenceQuantity"]["unitText"]) == (
            rate["per"],
            rate["unit"],
        )
        assert price.get("validFrom") == rate["valid_from"]


def test_what_has_no_sourced_price_makes_no_offer(client: TestClient) -> None:
    page = page_of(client, "/providers/example-gateway/openai-gpt-5.6-luna")
    assert "offers" not in graph_of(page)["SoftwareApplication"]
