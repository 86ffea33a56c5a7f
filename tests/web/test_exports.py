"""The whole edition over the API: the bytes of an export, in the form that the client takes."""

import gzip
import hashlib
from collections import Counter
from dataclasses import replace
from datetime import timedelta

import brotli
import pytest
import zstandard
from fastapi import FastAPI
from starlette.testclient import TestClient

from registry.domain.lifecycle import on_day
from registry.exports import manifest
from registry.exports.formats import FORMATS, Format
from registry.exports.manifest import Listed
from registry.web.packed import Exports, Packed
from tests.web.published import BIGGER, EDITION, TODAY, published

EXPORT = "/api/v1/export"
NAMES = sorted(FORMATS)
UNPACK = {
    "identity": bytes,
    "gzip": gzip.decompress,
    "br": brotli.decompress,
    "zstd": lambda body: zstandard.ZstdDecompressor().decompressobj().decompress(body),
}


def written(name: str) -> bytes:
    return b"".join(FORMATS[name].write(BIGGER, EDITION))


def raw(client: TestClient, name: str, encoding: str) -> bytes:
    """The body as it was sent."""
    with client.stream("GET", f"{EXPORT}/catalog.{name}", headers={"accept-encoding": encoding}) as answer:
        return b"".join(answer.iter_raw())


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("encoding", sorted(UNPACK))
def test_every_form_holds_the_bytes_of_the_export(client: TestClient, name: str, encoding: str) -> None:
    assert UNPACK[encoding](raw(client, name, encoding)) == written(name)


@pytest.mark.parametrize("name", NAMES)
def test_an_export_carries_its_type_its_length_and_the_headers_of_every_answer(client: TestClient, name: str) -> None:
    answer = client.get(f"{EXPORT}/catalog.{name}", headers={"accept-encoding": "identity"})
    assert answer.headers["content-type"].split(";")[0] == FORMATS[name].media_type.split(";")[0]
    assert int(answer.headers["content-length"]) == len(answer.content)
    assert answer.headers["x-modeldex-edition"] == "7"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "content-encoding" not in answer.headers
    assert {"last-modified", "cache-control", "vary", "content-security-policy"} <= set(answer.headers)


@pytest.mark.parametrize("encoding", sorted(UNPACK))
def test_a_client_that_has_an_export_gets_304(client: TestClient, encoding: str) -> None:
    headers = {"accept-encoding": encoding}
    first = client.get(f"{EXPORT}/catalog.json", headers=headers)
    again = client.get(f"{EXPORT}/catalog.json", headers={**headers, "if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    other = client.get(f"{EXPORT}/catalog.json", headers={**headers, "if-none-match": '"other"'})
    assert other.status_code == 200


def test_each_form_has_its_own_tag(client: TestClient) -> None:
    tags = {client.get(f"{EXPORT}/catalog.csv", headers={"accept-encoding": one}).headers["etag"] for one in UNPACK}
    assert len(tags) == len(UNPACK)


def test_the_manifest_lists_what_is_served(client: TestClient) -> None:
    held = manifest.parse(client.get(f"{EXPORT}/manifest.json").content, manifest.FILE)
    assert (held.edition, held.day, held.digest) == (7, EDITION.day, EDITION.digest)
    assert held.files == tuple(
        Listed(f"catalog.{name}", len(written(name)), hashlib.sha256(written(name)).hexdigest()) for name in NAMES
    )


@pytest.mark.parametrize("path", ["catalog.json?limit=1", "manifest.json?x=1"])
def test_a_parameter_is_refused(client: TestClient, path: str) -> None:
    answer = client.get(f"{EXPORT}/{path}")
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")


def test_a_format_that_is_none_is_404(client: TestClient) -> None:
    assert client.get(f"{EXPORT}/catalog.xml").status_code == 404


@pytest.mark.parametrize("accept", ["text/csv", "*/*", "application/json"])
def test_the_ending_decides_the_format(client: TestClient, accept: str) -> None:
    answer = client.get(f"{EXPORT}/catalog.csv", headers={"accept": accept})
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"


def test_an_export_hangs_on_the_edition_and_not_on_the_day(app: FastAPI, client: TestClient) -> None:
    before = client.get(f"{EXPORT}/catalog.jsonl").content
    later = TODAY + timedelta(days=900)
    moved = on_day(BIGGER, later)
    assert moved != BIGGER
    app.state.reader._published = published(moved, as_published=BIGGER, day=later)
    app.state.exports._bodies.clear()
    assert client.get(f"{EXPORT}/catalog.jsonl").content == before


def test_a_body_is_made_once_an_edition(app: FastAPI, client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    made: Counter[str] = Counter()
    before = Packed.of

    def counted(name: str, pieces: object) -> Packed:
        made[name] += 1
        return before(name, pieces)  # type: ignore[arg-type]

    monkeypatch.setattr(Packed, "of", counted)
    app.state.exports = Exports()
    for day in (0, 1):
        app.state.reader._published = published(day=TODAY + timedelta(days=day))
        for encoding in UNPACK:
            raw(client, "json", encoding)
    assert made == {"catalog.json": 1}
    app.state.reader._published = published(edition=replace(EDITION, number=8, digest="cd" * 32))
    raw(client, "json", "br")
    assert made == {"catalog.json": 2}
    assert {number for number, _, _ in app.state.exports._bodies} == {8}


def test_the_plain_bytes_are_not_held(app: FastAPI, client: TestClient) -> None:
    pieces = 200
    large = Format("json", "application/json", "large", lambda _catalog, _edition: iter([b"x" * 100_000] * pieces))
    body = Packed.of("catalog.json", large.write(BIGGER, EDITION))
    assert body.listed.size == pieces * 100_000
    assert sum(len(form) for form in body.forms.values()) < 100_000
    assert max(len(piece) for piece in body.pieces()) < 1_000_000


def test_what_is_finished_is_not_kept_in_the_response_cache(app: FastAPI, client: TestClient) -> None:
    raw(client, "json", "br")
    assert len(app.state.reader.current().responses) == 0


def test_head_is_get_without_a_body(client: TestClient) -> None:
    whole = client.get(f"{EXPORT}/catalog.json")
    head = client.head(f"{EXPORT}/catalog.json")
    assert (head.status_code, head.headers["etag"]) == (200, whole.headers["etag"])
    assert head.content == b""
