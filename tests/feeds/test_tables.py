"""The lists as CSV say what the API says."""

import csv
from decimal import Decimal
from io import StringIO

import pytest
from starlette.testclient import TestClient

from registry.web.feeds.tables import Table


def rows(client: TestClient, path: str) -> list[dict[str, str]]:
    answer = client.get(path)
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(StringIO(answer.text)))


@pytest.mark.parametrize(
    ("path", "key"), [("providers", "id"), ("labs", "id"), ("deprecations", "offering"), ("held", "id")]
)
def test_a_list_has_the_rows_of_the_api_in_its_order(client: TestClient, path: str, key: str) -> None:
    items = client.get(f"/api/v1/{path}").json()["items"]
    assert [row[key] for row in rows(client, f"/{path}.csv")] == [item[key] for item in items] != []


@pytest.mark.parametrize(
    "path",
    [
        *(f"/{name}.csv" for name in ("models", "offerings", "changes", "deprecations", "held", "disagreements")),
        "/changes.atom",
        "/deprecations.ics",
    ],
)
@pytest.mark.parametrize("query", ["limit=1", "limit=many", "cursor=c0", "fields=id"])
def test_a_file_of_a_list_has_no_pages(client: TestClient, path: str, query: str) -> None:
    cut, whole = client.get(f"{path}?{query}"), client.get(path)
    assert (cut.status_code, cut.text) == (200, whole.text)


def test_a_change_has_the_numbers_of_the_api(client: TestClient) -> None:
    items = {item["offering"] + item["kind"]: item for item in client.get("/api/v1/changes").json()["items"]}
    for row in rows(client, "/changes.csv"):
        item = items[row["offering"] + row["kind"]]
        assert row["day"] == item["day"]
        assert (row["old"], row["new"]) == tuple(
            "" if item[name] is None else str(item[name]) for name in ("old", "new")
        )
        assert row["percent"] == ("" if item["percent"] is None else str(item["percent"]))


def test_each_source_that_disagrees_has_a_row_and_the_published_value_comes_first(client: TestClient) -> None:
    found = rows(client, "/disagreements.csv?field=input")
    assert [(row["source"], Decimal(row["value"]), row["published"]) for row in found] == [
        ("models-dev", Decimal("0.14"), "true"),
        ("litellm", Decimal("0.28"), "false"),
    ]
    assert found[0]["when"] == '{"utc":["01:00-04:00"]}'


@pytest.mark.parametrize(("query", "count"), [("", 3), ("?state=rejected", 1), ("?source=litellm", 1)])
def test_the_queue_is_filtered_as_its_page_is(client: TestClient, query: str, count: int) -> None:
    assert len(rows(client, f"/held.csv{query}")) == count


def test_no_cell_is_run_as_a_formula() -> None:
    assert Table({"text": lambda row: row}).text(["=1+1"]) == "text\r\n'=1+1\r\n"


@pytest.mark.parametrize("path", ["/labs/openai", "/families/openai/gpt-5.6", "/providers/openai"])
def test_a_place_has_twins_that_say_what_the_api_says(client: TestClient, path: str) -> None:
    assert client.get(f"{path}.json").json() == client.get(f"/api/v1{path}").json()
    text = client.get(f"{path}.md")
    assert text.headers["content-type"] == "text/markdown; charset=utf-8"
    assert "| GPT-5.6 Luna |" in text.text
