"""Asking the application without a network: one GET, one whole answer."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import quote

from starlette.types import ASGIApp, Message

Done = TypeVar("Done")


@dataclass(frozen=True, slots=True)
class Answer:
    """What the application answers to one GET."""

    status: int
    media_type: str
    body: bytes


class Asker:
    """Asks one application, in an event loop of its own. Close it at the end."""

    def __init__(self, application: ASGIApp) -> None:
        self._application, self._runner = application, asyncio.Runner()

    def run(self, work: Coroutine[Any, Any, Done]) -> Done:
        """Do work that asks. The threads that answer end with it: many questions in one work share them."""
        return self._runner.run(work)

    async def get(self, address: str, accept: str = "*/*") -> Answer:
        """The answer at an address: an unquoted path, and its query if it has one."""
        path, _, query = address.partition("?")
        started: list[Message] = []
        body = bytearray()

        requested: list[Message] = [{"type": "http.request", "body": b"", "more_body": False}]

        async def receive() -> Message:
            # Whoever asks again waits to hear that the client is gone: this one never goes.
            return requested.pop() if requested else await asyncio.Future[Message]()

        async def send(message: Message) -> None:
            if message["type"] == "http.response.start":
                started.append(message)
            else:
                body.extend(message.get("body", b""))

        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": "GET",
            "scheme": "http",
            "path": path,
            "raw_path": quote(path).encode(),
            "query_string": query.encode(),
            "root_path": "",
            "headers": [(b"host", b"localhost"), (b"accept", accept.encode())],
            "client": None,
            "server": ("localhost", 80),
        }
        await self._application(scope, receive, send)
        headers: dict[bytes, bytes] = dict(started[0]["headers"])
        return Answer(started[0]["status"], headers.get(b"content-type", b"").decode("latin-1"), bytes(body))

    def close(self) -> None:
        """Close the event loop."""
        self._runner.close()
