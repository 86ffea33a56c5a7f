"""The lists of what is held and of what sources do not agree on."""

from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from tests.sample import LUNA
from tests.web.published import DISAGREEMENTS, HELD, PEAK, published

HELD_PATH, DISAGREEMENTS_PATH = "/api/v1/held", "/api/v1/disagreements"


def items(client: TestClient, path: str) -> list[dict[str, object]]:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, object]] = answer.json()["items"]
    return found


def test_the_queue_holds_documents_and_claims_the_open_ones_first(client: TestClient) -> None:
    queue = items(client, HELD_PATH)
    assert [(one["kind"], one["state"]) for one in queue] == [
        ("document", "open"),
        ("claim", "open"),
        ("claim", "rejected"),
    ]


def test_a_held_price_is_told_as_other_prices_are_exactly(client: TestClient) -> None:
    answer = client.get(f"{HELD_PATH}?offering=OpenAI/GPT-5.6-Luna")
    (held,) = answer.json()["items"]
    assert held == {
        "id": HELD[0].id,
        "kind": "claim",
        "source": "litellm",
        "offering": LUNA.id,
        "field": "input",
        "tier": "standard",
        "when": None,
        "unit": "token",
        "per": 1_000_000,
        "old": 0.2,
        "new": 200,
        "reason": "the price changed by a unit-sized factor",
        "state": "open",
        "since": "2026-11-16T03:00:00Z",
        "url": "/providers/openai/gpt-5.6-luna",
        "document": None,
        "decision": None,
    }
    assert '"old":0.2,' in answer.text


def test_a_rejected_claim_tells_why_and_not_by_whom(client: TestClient) -> None:
    answer = client.get(f"{HELD_PATH}?state=rejected")
    (held,) = answer.json()["items"]
    assert held["decision"] == {
        "verdict": "reject",
        "why": "The price list says otherwise.",
        "at": "2026-11-10T09:00:00Z",
    }
    assert (held["old"], held["tier"], held["when"]) == (None, "batch", {"prompt_over": 200_000})
    assert "a person" not in answer.text


def test_a_held_document_tells_where_it_is_from(client: TestClient) -> None:
    (held,) = items(client, f"{HELD_PATH}?source=models-dev")
    assert (held["offering"], held["new"], held["reason"]) == (None, None, "held whole: 20 rows where there were 40")
    assert held["document"] == {
        "url": "https://models.dev/api.json",
        "fetched_at": "2026-11-23T03:00:00Z",
        "sha256": "ef" * 32,
        "version": None,
        "rows": 20,
    }


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("provider=openai", ["input"]),
        ("provider=openai&provider=deepseek", ["input", "output"]),
        ("provider=openai,deepseek&source=genai-prices", ["output"]),
        ("field=output", ["output"]),
        ("field=output&provider=openai", []),
        ("source=litellm", ["input"]),
        ("state=open", [None, "input"]),
    ],
)
def test_filters_combine_with_and(client: TestClient, query: str, found: list[str | None]) -> None:
    assert [one["field"] for one in items(client, f"{HELD_PATH}?{query}")] == found


def test_a_disagreement_tells_each_claim_with_date_and_page_the_published_one_first(client: TestClient) -> None:
    (found,) = items(client, f"{DISAGREEMENTS_PATH}?field=input")
    assert (found["offering"], found["per"], found["when"]) == (PEAK.id, 1_000_000, {"utc": ["01:00-04:00"]})
    assert found["claims"] == [
        {
            "source": "models-dev",
            "value": 0.14,
            "published": True,
            "since": None,
            "seen": "2026-09-28",
            "url": "https://models.dev/deepseek",
        },
        {
            "source": "litellm",
            "value": 0.28,
            "published": False,
            "since": "2026-10-01",
            "seen": "2026-11-12",
            "url": None,
        },
    ]


def test_what_is_no_price_keeps_its_type(client: TestClient) -> None:
    (found,) = items(client, f"{DISAGREEMENTS_PATH}?provider=openai")
    claims = found["claims"]
    assert isinstance(claims, list)
    assert [claim["value"] for claim in claims] == [128_000, 64_000]
    assert (found["tier"], found["per"]) == (None, None)


@pytest.mark.parametrize(("value", "field", "told"), [("2025", "released", "2025"), ("yes", "open_weights", True)])
def test_a_year_is_no_number_and_yes_is_true(own_client: TestClient, value: str, field: str, told: object) -> None:
    claims = tuple(replace(claim, value=value) for claim in DISAGREEMENTS[1].claims)
    catalog = replace(published().catalog, disagreements=(replace(DISAGREEMENTS[1], field=field, claims=claims),))
    own_client.app.state.reader._published = published(catalog)  # type: ignore[attr-defined]
    (found,) = items(own_client, DISAGREEMENTS_PATH)
    first = found["claims"]
    assert isinstance(first, list)
    assert first[0]["value"] == told


@pytest.mark.parametrize(("query", "number"), [("source=litellm", 2), ("source=genai-prices", 0), ("", 2)])
def test_a_source_is_found_in_whatever_place_of_a_disagreement(client: TestClient, query: str, number: int) -> None:
    assert len(items(client, f"{DISAGREEMENTS_PATH}?{query}")) == number


@pytest.mark.parametrize(("path", "total"), [(HELD_PATH, 3), (DISAGREEMENTS_PATH, 2)])
def test_a_cursor_walks_the_whole_list_once(client: TestClient, path: str, total: int) -> None:
    seen, cursor = [], ""
    while True:
        answer = client.get(f"{path}?limit=1{cursor}").json()
        assert (answer["edition"], answer["total"]) == (7, total)
        seen += answer["items"]
        if answer["next"] is None:
            break
        cursor = f"&cursor={answer['next']}"
    assert seen == items(client, path)


def test_a_cursor_is_of_one_query_and_one_edition(client: TestClient) -> None:
    cursor = client.get(f"{HELD_PATH}?limit=1").json()["next"]
    assert client.get(f"{HELD_PATH}?limit=1&field=input&cursor={cursor}").status_code == 400
    state = published()
    client.app.state.reader._published = replace(state, edition=replace(state.edition, number=8))  # type: ignore[attr-defined]
    assert client.get(f"{HELD_PATH}?limit=1&cursor={cursor}").status_code == 410


@pytest.mark.parametrize("path", [f"{HELD_PATH}?status=open", f"{HELD_PATH}?state=accepted", f"{HELD_PATH}?limit=0"])
def test_what_the_lists_do_not_take_is_refused(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 422


def test_the_status_counts_what_is_held_and_what_is_disputed(own_client: TestClient) -> None:
    state = published()
    sources = tuple(replace(source, held=3) for source in state.sources)
    own_client.app.state.reader._published = replace(state, sources=sources)  # type: ignore[attr-defined]
    status = own_client.get("/api/v1/status").json()
    assert (status["status"], status["held"], status["disagreements"]) == ("ok", 3, 2)
    assert own_client.get("/api/v1/sources").json()["items"][0]["held"] == 3
