"""Every provider on this machine: a proxy that answers for any https host in the shape that its SDK expects.

Programs run as they are printed. Only the variables that lead every client through a proxy, and to the certificate
authority that signed its certificates, bring them here; so the host that they meant is seen as well.
"""

import base64
import json
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import import_module
from pathlib import Path
from threading import Lock, Thread
from typing import Any

SAID = "Hello back"
"""What a model answers."""
PICTURE = b"\x89PNG a lighthouse"
SOUND = b"ID3 hello"
"""What it draws and says aloud."""


def _base64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _usage(received: str, sent: str) -> dict[str, int]:
    return {received: 3, sent: 4, "total_tokens": 7}


_CHAT = {
    "id": "1",
    "object": "chat.completion",
    "created": 0,
    "model": "m",
    "choices": [
        {
            "index": 0,
            "finish_reason": "stop",
            "message": {
                "role": "assistant",
                "content": SAID,
                "audio": {"id": "1", "data": _base64(SOUND), "expires_at": 0, "transcript": SAID},
            },
        }
    ],
    "usage": _usage("prompt_tokens", "completion_tokens"),
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
            "content": [{"type": "output_text", "text": SAID, "annotations": []}],
        }
    ],
    "usage": {
        **_usage("input_tokens", "output_tokens"),
        "input_tokens_details": {"cached_tokens": 0, "cache_write_tokens": 0},
        "output_tokens_details": {"reasoning_tokens": 0},
    },
}
_MESSAGE = {
    "id": "1",
    "type": "message",
    "role": "assistant",
    "model": "m",
    "stop_reason": "end_turn",
    "stop_sequence": None,
    "content": [{"type": "text", "text": SAID}],
    "usage": {"input_tokens": 3, "output_tokens": 4},
}
_TOKENS = {"promptTokenCount": 3, "candidatesTokenCount": 1, "thoughtsTokenCount": 3, "totalTokenCount": 7}


def _generated(part: Mapping[str, object]) -> dict[str, object]:
    candidate = {"content": {"role": "model", "parts": [part]}, "finishReason": "STOP"}
    return {"candidates": [candidate], "usageMetadata": _TOKENS}


def _gemini(body: Mapping[str, Any]) -> dict[str, object]:
    """What it is asked of decides what it answers with."""
    asked = json.dumps(body["contents"])
    if "lighthouse" in asked:
        return _generated({"inlineData": {"mimeType": "image/png", "data": _base64(PICTURE)}})
    if "AUDIO" in json.dumps(body):
        return _generated({"inlineData": {"mimeType": "audio/L16;rate=24000", "data": _base64(SOUND + b"!")}})
    return _generated({"text": SAID})


_VECTOR = {"object": "embedding", "index": 0, "embedding": [0.5, 0.25]}
_LIST = {
    "id": "1",
    "object": "list",
    "model": "m",
    "data": [_VECTOR],
    "usage": {"prompt_tokens": 3, "completion_tokens": 0, "total_tokens": 3},
}
_COHERE_BILLED = {"api_version": {"version": "2"}, "billed_units": {"input_tokens": 3, "search_units": 1}}
_MODERATED = {
    "id": "1",
    "model": "m",
    "results": [{"flagged": False, "categories": {"hate": False}, "category_scores": {"hate": 0.1}}],
}
_OCR_PAGE = {"index": 0, "markdown": SAID, "images": [], "dimensions": None}
_TRANSCRIBED = {"text": SAID, "model": "m", "language": "en", "usage": _usage("prompt_tokens", "completion_tokens")}

