"""The routes of the JSON API, by the contract."""

import re
from dataclasses import replace
from decimal import Decimal

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from registry.domain.catalog import DatedRate
from registry.domain.changes import changes
from registry.web.api.documentation import problem_entries, reference_page
from registry.web.filters import MODEL_FILTERS, OFFERING_FILTERS
from scrapers.claims import When
from tests.sample import LUNA, UNPRICED
from tests.web.published import BIGGER, FREE, PEAK, TODAY, published

API = "/api/v1"


def get(client: TestClient, address: str) -> dict[str, object]:
    answer = client.get(f"{API}{address}")
    assert answer.status_code == 200, answer.text
    said: dict[str, object] = answer.json()
    return said


def test_an_offering_has_the_shape_of_the_contract(client: TestClient) -> None:
    said = get(client, "/offerings/openai/gpt-5.6-luna")
    assert list(said)[:22] == [
        "id", "provider", "lab", "family", "model", "api_model_id", "slug", "rates", "limits", "modalities",
        "capabilities", "status", "announced", "released", "knowledge_cutoff", "deprecated", "retires", "deployment",
        "url", "mode", "open_weights", "unlisted",
    ]  # fmt: skip
    assert said["provider"] == {"id": "openai", "name": "OpenAI API"}
    assert said["lab"] == {"id": "openai", "name": "OpenAI"}
    assert said["family"] == {"id": "openai/gpt-5.6", "name": "GPT-5.6"}
    assert said["limits"] == {"context": 1_050_000, "input": 922_000, "output": 128_000}
    assert said["url"] == "/providers/openai/gpt-5.6-luna"
    assert said["rates"][0] == {  # type: ignore[index]
        "meter": "input",
        "unit": "token",
        "per": 1_000_000,
        "usd": 0.2,
        "tier": "standard",
        "when": None,
        "valid_from": "2026-07-30",
        "valid_from_basis": "documented",
        "valid_to": None,
        "source": "genai-prices",
    }


def test_a_long_prompt_rate_says_when_it_applies(client: TestClient) -> None:
    rates = get(client, "/offerings/openai/gpt-5.6-luna")["rates"]
    assert {"prompt_over": 272_000} in [rate["when"] for rate in rates]  # type: ignore[attr-defined]


def test_an_hour_window_is_among_the_rates_in_force(client: TestClient) -> None:
    rates = get(client, "/offerings/deepseek/deepseek-v4")["rates"]
    assert {"utc": ["01:00-04:00"]} in [rate["when"] for rate in rates]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("as_of", "usd"),
    [
        ("2026-06-26", 1),
        ("2026-07-29", 1),
        ("2026-07-30", 0.2),
        ("2026-07-29T23:59:59Z", 1),
        ("2026-07-30T00:00Z", 0.2),
    ],
)
def test_as_of_shows_the_prices_of_that_moment(client: TestClient, as_of: str, usd: float) -> None:
    for address in ("/offerings/openai/gpt-5.6-luna", "/models/openai/gpt-5.6-luna"):
        said = get(client, f"{address}?as_of={as_of}")
        rates = said["rates"] if "rates" in said else said["offerings"][1]["rates"]  # type: ignore[index]
        assert rates[0]["usd"] == usd  # type: ignore[index]
    assert get(client, f"/offerings?provider=openai&as_of={as_of}")["items"][0]["rates"][0]["usd"] == usd  # type: ignore[index]


def test_not_sourced_is_null_and_a_sourced_zero_is_zero(client: TestClient) -> None:
    luna = get(client, "/offerings/openai/gpt-5.6-luna")["capabilities"]
    assert (luna["vision"], luna["temperature"], luna["fine_tuning"]) == (True, False, None)  # type: ignore[index]
    assert get(client, "/offerings/example-gateway/openai/gpt-5.6-luna")["rates"] == []
    assert get(client, "/offerings/example-gateway/tiny:free")["rates"][0]["usd"] == 0  # type: ignore[index]


@pytest.mark.parametrize(
    "address",
    [
        "openai/GPT-5.6-Luna",
        "openai/gpt-5.6-LUNA",
        "example-gateway/openai%2Fgpt-5.6-luna",
        "example-gateway/tiny%3Afree",
    ],
)
def test_api_model_ids_meet_without_case_and_however_they_are_escaped(client: TestClient, address: str) -> None:
    assert client.get(f"{API}/offerings/{address}").status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "openai/..%2f..%2fetc%2fpasswd",
        "openai/%00",
        "openai/a%00b",
        "openai/%e2%80%ae",
        "openai/gpt-5.6-luna%0a",
        "%2e%2e/gpt-5.6-luna",
        "openai/a//b",
        "openai/" + "x" * 400,
        "openai/gpt-5.6-%c5%bfuna",
    ],
)
def test_what_cannot_be_an_id_is_not_found(client: TestClient, address: str) -> None:
    assert client.get(f"{API}/offerings/{address}").status_code == 404


