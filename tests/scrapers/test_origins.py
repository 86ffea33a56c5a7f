import gzip
import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx2
import pytest

from scrapers import origins
from scrapers.claims import Document, Reading
from scrapers.errors import FetchFailed, NotADocument, OriginMissing, SourceError
from scrapers.fetch import Fetcher, Limits
from scrapers.origins import (
    Outdated,
    Validators,
    from_file,
    from_release,
    from_url,
    obtain,
    origin_for,
    read_release,
    releases,
)
from scrapers.package_index import PackageIndex
from scrapers.source import Release, Source

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
FEED = b'{"models": []}'
RELEASE = Release("prices", "prices/data.json")
Answer = Callable[[httpx2.Request], httpx2.Response]


def unread(_document: Document) -> Reading:
    raise AssertionError("an origin does not parse")


def source(url: str = "https://feed.test/data.json", release: Release | None = RELEASE) -> Source:
    return Source("prices", "Prices", "https://feed.test", "MIT", url, unread, release)


def answering(status: int = 200, body: bytes = b"", **headers: str) -> Fetcher:
    def answer(_request: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(status, headers=headers, stream=httpx2.ByteStream(body))

    return Fetcher(transport=httpx2.MockTransport(answer), limits=Limits(attempts=1))


def wheel(member: str, body: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(member, body)
    return packed.getvalue()


def index(*uploads: tuple[str, datetime], member: str = RELEASE.member) -> PackageIndex:
    """An index with these versions, each holding its own version in the member."""
    files = [
        {"filename": f"prices-{version}-py3-none-any.whl", "url": version, "upload-time": at.isoformat()}
        for version, at in uploads
    ]

    def answer(request: httpx2.Request) -> httpx2.Response:
        if request.url.path == "/simple/prices/":
            body = json.dumps({"files": files}).encode()
        else:
            body = wheel(member, request.url.path.rpartition("/")[2].encode())
        return httpx2.Response(200, stream=httpx2.ByteStream(body))

    return PackageIndex(httpx2.URL("https://index.test/simple"), Fetcher(transport=httpx2.MockTransport(answer)))


def no_index() -> PackageIndex:
    raise AssertionError("the package index was not wanted")


# A URL


def test_a_url_gives_a_document_with_its_evidence() -> None:
    document = from_url(answering(body=FEED), "prices", "https://feed.test/data.json?all=1", NOW).document
    assert document is not None
    assert document.body == FEED
    evidence = document.evidence
    assert (evidence.source, evidence.url) == ("prices", "https://feed.test/data.json?all=1")
    assert (evidence.fetched_at, evidence.version) == (NOW, None)
    assert evidence.sha256 == hashlib.sha256(FEED).hexdigest()


def test_evidence_does_not_hold_a_password() -> None:
    delivery = from_url(answering(body=FEED), "prices", "https://user:secret@feed.test/data.json", NOW)
    assert delivery.document is not None
    assert delivery.document.evidence.url == delivery.validators.origin == "https://feed.test/data.json"


def test_a_file_that_is_served_packed_is_unpacked() -> None:
    delivery = from_url(answering(body=gzip.compress(FEED)), "prices", "https://feed.test/data.json.gz", NOW)
    assert delivery.document is not None
    assert delivery.document.body == FEED
    assert delivery.document.evidence.sha256 == hashlib.sha256(FEED).hexdigest()


def test_validators_are_kept_for_the_next_time_and_sent_then() -> None:
    def answer(request: httpx2.Request) -> httpx2.Response:
        fresh = request.headers.get("if-none-match") == '"1"'
        return httpx2.Response(304 if fresh else 200, headers={"ETag": '"1"'}, stream=httpx2.ByteStream(FEED))

    fetcher = Fetcher(transport=httpx2.MockTransport(answer))
    first = from_url(fetcher, "prices", "https://feed.test/data.json", NOW)
    assert first.validators == Validators("https://feed.test/data.json", '"1"', None)
    second = from_url(fetcher, "prices", "https://feed.test/data.json", NOW, first.validators)
    assert second == origins.Delivery(None, first.validators)


def test_validators_of_another_origin_are_not_sent() -> None:
    known = Validators("https://mirror.test/data.json", '"1"', "Mon, 02 Nov 2026 00:00:00 GMT")
    seen: list[httpx2.Request] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        seen.append(request)
        return httpx2.Response(200, stream=httpx2.ByteStream(FEED))

    fetcher = Fetcher(transport=httpx2.MockTransport(answer))
    from_url(fetcher, "prices", "https://feed.test/data.json", NOW, known)
    assert not {"if-none-match", "if-modified-since"} & set(seen[0].headers)


# A file


@pytest.mark.parametrize("name", ["data.json", "data.json.gz"])
def test_a_plain_file_and_its_packed_form_are_the_same_document(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(gzip.compress(FEED) if name.endswith(".gz") else FEED)
    document = from_file(path, "prices", NOW)
    assert document.body == FEED
    assert document.evidence.sha256 == hashlib.sha256(FEED).hexdigest()
    assert (document.evidence.url, document.evidence.fetched_at) == (f"file:{name}", NOW)


def test_an_empty_file_is_left_to_the_parser(tmp_path: Path) -> None:
    (tmp_path / "empty.json.gz").touch()
    assert from_file(tmp_path / "empty.json.gz", "prices", NOW).body == b""


def test_a_file_that_is_not_there_is_missing(tmp_path: Path) -> None:
    with pytest.raises(OriginMissing, match=r"^absent\.json: no such file$"):
        from_file(tmp_path / "absent.json", "prices", NOW)


def test_a_folder_is_not_a_file(tmp_path: Path) -> None:
    with pytest.raises(FetchFailed, match=r": cannot be read \(is a directory\)$") as failure:
        from_file(tmp_path, "prices", NOW)
    assert str(tmp_path.parent) not in str(failure.value)


def test_an_impossible_name_is_one_clear_line() -> None:
    with pytest.raises(FetchFailed, match="cannot be read"):
        from_file(Path("feed\0.json"), "prices", NOW)


def test_a_packed_file_that_is_cut_short_is_not_a_document(tmp_path: Path) -> None:
    path = tmp_path / "data.json.gz"
    path.write_bytes(gzip.compress(FEED)[:-4])
    with pytest.raises(NotADocument, match=r"^file:data\.json\.gz: the gzip data is cut short$"):
        from_file(path, "prices", NOW)


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_file_over_the_limit_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pack: Callable[[bytes], bytes]
) -> None:
    monkeypatch.setattr(origins, "MOST_BYTES", 1_000)
    path = tmp_path / "data.json"
    path.write_bytes(pack(bytes(1_000)))
    assert len(from_file(path, "prices", NOW).body) == 1_000
    path.write_bytes(pack(bytes(1_001)))
    with pytest.raises(FetchFailed, match="larger than 1,000 bytes"):
        from_file(path, "prices", NOW)


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_document_over_the_limit_is_refused_wherever_it_came_from(
    monkeypatch: pytest.MonkeyPatch, pack: Callable[[bytes], bytes]
) -> None:
    monkeypatch.setattr(origins, "MOST_BYTES", 1_000)
    with pytest.raises(FetchFailed, match="larger than 1,000 bytes"):
        from_url(answering(body=pack(bytes(1_001))), "prices", "https://feed.test/data.json", NOW)


# A release


def test_a_release_is_dated_by_its_upload() -> None:
    delivery = from_release(index(("1.0", NOW - timedelta(days=9))), "prices", RELEASE)
    assert delivery.document is not None
    evidence = delivery.document.evidence
    assert (delivery.document.body, evidence.version) == (b"1.0", "1.0")
    assert evidence.fetched_at == NOW - timedelta(days=9)
    assert evidence.url == delivery.validators.origin == "pypi:prices/1.0#prices/data.json"


def test_the_highest_version_is_the_newest_even_if_an_older_line_is_corrected_later() -> None:
    delivery = from_release(index(("1.9", NOW - timedelta(days=9)), ("1.8.4", NOW)), "prices", RELEASE)
    assert delivery.document is not None
    assert delivery.document.evidence.version == "1.9"


def test_a_release_that_is_known_is_not_read_again() -> None:
    known = Validators("pypi:prices/1.0#prices/data.json")
    assert from_release(index(("1.0", NOW)), "prices", RELEASE, known).document is None
    assert from_release(index(("1.1", NOW)), "prices", RELEASE, known).document is not None


def test_a_release_that_is_older_than_what_is_known_is_not_read() -> None:
    uploaded, newest = NOW - timedelta(days=90), NOW - timedelta(days=9)
    delivery = from_release(index(("1.0", uploaded)), "prices", RELEASE, None, newest)
    assert (delivery.document, delivery.outdated) == (None, Outdated(uploaded, newest))
    assert from_release(index(("1.0", newest)), "prices", RELEASE, None, newest).document is not None


def test_a_packed_member_is_unpacked() -> None:
    packed = Release("prices", "prices/data.json.gz")
    archive = wheel(packed.member, gzip.compress(FEED))
    listed = index(("1.0", NOW))
    (file,) = releases(listed, packed, NOW, NOW + timedelta(days=1))
    transport = httpx2.MockTransport(lambda _request: httpx2.Response(200, stream=httpx2.ByteStream(archive)))
    document = read_release(PackageIndex(listed.url, Fetcher(transport=transport)), "prices", packed, file)
    assert document.body == FEED


def test_history_is_oldest_upload_first_with_an_open_end() -> None:
    days = {"1.10": 4, "1.8": 1, "1.9": 2, "1.8.1": 3, "1.7": 0, "1.11": 5}
    listed = index(*((version, NOW + timedelta(days=day)) for version, day in days.items()))
    found = releases(listed, RELEASE, NOW + timedelta(days=1), NOW + timedelta(days=5))
    assert [str(file.version) for file in found] == ["1.8", "1.9", "1.8.1", "1.10"]


# Which of them


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("https://feed.test/data.json", "https://feed.test/data.json"),
        ("HTTP://mirror.test:8080/x", "HTTP://mirror.test:8080/x"),
        ("data/feed.json.gz", Path("data/feed.json.gz")),
        ("/data/feed.json", Path("/data/feed.json")),
        ("file:///data/a%20feed.json", Path("/data/a feed.json")),
        ("file://localhost/data/feed.json", Path("/data/feed.json")),
    ],
)
def test_an_origin_is_a_url_or_a_file(text: str, place: str | Path) -> None:
    assert origin_for(text) == place


