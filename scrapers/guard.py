"""Which places the fetcher may go to: URLs and addresses, as rules. Pure: nothing here opens a connection.

Without these rules a feed, a redirect or a hostile name server could point us at services inside the network we run in.
A URL must be https. An address must be public unicast, judged after the name has been resolved. An operator may let an
exact `host:port` through (a mirror inside the network), and that place may then also speak plain http.
"""

from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

import httpx2

from scrapers.errors import FetchFailed

_REFUSED: tuple[tuple[IPv4Network | IPv6Network, str], ...] = tuple(
    (ip_network(network), reason)
    for network, reason in (
        ("0.0.0.0/8", "this network"),
        ("10.0.0.0/8", "private"),
        ("100.64.0.0/10", "shared by a carrier"),
        ("127.0.0.0/8", "loopback"),
        ("169.254.0.0/16", "link-local"),
        ("172.16.0.0/12", "private"),
        ("192.0.0.0/24", "reserved"),
        ("192.0.2.0/24", "reserved for documentation"),
        ("192.88.99.0/24", "a 6to4 relay"),
        ("192.168.0.0/16", "private"),
        ("198.18.0.0/15", "reserved for benchmarks"),
        ("198.51.100.0/24", "reserved for documentation"),
        ("203.0.113.0/24", "reserved for documentation"),
        ("224.0.0.0/4", "multicast"),
        ("240.0.0.0/4", "reserved"),
        ("::/128", "unspecified"),
        ("::1/128", "loopback"),
        ("::ffff:0:0/96", "an IPv4 address in IPv6 form"),
        ("64:ff9b::/96", "an IPv4 address behind NAT64"),
        ("64:ff9b:1::/48", "an IPv4 address behind NAT64"),
        ("2001::/32", "an IPv4 address behind Teredo"),
        ("2001::/23", "reserved"),
        ("2001:db8::/32", "reserved for documentation"),
        ("2002::/16", "an IPv4 address behind 6to4"),
        ("3fff::/20", "reserved for documentation"),
        ("fc00::/7", "private"),
        ("fe80::/10", "link-local"),
        ("fec0::/10", "private"),
        ("ff00::/8", "multicast"),
    )
)
"""Written out, because what `ipaddress.is_global` says of several of these changed between releases of Python."""

_PUBLIC_V6 = IPv6Network("2000::/3")


def refusal(address: str) -> str | None:
    """Why this numeric address must not be dialled, or None if it may be."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return "not an address"
    for network, reason in _REFUSED:
        if parsed in network:
            return reason
    return "reserved" if parsed.version == 6 and parsed not in _PUBLIC_V6 else None


def parse_url(text: str) -> httpx2.URL:
    """Raises FetchFailed if the text is not a URL; the text is not repeated, as it may hold a password."""
    try:
        return httpx2.URL(text)
    except (httpx2.InvalidURL, ValueError, TypeError):
        raise FetchFailed("not a valid URL") from None


def host_and_port(url: httpx2.URL) -> str:
    """`host:port` as allow lists spell it: lower case, the port always written, brackets around an IPv6 address."""
    host = url.raw_host.decode("ascii").lower()
    port = url.port or (443 if url.scheme == "https" else 80)
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def shown(url: httpx2.URL) -> str:
    """The URL as a message may show it: no user, no password, no query (which may hold a signature), not too long."""
    port = f":{url.port}" if url.port else ""
    host = f"[{url.host}]" if ":" in url.host else url.host
    return f"{url.scheme}://{host}{port}{url.raw_path.decode('ascii').partition('?')[0]}"[:200]


def without_credentials(url: httpx2.URL) -> httpx2.URL:
    """The URL without user, password and fragment: what is requested, logged and recorded."""
    return url.copy_with(username=None, password=None, fragment=None)


def admit(url: httpx2.URL, allowed: frozenset[str]) -> None:
    """Raise FetchFailed unless the URL is https, or http to an allowed `host:port`."""
    if not url.host or url.scheme not in ("http", "https"):
        raise FetchFailed(f"{shown(url)}: not an https URL with a host")
    if url.scheme == "http" and host_and_port(url) not in allowed:
        raise FetchFailed(f"{shown(url)}: refused, only https is fetched from hosts that are not allowed by name")