def test_a_model_comes_with_its_offerings(client: TestClient) -> None:
    said = get(client, "/models/openai/gpt-5.6-luna")
    assert [one["id"] for one in said["offerings"]] == [  # type: ignore[attr-defined]
        "example-gateway/openai/gpt-5.6-luna",
        "openai/gpt-5.6-luna",
    ]
    assert said["cheapest"]["offering"] == "openai/gpt-5.6-luna"  # type: ignore[index]


def test_a_free_plan_is_named_only_where_nobody_sells_the_model(app: FastAPI, client: TestClient) -> None:
    assert get(client, "/models/deepseek/tiny")["cheapest"]["offering"] == "example-gateway/tiny:free"  # type: ignore[index]
    catalog = app.state.reader.current().catalog
    sold = replace(LUNA, id="openai/tiny", api_model_id="tiny", slug="tiny", model="deepseek/tiny")
    app.state.reader._published = published(replace(catalog, offerings={**catalog.offerings, sold.id: sold}))
    assert get(client, "/models/deepseek/tiny")["cheapest"]["offering"] == "openai/tiny"  # type: ignore[index]


@pytest.mark.parametrize("deployment", ["dedicated", "batch_only"])
def test_what_is_not_sold_by_the_call_is_never_the_cheapest(app: FastAPI, client: TestClient, deployment: str) -> None:
    catalog = app.state.reader.current().catalog
    rates = (DatedRate("input", Decimal("0.00000001"), source="litellm"),)
    other = replace(UNPRICED, rates=rates, deployment=deployment)
    app.state.reader._published = published(replace(catalog, offerings={**catalog.offerings, other.id: other}))
    assert get(client, "/models/openai/gpt-5.6-luna")["cheapest"]["offering"] == LUNA.id  # type: ignore[index]
    page = client.get("/models/openai/gpt-5.6-luna").text
    assert page.index(f'href="/providers/openai/{LUNA.slug}"') < page.index(
        f'/providers/example-gateway/{UNPRICED.slug}"'
    )


def test_the_history_shows_the_cut_once(client: TestClient) -> None:
    rates = get(client, "/models/openai/gpt-5.6-luna/history")["offerings"][1]["rates"]  # type: ignore[index]
    dated = [
        (rate["usd"], rate["valid_from"], rate["valid_to"])
        for rate in rates
        if (rate["meter"], rate["tier"], rate["when"]) == ("input", "standard", None)
    ]
    assert dated == [(1, None, "2026-07-30"), (0.2, "2026-07-30", None)]


@pytest.mark.parametrize(
    "address",
    [
        "/models/openai/nothing",
        "/offerings/openai/nothing",
        "/offerings/openai/nothing/sources",
        "/providers/openais",
        "/labs/nothing",
        "/families/openai/nothing",
        "/editions/8",
        "/editions/latest",
        "/models/openai/nothing/history",
    ],
)
def test_what_does_not_exist_is_a_problem(client: TestClient, address: str) -> None:
    answer = client.get(f"{API}{address}")
    assert (answer.status_code, answer.json()["title"]) == (404, "Not found")


@pytest.mark.parametrize(
    "address", ["/providers/OpenAI", "/labs/OpenAI", "/families/OpenAI/GPT-5.6", "/models/OpenAI/GPT-5.6-Luna"]
)
def test_every_id_meets_without_case(client: TestClient, address: str) -> None:
    assert get(client, address)["id"] == address.split("/", 2)[2].lower()
    assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    ("address", "meant"),
    [
        ("/providers/openia", "openai"),
        ("/labs/deepsek", "deepseek"),
        ("/families/openai/gpt-5.66", "openai/gpt-5.6"),
        ("/models/openai/gpt-5.6-lunar", "openai/gpt-5.6-luna"),
    ],
)
def test_an_id_that_does_not_exist_is_answered_with_close_ones(client: TestClient, address: str, meant: str) -> None:
    assert meant in client.get(f"{API}{address}").json()["did_you_mean"]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("/providers", ["deepseek", "example-gateway", "openai"]),
        ("/labs", ["deepseek", "openai"]),
        ("/families", ["openai/gpt-5.6"]),
        ("/changes", [3, 2, 1]),
        ("/changes?since=6", [3]),
        ("/changes?since=2026-07-09", [3, 2]),
        ("/changes?kind=price,new", [3, 1]),
        ("/changes?offering=OPENAI/gone", [1]),
    ],
)
def test_lists_are_in_their_order(client: TestClient, address: str, expected: list[object]) -> None:
    said = get(client, address)
    assert [item["id"] for item in said["items"]] == expected  # type: ignore[attr-defined]
    assert (said["edition"], said["next"], said["total"]) == (7, None, len(expected))


