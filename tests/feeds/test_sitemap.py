"""The sitemap has every page, and each is there."""

from datetime import date
from xml.etree import ElementTree as Xml

import pytest
from starlette.testclient import TestClient

from registry.web.feeds.sitemap import Address, addresses, parts, sitemap, sitemap_index
from tests.web.published import BIGGER, TODAY

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
BASE = "https://modeldex.test"


def listed(body: bytes, tag: str = "url") -> dict[str, str | None]:
    root = Xml.fromstring(body)
    return {
        node.findtext(f"{SITEMAP}loc") or "": node.findtext(f"{SITEMAP}lastmod") for node in root.iter(SITEMAP + tag)
    }


def test_every_page_that_it_lists_is_there_and_is_the_canonical_one(client: TestClient) -> None:
    answer = client.get("/sitemap.xml")
    assert answer.headers["content-type"].startswith("application/xml")
    found = list(listed(answer.content))
    assert len(found) == len(set(found))
    for address in found:
        page = client.get(address.removeprefix(BASE) or "/")
        assert page.status_code == 200, address
        if 'rel="canonical"' in page.text:
            assert f'<link rel="canonical" href="{address}">' in page.text


def test_everything_in_the_catalog_is_listed(client: TestClient) -> None:
    found = listed(client.get("/sitemap.xml").content)
    expected = {f"{BASE}/models/{model}" for model in BIGGER.models}
    expected |= {f"{BASE}/models/{model}/history" for model in BIGGER.models}
    expected |= {f"{BASE}/providers/{each.provider}/{each.slug}" for each in BIGGER.offerings.values()}
    expected |= {f"{BASE}/providers/{provider}" for provider in BIGGER.providers}
    expected |= {f"{BASE}/labs/{lab}" for lab in BIGGER.labs} | {f"{BASE}/families/{key}" for key in BIGGER.families}
    expected |= {f"{BASE}{path}" for path in ("/", "/models", "/offerings", "/feeds", "/methodology", "/deprecations")}
    assert expected <= found.keys()


def test_a_page_is_dated_by_its_newest_fact_and_by_nothing_where_none_is_dated(client: TestClient) -> None:
    found = listed(client.get("/sitemap.xml").content)
    for path in ("/providers/openai/gpt-5.6-luna", "/models/openai/gpt-5.6-luna", "/providers/openai", "/labs/openai"):
        assert found[f"{BASE}{path}"] == "2026-07-30"
    assert found[f"{BASE}/providers/deepseek/deepseek-v4"] is None


def test_a_price_that_is_to_come_is_no_change_yet() -> None:
    found = {each.path: each.changed for each in addresses(BIGGER, (), date(2026, 7, 29))}
    assert found["/providers/openai/gpt-5.6-luna"] is None


def test_too_many_addresses_are_split_into_files_that_an_index_lists() -> None:
    everything = [Address(f"/a/{number}", date(2026, 11, number % 28 + 1)) for number in range(25)]
    files = parts(everything, 10)
    assert [len(each) for each in files] == [10, 10, 5]
    index = listed(sitemap_index(BASE, files), "sitemap")
    assert list(index) == [f"{BASE}/sitemap-{number}.xml" for number in (1, 2, 3)]
    assert index[f"{BASE}/sitemap-1.xml"] == "2026-11-10"
    assert [address for part in files for address in listed(sitemap(BASE, part))] == [BASE + e.path for e in everything]


@pytest.mark.parametrize(("number", "status"), [("1", 200), ("2", 404), ("0", 404), ("x", 404), ("9" * 30, 404)])
def test_only_files_that_exist_are_served(client: TestClient, number: str, status: int) -> None:
    assert client.get(f"/sitemap-{number}.xml").status_code == status


def test_an_empty_catalog_has_its_pages_alone() -> None:
    nothing = type(BIGGER)({}, {}, {}, {}, {})
    assert [each.path for each in addresses(nothing, ("/",), TODAY)] == ["/"]
    assert parts([]) == ((),)
