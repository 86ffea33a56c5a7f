"""What a usage costs over HTTP."""

import json
from decimal import Decimal

import pytest
from starlette.testclient import TestClient

LUNA = "/api/v1/estimate?offering=openai/gpt-5.6-luna"
PEAK = "/api/v1/estimate?offering=deepseek/deepseek-v4"


def total(client: TestClient, address: str) -> Decimal:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    said = json.loads(answer.text, parse_float=Decimal, parse_int=Decimal)
    assert sum(item["cost_usd"] for item in said["items"]) == said["total_usd"]
    for item in said["items"]:
        assert item["quantity"] * item["usd"] / item["per"] == item["cost_usd"]
    return Decimal(said["total_usd"])


@pytest.mark.parametrize(
    ("usage", "usd"),
    [
        ("input=100000&output=100000", "0.14"),
        ("input=100000&output=100000&as_of=2026-07-15", "0.7"),
        ("input=300000&output=100000", "0.3"),
        ("input=300000&output=100000&tier=batch", "0.15"),
        ("input=272000", "0.0544"),
        ("input=272000&cache_read=1", "0.10880004"),
        ("input=1&cache_read=0", "0.0000002"),
    ],
)
def test_a_usage_costs_exactly(client: TestClient, usage: str, usd: str) -> None:
    assert total(client, f"{LUNA}&{usage}") == Decimal(usd)


@pytest.mark.parametrize(
    ("usage", "meter", "tier", "prompt_over"),
    [
        ("input=1&tier=flex", "input", "flex", None),
        ("reasoning=1", "reasoning", "standard", None),
        ("cache_read=300000&tier=batch", "cache_read", "batch", 272000),
        ("cache_read=1&tier=batch", "cache_read", "batch", None),
        ("cache_write=1&as_of=2026-07-01", "cache_write", "standard", None),
        ("input=1&region=mars", "input", "standard", None),
    ],
)
def test_a_rate_that_is_not_sourced_is_named(
    client: TestClient, usage: str, meter: str, tier: str, prompt_over: int | None
) -> None:
    answer = client.get(f"{LUNA}&{usage}")
    said = answer.json()
    assert (answer.status_code, said["meter"], said["tier"], said["prompt_over"]) == (409, meter, tier, prompt_over)
    assert answer.headers["content-type"] == "application/problem+json"


def test_regions_that_have_prices_are_named(client: TestClient) -> None:
    said = client.get(f"{LUNA}&input=1&region=mars").json()
    assert said["regions"] == []
    assert "'mars'" in said["detail"]


def test_requests_tell_how_large_one_prompt_is(client: TestClient) -> None:
    whole = client.get(f"{LUNA}&input=3000000").json()
    assert "requests=N" in whole["notes"][0]
    assert total(client, f"{LUNA}&input=3000000&requests=100") == Decimal("0.6")
    assert client.get(f"{LUNA}&input=1&requests=0").status_code == 422


def test_a_bare_date_on_hourly_prices_names_the_windows(client: TestClient) -> None:
    answer = client.get(f"{PEAK}&input=1000&as_of=2026-11-20")
    assert (answer.status_code, answer.json()["windows"]) == (409, ["01:00-04:00"])


@pytest.mark.parametrize(("hour", "usd"), [("00:59", "0.07"), ("01:00", "0.14"), ("04:00", "0.07")])
def test_an_instant_chooses_the_window(client: TestClient, hour: str, usd: str) -> None:
    assert total(client, f"{PEAK}&input=1000000&as_of=2026-11-20T{hour}Z") == Decimal(usd)


def test_without_as_of_the_clock_decides_and_nothing_is_kept(client: TestClient) -> None:
    answer = client.get(f"{PEAK}&input=1000000")
    assert answer.json()["as_of"] == "2026-11-23T12:30:00Z"
    assert answer.headers["cache-control"] == "no-store"


def test_an_amount_below_every_float_prints_plainly(client: TestClient) -> None:
    assert '"total_usd":0.000000000000001,' in client.get(f"{PEAK}&output=1").text


@pytest.mark.parametrize(
    "usage", ["", "input=-1", "input=1.5", "input=many", "tokens=5", "input=1&tier=gold", "input=1&input=2", "input=0"]
)
def test_a_usage_that_makes_no_sense_is_refused(client: TestClient, usage: str) -> None:
    assert client.get(f"{LUNA}&{usage}").status_code == 422


def test_an_unknown_offering_comes_with_close_ones(client: TestClient) -> None:
    answer = client.get("/api/v1/estimate?offering=openai/gpt-5.6-lune&input=1")
    assert answer.status_code == 404
    assert answer.json()["did_you_mean"][0] == "openai/gpt-5.6-luna"


def test_the_offering_is_required(client: TestClient) -> None:
    assert client.get("/api/v1/estimate?input=1").json()["parameter"] == "offering"


def test_a_list_of_usages_is_answered_in_its_order(client: TestClient) -> None:
    usages = [
        {"offering": "openai/gpt-5.6-luna", "input": 100_000, "tier": "batch"},
        {"offering": "OpenAI/GPT-5.6-Luna", "output": 100_000, "as_of": "2026-07-15", "region": None},
    ]
    answer = client.post("/api/v1/estimate", json=usages)
    assert [item["total_usd"] for item in answer.json()["items"]] == [0.01, 0.6]


def test_one_usage_that_cannot_be_told_refuses_the_list_and_says_which(client: TestClient) -> None:
    usages = [{"offering": "openai/gpt-5.6-luna", "input": 1}, {"offering": "openai/gpt-5.6-luna", "reasoning": 1}]
    answer = client.post("/api/v1/estimate", json=usages)
    assert (answer.status_code, answer.json()["index"], answer.json()["meter"]) == (409, 1, "reasoning")


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"null", b"[]", b"{}", b"[1]", b'[{"input":true}]', b'[{"input":[1]}]', b"[" + b"{}," * 250 + b"{}]"],
)
def test_a_body_of_another_shape_is_refused_without_repeating_it(client: TestClient, body: bytes) -> None:
    answer = client.post("/api/v1/estimate", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_refused_body_is_not_echoed(client: TestClient) -> None:
    secret = "sk-proj-do-not-leak"
    answer = client.post("/api/v1/estimate", json=[{"offering": "openai/gpt-5.6-luna", "input": [secret]}])
    assert secret not in answer.text
