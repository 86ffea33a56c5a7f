"""Whose price a list of models shows: that of the cheapest offering that has what the filters ask for."""

from dataclasses import replace
from decimal import Decimal

import pytest
from bs4 import BeautifulSoup
from fastapi import FastAPI
from starlette.testclient import TestClient

from registry.domain.catalog import DatedRate
from tests.web.published import BIGGER, published

LUNA = "openai/gpt-5.6-luna"
SHORT = "example-gateway/luna-short"


@pytest.fixture
def client(app: FastAPI, client: TestClient) -> TestClient:
    """A client of a catalog in which a gateway sells the model for less, blind and with a short context."""
    short = replace(
        BIGGER.offerings["example-gateway/openai/gpt-5.6-luna"],
        id=SHORT,
        api_model_id="luna-short",
        slug="luna-short",
        context=32_000,
        capabilities={"vision": False},
        input_modalities=("text",),
        rates=(DatedRate("input", Decimal("0.00000001"), source="litellm"),),
    )
    app.state.reader._published = published(replace(BIGGER, offerings={**BIGGER.offerings, SHORT: short}))
    return client


@pytest.mark.parametrize(
    ("query", "offering"),
    [
        ("", SHORT),
        ("context_min=32000", SHORT),
        ("context_min=32001", LUNA),
        ("capability=vision", LUNA),
        ("in=image", LUNA),
        ("provider=openai", LUNA),
        ("provider=example-gateway", SHORT),
    ],
)
def test_the_price_is_that_of_an_offering_that_has_what_is_asked_for(
    client: TestClient, query: str, offering: str
) -> None:
    (found,) = client.get(f"/api/v1/models?lab=openai&{query}").json()["items"]
    assert found["cheapest"]["offering"] == offering
    page = BeautifulSoup(client.get(f"/models?lab=openai&{query}").text, "lxml")
    (asked_by,) = page.select("td a[title]")
    price = client.get(f"/api/v1/offerings/{offering}").json()
    assert asked_by["href"] == price["url"]
    assert asked_by["title"] == price["provider"]["name"]
    rows = client.get(f"/models.csv?lab=openai&{query}").text.splitlines()
    assert rows[1].endswith(f",{offering}")


def test_a_price_limit_is_held_against_that_price(client: TestClient) -> None:
    def found(query: str) -> list[str]:
        return [item["id"] for item in client.get(f"/api/v1/models?lab=openai&{query}").json()["items"]]

    assert found("input_max=0.01") == [LUNA]
    assert found("input_max=0.01&context_min=200000") == []
    assert found("input_max=0.2&context_min=200000") == [LUNA]


def test_a_model_none_of_whose_offerings_has_it_is_without_a_price(app: FastAPI, client: TestClient) -> None:
    blind = {
        key: replace(each, capabilities={}) if each.model == LUNA else each for key, each in BIGGER.offerings.items()
    }
    app.state.reader._published = published(replace(BIGGER, offerings=blind))
    (found,) = client.get("/api/v1/models?lab=openai&capability=vision").json()["items"]
    assert (found["id"], found["cheapest"]) == (LUNA, None)
