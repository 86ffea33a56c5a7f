import io
import json
import os
import zipfile
from datetime import UTC, datetime

import httpx2
import pytest

from scrapers.errors import FetchFailed, NotADocument, NothingFound, OriginMissing
from scrapers.fetch import Fetcher, Limits
from scrapers.package_index import PackageIndex, configured_index
from tests.scrapers.local_server import Handler, serving

ONCE = Limits(attempts=1, connect_attempts=1)


def wheel(version: str, day: int = 1, **more: object) -> dict[str, object]:
    """One entry as an index lists it."""
    name = f"prices-{version}-py3-none-any.whl"
    return {"filename": name, "url": f"files/{name}", "upload-time": f"2026-11-{day:02}T09:30:00Z", "hashes": {}} | more


def listing(*files: dict[str, object], url: str = "https://index.test/simple") -> PackageIndex:
    """An index whose every page lists these files."""
    page = json.dumps({"meta": {"api-version": "1.1"}, "name": "prices", "files": files}).encode()

    def answer(request: httpx2.Request) -> httpx2.Response:
        assert request.headers["accept"] == "application/vnd.pypi.simple.v1+json"
        assert request.url.path == "/simple/my-prices/"
        return httpx2.Response(200, stream=httpx2.ByteStream(page))

    return PackageIndex(httpx2.URL(url), Fetcher(limits=ONCE, transport=httpx2.MockTransport(answer)))


def versions(index: PackageIndex) -> list[str]:
    return [str(file.version) for file in index.releases("My_Prices")]


def test_releases_are_in_the_order_of_their_versions() -> None:
    index = listing(wheel("1.10.0", 2), wheel("1.9.0", 1), wheel("1.9.1", 3))
    assert versions(index) == ["1.9.0", "1.9.1", "1.10.0"]


@pytest.mark.parametrize(
    "other",
    [
        wheel("2.0", yanked=True),
        wheel("2.0", yanked="wrong prices"),
        wheel("2.0rc1"),
        wheel("2.0.dev3"),
        wheel("2.0", filename="prices-2.0.tar.gz"),
        wheel("2.0", filename="not a wheel"),
        wheel("2.0", filename=None),
        wheel("2.0", url=7),
        wheel("2.0", url="https://[::1/x"),
        wheel("2.0", url="http://files.test/x.whl"),
        {key: value for key, value in wheel("2.0").items() if key != "upload-time"},
        wheel("2.0") | {"upload-time": "yesterday"},
        wheel("2.0") | {"upload-time": "2026-11-01T09:30:00"},
        wheel("2.0") | {"upload-time": "0001-01-01T00:00:00+23:59"},
    ],
)
def test_what_cannot_be_used_is_not_a_release(other: dict[str, object]) -> None:
    assert versions(listing(wheel("1.0"), other)) == ["1.0"]


def test_a_release_that_is_not_yanked_says_so_or_is_silent() -> None:
    assert versions(listing(wheel("1.0", yanked=False), wheel("1.1"))) == ["1.0", "1.1"]


def test_of_several_wheels_the_one_for_every_platform_is_taken_then_the_smallest() -> None:
    linux = wheel("1.0", filename="prices-1.0-cp311-cp311-linux_x86_64.whl", size=10)
    mac = wheel("1.0", filename="prices-1.0-cp311-cp311-macosx_11_0_arm64.whl", size=5)
    assert listing(linux, mac).releases("my-prices")[0].size == 5
    assert listing(linux, wheel("1.0", size=99), mac).releases("my-prices")[0].size == 99


def test_a_release_is_dated_by_its_upload_and_named_without_its_host() -> None:
    entry = wheel("1.0", size=17, hashes={"sha256": "ab"}) | {"upload-time": "2026-11-01T11:30:00+02:00"}
    (file,) = listing(entry).releases("my-prices")
    assert file.uploaded_at == datetime(2026, 11, 1, 9, 30, tzinfo=UTC)
    assert file.uploaded_at.tzinfo is UTC
    assert (file.size, file.sha256) == (17, "ab")
    assert file.evidence_url("prices/data.json") == "pypi:my-prices/1.0#prices/data.json"


