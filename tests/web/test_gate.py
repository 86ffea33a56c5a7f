"""What every response carries, what is cached, compressed, refused: the gate in front of routing."""

import gzip
import json
import logging
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import timedelta

import anyio
import pytest
from fastapi import FastAPI
from starlette.responses import StreamingResponse
from starlette.testclient import TestClient

from registry.web.limits import BODY_BYTES, URL_BYTES
from registry.web.responses import text_response
from registry.web.state import Published
from tests.web.published import EDITION, published

MODELS = "/api/v1/models"
LUNA = "/api/v1/offerings/openai/gpt-5.6-luna"


def state_of(app: FastAPI) -> Published:
    state: Published = app.state.reader.current()
    return state


@pytest.mark.parametrize("address", [MODELS, LUNA, "/", "/providers/openai/gpt-5.6-luna", "/openapi.json", "/docs/api"])
def test_every_response_carries_the_headers_of_its_edition(client: TestClient, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.headers["x-modeldex-edition"] == "7"
    assert answer.headers["last-modified"] == "Mon, 23 Nov 2026 03:00:12 GMT"
    assert answer.headers["vary"] == "Accept-Encoding"
    assert {"etag", "cache-control", "content-security-policy"} <= set(answer.headers)


@pytest.mark.parametrize("encoding", ["identity", "br", "gzip", "zstd"])
def test_a_client_that_has_it_gets_304_without_a_body(client: TestClient, encoding: str) -> None:
    first = client.get(MODELS, headers={"accept-encoding": encoding})
    tag = first.headers["etag"]
    again = client.get(MODELS, headers={"accept-encoding": encoding, "if-none-match": f'"other", W/{tag}'})
    assert (again.status_code, again.content) == (304, b"")
    for name in ("etag", "cache-control", "vary", "last-modified", "x-modeldex-edition"):
        assert again.headers[name] == first.headers[name]
    assert "content-length" not in again.headers


@pytest.mark.parametrize("address", ["/", MODELS])
def test_a_304_repeats_what_keeps_the_page_or_the_data_safe_since_browsers_take_it_over(
    client: TestClient, address: str
) -> None:
    first = client.get(address)
    again = client.get(address, headers={"if-none-match": first.headers["etag"]})
    assert again.status_code == 304
    for name in ("content-security-policy", "permissions-policy", "x-content-type-options", "referrer-policy"):
        assert again.headers.get(name) == first.headers.get(name)


def test_each_encoding_has_its_own_tag(client: TestClient) -> None:
    tags = {client.get(MODELS, headers={"accept-encoding": one}).headers["etag"] for one in ("br", "gzip", "identity")}
    assert len(tags) == 3


def test_an_older_date_is_answered_with_304_unless_a_tag_says_otherwise(client: TestClient) -> None:
    since = {"if-modified-since": client.get(MODELS).headers["last-modified"]}
    assert client.get(MODELS, headers=since).status_code == 304
    assert client.get(MODELS, headers={**since, "if-none-match": '"other"'}).status_code == 200
    assert client.get(MODELS, headers={"if-modified-since": "Mon, 23 Nov 2026 03:00:11 GMT"}).status_code == 200
    assert client.get(MODELS, headers={"if-modified-since": "yesterday"}).status_code == 200


@pytest.mark.parametrize("address", ["/healthz", "/metrics", "/api/v1/estimate?offering=deepseek/deepseek-v4&input=1"])
def test_what_must_not_be_stored_is_never_304_by_its_date(client: TestClient, address: str) -> None:
    answer = client.get(address, headers={"if-modified-since": "Wed, 01 Jan 2031 00:00:00 GMT"})
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")


def test_an_error_is_never_304(client: TestClient) -> None:
    assert client.get("/api/v1/models/none/none", headers={"if-none-match": "*"}).status_code == 404


def test_compressed_and_plain_are_the_same_text(client: TestClient) -> None:
    plain = client.get(MODELS, headers={"accept-encoding": "identity"})
    for encoding in ("br", "gzip"):
        packed = client.get(MODELS, headers={"accept-encoding": encoding})
        assert packed.headers["content-encoding"] == encoding
        assert int(packed.headers["content-length"]) < len(plain.content)
        assert packed.text == plain.text
    assert "content-encoding" not in plain.headers


@pytest.mark.parametrize("address", [MODELS, LUNA, "/", "/healthz", "/api/v1/nothing"])
def test_head_is_get_without_a_body(client: TestClient, address: str) -> None:
    whole, head = client.get(address), client.head(address)
    assert (head.status_code, head.content) == (whole.status_code, b"")
    assert head.headers["content-length"] == whole.headers["content-length"]
    assert head.headers["etag"] == whole.headers["etag"]


def test_a_second_request_is_answered_from_the_cache(own_app: FastAPI, own_client: TestClient) -> None:
    own_client.get(f"{MODELS}?limit=2&lab=openai")
    assert len(state_of(own_app).responses) == 1
    own_client.head(f"{MODELS}?lab=openai&limit=2")
    assert len(state_of(own_app).responses) == 1
    assert "modeldex_cache_hits_total 1.0" in own_client.get("/metrics").text


def test_what_does_not_exist_is_looked_for_once_and_pushes_nothing_out(app: FastAPI, client: TestClient) -> None:
    for address in ("/api/v1/models/none/none", "/providers/none", "/api/v1/offerings/none/none"):
        first, second = client.get(address), client.get(address)
        assert (first.status_code, second.status_code, first.content) == (404, 404, second.content)
        assert first.headers["cache-control"] == "public, max-age=60"
    assert (len(state_of(app).refusals), len(state_of(app).responses)) == (3, 0)


def test_repeated_parameters_keep_their_order_in_the_cache(client: TestClient) -> None:
    ids = ["openai/gpt-5.6-luna", "deepseek/deepseek-v4"]
    for order in (ids, ids[::-1]):
        items = client.get("/api/v1/compare", params={"id": order}).json()["items"]
        assert [item["id"] for item in items] == order


@pytest.mark.parametrize(
    "address", ["/healthz", "/metrics", "/api/v1/estimate?offering=deepseek/deepseek-v4&input=1", "/api/v1/nothing"]
)
def test_what_depends_on_the_moment_and_what_is_refused_is_not_kept(
    app: FastAPI, client: TestClient, address: str
) -> None:
    client.get(address)
    assert len(state_of(app).responses) == len(state_of(app).refusals) == 0


@pytest.mark.parametrize(
    "changed",
    [
        {"edition": replace(EDITION, number=8)},
        {"day": EDITION.day + timedelta(days=8)},
        {"last_refresh": EDITION.published_at + timedelta(days=7)},
    ],
)
def test_a_new_edition_day_or_refresh_is_answered_anew(
    app: FastAPI, client: TestClient, changed: dict[str, object]
) -> None:
    before = client.get("/api/v1/status").json()
    app.state.reader._published = published(**changed)
    assert client.get("/api/v1/status").json() != before


def test_a_request_reads_one_edition_though_another_comes_while_it_runs(
    own_app: FastAPI, own_client: TestClient
) -> None:
    @own_app.get("/slow.txt")
    def slow() -> object:
        own_app.state.reader._published = published(edition=replace(EDITION, number=8))
        return text_response("slow", "text/plain")

    before = state_of(own_app)
    assert own_client.get("/slow.txt").headers["x-modeldex-edition"] == "7"
    assert (len(before.responses), len(state_of(own_app).responses)) == (1, 0)


def test_a_url_that_is_too_long_is_refused(client: TestClient) -> None:
    answer = client.get(f"{MODELS}?q={'x' * URL_BYTES}")
    assert (answer.status_code, answer.headers["content-type"]) == (414, "application/problem+json")
    assert len(answer.content) < 500


def test_a_body_that_is_too_large_is_refused_by_its_declared_length(client: TestClient) -> None:
    answer = client.post("/api/v1/estimate", content=b"x" * (BODY_BYTES + 1))
    assert (answer.status_code, answer.json()["status"]) == (413, 413)


def test_a_chunked_body_without_a_length_is_bounded_too(client: TestClient) -> None:
    def chunks() -> Iterator[bytes]:
        for _ in range(BODY_BYTES // 1024 + 2):
            yield b"x" * 1024

    assert client.post("/api/v1/estimate", content=chunks()).status_code == 413


def test_no_more_of_a_body_is_read_than_the_limit(app: FastAPI) -> None:
    read = 0

    async def endless() -> dict[str, object]:
        nonlocal read
        read += 65536
        return {"type": "http.request", "body": b"x" * 65536, "more_body": True}

    sent: list[dict[str, object]] = []

    async def send(message: dict[str, object]) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": "POST",
        "path": "/api/v1/estimate",
        "raw_path": b"/api/v1/estimate",
        "query_string": b"",
        "headers": [(b"transfer-encoding", b"chunked")],
        "app": app,
    }
    anyio.run(app, scope, endless, send)
    assert sent[0]["status"] == 413
    assert read <= BODY_BYTES + 65536


@pytest.mark.parametrize("length", ["-1", "ten", "99999999999999999999"])
def test_a_nonsensical_length_is_refused(client: TestClient, length: str) -> None:
    answer = client.post("/api/v1/estimate", content=b"[]", headers={"content-length": length})
    assert answer.status_code == 413


def test_data_may_be_read_by_scripts_of_other_sites(client: TestClient) -> None:
    for address in (MODELS, f"{MODELS}?limit=0", "/openapi.json", "/providers/openai/gpt-5.6-luna.json"):
        assert client.get(address).headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-origin" not in client.get("/").headers


def test_a_browser_may_ask_first(client: TestClient) -> None:
    asked = {"origin": "https://elsewhere.test", "access-control-request-method": "GET"}
    answer = client.options(MODELS, headers=asked)
    assert (answer.status_code, answer.headers["access-control-allow-methods"]) == (204, "GET, HEAD")
    assert client.options("/models", headers=asked).status_code == 405


def test_pages_run_no_script_but_ours(client: TestClient) -> None:
    policy = client.get("/").headers["content-security-policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy


@pytest.mark.parametrize("header", ["host", "x-forwarded-host", "forwarded"])
def test_addresses_come_from_the_settings_and_not_from_the_request(client: TestClient, header: str) -> None:
    for address in ("/openapi.json", "/providers/openai/gpt-5.6-luna", "/api/v1/nothing", "/models/"):
        answer = client.get(address, headers={header: "evil.test"})
        assert "evil.test" not in answer.text + str(answer.headers)


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("/models/", "/models"),
        ("//evil.test/", "/evil.test"),
        ("/providers/openai/", "/providers/openai"),
        ("/providers/openai/gpt-5.6-luna/", "/providers/openai/gpt-5.6-luna"),
        ("/providers/openai/a%3Fb%23c%25d/", "/providers/openai/a%3Fb%23c%25d"),
        ("/models/a%3Fb/", "/models/a%3Fb"),
    ],
)
def test_a_trailing_slash_leads_to_the_address_without_it_on_this_host(
    client: TestClient, address: str, target: str
) -> None:
    answer = client.get(f"http://testserver{address}")
    assert (answer.status_code, answer.headers["location"]) == (308, target)


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [("GET", "/api/v1/nothing", 404), ("POST", MODELS, 405), ("DELETE", LUNA, 405), ("GET", f"{MODELS}?x=1", 422)],
)
def test_every_refusal_has_one_shape(client: TestClient, method: str, address: str, status: int) -> None:
    answer = client.request(method, address)
    said = answer.json()
    assert (answer.status_code, said["status"]) == (status, status)
    assert answer.headers["content-type"] == "application/problem+json"
    assert {"type", "title", "detail"} <= set(said)
    site, _, anchor = said["type"].partition("#")
    assert site == "https://modeldex.test/docs/api"
    assert f'id="{anchor}"' in client.get("/docs/api").text


