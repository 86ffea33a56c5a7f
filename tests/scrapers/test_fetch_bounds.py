"""How long a fetch may take, and how much may arrive."""

import gzip
import threading
import zlib
from dataclasses import replace

import httpx2
import pytest

from scrapers.answers import Unavailable
from scrapers.errors import FetchFailed, NotADocument
from tests.scrapers.fetching import ONCE, allowed, replying, scripted
from tests.scrapers.local_server import Handler, serving

# How long


class Lockstep:
    """A clock on which every look takes a thousand seconds, and a server that sends one piece for each look.

    So the deadline passes after a known number of pieces, however slow the machine is.
    """

    def __init__(self) -> None:
        self._now = 0.0
        self._looks = threading.Semaphore(0)

    def __call__(self) -> float:
        self._now += 1_000
        self._looks.release()
        return self._now

    def drip(self, handler: Handler, piece: bytes) -> None:
        for _ in range(1_000):
            self._looks.acquire()
            handler.wfile.write(piece)

    def let_go(self) -> None:
        """Let the server go on by itself, to find that nobody listens."""
        self._looks.release(1_000)


@pytest.mark.parametrize(
    ("start", "piece"),
    [(b"HTTP/1.1 200 OK\r\n\r\n", b"."), (b"HTTP/1.1 200 OK\r\n", b"X: y\r\n"), (b"", b"HTTP")],
    ids=["body", "headers", "status"],
)
def test_a_dripping_answer_ends_at_the_deadline(start: bytes, piece: bytes) -> None:
    clock = Lockstep()

    def answer(handler: Handler) -> None:
        handler.wfile.write(start)
        clock.drip(handler, piece)

    with serving(answer) as place:
        fetcher = replace(allowed(place), clock=clock, limits=replace(ONCE, deadline=30_000))
        with pytest.raises(FetchFailed, match="not finished after 30000 s"):
            fetcher.get(place.url())
        clock.let_go()


def test_a_silent_server_is_given_up() -> None:
    over = threading.Event()

    def say_nothing(_handler: Handler) -> None:
        over.wait(10)

    with serving(say_nothing) as place:
        with pytest.raises(Unavailable, match="the connection broke"):
            allowed(place, replace(ONCE, silence=0.02)).get(place.url())
        over.set()


# How much


def test_a_body_that_announces_too_much_is_refused() -> None:
    with (
        serving(replying(b"", Content_Length="101")) as place,
        pytest.raises(FetchFailed, match="larger than 100 bytes"),
    ):
        allowed(place, replace(ONCE, body=100)).get(place.url())


def test_a_body_that_announces_nothing_and_grows_too_much_is_refused() -> None:
    def answer(handler: Handler) -> None:
        handler.send_response(200)
        handler.end_headers()
        for _ in range(1_000):
            handler.wfile.write(b"x" * 1_000)

    with serving(answer) as place, pytest.raises(FetchFailed, match="larger than 100,000 bytes"):
        allowed(place, replace(ONCE, body=100_000)).get(place.url())


def test_a_body_of_exactly_the_limit_is_fine() -> None:
    with serving(replying(b"x" * 100)) as place:
        assert allowed(place, replace(ONCE, body=100)).get(place.url()).body == b"x" * 100


def test_a_compressed_body_is_unpacked() -> None:
    with serving(replying(gzip.compress(b"feed" * 1_000), Content_Encoding="gzip")) as place:
        assert allowed(place).get(place.url()).body == b"feed" * 1_000


def test_a_compressed_body_is_refused_by_what_it_becomes() -> None:
    bomb = gzip.compress(bytes(20_000_000), compresslevel=1)
    with (
        serving(replying(bomb, Content_Encoding="gzip")) as place,
        pytest.raises(FetchFailed, match="larger than 1,000,000 bytes when unpacked"),
    ):
        allowed(place, replace(ONCE, plain=1_000_000)).get(place.url())


@pytest.mark.parametrize("encoding", ["gzip, gzip", "gzip,identity", "br", "deflate", "zstd", "x-unknown"])
def test_an_encoding_that_was_not_asked_for_is_refused(encoding: str) -> None:
    twice = gzip.compress(gzip.compress(b"x"))
    with (
        serving(replying(twice, Content_Encoding=encoding)) as place,
        pytest.raises(FetchFailed, match="an encoding that was not asked for"),
    ):
        allowed(place).get(place.url())


def test_two_encoding_headers_are_one_stack() -> None:
    headers = [("Content-Encoding", "gzip"), ("Content-Encoding", "gzip")]
    fetcher, _, _ = scripted(httpx2.Response(200, headers=headers, stream=httpx2.ByteStream(zlib.compress(b"x"))))
    with pytest.raises(FetchFailed, match="an encoding that was not asked for"):
        fetcher.get("https://host.test/")


def test_a_compressed_part_of_a_file_is_refused() -> None:
    def answer(handler: Handler) -> None:
        handler.reply(b"xxx", 206, Content_Encoding="gzip", Content_Range="bytes 0-2/10")

    with serving(answer) as place, pytest.raises(FetchFailed, match="an encoding that was not asked for"):
        allowed(place).get(place.url(), span=(0, 2))


def test_a_compressed_body_that_is_cut_short_is_not_a_document() -> None:
    with (
        serving(replying(gzip.compress(b"feed" * 1_000)[:-9], Content_Encoding="gzip")) as place,
        pytest.raises(NotADocument, match="cut short"),
    ):
        allowed(place).get(place.url())


def test_a_body_shorter_than_announced_is_a_broken_connection() -> None:
    with (
        serving(lambda handler: handler.reply(b"half", Content_Length="8")) as place,
        pytest.raises(Unavailable, match=r"the connection broke \(peer closed connection"),
    ):
        allowed(place).get(place.url())


def test_a_body_of_unannounced_length_looks_whole_even_if_it_is_not() -> None:
    def answer(handler: Handler) -> None:
        handler.send_response(200)
        handler.end_headers()
        handler.wfile.write(b'{"half": ')

    with serving(answer) as place:
        assert allowed(place).get(place.url()).body == b'{"half": '
