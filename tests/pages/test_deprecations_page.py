"""The calendar of shutdowns: filtered and paged by its address, and the same as JSON, CSV and iCalendar."""

import csv
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from registry.domain.catalog import Offering
from registry.settings import Settings
from registry.web.app import create_app
from registry.web.deprecations import ending_of
from tests.pages.conftest import soup, words
from tests.sample import LUNA
from tests.web.published import BIGGER, FREE, PEAK, TODAY, published

TENTATIVE = replace(LUNA, retires_earliest="2027-06-26", citations={"retires_earliest": "openai-deprecations"})
STAYED = replace(
    LUNA, id="openai/stayed", api_model_id="stayed", slug="stayed", model="deepseek/tiny", retires_earliest="2026-05-01"
)
CITED = replace(PEAK, citations={"retires": "litellm"})
OFFERINGS = {one.id: one for one in (CITED, TENTATIVE, STAYED, FREE)}


def client_of(tmp_path: Path, offerings: dict[str, Offering]) -> TestClient:
    state = published(replace(BIGGER, offerings=offerings))
    return TestClient(create_app(Settings(data_dir=tmp_path), published=state))


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    return client_of(tmp_path_factory.mktemp("deprecations"), OFFERINGS)


def test_a_day_before_which_nothing_stops_is_marked_as_such(client: TestClient) -> None:
    assert [words(row) for row in soup(client, "/deprecations").select("#coming tbody tr")] == [
        "2027-01-15 in 53 days DeepSeek V4 DeepSeek API Shuts down deepseek-v4",
        "not before 2027-06-26 in 215 days GPT-5.6 Luna OpenAI API May shut down gpt-5.6-luna",
    ]


def test_the_first_sentence_is_about_everything_and_another_one_about_what_is_filtered(client: TestClient) -> None:
    page = soup(client, "/deprecations?provider=openai")
    assert words(page.select_one(".lede")) == (
        "2 offerings have a date ahead. The next: DeepSeek V4 on DeepSeek API stops answering on 15 Jan 2027."
    )
    assert words(page.select_one("#results > .about")) == (
        "1 of these has a date ahead. The next: GPT-5.6 Luna on OpenAI API stays at least until 26 Jun 2027."
    )
    lab = soup(client, "/deprecations?lab=deepseek&provider=example-gateway")
    assert words(lab.select_one("#results > .about")) == "None of these has a date ahead."
    nothing = soup(client, "/deprecations?provider=nosuch")
    assert nothing.select_one("#results > .about") is None
    assert words(nothing.select_one(".empty")) == "Nothing matches all of these filters. Start again ."
    assert soup(client, "/deprecations").select_one("#results > .about") is None
    assert soup(client, "/deprecations?when=past").select_one("#results > .about") is None


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("", [PEAK.id, LUNA.id, FREE.id]),
        ("q=luna", [LUNA.id]),
        ("provider=OpenAI,deepseek", [PEAK.id, LUNA.id]),
        ("lab=deepseek", [PEAK.id, FREE.id]),
        ("source=litellm", [PEAK.id]),
        ("when=coming", [PEAK.id, LUNA.id]),
        ("when=past", [FREE.id]),
        ("when=past&lab=openai", []),
    ],
)
def test_page_api_and_csv_keep_the_same_offerings_in_the_same_order(
    client: TestClient, query: str, ids: list[str]
) -> None:
    told = client.get(f"/api/v1/deprecations?{query}").json()
    assert ([one["offering"] for one in told["items"]], told["total"]) == (ids, len(ids))
    rows = list(csv.DictReader(StringIO(client.get(f"/deprecations.csv?{query}").text)))
    assert [row["offering"] for row in rows] == ids
    page = soup(client, f"/deprecations?{query}")
    pages = [OFFERINGS[one] for one in ids]
    shown = [str(link["href"]) for link in page.select("tbody .id a")]
    assert shown == [f"/providers/{one.provider}/{one.slug}" for one in pages]
    assert words(page.select_one('[role="status"]')) == (f"{len(ids)} of 3" if query else "3 in all")


