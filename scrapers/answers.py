"""What a server's answer means: the bytes that were asked for, a redirect, or a failure in one line.

Knows statuses, encodings and parts of files; how the connection came about is the business of dialing.py.
"""

import email.utils
from collections.abc import Callable
from dataclasses import dataclass

import httpx2

from scrapers.compression import gunzip
from scrapers.errors import FetchFailed, OriginMissing
from scrapers.guard import shown, without_credentials

Progress = Callable[[int, int | None], None]
"""Told how many bytes have arrived and, where the server says so, how many there will be."""

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_GONE = frozenset({404, 410})
_BUSY = 429


class Unavailable(FetchFailed):
    """A failure that may pass by itself. `wait` is how many seconds the server asks for; 0 if it does not.

    resolved: whether an address was found to dial; connected: whether a server was reached.
    """

    def __init__(self, message: str, *, resolved: bool = True, connected: bool = True, wait: float = 0.0) -> None:
        super().__init__(message)
        self.resolved, self.connected, self.wait = resolved, connected, wait


@dataclass(frozen=True, slots=True)
class Fetched:
    """One answer. `body` is unpacked, and None if the server says that nothing changed (status 304).

    url: where the body came from in the end, without credentials; total: the size of the whole file when only a part
    of it was asked for and sent (status 206).
    """

    body: bytes | None
    url: str
    status: int
    etag: str | None = None
    last_modified: str | None = None
    total: int | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for, which decides what answers make sense.

    span: first and last byte, both included; most: bytes to accept as transferred; most_plain: bytes when unpacked.
    """

    span: tuple[int, int] | None
    conditional: bool
    most: int
    most_plain: int
    on_progress: Progress | None = None

    @property
    def encoding(self) -> str:
        """The one content encoding that is asked for: parts of a file are of the file as it is."""
        return "identity" if self.span else "gzip"


def judge(response: httpx2.Response, url: httpx2.URL, asked: Asked) -> Fetched | httpx2.URL:
    """Read an answer whose body has not been read: what was fetched, or where it redirects to.

    Raises OriginMissing (404, 410), Unavailable (429, 5xx) and FetchFailed.
    """
    status, headers = response.status_code, response.headers
    if status in _REDIRECTS and "location" in headers:
        return _redirected(url, headers["location"])
    if status in _GONE:
        raise OriginMissing(f"{shown(url)}: does not exist (HTTP {status})")
    if status == _BUSY or status >= 500:
        wait = _wait(headers)
        raise Unavailable(f"{shown(url)}: HTTP {status}{f', asks to wait {wait:.0f} s' if wait else ''}", wait=wait)
    if not (status == 200 or (status == 206 and asked.span) or (status == 304 and asked.conditional)):
        raise FetchFailed(f"{shown(url)}: HTTP {status}")
    body = None if status == 304 else _body(response, url, asked)
    total = (
        _total(headers, asked.span[0], len(body), url) if status == 206 and asked.span and body is not None else None
    )
    return Fetched(
        body, str(without_credentials(url)), status, headers.get("etag"), headers.get("last-modified"), total
    )


def _body(response: httpx2.Response, url: httpx2.URL, asked: Asked) -> bytes:
    # A chain such as "gzip, gzip" turns kilobytes into gigabytes: one layer, and only the one that we asked for.
    encoding = response.headers.get("content-encoding", "identity").strip().lower()
    if encoding not in ("identity", asked.encoding):
        raise FetchFailed(f"{shown(url)}: sent in an encoding that was not asked for ({encoding[:40]!r})")
    total = _whole_number(response.headers.get("content-length", ""))
    too_large = FetchFailed(f"{shown(url)}: larger than {asked.most:,} bytes")
    if total is not None and total > asked.most:
        raise too_large
    body = bytearray()
    for chunk in response.iter_raw():
        body += chunk
        if len(body) > asked.most:
            raise too_large
        if asked.on_progress:
            asked.on_progress(len(body), total)
    return gunzip(bytes(body), asked.most_plain, shown(url)) if encoding == "gzip" and body else bytes(body)


def _total(headers: httpx2.Headers, start: int, length: int, url: httpx2.URL) -> int:
    """The size of the whole file, once the part that came has been checked to be the part that was asked for."""
    part, _, whole = headers.get("content-range", "").removeprefix("bytes ").partition("/")
    first, last, total = (_whole_number(text) for text in (*part.partition("-")[::2], whole))
    if first != start or last != start + length - 1 or total is None:
        raise FetchFailed(f"{shown(url)}: sent another part of the file than was asked for")
    return total


def _whole_number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def _redirected(url: httpx2.URL, location: str) -> httpx2.URL:
    """Where it leads. Credentials go on to the same place only, and none are taken from the server."""
    try:
        target = without_credentials(url.join(location))
    except (httpx2.InvalidURL, ValueError):
        raise FetchFailed(f"{shown(url)}: redirects to something that is not a URL") from None
    same = (target.scheme, target.host, target.port) == (url.scheme, url.host, url.port)
    return target.copy_with(username=url.username, password=url.password) if same and url.userinfo else target


def _wait(headers: httpx2.Headers) -> float:
    """Seconds that a Retry-After asks for, else 0. A date is read against the server's own clock, never ours."""
    text = headers.get("retry-after", "").strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        until = email.utils.parsedate_to_datetime(text)
        return max(0.0, (until - email.utils.parsedate_to_datetime(headers.get("date", ""))).total_seconds())
    except (ValueError, TypeError, OverflowError):
        return 0.0