def test_a_method_that_is_not_taken_names_those_that_are(client: TestClient) -> None:
    assert client.post(MODELS).headers["allow"] == "GET, HEAD"


def test_people_get_a_page_where_programs_get_a_problem(client: TestClient) -> None:
    assert client.get("/nowhere").headers["content-type"].startswith("text/html")
    assert client.get("/nowhere.json").headers["content-type"] == "application/problem+json"


def test_a_client_that_takes_no_json_is_told_so(client: TestClient) -> None:
    client.get(MODELS)
    assert client.get(MODELS, headers={"accept": "text/csv"}).status_code == 406
    assert client.get(MODELS, headers={"accept": "text/html, */*;q=0.1"}).status_code == 200


@pytest.mark.parametrize("sent", ["<script>alert(1)</script>", "x" * 3000, "\u202e", "%0d%0aset-cookie:a=b"])
def test_a_refusal_repeats_little_and_nothing_dangerous(client: TestClient, sent: str) -> None:
    for address in (f"/api/v1/providers/{sent}", f"/providers/{sent}", f"{MODELS}?{sent}=1"):
        answer = client.get(address)
        assert answer.status_code in (404, 422)
        assert "<script>alert" not in answer.text or answer.headers["content-type"] == "application/problem+json"
        assert "x" * 100 not in answer.text
        assert "set-cookie" not in answer.headers