@pytest.mark.parametrize(
    ("query", "calendar", "events"),
    [
        ("", "/deprecations.ics", 3),
        ("?when=past", "/deprecations.ics", 3),
        ("?provider=openai", "/providers/openai.ics", 2),
        ("?provider=OpenAI", "/providers/openai.ics", 2),
        ("?provider=nosuch", "/deprecations.ics?provider=nosuch", 0),
        ("?provider=../../x?a=b", "/deprecations.ics?provider=..%2F..%2Fx%3Fa%3Db", 0),
        ("?lab=openai", "/deprecations.ics?lab=openai", 1),
        ("?provider=openai&lab=openai", "/deprecations.ics?provider=openai&lab=openai", 1),
        ("?provider=openai,deepseek", "/deprecations.ics?provider=openai%2Cdeepseek", 3),
    ],
)
def test_the_calendar_of_what_is_filtered_is_one_link_away(
    client: TestClient, query: str, calendar: str, events: int
) -> None:
    link = soup(client, f"/deprecations{query}").select_one(".bar a")
    assert link is not None
    assert link["href"] == calendar
    assert client.get(calendar).text.count("BEGIN:VEVENT") == events


def test_a_long_list_is_walked_by_links_from_what_is_to_come_to_what_is_over(tmp_path: Path) -> None:
    many = {
        f"deepseek/m{number}": replace(
            PEAK, id=f"deepseek/m{number}", api_model_id=f"m{number}", slug=f"m{number}", retires=f"2027-01-{number:02}"
        )
        for number in range(1, 6)
    }
    client = client_of(tmp_path, {**many, FREE.id: FREE})
    path, walked, headings = "/deprecations?limit=2", [], []
    while path:
        page = soup(client, path)
        walked.append([str(day["datetime"]) for day in page.select("tbody time")])
        headings.append([words(heading) for heading in page.select("#results h2")])
        following = page.select_one('a[rel="next"]')
        path = f"{following['href']}&limit=2" if following else ""
    assert walked == [["2027-01-01", "2027-01-02"], ["2027-01-03", "2027-01-04"], ["2027-01-05", "2026-03-01"]]
    assert headings == [["To come"], ["To come"], ["To come", "Past shutdowns and deprecations"]]
    more = soup(client, "/deprecations?limit=2&lab=deepseek").select_one(".more a")
    assert more is not None
    assert (words(more), more["href"]) == (
        "Past shutdowns and deprecations (1)",
        "/deprecations?lab=deepseek&when=past",
    )


def test_ids_that_share_their_day_are_one_row_and_each_counts(tmp_path: Path) -> None:
    twin = replace(PEAK, id="deepseek/v4", api_model_id="v4", slug="v4")
    page = soup(client_of(tmp_path, {PEAK.id: PEAK, twin.id: twin}), "/deprecations")
    assert len(page.select("tbody tr")) == 1
    assert words(page.select_one("tbody .id")) == "deepseek-v4 v4"
    assert words(page.select_one('[role="status"]')) == "2 in all"


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"retires": "2027-01-15", "retires_earliest": "2026-12-01", "deprecated": "2026-03-01"}, "retires"),
        ({"retires_earliest": "2026-12-01", "deprecated": "2026-03-01"}, "retires_earliest"),
        ({"retires_earliest": "2026-11", "deprecated": "2026-03-01"}, "retires_earliest"),
        ({"retires_earliest": "2026-10-01", "deprecated": "2026-03-01"}, "deprecated"),
        ({"retires_earliest": "2026-10-01"}, None),
        ({}, None),
    ],
)
def test_a_day_before_which_nothing_stops_says_nothing_once_it_is_over(said: dict[str, str], field: str | None) -> None:
    found = ending_of(replace(PEAK, **{"retires": None, **said}), TODAY)  # type: ignore[arg-type]
    assert (found.field if found else None) == field


@pytest.mark.parametrize(
    ("said", "words_"), [("2027", "in 2027"), ("2027-02", "in Feb 2027"), ("2027-02-03", "on 3 Feb")]
)
def test_a_sentence_keeps_the_precision_of_the_date(tmp_path: Path, said: str, words_: str) -> None:
    page = soup(client_of(tmp_path, {PEAK.id: replace(PEAK, retires=said)}), "/deprecations")
    assert f"stops answering {words_}" in words(page.select_one(".lede"))
