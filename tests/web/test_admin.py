"""The routes of whoever runs the instance, in front of a real database and two tiny sources."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pydantic import SecretStr
from starlette.testclient import TestClient

from registry.refresh import lease as leases
from registry.refresh.lease import utc_now
from registry.refresh.run import refresh
from registry.store import review
from registry.store.database import connect, read, write
from registry.web.app import create_app
from tests.databases import sqlite_url
from tests.refresh.feeds import SOURCES, Feeds

TOKEN = "a-long-secret"
BEARER = {"Authorization": f"Bearer {TOKEN}"}
WHY = {"why": "The price list says so."}
POSTS = ["/api/v1/admin/refresh", "/api/v1/admin/held/abc/accept", "/api/v1/admin/held/abc/reject"]
PRICES = {"gpt-5": "2", "gpt-4o": "5"}
STRANGE = {"gpt-5": "2000", "gpt-4o": "5"}


@pytest.fixture(scope="module")
def one_held(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation in whose database one price is held; made once, and copied for each test."""
    folder = tmp_path_factory.mktemp("held")
    made = Feeds(folder)
    sqlite_url(folder / "data")
    engine = connect(made.settings.database)
    for alpha in (PRICES, STRANGE):
        made.say(alpha=alpha, beta={})
        assert refresh(made.settings, engine, known_sources=SOURCES).exit_code == 0
    engine.dispose()
    return folder


@pytest.fixture
def feeds(one_held: Path, tmp_path: Path) -> Feeds:
    return Feeds(Path(shutil.copytree(one_held, tmp_path / "installation")))


@contextmanager
def operated(feeds: Feeds) -> Iterator[TestClient]:
    settings = feeds.settings.model_copy(update={"admin_token": SecretStr(TOKEN)})
    app = create_app(settings, sources=SOURCES)
    app.state.reader.poll()
    yield TestClient(app, raise_server_exceptions=False)
    app.state.operator.stop()


@pytest.fixture
def client(feeds: Feeds) -> Iterator[TestClient]:
    with operated(feeds) as client:
        yield client


@pytest.fixture(scope="module")
def untouched(one_held: Path) -> Iterator[TestClient]:
    """For tests of what is refused: they share one application, and find it as it was."""
    with operated(Feeds(one_held)) as client:
        yield client


def done(client: TestClient, answer: object) -> dict[str, object]:
    """The record of a run that was begun, when it has ended; readers have seen it by then."""
    app = client.app
    app.state.operator.stop()  # type: ignore[attr-defined]
    app.state.reader.poll()  # type: ignore[attr-defined]
    found = client.get(answer.headers["location"], headers=BEARER)  # type: ignore[attr-defined]
    assert found.status_code == 200
    record: dict[str, object] = found.json()
    return record


def held_id(client: TestClient) -> str:
    (one,) = client.get("/api/v1/held").json()["items"]
    return str(one["id"])


def price(client: TestClient) -> float:
    rates = client.get("/api/v1/offerings/openai/gpt-5").json()["rates"]
    return float(rates[0]["usd"])


@pytest.mark.parametrize("path", POSTS)
def test_without_a_token_in_the_settings_there_is_nothing(feeds: Feeds, path: str) -> None:
    client = TestClient(create_app(feeds.settings, sources=SOURCES), raise_server_exceptions=False)
    for headers in ({}, BEARER, {"Authorization": "Bearer "}):
        answer = client.post(path, headers=headers, json=WHY)
        assert (answer.status_code, answer.json()["title"]) == (404, "Not found")
    assert client.get("/api/v1/admin/runs/1", headers=BEARER).status_code == 404


@pytest.mark.parametrize(
    "given", [None, "Bearer", "Bearer ", "Bearer wrong", f"Basic {TOKEN}", TOKEN, f"Bearer {TOKEN}x", "Bearer \xe9"]
)
def test_whoever_lacks_the_token_is_told_how_to_ask_before_anything_is_read(
    untouched: TestClient, given: str | None
) -> None:
    headers = {"Authorization": given.encode("latin-1")} if given else {}
    for path in POSTS:
        answer = untouched.post(f"{path}?nonsense=1", headers=headers, content=b"{")  # type: ignore[arg-type]
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"] == 'Bearer realm="modeldex"'
        assert answer.headers["content-type"] == "application/problem+json"
        assert TOKEN not in answer.text
    assert untouched.get("/api/v1/admin/runs/1", headers=headers).status_code == 401  # type: ignore[arg-type]


def test_accepting_over_the_api_publishes_the_claim(client: TestClient) -> None:
    held = held_id(client)
    answer = client.post(f"/api/v1/admin/held/{held}/accept", headers=BEARER, json=WHY)
    assert answer.status_code == 202, answer.text
    begun = answer.json()
    assert begun["url"] == answer.headers["location"] == f"/api/v1/admin/runs/{begun['id']}"
    assert answer.headers["cache-control"] == "no-store"
    record = done(client, answer)
    assert (record["status"], record["outcome"]) == ("succeeded", {"decision": {"held": held, "verdict": "accept"}})
    assert price(client) == 2000
    assert client.get("/api/v1/held").json()["total"] == 0


