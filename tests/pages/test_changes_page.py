"""The page of what changed, and the same as CSV, JSON and Atom."""

import csv
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from starlette.testclient import TestClient

from registry.domain.catalog import CHANGE_KINDS, Basis, Change, DatedRate
from registry.domain.news import ChangeCount
from registry.settings import Settings
from registry.web.app import create_app
from registry.web.pages.changes import change_rows
from registry.web.pages.site import Site
from registry.web.pages.wording import percent_change
from tests.pages.conftest import soup, words
from tests.sample import LUNA
from tests.web.published import BIGGER, CHANGES, PEAK, published

IN_WEEKS = (
    Change(9, 7, date(2026, 11, 12), "price", PEAK.id, "output", "0.00018000003", "0.0001800001", "litellm"),
    Change(8, 7, date(2026, 11, 9), "price", PEAK.id, "input", "0.0000001", "0.0000002", "litellm"),
    Change(7, 7, date(2026, 11, 8), "limit", PEAK.id, "context", "64000", "128000", "models-dev"),
    *CHANGES,
)
COUNTED = tuple(ChangeCount(one.offering, one.kind, one.source, 1) for one in IN_WEEKS)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    state = published(changes=IN_WEEKS, changes_counted=COUNTED)
    return TestClient(create_app(Settings(data_dir=tmp_path_factory.mktemp("changes")), published=state))


def test_changes_stand_by_week_with_old_and_new_value_percentage_and_source(client: TestClient) -> None:
    page = soup(client, "/changes")
    assert [words(heading) for heading in page.select("#results h2")] == [
        "Week of 9 Nov 2026",
        "Week of 2 Nov 2026",
        "Week of 27 Jul 2026",
        "Week of 6 Jul 2026",
        "Week of 22 Jun 2026",
    ]
    assert [words(row) for row in page.select("tbody tr")] == [
        "2026-11-12 DeepSeek V4 DeepSeek API · deepseek-v4 Output tokens $180.00003 $180.0001"
        " ▲ under 0.1% higher litellm",
        "2026-11-09 DeepSeek V4 DeepSeek API · deepseek-v4 Input tokens $0.10 $0.20 ▲ 100% higher litellm",
        "2026-11-08 DeepSeek V4 DeepSeek API · deepseek-v4 Context 64,000 128,000 models.dev",
        "2026-07-30 GPT-5.6 Luna OpenAI API · gpt-5.6-luna Input tokens $1.00 $0.20 ▼ 80% lower genai-prices",
        "2026-07-09 GPT-5.6 Luna OpenAI API · gpt-5.6-luna Status limited available openai",
        "2026-06-26 gone OpenAI API · gone New offering",
    ]


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("", [9, 8, 7, 3, 2, 1]),
        ("q=luna", [3, 2]),
        ("q=deepseek+v4&kind=limit", [7]),
        ("provider=OpenAI", [3, 2, 1]),
        ("lab=deepseek", [9, 8, 7]),
        ("kind=new,status", [2, 1]),
        ("source=models-dev", [7]),
        ("direction=up", [9, 8]),
        ("direction=down", [3]),
        ("since=2026-07-09&until=2026-11-08", [7, 3, 2]),
        ("since=6", [9, 8, 7, 3]),
        ("q=nothing+of+the+kind", []),
    ],
)
def test_page_api_and_csv_keep_the_same_changes_in_the_same_order(
    client: TestClient, query: str, ids: list[int]
) -> None:
    told = client.get(f"/api/v1/changes?{query}").json()
    assert ([one["id"] for one in told["items"]], told["total"]) == (ids, len(ids))
    rows = list(csv.DictReader(StringIO(client.get(f"/changes.csv?{query}").text)))
    page = soup(client, f"/changes?{query}")
    days = [one["day"] for one in told["items"]]
    assert [row["day"] for row in rows] == days == [str(day["datetime"]) for day in page.select("tbody time")]
    assert words(page.select_one('[role="status"]')).startswith(f"{len(ids)} of 6" if query else "6 in all")


@pytest.mark.parametrize(
    ("basis", "told"), [("observed", "2026-11-09 first seen"), ("documented", "2026-11-09 DeepSeek V4")]
)
def test_a_day_that_no_source_gives_is_told_to_be_that_of_first_sight(tmp_path: Path, basis: Basis, told: str) -> None:
    now = DatedRate(
        "input", Decimal("0.0000002"), valid_from=datetime(2026, 11, 9, tzinfo=UTC), basis=basis, source="litellm"
    )
    change = replace(IN_WEEKS[1], rate={"tier": "standard", "when": None})
    catalog = replace(BIGGER, offerings={**BIGGER.offerings, PEAK.id: replace(PEAK, rates=(now,))})
    state = published(catalog, changes=(change,), changes_counted=COUNTED[:1])
    client = TestClient(create_app(Settings(data_dir=tmp_path), published=state))
    assert client.get("/api/v1/changes").json()["items"][0]["basis"] == basis
    assert words(soup(client, "/changes").select_one("tbody tr")).startswith(told)
    assert ("first seen on 2026-11-09" in client.get("/changes.atom").text) is (basis == "observed")
    assert f"2026-11-09,{basis}," in client.get("/changes.csv").text


