"""A local provider for recipes: it records each request and answers in the shape that the SDK of the path expects."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

_CHAT = {
    "id": "1",
    "object": "chat.completion",
    "created": 0,
    "model": "m",
    "choices": [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": "Hello back"}}],
}
_MESSAGE = {
    "id": "1",
    "type": "message",
    "role": "assistant",
    "model": "m",
    "stop_reason": "end_turn",
    "stop_sequence": None,
    "content": [{"type": "text", "text": "Hello back"}],
    "usage": {"input_tokens": 1, "output_tokens": 2},
}
_RESPONSE = {
    "id": "1",
    "object": "response",
    "created_at": 0,
    "model": "m",
    "parallel_tool_calls": False,
    "tool_choice": "auto",
    "tools": [],
    "output": [
        {
            "type": "message",
            "id": "1",
            "role": "assistant",
            "status": "completed",
            "content": [{"type": "output_text", "text": "Hello back", "annotations": []}],
        }
    ],
}
_EMBEDDING = {"object": "list", "model": "m", "data": [{"object": "embedding", "index": 0, "embedding": [0.5, 0.25]}]}
_GENERATED = {"candidates": [{"content": {"role": "model", "parts": [{"text": "Hello back"}]}, "finishReason": "STOP"}]}

ANSWERS = {
    "/chat/completions": _CHAT,
    "/messages": _MESSAGE,
    "/responses": _RESPONSE,
    "/embeddings": _EMBEDDING,
    ":generateContent": _GENERATED,
}
"""The end of a path -> what the provider answers."""


@dataclass(frozen=True)
class Seen:
    """One request. Header names are in lower case."""

    path: str
    headers: dict[str, str]
    body: dict[str, object]


@dataclass
class LocalProvider:
    """Where the provider listens, and what it was asked."""

    url: str
    seen: list[Seen] = field(default_factory=list)


@contextmanager
def local_provider() -> Iterator[LocalProvider]:
    """A provider on a loopback port, for as long as the block lasts."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            headers = {name.lower(): value for name, value in self.headers.items()}
            provider.seen.append(Seen(self.path, headers, body))
            answer = next((each for end, each in ANSWERS.items() if self.path.split("?")[0].endswith(end)), None)
            payload = json.dumps(answer or {"error": {"message": "no such path"}}).encode()
            self.send_response(200 if answer else 404)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(payload)))
            self.end_headers()
            self.wfile.write(payload)

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider = LocalProvider(f"http://127.0.0.1:{server.server_port}")
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
