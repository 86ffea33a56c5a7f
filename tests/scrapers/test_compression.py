import gzip

import pytest

from scrapers.compression import gunzip
from scrapers.errors import FetchFailed, NotADocument


def test_gzip_is_unpacked_up_to_and_including_the_limit() -> None:
    assert gunzip(gzip.compress(b"x" * 100), 100, "a feed") == b"x" * 100


def test_several_members_and_padding_are_one_document() -> None:
    assert gunzip(gzip.compress(b"one,") + gzip.compress(b"two") + b"\0\0", 100, "a feed") == b"one,two"


def test_a_bomb_is_refused_without_unpacking_it() -> None:
    bomb = gzip.compress(bytes(50_000_000), compresslevel=1)
    with pytest.raises(FetchFailed, match="a feed: larger than 1,000 bytes when unpacked"):
        gunzip(bomb, 1_000, "a feed")


def test_the_limit_holds_over_all_members_together() -> None:
    with pytest.raises(FetchFailed, match="larger than 15 bytes"):
        gunzip(gzip.compress(b"x" * 10) * 2, 15, "a feed")


def test_thousands_of_empty_members_are_refused() -> None:
    with pytest.raises(NotADocument, match="more than 64 gzip members"):
        gunzip(gzip.compress(b"") * 5_000, 1_000, "a feed")


@pytest.mark.parametrize("cut", [1, 5, 12, 30])
def test_gzip_that_is_cut_short_is_not_a_document(cut: int) -> None:
    with pytest.raises(NotADocument, match="cut short"):
        gunzip(gzip.compress(b"some text that is long enough to be cut")[:-cut], 1_000, "a feed")


@pytest.mark.parametrize("body", [b"plain text", b"", b"\x1f\x8b\x08\x00garbage-----------"])
def test_what_is_not_gzip_is_not_a_document(body: bytes) -> None:
    with pytest.raises(NotADocument):
        gunzip(body, 1_000, "a feed")


def test_a_damaged_checksum_is_not_a_document() -> None:
    packed = bytearray(gzip.compress(b"some text"))
    packed[-8] ^= 1
    with pytest.raises(NotADocument, match="not valid gzip"):
        gunzip(bytes(packed), 1_000, "a feed")
