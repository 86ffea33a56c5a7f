"""Bounds on what a client may send: the length of the URL, the size of the body, and the method.

The server in front of us has no body limit and buffers what a handler asks for, so both are capped before routing.
"""

from starlette.types import Message, Receive, Scope

from registry.web.negotiation import header
from registry.web.problems import Plain

URL_BYTES = 4096
BODY_BYTES = 256 * 1024


def check_url(scope: Scope) -> None:
    """Raises a 414 problem for a URL that is longer than any of ours, a 404 for one that no address of ours can be."""
    if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > URL_BYTES:
        raise Plain(414, f"The path and query may have {URL_BYTES} bytes together.")
    # Routing would take a line break at the end of a path for nothing, since `$` in a pattern does.
    if not scope["path"].isprintable():
        raise Plain(404, "There is nothing at this address.")


async def bounded(scope: Scope, receive: Receive) -> Receive:
    """A receive channel that replays a body of at most 256 KiB. Raises a 413 problem, chunked bodies included."""
    declared = header(scope["headers"], b"content-length")
    if declared and (not declared.isdigit() or int(declared) > BODY_BYTES):
        raise _too_large()
    if not declared and not header(scope["headers"], b"transfer-encoding"):
        return receive
    return _replay(await _collected(receive), receive)


async def _collected(receive: Receive) -> bytes:
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return bytes(body)
        body += message.get("body", b"")
        if len(body) > BODY_BYTES:
            raise _too_large()
        if not message.get("more_body", False):
            return bytes(body)


def _replay(body: bytes, receive: Receive) -> Receive:
    pending: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replayed() -> Message:
        return pending.pop() if pending else await receive()

    return replayed


def _too_large() -> Plain:
    return Plain(413, f"The body may have {BODY_BYTES} bytes.", {"Connection": "close"})