def test_a_fault_is_logged_and_not_shown(
    own_app: FastAPI, own_client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    @own_app.get("/api/v1/fault")
    def fault() -> None:
        raise RuntimeError("secret detail")

    with caplog.at_level(logging.ERROR):
        answer = own_client.get("/api/v1/fault")
    assert (answer.status_code, answer.headers["content-type"]) == (500, "application/problem+json")
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text
    assert "secret detail" in caplog.text


def test_a_stream_passes_through_with_its_headers(own_app: FastAPI, own_client: TestClient) -> None:
    async def parts() -> AsyncIterator[bytes]:
        yield b"one"
        yield b"two"

    @own_app.get("/stream")
    def stream() -> object:
        return StreamingResponse(parts(), media_type="text/plain")

    answer = own_client.get("/stream")
    assert (answer.text, answer.headers["x-modeldex-edition"]) == ("onetwo", "7")
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_what_a_handler_compressed_itself_is_left_alone(own_app: FastAPI, own_client: TestClient) -> None:
    @own_app.get("/packed")
    def packed() -> object:
        response = text_response("x" * 5000, "text/plain")
        response.body = gzip.compress(response.body, mtime=0)
        response.headers["content-length"] = str(len(response.body))
        response.headers["content-encoding"] = "gzip"
        return response

    assert own_client.get("/packed", headers={"accept-encoding": "br, gzip"}).text == "x" * 5000


def test_the_metrics_name_routes_and_never_paths(own_client: TestClient) -> None:
    own_client.get(LUNA)
    own_client.get("/somewhere/else")
    text = own_client.get("/metrics").text
    assert 'route="/api/v1/offerings/{provider}/{api_model_id:path}",status="200"} 1.0' in text
    assert 'route="unrouted",status="404"} 1.0' in text
    assert "somewhere" not in text
    assert "modeldex_edition 7.0" in text


def test_nothing_answers_without_an_edition_and_the_process_is_still_alive(app: FastAPI, client: TestClient) -> None:
    app.state.reader._published = None
    assert client.get("/healthz").status_code == 200
    for address in (MODELS, "/readyz"):
        answer = client.get(address)
        assert (answer.status_code, answer.headers["content-type"]) == (503, "application/problem+json")
        assert "no edition has been published yet" in answer.json()["detail"].lower()
    assert client.get("/").status_code == 503
    assert client.get("/openapi.json").status_code == 200


def test_numbers_in_answers_are_exact_digits(client: TestClient) -> None:
    text = client.get("/api/v1/offerings/deepseek/deepseek-v4").text
    assert '"usd":0.000000001,' in text
    assert "e-" not in text.replace("example-", "")
    assert json.loads(text)["rates"][0]["usd"] == 0.07
