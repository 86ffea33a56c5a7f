"""Where a fetcher may go: names, addresses, proxies, certificates and redirects."""

import base64
import itertools
import threading
from dataclasses import replace

import httpx2
import pytest

from scrapers.answers import Unavailable
from scrapers.errors import FetchFailed
from scrapers.fetch import Fetcher, tls
from tests.scrapers.fetching import ONCE, allowed, ok, replying, scripted
from tests.scrapers.local_server import Answer, Handler, serving

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
