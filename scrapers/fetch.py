"""The one way in which bytes are fetched over the network.

Everything a server can do to a client that trusts it is bounded: where it may send us (guard.py), which address is
dialled and how long the whole takes (dialing.py), how much arrives, and how much that becomes unpacked (answers.py).
"""

import functools
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from importlib import metadata
from pathlib import Path

import httpcore2
import httpx2

from scrapers.answers import Asked, Fetched, Progress, Unavailable, judge
from scrapers.dialing import Deadline, GuardedBackend, GuardedTransport, Resolve, Unresolved, system_addresses
from scrapers.errors import FetchFailed
from scrapers.guard import admit, host_and_port, parse_url, shown, without_credentials

_NO_CONNECTION = (httpx2.ConnectError, httpx2.ConnectTimeout, httpcore2.ConnectError, httpcore2.ConnectTimeout)
_CONNECTION_ERRORS = (
    httpx2.TransportError,
    httpcore2.NetworkError,
    httpcore2.TimeoutException,
    httpcore2.ProtocolError,
    httpcore2.ProxyError,
)


@dataclass(frozen=True, slots=True)
class Limits:
    """How long and how much: seconds and bytes.

    connect: to resolve and connect; silence: the longest wait for one read; deadline: for everything, from the first
    attempt to the last byte; body: as transferred; plain: unpacked; attempts: in all; connect_attempts: how many of
    them may fail for want of a connection; name_attempts: for want of an answer from a name server; backoff: the first
    pause, doubled each time.
    """

    connect: float = 5.0
    silence: float = 30.0
    deadline: float = 180.0
    body: int = 100_000_000
    plain: int = 40_000_000
    redirects: int = 5
    attempts: int = 3
    connect_attempts: int = 3
    name_attempts: int = 2
    backoff: float = 1.0

    def most(self, failure: Unavailable) -> int:
        """How many attempts there may be in all, if they end in such a failure."""
        if failure.connected:
            return self.attempts
        return self.connect_attempts if failure.resolved else min(self.connect_attempts, self.name_attempts)


@dataclass(frozen=True, slots=True)
class Fetcher:
    """Fetches https URLs. A value: threads may share it, and each `get` opens and closes its own connections.

    allow_hosts: exact `host:port` that may be private, and may speak http; certificates: a file or folder of CA
    certificates instead of the system's; proxy_for: the proxy for a URL, or None (only allowed hosts are fetched by
    proxy, because a proxy resolves names itself); transport: stands in for the network in tests, with
    responses that stream.
    """

    allow_hosts: frozenset[str] = frozenset()
    limits: Limits = Limits()
    home: str | None = None
    certificates: str | None = None
    proxy_for: Callable[[httpx2.URL], str | None] | None = field(default=None, repr=False)
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    resolve: Resolve = system_addresses
    transport: httpx2.BaseTransport | None = None

    def get(
        self,
        url: str,
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        accept: str = "*/*",
        span: tuple[int, int] | None = None,
        on_progress: Progress | None = None,
    ) -> Fetched:
        """Fetch one URL, or the bytes of `span` (first and last, both included) of it.

        A server that ignores `span` sends the whole, with status 200. A user and password in the URL are sent to that
        host only and never shown. Raises FetchFailed with one line, OriginMissing for 404 and 410.
        """
        deadline = Deadline(self.clock() + self.limits.deadline, self.clock)
        conditions = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        held = {name: value for name, value in conditions.items() if value}
        asked = Asked(span, bool(held), self.limits.body, self.limits.plain, on_progress)
        headers = {"User-Agent": user_agent(self.home), "Accept": accept, "Accept-Encoding": asked.encoding, **held}
        if span:
            headers["Range"] = f"bytes={span[0]}-{span[1]}"
        return self._persist(_Exchange(self, headers, asked, deadline), parse_url(url))

    def allowing(self, *hosts: str) -> "Fetcher":
        """The same fetcher, which also lets these `host:port` through."""
        return replace(self, allow_hosts=self.allow_hosts | frozenset(hosts))

    def failing_fast(self) -> "Fetcher":
        """The same fetcher, which does not try to connect again: for a place that has a replacement."""
        return replace(self, limits=replace(self.limits, connect_attempts=1))

    def _persist(self, exchange: "_Exchange", url: httpx2.URL) -> Fetched:
        """Try again, with growing pauses, while a failure may pass and the deadline allows the pause."""
        attempt = 1
        while True:
            try:
                return exchange.follow(url)
            except Unavailable as failure:
                pause = max(failure.wait, self.limits.backoff * 2 ** (attempt - 1))
                if attempt >= self.limits.most(failure) or pause >= exchange.deadline.left():
                    raise
            self.sleep(pause)
            attempt += 1


