import gzip
from decimal import Decimal

import pytest

from scrapers import strict_json
from scrapers.errors import NotADocument


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"", "the document is empty"),
        (b"  \n", "the document is empty"),
        (b"<!doctype html><title>Just a moment</title>", "this is HTML, not JSON"),
        (b'{"a": {"b": 1', "the JSON breaks off after 13 characters"),
        (b'{"a": "b', "the JSON breaks off after 8 characters"),
        (b'{"a": NaN}', "NaN is not JSON"),
        (b'{"a": -Infinity}', "-Infinity is not JSON"),
        (b'{"a": 1e999}', "1e999 is beyond any price or limit"),
        (b'{"a": 1, "a": 1}', "the key 'a' is given twice"),
        (b'{"a": "\\ud800"}', "half of a surrogate pair"),
        (b'{"a": "\\u0000"}', "a NUL character"),
        (b'{"a": "\xff"}', "not UTF-8 text at byte 7"),
        (b'{"a": 1} {"b": 2}', "this is not JSON: Extra data"),
        (b"[" * 100_000, "nested too deeply"),
        (b"9" * 5000, "a number of 5000 characters"),
        (b'\xef\xbb\xbf{"a": 1}', "not JSON"),
    ],
)
def test_a_broken_document_gives_one_clear_line(body: bytes, message: str) -> None:
    with pytest.raises(NotADocument) as caught:
        strict_json.read(body, "a-feed")
    line = str(caught.value)
    assert line.startswith("a-feed: ")
    assert message in line
    assert "\n" not in line


def test_fractions_are_decimals_and_whole_numbers_are_ints() -> None:
    assert strict_json.read(b'{"a": 0.1, "b": 2, "c": 1e-7}', "a-feed") == {
        "a": Decimal("0.1"),
        "b": 2,
        "c": Decimal("1E-7"),
    }


def test_a_real_surrogate_pair_is_a_character() -> None:
    assert strict_json.read(b'"\\ud83d\\ude00"', "a-feed") == "\U0001f600"


def test_repeated_keys_are_taken_together_only_where_they_agree() -> None:
    agreeing = b'{"m": {"price": 1}, "m": {"price": 1, "vision": true}}'
    assert strict_json.read(agreeing, "a-feed", repeats=True) == {"m": {"price": 1, "vision": True}}
    with pytest.raises(NotADocument, match="with different values"):
        strict_json.read(b'{"m": {"price": 1}, "m": {"price": 2}}', "a-feed", repeats=True)


class Compared(str):
    """A key that counts how often it is compared with another."""

    times = 0
    __hash__ = str.__hash__

    def __eq__(self, other: object) -> bool:
        Compared.times += 1
        return str(self) == other


def test_a_doubled_key_among_many_is_found_with_few_comparisons() -> None:
    keys = [Compared(f"key {number}") for number in range(100_000)]
    Compared.times = 0
    with pytest.raises(ValueError, match="the key 'key 99999' is given twice"):
        strict_json._object([(key, None) for key in [*keys, Compared("key 99999")]])
    assert Compared.times < 1_000


def test_a_doubled_key_among_many_ends_the_document() -> None:
    members = ",".join(f'"key {number}":1' for number in range(100_000))
    with pytest.raises(NotADocument, match="the key 'key 99999' is given twice"):
        strict_json.read(f'{{{members},"key 99999":1}}'.encode(), "a-feed")


def test_many_repeats_of_one_key_are_taken_together() -> None:
    members = ",".join(f'"m":{{"{number}":1}}' for number in range(20_000))
    read = strict_json.read(f"{{{members}}}".encode(), "a-feed", repeats=True)
    assert isinstance(read, dict)
    assert read["m"] == {str(number): 1 for number in range(20_000)}


def test_gzip_is_unpacked_and_plain_bytes_stay() -> None:
    assert strict_json.unpacked(gzip.compress(b"{}"), "a-feed") == b"{}"
    assert strict_json.unpacked(b"{}", "a-feed") == b"{}"


@pytest.mark.parametrize(
    "body",
    [gzip.compress(b"{}" * 100, mtime=0)[:-9], gzip.compress(b"{}", mtime=0) + b"more", b"\x1f\x8bnonsense"],
    ids=["cut short", "with more behind it", "nonsense"],
)
def test_a_damaged_gzip_is_refused(body: bytes) -> None:
    with pytest.raises(NotADocument, match="gzip"):
        strict_json.unpacked(body, "a-feed")


def test_a_gzip_bomb_is_refused() -> None:
    with pytest.raises(NotADocument, match="more than"):
        strict_json.unpacked(gzip.compress(b"\0" * (65 * 1024 * 1024), 1), "a-feed")
