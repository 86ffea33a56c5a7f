"""One answer on its way out: entity tags and 304, compression, HEAD, and the headers that every response carries."""

from collections.abc import Iterable
from datetime import datetime
from email.utils import parsedate_to_datetime

from anyio import to_thread
from starlette.types import Message, Scope, Send

from registry.web.cache import LARGEST_BYTES, Finished
from registry.web.negotiation import chosen_encoding, header, matches
from registry.web.security import CROSS_ORIGIN_HEADERS, PREFLIGHT_HEADERS, readable_across_origins, security_headers
from registry.web.state import Published

UNROUTED = "unrouted"
"""The name in the metrics of requests that no route takes."""

_COMPRESS_IN_LOOP_BYTES = 32 * 1024
_OWN = frozenset({b"content-length", b"etag", b"last-modified", b"vary"})
_Headers = list[tuple[bytes, bytes]]


class Exchange:
    """One request and its answer: collects what the application sends, then sends it in the form that was asked for."""

    def __init__(self, scope: Scope, send: Send, published: Published | None) -> None:
        self.scope, self.published = scope, published
        # HEAD is GET without the body, so the application only knows GET.
        self.inner = dict(scope, method="GET") if scope["method"] == "HEAD" else scope
        self.status, self.hit, self.streaming, self.route = 500, False, False, UNROUTED
        self._send = send
        self._headers: tuple[tuple[bytes, bytes], ...] = ()
        self._body = bytearray()

    async def collect(self, message: Message) -> None:
        """What the application calls as `send`. What is finished already, or has no known, moderate length, is passed
        on as it comes.
        """
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self._headers = tuple(message.get("headers", ()))
            self.streaming = not _moderate(dict(self._headers), self.status)
            self.route = _route(self.inner)
            if self.streaming:
                await self._send({**message, "headers": _completed([*self._headers, *self._common()])})
        elif self.streaming:
            await self._send(message)
        else:
            self._body += message.get("body", b"")

    async def respond(self, response: Finished) -> None:
        """Use this answer instead of what was collected so far."""
        self.status, self._headers, self._body = response.status, response.headers, bytearray(response.body)
        self.route = _route(self.inner)

    async def finish(self) -> Finished | None:
        """Send what was collected; None if it has been streamed already."""
        if self.streaming:
            return None
        headers = tuple(row for row in self._headers if row[0].lower() not in _OWN)
        finished = Finished.of(self.status, headers, bytes(self._body), self.route)
        await self.send_finished(finished)
        return finished

    async def send_finished(self, finished: Finished) -> None:
        """The whole answer, 304 if the client has it, without a body for HEAD, compressed as it likes."""
        asked = self.scope["headers"]
        self.route, self.status = finished.route, finished.status
        encoding = chosen_encoding(header(asked, b"accept-encoding"))
        tag = finished.entity_tag(encoding)
        if finished.status == 200 and self.scope["method"] in ("GET", "HEAD") and self._is_held(asked, tag, finished):
            self.status = 304
            await self._write(304, [*_repeated(finished.headers), *self._common(tag)], b"")
            return
        if finished.has(encoding) or len(finished.body) < _COMPRESS_IN_LOOP_BYTES:
            body, used = finished.form(encoding)
        else:
            body, used = await to_thread.run_sync(finished.form, encoding)
        headers = [*finished.headers, *self._common(tag), (b"content-length", str(len(body)).encode())]
        if used:
            headers.append((b"content-encoding", used.encode()))
        await self._write(finished.status, headers, b"" if self.scope["method"] == "HEAD" else body)

    async def preflight(self) -> None:
        """Answer a browser's question whether a script of another site may read this."""
        self.status, self.route = 204, "preflight"
        await self._write(204, [*PREFLIGHT_HEADERS, *self._common()], b"")

    def _is_held(self, asked: Iterable[tuple[bytes, bytes]], tag: str, finished: Finished) -> bool:
        if_none_match = header(list(asked), b"if-none-match")
        if if_none_match:
            return matches(if_none_match, tag)
        # What is not to be stored hangs on more than the published state, whose time tells nothing of it.
        since = header(list(asked), b"if-modified-since") if finished.may_be_stored else b""
        return bool(since and self.published and _not_modified(since, self.published.modified))

    def _common(self, tag: str | None = None) -> _Headers:
        headers: _Headers = [(b"vary", b"Accept-Encoding")]
        if tag:
            headers.append((b"etag", tag.encode()))
        if self.published:
            headers += self.published.headers
        if readable_across_origins(self.scope["path"]) and self.scope["method"] in ("GET", "HEAD"):
            headers += CROSS_ORIGIN_HEADERS
        return headers

    async def _write(self, status: int, headers: _Headers, body: bytes) -> None:
        await self._send({"type": "http.response.start", "status": status, "headers": _completed(headers)})
        await self._send({"type": "http.response.body", "body": body})


def _completed(headers: _Headers) -> _Headers:
    """With the security headers and a word on caching, unless the handler has said its own."""
    present = dict(headers)
    missing = [row for row in security_headers(present.get(b"content-type", b"")) if row[0] not in present]
    if b"cache-control" not in present:
        missing.append((b"cache-control", b"no-cache"))
    return [*headers, *missing]


def _moderate(headers: dict[bytes, bytes], status: int) -> bool:
    if b"etag" in headers:  # a handler that has tagged its answer has also chosen the form to send
        return False
    length = headers.get(b"content-length", b"0" if status in (204, 304) else b"")
    return length.isdigit() and int(length) <= LARGEST_BYTES and b"content-range" not in headers


def _route(scope: Scope) -> str:
    path: str = getattr(scope.get("route"), "path", UNROUTED)
    return path


def _repeated(headers: Iterable[tuple[bytes, bytes]]) -> _Headers:
    """What a 304 repeats: everything that is not about the body, and how a body of this type is to be kept safe.

    A browser puts the headers of a 304 in the place of those that it holds: what protects data would unstyle a page.
    """
    held = dict(headers)
    lasting = [row for row in headers if row[0] not in (b"content-type", b"content-length", b"content-encoding")]
    return lasting + [row for row in security_headers(held.get(b"content-type", b"")) if row[0] not in held]


def _not_modified(since: bytes, modified: datetime) -> bool:
    try:
        return modified.replace(microsecond=0) <= parsedate_to_datetime(since.decode("latin-1"))
    except (ValueError, TypeError):
        return False