ANSWERS: Mapping[str, object] = {
    "api.cohere.com/v2/chat": {
        "id": "1",
        "finish_reason": "COMPLETE",
        "message": {"role": "assistant", "content": [{"type": "text", "text": SAID}]},
        "usage": {"billed_units": {"input_tokens": 3, "output_tokens": 4}},
    },
    "api.cohere.com/v2/embed": {
        "id": "1",
        "response_type": "embeddings_by_type",
        "embeddings": {"float": [[0.5, 0.25]]},
        "texts": ["Hello"],
        "meta": _COHERE_BILLED,
    },
    "api.cohere.com/v2/rerank": {
        "id": "1",
        "results": [{"index": 1, "relevance_score": 0.9}],
        "meta": _COHERE_BILLED,
    },
    "api.deepgram.com/v1/listen": {
        "metadata": {
            "transaction_key": "1",
            "request_id": "1",
            "sha256": "0",
            "created": "2026-11-23T00:00:00Z",
            "duration": 15.0,
            "channels": 1,
            "models": ["m"],
            "model_info": {},
        },
        "results": {"channels": [{"alternatives": [{"transcript": SAID, "confidence": 1.0, "words": []}]}]},
    },
    "api.elevenlabs.io/v1/text-to-speech/JBFqnCBsd6RMkjVDRZzb": SOUND,
    "/speech-to-text": {"language_code": "en", "language_probability": 1.0, "text": SAID, "words": []},
    "api.voyageai.com/v1/rerank": {
        "object": "list",
        "data": [{"index": 1, "relevance_score": 0.9}],
        "model": "m",
        "usage": {"total_tokens": 3},
    },
    "/chat/completions": _CHAT,
    "/completions": {**_CHAT, "object": "text_completion", "choices": [{"index": 0, "text": SAID}]},
    "/responses": _RESPONSE,
    "/messages": _MESSAGE,
    ":rawPredict": _MESSAGE,
    "/embeddings": _LIST,
    "/images/generations": {
        "created": 0,
        "data": [{"b64_json": _base64(PICTURE), "url": "https://images.example/1.png"}],
        "usage": {
            **_usage("input_tokens", "output_tokens"),
            "input_tokens_details": {"image_tokens": 0, "text_tokens": 3},
        },
    },
    "/audio/speech": SOUND,
    "/audio/transcriptions": _TRANSCRIBED,
    "/moderations": _MODERATED,
    "/ocr": {"pages": [_OCR_PAGE], "model": "m", "usage_info": {"pages_processed": 15}},
    ":generateContent": _gemini,
    ":embedContent": {"embedding": {"values": [0.5, 0.25]}},
    ":batchEmbedContents": {"embeddings": [{"values": [0.5, 0.25]}]},
    "/converse": {
        "output": {"message": {"role": "assistant", "content": [{"text": SAID}]}},
        "stopReason": "end_turn",
        "usage": {"inputTokens": 3, "outputTokens": 4, "totalTokens": 7},
        "metrics": {"latencyMs": 1},
    },
    "/invoke": {"embedding": [0.5, 0.25], "embeddings": {"float": [[0.5, 0.25]]}, "inputTextTokenCount": 3},
    "oauth2.googleapis.com/token": {"access_token": "a-key", "expires_in": 3600, "token_type": "Bearer"},
}
"""The end of host and path -> what the provider answers, or what makes it of the body."""


@dataclass(frozen=True)
class Seen:
    """One request. Header names are in lower case; body: of JSON its content, else the raw bytes."""

    host: str
    path: str
    headers: dict[str, str]
    body: Any


@dataclass
class Providers:
    """Where the proxy listens, who signs for its hosts, and what was asked."""

    proxy: str
    authority: Path
    seen: list[Seen] = field(default_factory=list)

    @property
    def variables(self) -> dict[str, str]:
        """The environment that leads the clients of every SDK here."""
        certificates = ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "AWS_CA_BUNDLE")
        return {"HTTPS_PROXY": self.proxy, "https_proxy": self.proxy} | dict.fromkeys(certificates, str(self.authority))


def _answer(host: str, path: str, body: Any) -> bytes | None:
    asked = host + path.split("?", maxsplit=1)[0]
    found = next((each for end, each in ANSWERS.items() if asked.endswith(end)), None)
    if isinstance(found, bytes) or found is None:
        return found
    return json.dumps(found(body) if callable(found) else found).encode()


@contextmanager
def all_providers(folder: Path) -> Iterator[Providers]:
    """The proxy on a loopback port, for as long as the block lasts. Needs `trustme`."""
    authority = import_module("trustme").CA()  # Only those who run the services install it.
    authority.cert_pem.write_to_path(str(folder / "authority.pem"))
    contexts: dict[str, ssl.SSLContext] = {}
    lock = Lock()

    def context_of(host: str) -> ssl.SSLContext:
        with lock:
            if host not in contexts:
                contexts[host] = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
                authority.issue_cert(host).configure_cert(contexts[host])
            return contexts[host]

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        host = ""

        def do_CONNECT(self) -> None:
            self.host = self.path.partition(":")[0]
            self.send_response(200, "Connected")
            self.end_headers()
            self.connection = context_of(self.host).wrap_socket(self.connection, server_side=True)
            self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb")
            self.close_connection = False

        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["content-length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            body = json.loads(raw) if "json" in headers.get("content-type", "") else raw
            providers.seen.append(Seen(self.host, self.path, headers, body))
            answer = _answer(self.host, self.path, body)
            payload = answer or json.dumps({"error": {"message": "no such path"}}).encode()
            self.send_response(200 if answer else 404)
            self.send_header("content-type", "audio/mpeg" if answer == SOUND else "application/json")
            self.send_header("content-length", str(len(payload)))
            self.end_headers()
            self.wfile.write(payload)

        def finish(self) -> None:
            super().finish()
            self.rfile.close()
            self.connection.close()

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    providers = Providers(f"http://127.0.0.1:{server.server_port}", folder / "authority.pem")
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield providers
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
