"""How a connection is opened: resolve, check every address, dial the one that was checked, and keep to one deadline.

Checking a name and letting the HTTP library resolve it again would lose to a name server that changes its answer in
between, so the check sits where the connection is made. The deadline sits there too: the timeouts of an HTTP client
are for one read, and a server that sends a byte now and then never meets them.
"""

import queue
import socket
import ssl
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import cast

import httpcore2
import httpx2

from scrapers.errors import FetchFailed
from scrapers.guard import refusal

Resolve = Callable[[str, int], list[str]]
"""Name and port to numeric addresses, in the order in which to try them. Raises OSError."""


_NO_SUCH_NAME = frozenset({socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)})
"""What the resolver says when it has an answer, and the answer is that there is no address."""


class Unresolved(httpcore2.ConnectError):
    """A name for which there is no address to dial. known: a name server says so; else none has answered."""

    def __init__(self, message: str, *, known: bool) -> None:
        super().__init__(message)
        self.known = known


def system_addresses(host: str, port: int) -> list[str]:
    """What the system's resolver says, without repetition."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


@dataclass(frozen=True, slots=True)
class Deadline:
    """The moment, on the given clock, after which nothing more is read. Seconds."""

    at: float
    clock: Callable[[], float]

    def left(self) -> float:
        """Seconds left; zero or less when it has passed."""
        return self.at - self.clock()

    def bound(self, timeout: float | None) -> float:
        """The timeout, cut to what is left. Raises httpcore2.ReadTimeout when nothing is left."""
        left = self.left()
        if left <= 0:
            raise httpcore2.ReadTimeout("the deadline has passed")
        return left if timeout is None else min(timeout, left)


class _TimedStream(httpcore2.NetworkStream):
    """A stream whose every read and write also keeps to the deadline of the whole fetch."""

    def __init__(self, stream: httpcore2.NetworkStream, deadline: Deadline) -> None:
        self._stream, self._deadline = stream, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.bound(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.bound(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        secured = self._stream.start_tls(ssl_context, server_hostname, self._deadline.bound(timeout))
        return _TimedStream(secured, self._deadline)

    def get_extra_info(self, info: str) -> object:
        return self._stream.get_extra_info(info)


class GuardedBackend(httpcore2.NetworkBackend):
    """Opens connections to checked addresses only. `allowed` holds the exact `host:port` that are not checked."""

    def __init__(self, allowed: frozenset[str], deadline: Deadline, resolve: Resolve = system_addresses) -> None:
        self._allowed, self._deadline, self._resolve = allowed, deadline, resolve

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        """Connect to the first checked address that answers; each gets an equal share of the time."""
        addresses = self._checked(host, port, self._deadline.bound(timeout))
        share = self._deadline.bound(timeout) / len(addresses)
        failure: Exception = httpcore2.ConnectError("no address")
        for address in addresses:
            try:
                stream = httpcore2.SyncBackend().connect_tcp(address, port, share, local_address, socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failure = error
            else:
                return _TimedStream(stream, self._deadline)
        raise failure

    def _checked(self, host: str, port: int, timeout: float) -> list[str]:
        """All addresses of the name. One that must not be dialled refuses the name as a whole."""
        addresses = _within(lambda: self._resolve(host, port), timeout)
        if not addresses:
            raise Unresolved("the name has no address", known=True)
        name = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        if name.lower() not in self._allowed:
            for address in addresses:
                if reason := refusal(address):
                    raise FetchFailed(f"{name}: refused, its address is {reason} and the host is not allowed by name")
        return addresses


def _within(resolve: Callable[[], list[str]], timeout: float) -> list[str]:
    """Resolve in a thread that we stop waiting for: getaddrinfo knows no timeout and can hang for half a minute.

    Raises Unresolved.
    """
    answers: queue.SimpleQueue[list[str] | OSError] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answers.put(resolve())
        except (OSError, UnicodeError) as error:
            answers.put(error if isinstance(error, OSError) else OSError(str(error)))

    threading.Thread(target=ask, daemon=True).start()
    try:
        answer = answers.get(timeout=timeout)
    except queue.Empty:
        raise Unresolved("the name did not resolve in time", known=False) from None
    if isinstance(answer, OSError):
        raise Unresolved("the name does not resolve", known=answer.errno in _NO_SUCH_NAME) from answer
    return answer


class _Body(httpx2.SyncByteStream):
    """The bytes of a response as they arrive."""

    def __init__(self, stream: Iterable[bytes]) -> None:
        self._stream = stream

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._stream)

    def close(self) -> None:
        if (close := getattr(self._stream, "close", None)) is not None:
            close()


class GuardedTransport(httpx2.BaseTransport):
    """What an httpx2 client sends through, so that every connection is made by the guarded backend.

    httpx2's own transport takes no backend. Raises the errors of httpcore2.
    """

    def __init__(self, backend: GuardedBackend, tls: ssl.SSLContext, proxy: str | None = None) -> None:
        self._pool = httpcore2.ConnectionPool(tls, _proxy(proxy) if proxy else None, network_backend=backend)

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send one request; the body is not read yet."""
        url = request.url
        answer = self._pool.handle_request(
            httpcore2.Request(
                request.method,
                httpcore2.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
                headers=request.headers.raw,
                content=cast(httpx2.SyncByteStream, request.stream),
                extensions=request.extensions,
            )
        )
        body = _Body(cast(Iterable[bytes], answer.stream))
        return httpx2.Response(answer.status, headers=answer.headers, stream=body, extensions=answer.extensions)

    def close(self) -> None:
        """Close what is still open."""
        self._pool.close()


def _proxy(text: str) -> httpcore2.Proxy:
    url = httpx2.URL(text)
    plain = url.copy_with(username=None, password=None)
    return httpcore2.Proxy(str(plain), auth=(url.username, url.password) if url.userinfo else None)
