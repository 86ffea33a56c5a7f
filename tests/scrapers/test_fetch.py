import base64
import gzip
import itertools
import logging
import threading
import zlib
from collections.abc import Callable
from dataclasses import replace

import httpx2
import pytest

from scrapers.answers import Unavailable
from scrapers.errors import FetchFailed, NotADocument, OriginMissing
from scrapers.fetch import Fetcher, Limits, tls, user_agent
from tests.scrapers.local_server import Answer, Handler, Place, serving

ONCE = Limits(attempts=1, connect_attempts=1)


def allowed(place: Place, limits: Limits = ONCE) -> Fetcher:
    return Fetcher(allow_hosts=frozenset({place.host_port}), limits=limits)


def scripted(*answers: httpx2.Response | Exception) -> tuple[Fetcher, list[httpx2.Request], list[float]]:
    """A fetcher whose network gives these answers in turn, with the requests it got and the pauses it made."""
    requests: list[httpx2.Request] = []
    pauses: list[float] = []
    remaining = iter(answers)

    def answer(request: httpx2.Request) -> httpx2.Response:
        requests.append(request)
        given = next(remaining)
        if isinstance(given, Exception):
            raise given
        return given

    return Fetcher(transport=httpx2.MockTransport(answer), sleep=pauses.append), requests, pauses


def ok(body: bytes) -> httpx2.Response:
    return httpx2.Response(200, stream=httpx2.ByteStream(body))


def replying(body: bytes, **headers: str) -> Answer:
    return lambda handler: handler.reply(body, **headers)


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


# Where it may go


