"""What is asked for, what comes back, and what is told of it."""

import logging
from dataclasses import replace

import httpx2
import pytest

from scrapers.errors import FetchFailed
from scrapers.fetch import Fetcher, user_agent
from tests.scrapers.fetching import allowed, replying, scripted
from tests.scrapers.local_server import serving

# What is sent and what comes back


def test_a_body_arrives_with_what_a_later_request_needs() -> None:
    with serving(replying(b"hello", ETag='"1"', Last_Modified="Mon, 02 Nov 2026 00:00:00 GMT")) as place:
        fetched = allowed(place).get(place.url("/feed?page=1"))
    assert (fetched.body, fetched.status, fetched.url) == (b"hello", 200, place.url("/feed?page=1"))
    assert (fetched.etag, fetched.last_modified) == ('"1"', "Mon, 02 Nov 2026 00:00:00 GMT")


def test_the_request_says_who_asks_and_for_what() -> None:
    with serving(replying(b"")) as place:
        replace(allowed(place), home="https://prices.example").get(place.url(), accept="application/json")
    _, headers = place.seen[0]
    assert headers["user-agent"].startswith("modeldex/")
    assert headers["user-agent"].endswith("(+https://prices.example)")
    assert (headers["accept"], headers["accept-encoding"]) == ("application/json", "gzip")


def test_without_a_home_the_user_agent_is_the_name_and_version() -> None:
    name, _, version = user_agent().partition("/")
    assert name == "modeldex"
    assert version[0].isdigit()


def test_nothing_changed_is_an_answer_without_a_body() -> None:
    with serving(lambda handler: handler.reply(b"", 304)) as place:
        fetched = allowed(place).get(place.url(), etag='"1"', last_modified="Mon, 02 Nov 2026 00:00:00 GMT")
    assert (fetched.body, fetched.status) == (None, 304)
    assert place.seen[0][1]["if-none-match"] == '"1"'
    assert place.seen[0][1]["if-modified-since"] == "Mon, 02 Nov 2026 00:00:00 GMT"


def test_nothing_changed_is_no_answer_to_a_question_that_was_not_asked() -> None:
    fetcher, _, _ = scripted(httpx2.Response(304))
    with pytest.raises(FetchFailed, match="HTTP 304"):
        fetcher.get("https://host.test/")


def test_progress_is_told_with_the_size_where_the_server_says_it() -> None:
    told: list[tuple[int, int | None]] = []
    with serving(replying(b"x" * 1_000)) as place:
        allowed(place).get(place.url(), on_progress=lambda got, of: told.append((got, of)))
    assert told[-1] == (1_000, 1_000)


# Parts of a file


def test_a_part_of_a_file_comes_with_the_size_of_the_whole() -> None:
    with serving(lambda handler: handler.reply_span(b"0123456789")) as place:
        fetched = allowed(place).get(place.url(), span=(2, 4))
    assert (fetched.body, fetched.status, fetched.total) == (b"234", 206, 10)
    assert place.seen[0][1]["accept-encoding"] == "identity"


def test_a_server_that_knows_no_parts_sends_the_whole() -> None:
    with serving(replying(b"0123456789")) as place:
        fetched = allowed(place).get(place.url(), span=(2, 4))
    assert (fetched.body, fetched.status, fetched.total) == (b"0123456789", 200, None)


@pytest.mark.parametrize("sent", ["bytes 3-5/10", "bytes 2-5/10", "bytes 2-4/*", "", "items 2-4/10", "bytes ²-4/10"])
def test_another_part_than_was_asked_for_is_refused(sent: str) -> None:
    headers = {b"Content-Range": sent.encode()}
    fetcher, _, _ = scripted(httpx2.Response(206, headers=headers, stream=httpx2.ByteStream(b"234")))
    with pytest.raises(FetchFailed, match="another part"):
        fetcher.get("https://host.test/", span=(2, 4))


# What is told


def test_no_message_or_log_tells_a_secret_or_repeats_the_body(caplog: pytest.LogCaptureFixture) -> None:
    for logger in (None, "httpx2"):  # whatever a program that logs has set
        caplog.set_level(logging.DEBUG, logger)
    with (
        serving(lambda handler: handler.reply(b"secret in the body", 403)) as place,
        pytest.raises(FetchFailed) as failure,
    ):
        allowed(place).get(f"http://user:secret@{place.host_port}/feed?token=1")
    assert str(failure.value) == f"{place.url('/feed')}: HTTP 403"
    assert "authorization" in place.seen[0][1]
    assert "HTTP Request: GET" in caplog.text
    assert "secret" not in caplog.text


def test_a_fetcher_does_not_show_its_proxy() -> None:
    assert "secret" not in repr(Fetcher(proxy_for=lambda _url: "http://user:secret@proxy.test"))