def test_rejecting_over_the_api_is_seen_by_readers_though_no_edition_was_published(
    client: TestClient, feeds: Feeds
) -> None:
    held = held_id(client)
    edition = client.get("/api/v1/status").json()["edition"]["number"]
    answer = client.post(f"/api/v1/admin/held/{held}/reject", headers=BEARER, json=WHY)
    assert done(client, answer)["status"] == "succeeded"
    (one,) = client.get("/api/v1/held").json()["items"]
    assert (one["state"], one["decision"]["why"]) == ("rejected", WHY["why"])
    assert client.get("/api/v1/status").json()["edition"]["number"] == edition
    assert price(client) == 2
    engine = connect(feeds.settings.database)
    with read(engine) as conn:
        assert [(row.held, row.who) for row in review.decided(conn)] == [(held, "the admin API")]
    engine.dispose()


def test_a_refresh_over_the_api_reads_the_sources(client: TestClient, feeds: Feeds) -> None:
    feeds.say(beta={"gpt-5": "2000"})
    answer = client.post("/api/v1/admin/refresh", headers=BEARER)
    assert answer.status_code == 202, answer.text
    record = done(client, answer)
    assert record["status"] == "succeeded"
    assert isinstance(record["outcome"], dict)
    assert record["outcome"]["litellm"] == {"state": "read", "rows": 1}
    assert price(client) == 2000


def test_a_refresh_that_fails_says_so_in_its_record(client: TestClient, feeds: Feeds) -> None:
    feeds.say(alpha="<html>", beta="<html>")
    assert done(client, client.post("/api/v1/admin/refresh", headers=BEARER))["status"] == "failed"


def test_what_is_asked_for_while_another_run_goes_on_is_not_begun(client: TestClient, feeds: Feeds) -> None:
    held = held_id(client)
    engine = connect(feeds.settings.database)
    with write(engine) as conn:
        leases.take(conn, utc_now())
    for asked in ("/api/v1/admin/refresh", f"/api/v1/admin/held/{held}/accept"):
        answer = client.post(asked, headers=BEARER, json=WHY)
        assert answer.status_code == 409
        assert "another refresh is running" in answer.json()["detail"]
    with read(engine) as conn:
        assert review.decided(conn) == ()
    engine.dispose()


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"", 422), (b"{", 422), (b"[]", 422), (b'{"why": ""}', 422), (b'{"why": " "}', 422), (b'{"why": 7}', 422)],
)
def test_a_decision_without_a_reason_is_refused(untouched: TestClient, body: bytes, status: int) -> None:
    headers = {**BEARER, "Content-Type": "application/json"}
    answer = untouched.post(f"/api/v1/admin/held/{held_id(untouched)}/accept", headers=headers, content=body)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert price(untouched) == 2


@pytest.mark.parametrize("held", ["abc", "3f9a0c51d2e4", "%00", "a%20b"])
def test_what_nothing_is_held_under_is_not_found(untouched: TestClient, held: str) -> None:
    assert untouched.post(f"/api/v1/admin/held/{held}/accept", headers=BEARER, json=WHY).status_code == 404


@pytest.mark.parametrize("number", ["999", "-1", "x", "1" * 30, "\N{SUPERSCRIPT TWO}"])
def test_a_run_that_there_never_was_is_not_found(untouched: TestClient, number: str) -> None:
    assert untouched.get(f"/api/v1/admin/runs/{number}", headers=BEARER).status_code == 404


def test_admin_answers_are_never_kept_and_never_shared_across_origins(untouched: TestClient) -> None:
    first = untouched.get("/api/v1/admin/runs/1", headers=BEARER)
    assert first.headers["cache-control"] == "no-store"
    assert "access-control-allow-origin" not in first.headers
    assert untouched.get("/api/v1/admin/runs/1").status_code == 401


def test_an_unknown_parameter_is_refused_as_everywhere(untouched: TestClient) -> None:
    assert untouched.post("/api/v1/admin/refresh?force=1", headers=BEARER).status_code == 422


def test_a_database_that_is_not_there_is_told(tmp_path: Path) -> None:
    settings = Feeds(tmp_path).settings.model_copy(update={"admin_token": SecretStr(TOKEN)})
    client = TestClient(create_app(settings, sources=SOURCES), raise_server_exceptions=False)
    for method, path in (("POST", "refresh"), ("GET", "runs/1")):
        answer = client.request(method, f"/api/v1/admin/{path}", headers=BEARER)
        assert (answer.status_code, answer.json()["title"]) == (503, "Not ready")