@pytest.mark.parametrize(
    "addresses",
    [["127.0.0.1"], ["10.0.0.1"], ["::1"], ["64:ff9b::7f00:1"], ["::ffff:127.0.0.1"], ["93.184.215.14", "10.0.0.1"]],
)
def test_a_name_that_leads_inside_is_refused_before_connecting(
    addresses: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("socket.create_connection", lambda *_args, **_more: pytest.fail("it connected"))
    fetcher = Fetcher(resolve=lambda _host, _port: addresses)
    with pytest.raises(FetchFailed, match=r"rebound\.test:443: refused, its address is"):
        fetcher.get("https://rebound.test/")


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.1", "2130706433", "0x7f.1", "[::1]"])
def test_every_spelling_of_this_machine_is_refused(host: str) -> None:
    with pytest.raises(FetchFailed, match=r"refused, its address is loopback|does not resolve"):
        Fetcher(limits=ONCE).get(f"https://{host}/")


def test_the_address_that_was_checked_is_the_one_that_is_dialled(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = itertools.chain([["93.184.215.14"]], itertools.repeat(["127.0.0.1"]))
    dialled: list[object] = []

    def connect(address: object, *_args: object, **_more: object) -> None:
        dialled.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr("socket.create_connection", connect)
    with pytest.raises(Unavailable, match="no connection"):
        Fetcher(limits=ONCE, resolve=lambda _host, _port: next(answers)).get("https://rebinding.test/")
    assert dialled == [("93.184.215.14", 443)]


def test_the_next_address_is_tried_when_one_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    dialled: list[object] = []

    def connect(address: object, *_args: object, **_more: object) -> None:
        dialled.append(address)
        raise TimeoutError

    monkeypatch.setattr("socket.create_connection", connect)
    with pytest.raises(Unavailable, match="no connection"):
        Fetcher(limits=ONCE, resolve=lambda *_: ["93.184.215.14", "93.184.215.15"]).get("https://slow.test/")
    assert dialled == [("93.184.215.14", 443), ("93.184.215.15", 443)]


def test_an_allowed_place_may_be_inside_and_speak_http() -> None:
    asked: list[str] = []

    def resolve(host: str, _port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"]

    with serving(replying(b"from the mirror")) as place:
        name = "mirror.test:" + place.host_port.partition(":")[2]
        fetcher = Fetcher(allow_hosts=frozenset({name}), resolve=resolve)
        assert fetcher.get(f"http://{name}/").body == b"from the mirror"
    assert asked == ["mirror.test"]
    assert place.seen[0][1]["host"] == name


def test_no_place_is_allowed_unless_an_operator_says_so() -> None:
    with serving(replying(b"")) as place, pytest.raises(FetchFailed, match="only https"):
        Fetcher().get(place.url())
    assert place.seen == []


def test_another_port_of_an_allowed_host_is_not_allowed() -> None:
    with serving(replying(b"")) as place:
        fetcher = Fetcher(allow_hosts=frozenset({"127.0.0.1:1"}))
        with pytest.raises(FetchFailed, match="only https"):
            fetcher.get(place.url())
    assert place.seen == []


def test_a_proxy_in_the_environment_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    with serving(replying(b"direct")) as place:
        assert allowed(place).get(place.url()).body == b"direct"


def test_a_given_proxy_is_used_for_allowed_hosts_only() -> None:
    with serving(replying(b"by proxy")) as proxy:
        fetcher = Fetcher(
            allow_hosts=frozenset({"index.test:80"}),
            proxy_for=lambda _url: f"http://user:secret@{proxy.host_port}",
        )
        assert fetcher.get("http://index.test/simple/").body == b"by proxy"
        with pytest.raises(FetchFailed, match="a proxy is used only for hosts that are allowed"):
            fetcher.get("https://elsewhere.test/")
    path, headers = proxy.seen[0]
    assert path == "http://index.test/simple/"
    assert headers["proxy-authorization"].startswith("Basic ")
    assert len(proxy.seen) == 1


def test_a_name_that_does_not_resolve_is_one_clear_line() -> None:
    def resolve(_host: str, _port: int) -> list[str]:
        raise OSError("Name or service not known")

    with pytest.raises(Unavailable) as failure:
        Fetcher(limits=ONCE, resolve=resolve).get("https://nowhere.test/feed")
    assert str(failure.value) == "https://nowhere.test/feed: no connection (the name does not resolve)"


def test_a_resolver_that_hangs_is_not_waited_for() -> None:
    over = threading.Event()

    def resolve(_host: str, _port: int) -> list[str]:
        over.wait(10)
        return []

    with pytest.raises(Unavailable, match="did not resolve in time"):
        Fetcher(limits=replace(ONCE, connect=0.02), resolve=resolve).get("https://slow.test/")
    over.set()


def test_tls_is_verified_or_nothing_is_fetched() -> None:
    with serving(replying(b"plain")) as place, pytest.raises(Unavailable, match="no connection"):
        allowed(place).get(f"https://{place.host_port}/")


def test_certificates_that_cannot_be_read_are_named_without_their_folder() -> None:
    with pytest.raises(FetchFailed, match=r"^absent\.pem: not a readable file of CA certificates$"):
        tls("/somewhere/absent.pem")


# Redirects


def redirecting(times: int) -> Answer:
    def answer(handler: Handler) -> None:
        number = int(handler.path.strip("/") or 0)
        if number < times:
            handler.reply(b"", 302, Location=f"/{number + 1}")
        else:
            handler.reply(b"the end")

    return answer


def test_five_redirects_are_followed() -> None:
    with serving(redirecting(5)) as place:
        fetched = allowed(place).get(place.url())
    assert (fetched.body, fetched.url) == (b"the end", place.url("/5"))


def test_six_redirects_are_too_many() -> None:
    with serving(redirecting(6)) as place, pytest.raises(FetchFailed, match="more than 5 redirects"):
        allowed(place).get(place.url())


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("http://host.test/", "only https"),
        ("https://localhost/", "its address is loopback"),
        ("https://169.254.169.254/latest/meta-data", "its address is link-local"),
        ("file:///etc/passwd", "not an https URL"),
        ("https://host.test:port/", "not a URL"),
    ],
)
def test_a_redirect_is_checked_like_any_url(target: str, reason: str) -> None:
    with (
        serving(lambda handler: handler.reply(b"", 301, Location=target)) as place,
        pytest.raises(FetchFailed, match=reason),
    ):
        allowed(place).get(place.url())
    assert len(place.seen) == 1


def test_credentials_go_to_their_own_host_only() -> None:
    elsewhere = httpx2.Response(302, headers={"Location": "https://other.test/b"})
    at_home = httpx2.Response(302, headers={"Location": "/a/"})
    fetcher, requests, _ = scripted(at_home, elsewhere, ok(b"x"))
    fetched = fetcher.get("https://user:secret@host.test/a")
    assert fetched.url == "https://other.test/b"
    basic = f"Basic {base64.b64encode(b'user:secret').decode()}"
    assert [request.headers.get("authorization") for request in requests] == [basic, basic, None]


def test_a_server_cannot_make_us_send_credentials_of_its_own() -> None:
    redirect = httpx2.Response(302, headers={"Location": "https://user:planted@other.test/b"})
    fetcher, requests, _ = scripted(redirect, ok(b""))
    fetcher.get("https://host.test/a")
    assert "authorization" not in requests[1].headers


# How long


def ticking() -> Callable[[], float]:
    """A clock on which every look takes a second, so that a deadline passes without waiting for it."""
    return itertools.count().__next__


def test_a_dripping_body_ends_at_the_deadline() -> None:
    def drip(handler: Handler) -> None:
        handler.send_response(200)
        handler.end_headers()
        for _ in range(10_000):
            handler.wfile.write(b".")

    with serving(drip) as place:
        fetcher = replace(allowed(place), clock=ticking(), limits=replace(ONCE, deadline=30))
        with pytest.raises(FetchFailed, match="not finished after 30 s"):
            fetcher.get(place.url())


def test_dripping_headers_end_at_the_deadline() -> None:
    def drip(handler: Handler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
        for _ in range(10_000):
            handler.wfile.write(b"X: y\r\n")

    with serving(drip) as place:
        fetcher = replace(allowed(place), clock=ticking(), limits=replace(ONCE, deadline=10))
        with pytest.raises(FetchFailed, match="not finished after 10 s"):
            fetcher.get(place.url())


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


# Trying again


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


# What is told


def test_no_message_or_log_tells_a_secret_or_repeats_the_body(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
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
