"""The dense tables: what a narrow screen calls their columns, and how they show what is not sourced."""

import re
from dataclasses import replace
from datetime import date

import pytest
from bs4 import Tag
from starlette.testclient import TestClient

from registry.domain.catalog import Change
from registry.locate import folder
from registry.settings import Settings
from registry.web.app import create_app
from tests.pages.conftest import soup, words
from tests.web.published import BIGGER, FREE, PEAK, published

LUNA = "/models/openai/gpt-5.6-luna"
OFFERS = [
    # every variant of the table: with and without a difference to the lab's price, with and without boxes
    LUNA,
    "/models/deepseek/tiny",
    "/providers/example-gateway/openai-gpt-5.6-luna",
    "/providers/openai",
    "/labs/openai",
    "/families/openai/gpt-5.6",
]
NEAR = ["/providers/deepseek/tiny", "/providers/deepseek/deepseek-v4"]
TWIN = replace(FREE, id="deepseek/tiny", provider="deepseek", api_model_id="tiny", slug="tiny")
CHANGES = (
    Change(4, 7, date(2026, 11, 12), "price", PEAK.id, "output", "0.000002", None, "litellm"),
    Change(3, 7, date(2026, 11, 11), "price", PEAK.id, "input", "0.000002", "0.000001", "litellm"),
    Change(2, 7, date(2026, 11, 10), "capability", PEAK.id, "capability.pdf_input", None, "true", "litellm"),
    Change(1, 7, date(2026, 11, 9), "new", PEAK.id, "", None, None, "litellm"),
)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    catalog = replace(BIGGER, offerings={**BIGGER.offerings, TWIN.id: TWIN})
    settings = Settings(data_dir=tmp_path_factory.mktemp("tables"))
    return TestClient(create_app(settings, published=published(catalog, changes=CHANGES)))


def tables(client: TestClient, paths: list[str], kind: str) -> list[Tag]:
    return [table for path in paths for table in soup(client, path).select(f"table.{kind}")]


def labels(kind: str) -> dict[int, str]:
    """What the style sheet writes before the cells of a column on a narrow screen."""
    css = (folder("templates") / "static" / "site.css").read_text()
    found = re.findall(rf"\.{kind} td:nth-child\(([0-9]+)\)::before {{ content: \"([^\"]+) \"; }}", css)
    return {int(place): label for place, label in found}


@pytest.mark.parametrize(("kind", "paths", "first", "widths"), [("offers", OFFERS, 3, {7, 10}), ("near", NEAR, 2, {4})])
def test_a_narrow_screen_calls_each_column_what_its_heading_says(
    client: TestClient, kind: str, paths: list[str], first: int, widths: set[int]
) -> None:
    said = labels(kind)
    assert sorted(said) == list(range(first, max(widths) + 1))
    found = tables(client, paths, kind)
    assert {len(table.select("thead th")) for table in found} == widths
    for table in found:
        headings = [words(heading) for heading in table.select("thead th")]
        assert all(heading.startswith(said[place]) for place, heading in enumerate(headings, 1) if place >= first)
        assert {len(row.select("th, td")) for row in table.select("tbody tr")} == {len(headings)}


@pytest.mark.parametrize("path", ["/models", "/offerings", LUNA, "/providers/example-gateway"])
def test_what_is_not_sourced_is_said_in_words_and_its_dash_is_explained(client: TestClient, path: str) -> None:
    page = soup(client, path)
    assert {words(cell) for cell in page.select("table:is(.list, .offers) td i")} == {"Not sourced"}
    legends = page.select("table:is(.list, .offers) + .dash")
    assert [words(legend) for legend in legends] == ["\N{EN DASH} not sourced"]


def test_a_change_says_both_values_whatever_is_sourced_and_keeps_its_letters(client: TestClient) -> None:
    told = [words(row) for row in soup(client, "/providers/deepseek").select("#changes li")]
    assert told == [
        "DeepSeek V4 : Output tokens $2.00 \N{RIGHTWARDS ARROW} to Not sourced 12 Nov 2026",
        "DeepSeek V4 : Input tokens $2.00 \N{RIGHTWARDS ARROW} to $1.00 ▼ 50% lower 11 Nov 2026",
        "DeepSeek V4 : PDF Input Not sourced \N{RIGHTWARDS ARROW} to yes 10 Nov 2026",
        "DeepSeek V4 : New offering 9 Nov 2026",
    ]
    beside = [words(row) for row in soup(client, "/").select(".aside section:first-child li")]
    assert "DeepSeek V4 DeepSeek API · PDF Input · 10 Nov 2026" in beside
