"""Filters, search, sorting, cursors and fields of the lists."""

from dataclasses import replace

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from registry.domain.catalog import Model, Offering
from registry.web.search import Entry, folded, matching, rank
from tests.web.published import EDITION, FREE, PEAK, published

LUNA = "openai/gpt-5.6-luna"
GATEWAY = "example-gateway/openai/gpt-5.6-luna"


def ids(client: TestClient, address: str) -> list[str]:
    answer = client.get(f"/api/v1{address}")
    assert answer.status_code == 200, answer.text
    return [item["id"] for item in answer.json()["items"]]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", [PEAK.id, GATEWAY, FREE.id, LUNA]),
        ("lab=openai", [GATEWAY, LUNA]),
        ("lab=openai,deepseek&provider=openai,deepseek", [PEAK.id, LUNA]),
        ("family=gpt-5.6", [GATEWAY, LUNA]),
        ("family=openai/gpt-5.6&provider=openai", [LUNA]),
        ("model=openai/gpt-5.6-luna", [GATEWAY, LUNA]),
        ("capability=vision", [LUNA]),
        ("capability=vision,function_calling", [LUNA]),
        ("capability=vision&capability=fine_tuning", []),
        ("in=image&out=text", [LUNA]),
        ("context_min=128000", [PEAK.id, FREE.id, LUNA]),
        ("context_min=0", [PEAK.id, FREE.id, LUNA]),
        ("max_output_min=1", [LUNA]),
        ("open_weights=true", [PEAK.id]),
        ("open_weights=false", [GATEWAY, LUNA]),
        ("status=deprecated", [FREE.id]),
        ("released_after=2026-07-09", [LUNA]),
        ("released_after=2026-07-10", []),
        ("released_before=2026-07-10", [LUNA]),
        ("released_before=2026-07-09", []),
        ("input_max=0.2", [PEAK.id, FREE.id, LUNA]),
        ("input_max=0.19", [PEAK.id, FREE.id]),
        ("tier=batch", [LUNA]),
        ("tier=batch&input_max=0.1", [LUNA]),
        ("tier=batch&input_max=0.09", []),
        ("input_max=0.5&as_of=2026-06-26", [PEAK.id, FREE.id]),
        ("input_max=&q=&lab=", [PEAK.id, GATEWAY, FREE.id, LUNA]),
    ],
)
def test_offerings_are_filtered(client: TestClient, query: str, expected: list[str]) -> None:
    assert ids(client, f"/offerings?{query}") == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("released_after=2026-04-01", ["deepseek/deepseek-v4", LUNA]),
        ("released_before=2026-01-01", ["deepseek/tiny"]),
        ("released_before=2026-04-30", ["deepseek/tiny"]),
        ("released_before=2026-05-01", ["deepseek/deepseek-v4", "deepseek/tiny"]),
        ("released_after=2025-06-01&released_before=2026-01-01", []),
        ("provider=example-gateway", ["deepseek/tiny", LUNA]),
        ("open_weights=true", ["deepseek/deepseek-v4"]),
        ("sort=input", ["deepseek/tiny", "deepseek/deepseek-v4", LUNA]),
        ("sort=released&dir=desc", [LUNA, "deepseek/deepseek-v4", "deepseek/tiny"]),
        ("sort=context", ["deepseek/deepseek-v4", LUNA, "deepseek/tiny"]),
        ("sort=context&dir=desc", [LUNA, "deepseek/deepseek-v4", "deepseek/tiny"]),
    ],
)
def test_models_are_filtered_and_sorted(client: TestClient, query: str, expected: list[str]) -> None:
    assert ids(client, f"/models?{query}") == expected


@pytest.mark.parametrize("query", ["gpt 5.6 luna", "gpt-5.6-luna", "GPT-5.6 Luna", "luna gpt", "LUNA", "gpt5.6luna"])
def test_words_meet_whatever_separates_them(client: TestClient, query: str) -> None:
    assert LUNA in ids(client, f"/offerings?q={query}")


def test_a_search_puts_the_exact_id_first(client: TestClient) -> None:
    assert ids(client, f"/offerings?q={LUNA}") == [LUNA, GATEWAY]


def test_an_id_as_it_is_asked_for_goes_before_its_dated_versions() -> None:
    entries = {name: Entry.of([f"lab/{name}", name, "Luna"], []) for name in ("luna", "luna-2026-08")}
    offerings = {
        name: Offering(f"lab/{name}", "lab", name, name, "lab/luna", released=day)
        for name, day in (("luna", "2026-07"), ("luna-2026-08", "2026-08"))
    }
    assert matching(entries, "luna", offerings) == ("luna", "luna-2026-08")


def test_of_equal_matches_a_labs_own_offering_goes_first_and_then_the_newest() -> None:
    entry = Entry.of(["a", "Luna"], [])
    models = {
        key: Model(key, "Luna", "lab", None, "luna", released=day) for key, day in (("b", None), ("c", "2026-07"))
    }
    offerings = {
        each.id: each
        for each in (
            Offering("early/luna", "early", "luna", "luna", "lab/luna", released="2026-07"),
            Offering("lab/luna", "lab", "luna", "luna", "lab/luna", released="2026-01"),
            Offering("late/luna", "late", "luna", "luna", "lab/luna", released="2026-08"),
        )
    }
    assert matching(dict.fromkeys(models, entry), "luna", models) == ("c", "b")
    assert matching(dict.fromkeys(offerings, entry), "luna", offerings) == ("lab/luna", "late/luna", "early/luna")


