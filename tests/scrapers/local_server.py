"""A real HTTP server on the loopback, scripted by the test: one function answers every request."""

import contextlib
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answer = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """Passes each GET to the test's function. Closes the connection afterwards, like a server of the plainest kind."""

    answer: Answer
    seen: list[tuple[str, dict[str, str]]]

    def do_GET(self) -> None:
        self.seen.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
        # The client may hang up as soon as it has seen enough.
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            type(self).answer(self)

    def log_message(self, *args: object) -> None:
        """Say nothing."""

    def reply(self, body: bytes = b"", status: int = 200, /, **headers: str) -> None:
        """A complete answer with its length. Header names are written with `_` for `-`."""
        self.send_response(status)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        for name, value in {"Content-Length": str(len(body)), **named}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def reply_span(self, body: bytes) -> None:
        """The part of the body that the request asks for."""
        first, last = (int(number) for number in self.headers["Range"].removeprefix("bytes=").split("-"))
        last = min(last, len(body) - 1)
        self.reply(body[first : last + 1], 206, Content_Range=f"bytes {first}-{last}/{len(body)}")


@dataclass(frozen=True)
class Place:
    """A running server. `seen` holds the path and the headers of every request."""

    host_port: str
    seen: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def url(self, path: str = "/") -> str:
        return f"http://{self.host_port}{path}"


@contextlib.contextmanager
def serving(answer: Answer) -> Iterator[Place]:
    """Serve on a free port of 127.0.0.1 until the block ends."""
    seen: list[tuple[str, dict[str, str]]] = []
    handler = type("Scripted", (Handler,), {"answer": staticmethod(answer), "seen": seen})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield Place(f"127.0.0.1:{server.server_address[1]}", seen)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
