"""Fetchers for tests: one that may reach the local server, and one whose network is a script."""

import httpx2

from scrapers.fetch import Fetcher, Limits
from tests.scrapers.local_server import Answer, Place

ONCE = Limits(attempts=1, connect_attempts=1)


def allowed(place: Place, limits: Limits = ONCE) -> Fetcher:
    return Fetcher(allow_hosts=frozenset({place.host_port}), limits=limits)


def scripted(*answers: httpx2.Response | Exception) -> tuple[Fetcher, list[httpx2.Request], list[float]]:
    """A fetcher whose network gives these answers in turn, with the requests it got and the pauses it made."""
    requests: list[httpx2.Request] = []
    pauses: list[float] = []
    remaining = iter(answers)

    def answer(request: httpx2.Request) -> httpx2.Response:
        requests.append(request)
        given = next(remaining)
        if isinstance(given, Exception):
            raise given
        return given

    return Fetcher(transport=httpx2.MockTransport(answer), sleep=pauses.append), requests, pauses


def ok(body: bytes) -> httpx2.Response:
    return httpx2.Response(200, stream=httpx2.ByteStream(body))


def replying(body: bytes, **headers: str) -> Answer:
    return lambda handler: handler.reply(body, **headers)