@pytest.mark.parametrize(
    ("query", "expected"),
    [("openai gpt 4o mini", 0), ("GPT-4o mini", 1), ("gpt 4o", 2), ("4o mini", 3), ("chatty mini", 4), ("gpt 5", -1)],
)
def test_relevance_goes_from_the_id_over_name_prefix_and_words_to_the_rest(query: str, expected: int) -> None:
    assert rank(Entry.of(["openai/gpt-4o-mini", "GPT-4o mini"], ["Chatty Labs"]), query) == expected


@pytest.mark.parametrize("query", ['"', "(", "*", "%", "'; drop", "\\", "é"])
def test_marks_that_mean_something_elsewhere_find_nothing(client: TestClient, query: str) -> None:
    assert client.get("/api/v1/models", params={"q": query}).json()["items"] == []


def test_folding_makes_every_separator_a_space() -> None:
    assert folded("  Claude_Sonnet-4.5:Free ") == "claude sonnet 4 5 free"


@pytest.mark.parametrize(
    ("direction", "known"), [("asc", [FREE.id, PEAK.id, LUNA]), ("desc", [LUNA, PEAK.id, FREE.id])]
)
def test_an_unknown_price_sorts_last_both_ways(client: TestClient, direction: str, known: list[str]) -> None:
    assert ids(client, f"/offerings?sort=input&dir={direction}") == [*known, GATEWAY]


@pytest.mark.parametrize("direction", ["asc", "desc"])
def test_ties_go_by_id_in_both_directions(client: TestClient, direction: str) -> None:
    tied = [one for one in ids(client, f"/offerings?sort=context&dir={direction}") if one in (PEAK.id, FREE.id)]
    assert tied == [PEAK.id, FREE.id]


@pytest.mark.parametrize("query", ["sort=input&dir=desc", "q=gpt", "sort=context"])
@pytest.mark.parametrize("limit", [1, 2, 3])
def test_walking_the_cursors_gives_every_item_once(client: TestClient, query: str, limit: int) -> None:
    walked: list[str] = []
    cursor = ""
    while True:
        answer = client.get(f"/api/v1/offerings?{query}&limit={limit}&cursor={cursor}").json()
        walked += [item["id"] for item in answer["items"]]
        if answer["next"] is None:
            break
        cursor = answer["next"]
    assert walked == ids(client, f"/offerings?{query}")
    assert len(walked) == answer["total"]


def test_a_cursor_of_another_edition_is_gone(app: FastAPI, client: TestClient) -> None:
    cursor = client.get("/api/v1/offerings?limit=1").json()["next"]
    app.state.reader._published = published(edition=replace(EDITION, number=8))
    answer = client.get(f"/api/v1/offerings?limit=1&cursor={cursor}")
    assert answer.status_code == 410
    assert answer.json()["asked"] == 7


def test_a_cursor_does_not_serve_another_query(client: TestClient) -> None:
    cursor = client.get("/api/v1/offerings?limit=1").json()["next"]
    assert client.get(f"/api/v1/offerings?limit=1&lab=openai&cursor={cursor}").status_code == 400


@pytest.mark.parametrize("cursor", ["x", "W10", "é", "bnVsbA", "WzcsIjIwMjYtMTEtMjMiLC01LCJ4Il0", "%00", "[" * 300])
def test_a_malformed_cursor_is_refused(client: TestClient, cursor: str) -> None:
    assert client.get(f"/api/v1/offerings?cursor={cursor}").status_code in (400, 422)


def test_fields_pick_members(client: TestClient) -> None:
    answer = client.get("/api/v1/offerings?fields=id,limits&fields=rates&provider=openai").json()
    assert list(answer["items"][0]) == ["id", "limits", "rates"]


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("colour=blue", "colour"),
        ("limit=0", "limit"),
        ("limit=501", "limit"),
        ("limit=ten", "limit"),
        ("context_min=-1", "context_min"),
        ("sort=price", "sort"),
        ("dir=up", "dir"),
        ("status=gone", "status"),
        ("capability=flight", "capability"),
        ("fields=secret", "fields"),
        ("open_weights=maybe", "open_weights"),
        ("as_of=soon", "as_of"),
        ("input_max=1e9", "input_max"),
        ("q=" + "x" * 301, "q"),
        ("q=a&q=b", "q"),
        ("q=%00", "q"),
    ],
)
def test_a_parameter_that_cannot_be_used_is_named(client: TestClient, query: str, parameter: str) -> None:
    answer = client.get(f"/api/v1/offerings?{query}")
    assert answer.status_code == 422
    assert answer.json()["parameter"] == parameter


def test_an_unknown_parameter_lists_those_that_exist(client: TestClient) -> None:
    assert "released_after" in client.get("/api/v1/models?release_after=2026-01-01").json()["known"]


def test_a_route_without_parameters_refuses_every_one(client: TestClient) -> None:
    assert client.get("/api/v1/status?limit=1").status_code == 422


@pytest.mark.parametrize("path", ["providers", "labs", "families", "capabilities", "meters", "sources", "editions"])
def test_a_short_list_is_given_whole_and_in_pages_to_those_who_ask(client: TestClient, path: str) -> None:
    whole = client.get(f"/api/v1/{path}").json()
    assert (len(whole["items"]), whole["next"]) == (whole["total"], None)
    page = client.get(f"/api/v1/{path}?limit=1").json()
    assert (page["items"], page["total"]) == (whole["items"][:1], whole["total"])
    if page["next"]:
        assert client.get(f"/api/v1/{path}?limit=500&cursor={page['next']}").json()["items"] == whole["items"][1:]