def test_a_price_change_is_told_per_million_and_in_per_cent(client: TestClient) -> None:
    change = get(client, "/changes?kind=price")["items"][0]  # type: ignore[index]
    assert (change["old"], change["new"], change["per"], change["percent"]) == (1, 0.2, 1_000_000, -80)


def test_changes_go_on_after_the_last_one_seen(client: TestClient) -> None:
    first = get(client, "/changes?limit=2")
    rest = get(client, f"/changes?limit=2&cursor={first['next']}")
    assert [item["id"] for item in first["items"] + rest["items"]] == [3, 2, 1]  # type: ignore[operator]
    assert (first["total"], rest["total"], rest["next"]) == (3, 3, None)


@pytest.mark.parametrize("query", ["cursor=c99", "cursor=c2&kind=price", "cursor=2", "cursor=c", "cursor=c" + "9" * 30])
def test_a_cursor_of_changes_is_one_that_was_made_for_the_query(client: TestClient, query: str) -> None:
    assert client.get(f"{API}/changes?{query}").status_code == 400


@pytest.mark.parametrize("since", ["soon", "-1", "2026-13-01", "\u0661"])
def test_since_is_a_day_or_an_edition(client: TestClient, since: str) -> None:
    assert client.get(f"{API}/changes", params={"since": since}).json()["parameter"] == "since"


def test_shutdowns_to_come_are_before_the_past(client: TestClient) -> None:
    offerings = [item["offering"] for item in get(client, "/deprecations")["items"]]  # type: ignore[attr-defined]
    assert offerings == ["deepseek/deepseek-v4", "example-gateway/tiny:free"]


@pytest.mark.parametrize(
    ("retires", "expected"),
    [
        ("2026-11", [PEAK.id, FREE.id]),
        ("2026-12", [PEAK.id, FREE.id]),
        ("2026", [PEAK.id, FREE.id]),
        ("2027-01", [FREE.id, PEAK.id]),
        ("2026-10", [FREE.id, PEAK.id]),
    ],
)
def test_a_shutdown_without_its_day_is_past_after_the_last_one(
    app: FastAPI, client: TestClient, retires: str, expected: list[str]
) -> None:
    other = replace(FREE, deprecated="2026-12-31")
    dated = {PEAK.id: replace(PEAK, retires=retires), FREE.id: other}
    app.state.reader._published = published(replace(BIGGER, offerings=dated))
    assert [item["offering"] for item in get(client, "/deprecations")["items"]] == expected  # type: ignore[attr-defined]


def test_a_change_of_a_price_says_tier_and_condition_in_the_words_of_the_contract(
    app: FastAPI, client: TestClient
) -> None:
    before = replace(PEAK, rates=())
    when = When(utc=("01:00-04:00",), weekdays=(1, 2), excluding=("2026-10-01",))
    after = replace(PEAK, rates=(DatedRate("input", Decimal("0.00000014"), "batch", when),))
    (found,) = changes(
        replace(BIGGER, offerings={PEAK.id: before}), replace(BIGGER, offerings={PEAK.id: after}), edition=7, day=TODAY
    )
    app.state.reader._published = published(changes=(found,))
    assert get(client, "/changes")["items"][0]["rate"] == {  # type: ignore[index]
        "tier": "batch",
        "when": {"utc": ["01:00-04:00"], "weekdays": [1, 2], "except": ["2026-10-01"]},
    }


def test_comparing_takes_an_offering_first_and_a_prefix_decides(client: TestClient) -> None:
    said = get(client, "/compare?id=openai/gpt-5.6-luna&id=model:openai/gpt-5.6-luna&id=deepseek/tiny")
    assert [item["kind"] for item in said["items"]] == ["offering", "model", "model"]  # type: ignore[attr-defined]


@pytest.mark.parametrize("count", [1, 7])
def test_comparing_takes_two_to_six(client: TestClient, count: int) -> None:
    ids = [f"openai/{number}" for number in range(count)]
    assert client.get(f"{API}/compare", params={"id": ids}).status_code == 422


@pytest.mark.parametrize(
    ("name", "provider", "offering", "model"),
    [
        ("GPT-5.6-luna", "openai", "openai/gpt-5.6-luna", "openai/gpt-5.6-luna"),
        ("openai/gpt-5.6-luna", "", "openai/gpt-5.6-luna", "openai/gpt-5.6-luna"),
        ("us.openai.gpt-5.6-luna-v1:0", "amazon-bedrock", None, "openai/gpt-5.6-luna"),
        ("deepseek/tiny", "", None, "deepseek/tiny"),
    ],
)
def test_a_messy_name_is_resolved_by_a_rule(
    client: TestClient, name: str, provider: str, offering: str | None, model: str
) -> None:
    said = client.get(f"{API}/resolve", params={"name": name, "provider": provider}).json()
    assert (said["offering"], said["model"]["id"]) == (offering, model)
    assert said["rule"]