def test_what_is_active_can_be_taken_off_and_is_in_every_format(client: TestClient) -> None:
    page = soup(client, "/changes?provider=deepseek&direction=up")
    assert {words(link): link["href"] for link in page.select(".active a")} == {
        "Remove Provider: DeepSeek API": "/changes?direction=up",
        "Remove Price: ▲ Higher": "/changes?provider=deepseek",
    }
    assert {words(link): link["href"] for link in page.select(".bar a")} == {
        "CSV": "/changes.csv?provider=deepseek&direction=up",
        "Atom": "/changes.atom?provider=deepseek&direction=up",
        "JSON": "/api/v1/changes?provider=deepseek&direction=up",
    }
    for link in page.select(".bar a, .active a"):
        assert client.get(str(link["href"])).status_code == 200
    assert client.get("/changes.atom?provider=deepseek&direction=up").text.count("<entry>") == 2


def test_a_narrowed_feed_is_a_feed_of_its_own_whatever_the_order_of_its_filters(client: TestClient) -> None:
    def identity(query: str) -> str:
        return str(BeautifulSoup(client.get(f"/changes.atom{query}").text, "xml").select_one("feed > id"))

    narrowed = identity("?provider=deepseek&direction=up")
    assert narrowed == identity("?direction=up&provider=deepseek") == identity("?provider=deepseek&direction=up&utm=x")
    assert narrowed != identity("")


def test_the_form_offers_what_there_is_with_counts(client: TestClient) -> None:
    page = soup(client, "/changes?kind=price&since=2026-07-01")
    assert [words(option) for option in page.select("#f-provider option")] == [
        "Any",
        "DeepSeek API (3)",
        "OpenAI API (3)",
    ]
    assert [words(option) for option in page.select("#f-lab option")] == ["Any", "DeepSeek (3)", "OpenAI (2)"]
    assert words(page.select_one("#f-kind option[selected]")) == "Price (3)"
    since = page.select_one("#f-since")
    assert since is not None
    assert (since["type"], since["value"]) == ("date", "2026-07-01")


def test_the_number_of_an_edition_stays_in_the_form(client: TestClient) -> None:
    since = soup(client, "/changes?since=6").select_one("#f-since")
    assert since is not None
    assert (since["type"], since["value"]) == ("text", "6")


def test_a_long_list_is_walked_by_links_and_shows_every_change_once(client: TestClient) -> None:
    path, seen = "/changes?limit=4&provider=deepseek,openai", []
    while path:
        page = soup(client, path)
        seen += [str(day["datetime"]) for day in page.select("tbody time")]
        following = page.select_one('a[rel="next"]')
        path = f"{following['href']}&limit=4" if following else ""
    assert seen == [one.day.isoformat() for one in IN_WEEKS]


def test_where_nothing_matches_the_page_says_so(client: TestClient) -> None:
    page = soup(client, "/changes?provider=nobody")
    assert words(page.select_one(".empty")).startswith("Nothing matches all of these filters.")
    assert "href" in str(page.select_one(".empty a"))


def test_what_is_misspelt_is_refused_where_it_has_a_value_of_its_own(client: TestClient) -> None:
    assert client.get("/changes?direction=sideways").status_code == 422
    assert client.get("/api/v1/changes?derection=up").status_code == 422


@pytest.mark.parametrize("kind", CHANGE_KINDS)
def test_every_kind_of_change_is_told_in_words(site: Site, kind: str) -> None:
    field = {"price": "input", "limit": "context", "capability": "capability.pdf_input", "lifecycle": "retires"}
    change = Change(1, 7, date(2026, 11, 9), kind, LUNA.id, field.get(kind, kind), None, "0.0000002")
    (row,) = change_rows(site, [change])
    assert row.what[0].isupper()
    assert "_" not in row.what
    assert "." not in row.what


def test_a_value_that_was_not_sourced_is_said_to_be_so_and_an_event_has_none(tmp_path: Path) -> None:
    told = (
        Change(2, 7, date(2026, 11, 12), "limit", PEAK.id, "max_output", None, "64000", "litellm"),
        Change(1, 7, date(2026, 11, 12), "unlisted", PEAK.id, "unlisted", None, "2026-11-12"),
    )
    client = TestClient(create_app(Settings(data_dir=tmp_path), published=published(changes=told)))
    rows = [words(row) for row in soup(client, "/changes").select("tbody tr")]
    assert rows[0].endswith("deepseek-v4 Max output Not sourced 64,000 litellm")
    assert rows[1].endswith("deepseek-v4 No longer listed")


def test_a_year_is_no_number_of_tokens(site: Site) -> None:
    change = Change(1, 7, date(2026, 11, 9), "lifecycle", LUNA.id, "retires", None, "2027")
    assert change_rows(site, [change])[0].new == "2027"


def test_prices_of_a_region_or_tier_are_told_apart(site: Site) -> None:
    change = replace(CHANGES[0], rate={"tier": "batch", "when": {"region": "us"}})
    assert change_rows(site, [change])[0].what == "Input tokens, batch, region us"


@pytest.mark.parametrize(
    ("old", "new", "text"),
    [("180.00003", "180.0001", "▲ under 0.1%"), ("2", "1.999", "▼ under 0.1%"), ("2", "1.998", "▼ 0.1%")],
)
def test_a_change_that_is_there_is_never_no_change(old: str, new: str, text: str) -> None:
    assert percent_change(Decimal(old), Decimal(new)) == text
