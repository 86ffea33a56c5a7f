import httpx2
import pytest

from scrapers.errors import FetchFailed
from scrapers.guard import admit, host_and_port, parse_url, refusal, shown, without_credentials


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("0.0.0.0", "this network"),
        ("10.1.2.3", "private"),
        ("100.64.0.1", "shared by a carrier"),
        ("127.0.0.1", "loopback"),
        ("127.255.255.254", "loopback"),
        ("169.254.169.254", "link-local"),
        ("172.31.255.255", "private"),
        ("192.168.1.1", "private"),
        ("203.0.113.80", "reserved for documentation"),
        ("224.0.0.1", "multicast"),
        ("255.255.255.255", "reserved"),
        ("::", "unspecified"),
        ("::1", "loopback"),
        ("::7f00:1", "reserved"),
        ("::ffff:8.8.8.8", "an IPv4 address in IPv6 form"),
        ("64:ff9b::7f00:1", "an IPv4 address behind NAT64"),
        ("64:ff9b::808:808", "an IPv4 address behind NAT64"),
        ("2002:7f00:1::", "an IPv4 address behind 6to4"),
        ("2001:0:7f00:1::", "an IPv4 address behind Teredo"),
        ("fd00::1", "private"),
        ("fe80::1%eth0", "link-local"),
        ("ff02::1", "multicast"),
        ("4000::1", "reserved"),
        ("not an address", "not an address"),
    ],
)
def test_an_address_inside_a_network_is_not_dialled(address: str, reason: str) -> None:
    assert refusal(address) == reason


@pytest.mark.parametrize("address", ["8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "2a00:1450::1"])
def test_a_public_address_may_be_dialled(address: str) -> None:
    assert refusal(address) is None


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://Example.COM/a", "example.com:443"),
        ("http://example.com/a", "example.com:80"),
        ("http://user:secret@mirror.test:8080/", "mirror.test:8080"),
        ("http://[::1]:8000/", "[::1]:8000"),
        ("https://bücher.example/", "xn--bcher-kva.example:443"),
    ],
)
def test_a_place_is_spelled_in_one_way(url: str, name: str) -> None:
    assert host_and_port(httpx2.URL(url)) == name


def test_a_message_shows_neither_password_nor_query() -> None:
    assert shown(httpx2.URL("https://user:secret@host.test:81/a/b?token=secret#secret")) == "https://host.test:81/a/b"


def test_a_recorded_url_keeps_its_query_and_loses_its_password() -> None:
    url = without_credentials(httpx2.URL("https://user:secret@host.test/a?page=2#part"))
    assert str(url) == "https://host.test/a?page=2"


def test_plain_http_is_admitted_only_where_the_exact_port_is_allowed() -> None:
    allowed = frozenset({"mirror.test:8080"})
    admit(httpx2.URL("http://mirror.test:8080/"), allowed)
    admit(httpx2.URL("https://anywhere.test/"), allowed)
    for refused in ("http://mirror.test/", "http://mirror.test:8081/", "http://sub.mirror.test:8080/"):
        with pytest.raises(FetchFailed, match="only https"):
            admit(httpx2.URL(refused), allowed)


@pytest.mark.parametrize("text", ["ftp://host.test/a", "file:///etc/passwd", "https:///a", "no-scheme", ""])
def test_what_is_not_a_web_url_is_refused(text: str) -> None:
    with pytest.raises(FetchFailed, match="not an https URL with a host"):
        admit(parse_url(text), frozenset())


@pytest.mark.parametrize("text", ["https://host.test:port/secret", "https://[::1/secret", "https://a\x00secret.test"])
def test_an_impossible_url_is_refused_without_repeating_it(text: str) -> None:
    with pytest.raises(FetchFailed) as failure:
        parse_url(text)
    assert "secret" not in str(failure.value)
