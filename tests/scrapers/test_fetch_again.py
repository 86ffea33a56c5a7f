"""Which failures are tried again, and when."""

import socket
from dataclasses import replace

import httpx2
import pytest

from scrapers.answers import Unavailable
from scrapers.errors import FetchFailed, OriginMissing
from scrapers.fetch import Fetcher
from tests.scrapers.fetching import allowed, ok, replying, scripted
from tests.scrapers.local_server import serving


def test_a_passing_failure_is_tried_again_with_growing_pauses() -> None:
    answers = (
        httpx2.Response(503),
        httpx2.ReadError("reset"),
        ok(b"at last"),
    )
    fetcher, requests, pauses = scripted(*answers)
    assert fetcher.get("https://host.test/").body == b"at last"
    assert (len(requests), pauses) == (3, [1.0, 2.0])


def test_it_gives_up_after_the_last_attempt_with_the_last_reason() -> None:
    fetcher, requests, _ = scripted(httpx2.Response(500), httpx2.Response(500), httpx2.Response(502))
    with pytest.raises(Unavailable, match=r"^https://host\.test/: HTTP 502$"):
        fetcher.get("https://host.test/")
    assert len(requests) == 3


@pytest.mark.parametrize(
    ("headers", "pause"),
    [
        ({"Retry-After": "7"}, 7.0),
        ({"Retry-After": "Mon, 23 Nov 2026 12:00:30 GMT", "Date": "Mon, 23 Nov 2026 12:00:00 GMT"}, 30.0),
        ({"Retry-After": "Mon, 23 Nov 2026 11:00:00 GMT", "Date": "Mon, 23 Nov 2026 12:00:00 GMT"}, 1.0),
        ({"Retry-After": "Mon, 23 Nov 2026 12:00:30 GMT"}, 1.0),
        ({"Retry-After": "soon"}, 1.0),
        ({"Retry-After": "-5"}, 1.0),
    ],
)
def test_a_server_says_how_long_to_wait(headers: dict[str, str], pause: float) -> None:
    fetcher, _, pauses = scripted(httpx2.Response(429, headers=headers), ok(b"now"))
    assert fetcher.get("https://host.test/").body == b"now"
    assert pauses == [pause]


def test_a_wait_beyond_the_deadline_is_not_waited_for() -> None:
    fetcher, requests, pauses = scripted(httpx2.Response(429, headers={"Retry-After": "3600"}))
    with pytest.raises(Unavailable, match="HTTP 429, asks to wait 3600 s"):
        fetcher.get("https://host.test/")
    assert (len(requests), pauses) == (1, [])


@pytest.mark.parametrize("status", [400, 401, 403, 418, 451, 204, 206, 300])
def test_an_answer_that_will_not_change_is_not_asked_for_again(status: int) -> None:
    fetcher, requests, _ = scripted(httpx2.Response(status))
    with pytest.raises(FetchFailed, match=f"HTTP {status}"):
        fetcher.get("https://host.test/")
    assert len(requests) == 1


@pytest.mark.parametrize("status", [404, 410])
def test_what_does_not_exist_is_missing(status: int) -> None:
    fetcher, requests, _ = scripted(httpx2.Response(status))
    with pytest.raises(OriginMissing, match="does not exist"):
        fetcher.get("https://host.test/")
    assert len(requests) == 1


def test_a_place_with_a_replacement_is_not_dialled_twice() -> None:
    fetcher, requests, _ = scripted(httpx2.ConnectError("refused"))
    with pytest.raises(Unavailable, match="no connection"):
        fetcher.failing_fast().get("https://host.test/")
    assert len(requests) == 1


def test_a_place_with_a_replacement_is_still_asked_again_when_it_is_busy() -> None:
    fetcher, _, _ = scripted(httpx2.Response(503), ok(b"x"))
    assert fetcher.failing_fast().get("https://host.test/").body == b"x"


# Names


def resolving(*answers: OSError | list[str]) -> tuple[Fetcher, list[float]]:
    """A fetcher whose name server gives these answers in turn, and the pauses it made."""
    remaining = iter(answers)
    pauses: list[float] = []

    def resolve(_host: str, _port: int) -> list[str]:
        answer = next(remaining)
        if isinstance(answer, OSError):
            raise answer
        return answer

    return Fetcher(resolve=resolve, sleep=pauses.append), pauses


UNKNOWN = socket.gaierror(socket.EAI_NONAME, "Name or service not known")
NOT_NOW = socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")


def test_a_name_that_a_name_server_does_not_know_is_asked_for_once() -> None:
    fetcher, pauses = resolving(UNKNOWN)
    with pytest.raises(FetchFailed, match=r"^https://page\.invalid/: no connection \(the name does not resolve\)$"):
        fetcher.get("https://page.invalid/")
    assert pauses == []


@pytest.mark.parametrize("fails", [NOT_NOW, OSError("the resolver is not there")])
def test_a_name_that_no_name_server_answers_for_is_asked_for_once_more(fails: OSError) -> None:
    fetcher, pauses = resolving(fails, fails)
    with pytest.raises(FetchFailed, match="the name does not resolve"):
        fetcher.get("https://page.invalid/")
    assert pauses == [1.0]


def test_a_place_with_a_replacement_is_not_resolved_twice() -> None:
    fetcher, pauses = resolving(NOT_NOW)
    with pytest.raises(FetchFailed, match="the name does not resolve"):
        fetcher.failing_fast().get("https://page.invalid/")
    assert pauses == []


def test_a_name_server_that_answers_the_second_time_is_soon_enough() -> None:
    with serving(replying(b"at last")) as place:
        fetcher, pauses = resolving(NOT_NOW, ["127.0.0.1"])
        name = "mirror.invalid:" + place.host_port.partition(":")[2]
        assert fetcher.allowing(name).get(f"http://{name}/").body == b"at last"
    assert pauses == [1.0]


def test_a_server_that_refuses_is_dialled_three_times() -> None:
    with serving(replying(b"")) as place:
        pauses: list[float] = []
    fetcher = replace(allowed(place), limits=Fetcher().limits, sleep=pauses.append)
    with pytest.raises(Unavailable, match="no connection"):
        fetcher.get(place.url())
    assert pauses == [1.0, 2.0]