@pytest.mark.parametrize("text", ["ftp://feed.test/x", "s3://bucket/x", "file://otherhost/share/x"])
def test_another_kind_of_origin_is_refused(text: str) -> None:
    with pytest.raises(FetchFailed, match="an origin is an https URL or a file"):
        origin_for(text)


def test_the_url_comes_first_and_the_index_is_not_asked() -> None:
    delivery = obtain(source(), answering(body=FEED), no_index, NOW)
    assert delivery.document is not None
    assert delivery.document.evidence.url == "https://feed.test/data.json"


@pytest.mark.parametrize("status", [404, 403, 500])
def test_the_release_is_taken_where_the_url_fails(status: int) -> None:
    delivery = obtain(source(), answering(status), lambda: index(("1.0", NOW)), NOW)
    assert delivery.document is not None
    assert delivery.document.evidence.url == "pypi:prices/1.0#prices/data.json"


def test_a_machine_that_reaches_only_the_index_is_not_kept_waiting() -> None:
    attempts: list[str] = []

    def unreachable(request: httpx2.Request) -> httpx2.Response:
        attempts.append(str(request.url))
        raise httpx2.ConnectTimeout("no answer")

    fetcher = Fetcher(transport=httpx2.MockTransport(unreachable), sleep=lambda _: pytest.fail("it paused"))
    assert obtain(source(), fetcher, lambda: index(("1.0", NOW)), NOW).document is not None
    assert attempts == ["https://feed.test/data.json"]