@dataclass(frozen=True, slots=True)
class _Exchange:
    """The requests of one `get`: the same headers and deadline through redirects and attempts."""

    fetcher: Fetcher
    headers: dict[str, str]
    asked: Asked
    deadline: Deadline

    def follow(self, url: httpx2.URL) -> Fetched:
        for _ in range(self.fetcher.limits.redirects + 1):
            answer = self._ask(url)
            if isinstance(answer, Fetched):
                return answer
            url = answer
        raise FetchFailed(f"{shown(url)}: more than {self.fetcher.limits.redirects} redirects")

    def _ask(self, url: httpx2.URL) -> Fetched | httpx2.URL:
        """One request: the answer, or where it redirects to."""
        admit(url, self.fetcher.allow_hosts)
        auth = httpx2.BasicAuth(url.username, url.password) if url.userinfo else None
        # The client logs the URL that it is given, so the credentials must not be in it.
        bare = without_credentials(url)
        limits = self.fetcher.limits
        timeout = httpx2.Timeout(limits.silence, connect=limits.connect)
        transport = self.fetcher.transport or self._transport(bare)
        try:
            with (
                httpx2.Client(transport=transport, timeout=timeout, trust_env=False, auth=auth) as client,
                client.stream("GET", bare, headers=self.headers, follow_redirects=False) as response,
            ):
                return judge(response, url, self.asked)
        except _CONNECTION_ERRORS as error:
            raise self._failure(bare, error) from error

    def _transport(self, url: httpx2.URL) -> httpx2.BaseTransport:
        allowed = self.fetcher.allow_hosts
        proxy = self.fetcher.proxy_for(url) if self.fetcher.proxy_for else None
        if proxy is not None:
            if host_and_port(url) not in allowed:
                raise FetchFailed(f"{shown(url)}: refused, a proxy is used only for hosts that are allowed by name")
            allowed = frozenset({host_and_port(parse_url(proxy))})
        backend = GuardedBackend(allowed, self.deadline, self.fetcher.resolve)
        return GuardedTransport(backend, tls(self.fetcher.certificates), proxy)

    def _failure(self, url: httpx2.URL, error: Exception) -> FetchFailed:
        if self.deadline.left() <= 0:
            return Unavailable(f"{shown(url)}: not finished after {self.fetcher.limits.deadline:g} s")
        detail = " ".join(str(error).split())[:120] or type(error).__name__
        if isinstance(error, _NO_CONNECTION):
            told = f"{shown(url)}: no connection ({detail})"
            if isinstance(error, Unresolved) and error.known:
                return FetchFailed(told)  # that is an answer: in a second it would be the same
            return Unavailable(told, resolved=not isinstance(error, Unresolved), connected=False)
        return Unavailable(f"{shown(url)}: the connection broke ({detail})")


def user_agent(home: str | None = None) -> str:
    """`modeldex/VERSION`, with the URL at which whoever runs this instance can be found."""
    try:
        version = metadata.version("modeldex")
    except metadata.PackageNotFoundError:
        version = "0"
    return f"modeldex/{version} (+{home})" if home else f"modeldex/{version}"


@functools.cache
def tls(certificates: str | None = None) -> ssl.SSLContext:
    """Verifies with the system's certificates (SSL_CERT_FILE and SSL_CERT_DIR included), or with those of a path."""
    if certificates is None:
        return httpcore2.default_ssl_context()
    path = Path(certificates)
    try:
        if path.is_dir():
            return ssl.create_default_context(capath=certificates)
        return ssl.create_default_context(cafile=certificates)
    except OSError:
        raise FetchFailed(f"{path.name}: not a readable file of CA certificates") from None
