"""The bounded cache of finished responses."""

import gzip

import brotli
import pytest
import zstandard

from registry.web.cache import Finished, ResponseCache

TEXT = ((b"content-type", b"text/html; charset=utf-8"),)


def finished(size: int, fill: bytes = b"a") -> Finished:
    return Finished.of(200, TEXT, fill * size, "/")


def test_the_least_recently_used_go_first() -> None:
    cache = ResponseCache(capacity=3 * finished(1000).size)
    for name in ("one", "two", "three"):
        cache.put((name,), finished(1000))
    cache.get(("one",))
    cache.put(("four",), finished(1000))
    assert [cache.get((name,)) is not None for name in ("one", "two", "three", "four")] == [True, False, True, True]


def test_the_cache_never_holds_more_than_its_capacity() -> None:
    cache = ResponseCache(capacity=50_000)
    for number in range(100):
        cache.put((number,), finished(number * 37))
        assert cache.size <= 50_000
    assert len(cache) > 0


def test_putting_a_key_again_counts_it_once() -> None:
    cache = ResponseCache()
    cache.put(("key",), finished(5000))
    cache.put(("key",), finished(10))
    assert cache.size == finished(10).size


def test_what_is_larger_than_the_cache_is_not_kept() -> None:
    cache = ResponseCache(capacity=10_000)
    cache.put(("small",), finished(1000))
    cache.put(("large",), finished(100_000))
    assert cache.get(("small",)) is not None
    assert cache.get(("large",)) is None


@pytest.mark.parametrize(
    ("encoding", "decompress"),
    [
        ("br", brotli.decompress),
        ("gzip", gzip.decompress),
        ("zstd", lambda body: zstandard.ZstdDecompressor().decompress(body)),
    ],
)
def test_each_form_holds_the_same_text_under_its_own_tag(encoding: str, decompress: object) -> None:
    response = finished(5000)
    body, used = response.form(encoding)
    assert used == encoding
    assert len(body) < 5000
    assert decompress(body) == response.body  # type: ignore[operator]
    assert response.entity_tag(encoding) != response.entity_tag(None)


def test_a_short_body_and_an_image_stay_as_they_are() -> None:
    image = Finished.of(200, ((b"content-type", b"image/png"),), b"a" * 5000, "/")
    assert finished(100).form("br") == (b"a" * 100, None)
    assert image.form("br")[1] is None


def test_the_same_bytes_always_have_the_same_tag() -> None:
    assert finished(100).tag == finished(100).tag != finished(100, b"b").tag
