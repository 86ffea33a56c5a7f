import io
import random
import struct
import zipfile

import pytest

from scrapers.answers import Fetched, Progress
from scrapers.errors import FetchFailed, NotADocument, OriginMissing
from scrapers.zip_range import RemoteFile, read_member

MEMBER = "package/prices.json"
PRICES = b'{"price": 1}' * 2_000
NOISE = random.Random(7).randbytes(3_000_000)


def wheel(*, noise: int = 3_000_000, method: int = zipfile.ZIP_DEFLATED, comment: bytes = b"") -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        archive.writestr("package/before.bin", NOISE[: noise // 2])
        archive.writestr(MEMBER, PRICES)
        archive.writestr("package/after.bin", NOISE[noise // 2 : noise])
        archive.comment = comment
    return packed.getvalue()


class Server:
    """Gives parts of a file and remembers which."""

    def __init__(self, body: bytes, *, knows_spans: bool = True) -> None:
        self.body, self.knows_spans = body, knows_spans
        self.asked: list[tuple[int, int]] = []

    def fetch(self, span: tuple[int, int], tell: Progress | None) -> Fetched:
        self.asked.append(span)
        part = self.body[span[0] : span[1] + 1] if self.knows_spans else self.body
        if tell:
            tell(len(part), len(part))
        if self.knows_spans:
            return Fetched(part, "https://index.test/x.whl", 206, total=len(self.body))
        return Fetched(part, "https://index.test/x.whl", 200)

    def file(self) -> RemoteFile:
        return RemoteFile(self.fetch, len(self.body), 10_000_000)


def test_one_member_costs_a_fraction_of_the_archive() -> None:
    server = Server(wheel())
    remote = server.file()
    assert read_member(remote, MEMBER, 1_000_000) == PRICES
    assert remote.transferred < len(server.body) / 20
    assert len(server.asked) <= 3


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
@pytest.mark.parametrize("comment", [b"", b"a comment", b"x" * 65_535])
def test_the_end_of_the_archive_is_found_behind_any_comment(method: int, comment: bytes) -> None:
    assert read_member(Server(wheel(method=method, comment=comment)).file(), MEMBER, 1_000_000) == PRICES


def test_a_long_directory_is_read_as_well() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(MEMBER, PRICES)
        for number in range(4_000):
            archive.writestr(f"package/a-folder-with-a-long-name/{number}.txt", b"")
    server = Server(packed.getvalue())
    assert read_member(server.file(), MEMBER, 1_000_000) == PRICES


def test_a_small_archive_is_one_request() -> None:
    server = Server(wheel(noise=1_000))
    assert read_member(server.file(), MEMBER, 1_000_000) == PRICES
    assert server.asked == [(0, len(server.body) - 1)]


def test_a_size_that_is_not_known_is_asked_for() -> None:
    server = Server(wheel())
    assert read_member(RemoteFile(server.fetch, None, 10_000_000), MEMBER, 1_000_000) == PRICES
    assert server.asked[0] == (0, 0)


@pytest.mark.parametrize("size", [None, 3_000_000])
def test_a_server_without_ranges_is_asked_once(size: int | None) -> None:
    server = Server(wheel(), knows_spans=False)
    assert read_member(RemoteFile(server.fetch, size, 10_000_000), MEMBER, 1_000_000) == PRICES
    assert len(server.asked) == 1


def test_a_whole_archive_must_be_the_one_that_the_index_promised() -> None:
    server = Server(wheel(), knows_spans=False)
    with pytest.raises(NotADocument, match="does not have the sha256"):
        RemoteFile(server.fetch, None, 10_000_000, sha256="0" * 64)


def test_progress_runs_over_all_requests_to_the_size_of_the_member() -> None:
    told: list[tuple[int, int | None]] = []
    server = Server(wheel())
    remote = RemoteFile(server.fetch, None, 10_000_000, on_progress=lambda got, of: told.append((got, of)))
    read_member(remote, MEMBER, 1_000_000)
    arrived = [got for got, _ in told]
    assert arrived == sorted(arrived)
    assert arrived[-1] == remote.transferred
    assert told[-1][1] is not None


def test_progress_on_a_small_archive_runs_to_its_size() -> None:
    told: list[tuple[int, int | None]] = []
    body = wheel(noise=1_000)
    remote = RemoteFile(Server(body).fetch, len(body), 10_000_000, on_progress=lambda got, of: told.append((got, of)))
    read_member(remote, MEMBER, 1_000_000)
    assert told == [(len(body), len(body))]


def test_a_member_that_is_not_there_is_missing() -> None:
    with pytest.raises(OriginMissing, match=r"package/absent\.json: no such file in the archive"):
        read_member(Server(wheel()).file(), "package/absent.json", 1_000_000)


def test_a_member_larger_than_allowed_is_refused() -> None:
    with pytest.raises(FetchFailed, match="larger than 23,999 bytes"):
        read_member(Server(wheel()).file(), MEMBER, 23_999)
    assert len(read_member(Server(wheel()).file(), MEMBER, 24_000)) == 24_000


def test_a_bomb_is_refused_whatever_size_it_admits_to() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(MEMBER, bytes(20_000_000))
    with pytest.raises(FetchFailed, match="larger than 1,000 bytes"):
        read_member(Server(packed.getvalue()).file(), MEMBER, 1_000)


def test_an_archive_that_asks_for_too_much_is_given_up() -> None:
    remote = RemoteFile(Server(wheel(method=zipfile.ZIP_STORED)).fetch, None, 70_000)
    with pytest.raises(FetchFailed, match="more than 70,000 bytes"):
        read_member(remote, "package/after.bin", 10_000_000)


def damaged(body: bytes, at: int) -> bytes:
    return body[:at] + bytes([body[at] ^ 0xFF]) + body[at + 1 :]


def test_a_damaged_member_does_not_pass_its_checksum() -> None:
    body = wheel(method=zipfile.ZIP_STORED)
    with pytest.raises(NotADocument, match="not readable from the archive"):
        read_member(Server(damaged(body, body.index(PRICES) + 100)).file(), MEMBER, 1_000_000)


@pytest.mark.parametrize("keep", [0, 1, 21, 100, 60_000, -1, -30])
def test_an_archive_that_is_cut_short_is_not_a_document(keep: int) -> None:
    with pytest.raises(NotADocument, match="not readable from the archive"):
        read_member(Server(wheel()[:keep]).file(), MEMBER, 1_000_000)


def test_what_is_not_an_archive_is_not_a_document() -> None:
    with pytest.raises(NotADocument):
        read_member(Server(b"<html>not found</html>" * 100).file(), MEMBER, 1_000_000)


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_compression_that_wheels_do_not_use_is_refused(method: int) -> None:
    with pytest.raises(NotADocument, match="which wheels do not use"):
        read_member(Server(wheel(noise=100, method=method)).file(), MEMBER, 1_000_000)


def test_an_encrypted_member_is_not_a_document() -> None:
    body = bytearray(wheel(noise=100))
    encrypted = 1
    struct.pack_into("<H", body, body.index(MEMBER.encode()) - 30 + 6, encrypted)
    struct.pack_into("<H", body, body.rindex(MEMBER.encode()) - 46 + 8, encrypted)
    with pytest.raises(NotADocument, match="encrypted in the archive"):
        read_member(Server(bytes(body)).file(), MEMBER, 1_000_000)


def test_a_position_before_the_beginning_is_refused() -> None:
    remote = Server(wheel(noise=100)).file()
    assert remote.seek(-3, io.SEEK_END) == remote.size - 3
    assert remote.seek(2, io.SEEK_CUR) == remote.tell() == remote.size - 1
    with pytest.raises(ValueError, match="before the beginning"):
        remote.seek(-1)


def test_reading_past_the_end_gives_what_there_is() -> None:
    server = Server(b"0123456789")
    remote = server.file()
    remote.seek(8)
    assert (remote.read(100), remote.read(100)) == (b"89", b"")