def test_when_both_ways_fail_one_line_tells_of_both() -> None:
    def unusable() -> PackageIndex:
        raise FetchFailed("no package index is configured")

    with pytest.raises(SourceError) as failure:
        obtain(source(), answering(404), unusable, NOW)
    assert str(failure.value) == (
        "https://feed.test/data.json: does not exist (HTTP 404); "
        "and from the package index: no package index is configured"
    )


def test_a_source_without_a_release_has_its_url_only() -> None:
    with pytest.raises(OriginMissing):
        obtain(source(release=None), answering(404), no_index, NOW)


def test_an_origin_that_the_operator_names_is_the_only_one() -> None:
    with pytest.raises(OriginMissing, match=r"^https://mirror\.test/x: does not exist"):
        obtain(source(), answering(404), no_index, NOW, origin="https://mirror.test/x")


def test_an_origin_that_the_operator_names_may_be_a_file(tmp_path: Path) -> None:
    (tmp_path / "feed.json").write_bytes(FEED)
    delivery = obtain(source(), answering(500), no_index, NOW, origin=(tmp_path / "feed.json").as_uri())
    assert delivery.document is not None
    assert delivery.document.evidence.url == delivery.validators.origin == "file:feed.json"


def test_progress_is_told_from_either_way() -> None:
    told: list[int] = []
    obtain(source(), answering(body=FEED), no_index, NOW, on_progress=lambda got, _of: told.append(got))
    assert told[-1] == len(FEED)
    told.clear()
    obtain(source(), answering(404), lambda: index(("1.0", NOW)), NOW, on_progress=lambda got, _of: told.append(got))
    assert told[-1] > 0