@pytest.mark.parametrize("size", [None, -1, 0, True, "17", 1.5])
def test_a_size_that_is_not_one_is_not_known(size: object) -> None:
    assert listing(wheel("1.0", size=size)).releases("my-prices")[0].size is None


@pytest.mark.parametrize(
    ("listed", "address"),
    [
        ("files/x.whl", "https://user:secret@index.test/simple/my-prices/files/x.whl"),
        ("/files/x.whl#sha256=ab", "https://user:secret@index.test/files/x.whl"),
        ("https://index.test/files/x.whl", "https://user:secret@index.test/files/x.whl"),
        ("https://index.test:8443/files/x.whl", "https://index.test:8443/files/x.whl"),
        ("https://files.test/x.whl", "https://files.test/x.whl"),
        ("https://planted:planted@files.test/x.whl", "https://files.test/x.whl"),
    ],
)
def test_the_indexs_credentials_go_to_the_index_only(listed: str, address: str) -> None:
    index = listing(wheel("1.0", url=listed), url="https://user:secret@index.test/simple/")
    (file,) = index.releases("my-prices")
    assert file.url == address
    assert "secret" not in repr(file) + repr(index)


def test_no_usable_release_is_an_error() -> None:
    with pytest.raises(NothingFound, match=r"https://index\.test/simple/my-prices/: lists no wheel"):
        listing(wheel("2.0rc1")).releases("my-prices")


@pytest.mark.parametrize("page", [b"", b"<html>", b"[]", b"{}", b'{"files": {}}', b"[" * 100_000, b"\xff"])
def test_a_page_in_another_shape_is_not_a_listing(page: bytes) -> None:
    transport = httpx2.MockTransport(lambda _request: httpx2.Response(200, stream=httpx2.ByteStream(page)))
    with pytest.raises(NotADocument, match="the package index"):
        PackageIndex(httpx2.URL("https://index.test/simple"), Fetcher(transport=transport)).releases("my-prices")


def packed(member: str, body: bytes) -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as opened:
        opened.writestr(member, body)
    return archive.getvalue()


@pytest.fixture
def unconfigured(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """A machine on which nothing is configured for pip yet."""
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("no_proxy", "*")
    for name in ("PIP_PROXY", "PIP_CERT", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.delenv(name, raising=False)
    return monkeypatch


def test_a_configured_index_may_be_inside_and_so_may_its_files(unconfigured: pytest.MonkeyPatch) -> None:
    archive = packed("prices/data.json", b"[1, 2]")
    with serving(lambda handler: handler.reply_span(archive)) as files:

        def answer(handler: Handler) -> None:
            entry = wheel("1.0", url=files.url("/x.whl"), size=len(archive))
            handler.reply(json.dumps({"files": [entry]}).encode())

        with serving(answer) as place:
            unconfigured.setenv("PIP_INDEX_URL", f"http://user:secret@{place.host_port}/simple/")
            index = configured_index(Fetcher(limits=ONCE))
            (file,) = index.releases("prices")
            assert index.read(file, "prices/data.json", 100) == b"[1, 2]"
            with pytest.raises(OriginMissing):
                index.read(file, "prices/absent.json", 100)
    assert [path for path, _ in place.seen] == ["/simple/prices/"]
    assert "authorization" in place.seen[0][1]
    assert "authorization" not in files.seen[0][1]


def test_only_the_index_is_let_through_not_the_rest_of_its_network(unconfigured: pytest.MonkeyPatch) -> None:
    with serving(lambda handler: handler.reply(b"", 302, Location="http://127.0.0.1:1/")) as place:
        unconfigured.setenv("PIP_INDEX_URL", place.url("/simple"))
        with pytest.raises(FetchFailed, match=r"^http://127\.0\.0\.1:1/: refused"):
            configured_index(Fetcher(limits=ONCE)).releases("prices")


def test_an_index_that_is_a_folder_is_one_clear_line(unconfigured: pytest.MonkeyPatch) -> None:
    unconfigured.setenv("PIP_INDEX_URL", "file:///somewhere/simple")
    with pytest.raises(FetchFailed, match="is not an http or https URL"):
        configured_index(Fetcher())