def test_a_name_that_means_nothing_is_never_guessed(client: TestClient) -> None:
    said = client.get(f"{API}/resolve", params={"name": "gpt-5.6-lunar"}).json()
    assert (said["offering"], said["model"], said["rule"]) == (None, None, None)


def test_the_status_tells_of_an_overdue_refresh(app: FastAPI, client: TestClient) -> None:
    assert get(client, "/status")["status"] == "ok"
    state = app.state.reader.current()
    app.state.reader._published = replace(state, day=state.next_refresh.date().replace(month=12, day=2))
    said = get(client, "/status")
    assert (said["status"], said["overdue"]) == ("attention", True)
    assert said["reasons"] == ["refresh overdue since 2026-11-30"]


def test_a_source_tells_its_age_and_its_next_run(client: TestClient) -> None:
    source = get(client, "/sources")["items"][0]  # type: ignore[index]
    assert (source["age_days"], source["next_refresh"]) == (3, "2026-11-30T03:00:00Z")


def test_every_field_names_its_winner_and_no_document_that_was_not_read(client: TestClient) -> None:
    fields = {one["field"]: one for one in get(client, "/offerings/openai/gpt-5.6-luna/sources")["fields"]}  # type: ignore[attr-defined]
    claim = fields["context"]["claims"][0]
    assert (fields["context"]["value"], claim["source"], claim["won"]) == (1_050_000, "models-dev", True)
    assert (claim["url"], claim["sha256"], claim["fetched_at"]) == ("https://models.dev/api.json", None, None)


def test_every_route_and_parameter_is_documented_with_an_example(app: FastAPI) -> None:
    document = app.openapi()
    for path, methods in document["paths"].items():
        for route in methods.values():
            assert route["summary"], path
            assert route["description"], path
            for parameter in route.get("parameters", ()):
                assert parameter["description"], (path, parameter["name"])
                assert "example" in parameter or parameter["schema"].get("examples"), (path, parameter["name"])


def test_every_documented_filter_is_a_filter_of_the_table(app: FastAPI) -> None:
    for path, filters in (("models", MODEL_FILTERS), ("offerings", OFFERING_FILTERS)):
        documented = {row["name"] for row in app.openapi()["paths"][f"{API}/{path}"]["get"]["parameters"]}
        assert {row.parameter.name for row in filters} < documented


def test_prices_are_numbers_in_the_openapi_document(app: FastAPI) -> None:
    usd = app.openapi()["components"]["schemas"]["RateView"]["properties"]["usd"]
    assert usd["type"] == "number"


def test_the_documentation_shows_every_route_and_every_problem(app: FastAPI, client: TestClient) -> None:
    text = client.get("/docs/api").text
    for path in app.openapi()["paths"]:
        assert f"<code>GET {path}</code>" in text or f"<code>POST {path}</code>" in text
    for problem in problem_entries():
        assert f'id="{problem.anchor}"' in text
    assert "<script>" not in text


def test_every_documented_example_is_accepted(app: FastAPI, client: TestClient) -> None:
    refused, tried = [], 0
    for route in (route for group in reference_page(app.openapi()).groups for route in group.routes):
        if route.method != "GET":
            continue
        address = route.path
        for parameter in route.parameters:
            address = address.replace(f"{{{parameter.name}}}", parameter.example)
        needed = {one.name: one.example for one in route.parameters if one.required and one.place == "query"}
        needed |= {"input": "1000"} if route.path == f"{API}/estimate" else {}  # a usage of nothing is none
        for parameter in route.parameters:
            if parameter.place == "query" and parameter.name != "cursor":  # a cursor is good for its own query only
                tried += 1
                answer = client.get(address, params=needed | {parameter.name: parameter.example})
                if answer.status_code in (400, 422):
                    refused.append((str(answer.url), answer.json()["detail"]))
    assert refused == []
    assert tried > 50


def test_the_documentation_is_written_for_people(client: TestClient) -> None:
    text = client.get("/docs/api").text
    assert "`" not in text
    assert "<code>null</code>" in text
    assert "ListOf_" not in re.sub(r'(id="|href="#)[^"]*"', "", text)
    assert "<code>True</code>" not in text


def test_the_anchors_of_the_documentation_differ(app: FastAPI) -> None:
    page = reference_page(app.openapi())
    anchors = [route.anchor for group in page.groups for route in group.routes]
    assert len(anchors) == len(set(anchors))


def test_what_a_problem_is_called_leads_to_its_documentation(client: TestClient) -> None:
    kind = client.get(f"{API}/models/none/none").json()["type"]
    assert f'id="{kind.partition("#")[2]}"' in client.get("/docs/api").text
