"""The one gate in front of routing: limits, the response cache, and refusals; registry/web/exchange sends the answer.

A request that was answered before is a dictionary look-up here and never reaches FastAPI. The published state is taken
once, put into the request's scope, and used for the look-up, the handler and the headers alike.
"""

import logging
from time import perf_counter

from starlette.types import ASGIApp, Receive, Scope, Send

from registry.web.cache import Finished, Key
from registry.web.errors import ErrorPage, plain_page, rendered
from registry.web.exchange import Exchange
from registry.web.limits import bounded, check_url
from registry.web.metrics import Metrics
from registry.web.negotiation import accepts, header
from registry.web.problems import Plain, Problem
from registry.web.security import readable_across_origins
from registry.web.state import PUBLISHED, Reader

logger = logging.getLogger(__name__)

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class Gate:
    """ASGI middleware around the whole application."""

    def __init__(
        self, app: ASGIApp, *, reader: Reader, metrics: Metrics, base_url: str, error_page: ErrorPage = plain_page
    ) -> None:
        self.app, self._reader, self._metrics = app, reader, metrics
        self._base_url, self._error_page = base_url, error_page

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started, method = perf_counter(), scope["method"]
        published = scope[PUBLISHED] = self._reader.published
        exchange = Exchange(scope, send, published)
        if method == "OPTIONS" and readable_across_origins(scope["path"]):
            await exchange.preflight()
        elif method in ("GET", "HEAD"):
            await self._read(exchange, receive)
        else:
            await self._pass_on(exchange, receive)
        self._metrics.count(_known(method), exchange.route, exchange.status, perf_counter() - started, hit=exchange.hit)

    async def _read(self, exchange: Exchange, receive: Receive) -> None:
        published = exchange.published
        key = _key(exchange.scope)
        found = (published.responses.get(key) or published.refusals.get(key)) if published else None
        if found is not None:
            exchange.hit = True
            await exchange.send_finished(found)
            return
        finished = await self._pass_on(exchange, receive)
        if finished and published and finished.may_be_stored:
            kept = published.refusals if finished.status >= 400 else published.responses
            kept.put(key, finished)

    async def _pass_on(self, exchange: Exchange, receive: Receive) -> Finished | None:
        """Ask the application, and send what it says; what it cannot answer becomes a problem."""
        scope = exchange.scope
        try:
            check_url(scope)
            await self.app(exchange.inner, await bounded(scope, receive), exchange.collect)
        except Problem as problem:
            await exchange.respond(self._rendered(scope, problem))
        except Exception:
            logger.exception("%s %s failed", scope["method"], scope["path"][:200])
            if exchange.streaming:
                raise
            await exchange.respond(self._rendered(scope, Plain(500, "Something went wrong; it is in the log.")))
        return await exchange.finish()

    def _rendered(self, scope: Scope, problem: Problem) -> Finished:
        return rendered(scope, problem, self._base_url, self._error_page)


def _key(scope: Scope) -> Key:
    """What an answer depends on beside the published state. Parameters come in any order; repeated ones keep theirs."""
    query: bytes = scope["query_string"]
    if b"&" in query:
        parts: list[bytes] = query.split(b"&")
        parts.sort(key=_parameter_name)
        query = b"&".join(parts)
    accept = header(scope["headers"], b"accept")
    return scope["path"], query, accepts(accept, "application/json")


def _parameter_name(part: bytes) -> bytes:
    return part.partition(b"=")[0]


def _known(method: str) -> str:
    return method if method in _METHODS else "other"
