"""Every number on a page is the API's, over a sample of the whole catalog."""

import csv
import json
import re
from collections import Counter
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from bs4 import BeautifulSoup
from starlette.testclient import TestClient

from registry.domain.catalog import Catalog
from tests.catalog import sample


def said(client: TestClient, path: str) -> Any:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    return json.loads(answer.content, parse_float=Decimal)


def page_of(client: TestClient, path: str) -> BeautifulSoup:
    return BeautifulSoup(client.get(path).text, "lxml")


def amount(text: str) -> Decimal | None:
    """The number that a price in words names; None where there is none."""
    found = re.match(r"\$([\d,]+\.\d+)", text.strip())
    return Decimal(found[1].replace(",", "")) if found else None


def standard(rates: list[dict[str, Any]], meter: str, tier: str = "standard") -> Decimal | None:
    return next((r["usd"] for r in rates if (r["meter"], r["tier"], r["when"]) == (meter, tier, None)), None)


def test_the_prices_of_an_offering_are_those_of_the_api(client: TestClient, catalog: Catalog) -> None:
    for each in sample.offerings(catalog, 30):
        path = f"/providers/{each.provider}/{each.slug}"
        rates = said(client, f"/api/v1/offerings/{each.id}")["rates"]
        page = page_of(client, path)
        cells = [amount(cell.get_text()) for cell in page.select(".prices tbody td.number")]
        assert Counter(cells) == Counter(rate["usd"] for rate in rates), each.id
        (script,) = page.select('script[type="application/ld+json"]')
        graph = json.loads(script.get_text(), parse_float=Decimal)["@graph"]
        offers = [node["offers"]["priceSpecification"] for node in graph if "offers" in node]
        assert [price["price"] for prices in offers for price in prices] == [rate["usd"] for rate in rates], each.id


def test_the_markdown_of_an_offering_has_the_same_prices(client: TestClient, catalog: Catalog) -> None:
    for each in sample.offerings(catalog, 10):
        rates = said(client, f"/api/v1/offerings/{each.id}")["rates"]
        text = client.get(f"/providers/{each.provider}/{each.slug}.md").text
        table = text.partition("## Pricing")[2].partition("## Price history")[0]
        found = [amount(cell) for cell in table.split("|") if amount(cell) is not None]
        assert Counter(found) == Counter(rate["usd"] for rate in rates), each.id


def test_a_badge_names_the_prices_of_the_api(client: TestClient, catalog: Catalog) -> None:
    for each in sample.offerings(catalog, 20):
        view = said(client, f"/api/v1/offerings/{each.id}")
        both = {meter: standard(view["rates"], meter) for meter in ("input", "output")}
        text = client.get(f"/badge/{each.provider}/{each.slug}.svg").text
        if view["status"] == "retired" or not any(both.values()):
            continue
        for meter, word in (("input", "in"), ("output", "out")):
            found = re.search(rf"(\$[\d,]+\.\d+) {word}\b", text)
            assert (amount(found[1]) if found else None) == both[meter], each.id


def test_a_model_page_has_each_provider_at_the_price_of_the_api(client: TestClient, catalog: Catalog) -> None:
    for model in sample.spread(catalog.models, 15):
        offerings = {one["url"]: one for one in said(client, f"/api/v1/models/{model}")["offerings"]}
        page = page_of(client, f"/models/{model}")
        heads = [head.get_text() for head in page.select("#providers thead th")]
        rows = page.select("#providers tbody tr")
        assert len(rows) == len(offerings)
        for row in rows:
            link = row.select_one("th a")
            assert link is not None
            rates = offerings[str(link["href"])]["rates"]
            shown = dict(zip(heads, (cell.get_text() for cell in row.select("th, td")), strict=True))
            assert amount(shown["Input / 1M"]) == standard(rates, "input"), model
            assert amount(shown["Output / 1M"]) == standard(rates, "output"), model
            assert amount(shown["Cache read"]) == standard(rates, "cache_read"), model
            assert amount(shown["Batch in"]) == standard(rates, "input", "batch"), model


@pytest.mark.parametrize("path", ["models", "offerings"])
def test_the_lists_have_the_rows_and_numbers_of_the_api(client: TestClient, path: str) -> None:
    query = "sort=input&dir=desc&capability=vision"
    items = said(client, f"/api/v1/{path}?{query}&limit=500")["items"]
    rows = list(csv.DictReader(StringIO(client.get(f"/{path}.csv?{query}").text)))
    assert [row["id"] for row in rows[:500]] == [item["id"] for item in items]
    links = [str(link["href"]) for link in page_of(client, f"/{path}?{query}").select(".list tbody th > a")]
    assert links == [item["url"] for item in items[: len(links)]]
    assert len(links) == 100
    for row, item in zip(rows, items, strict=False):
        rates = item["rates"] if path == "offerings" else [item["cheapest"][meter] for meter in ("input", "output")]
        for meter in ("input", "output"):
            usd = standard([rate for rate in rates if rate], meter)
            cell = row[f"{meter}_usd_per_million"]
            assert (Decimal(cell) if cell else None) == usd, item["id"]
        assert row["context"] == str(item["limits"]["context"] or "")


def test_the_feed_of_changes_has_the_amounts_of_the_api(client: TestClient) -> None:
    items = said(client, "/api/v1/changes?kind=price&limit=500")["items"]
    offering = items[0]["offering"]
    mine = said(client, f"/api/v1/changes?offering={offering}&kind=price")["items"]
    feed = client.get(f"{items[0]['url']}.atom").text
    steps = re.findall(r"<title>[^<]*?(\$[\d.,]+|not sourced)[^<→]* → (\$[\d.,]+|not sourced)", feed)
    assert Counter((amount(old), amount(new)) for old, new in steps) == Counter(
        (one["old"], one["new"]) for one in mine
    )
