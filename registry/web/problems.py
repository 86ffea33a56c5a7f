"""Every way in which a request can be refused, as one tree, and its one shape (RFC 9457, application/problem+json).

    Problem                     status, type, title, detail, and members of its own
    ├── NotFound                404  nothing has this id; `did_you_mean` may help
    ├── UnknownParameter        422  a query parameter that the route does not have; `known` lists those it has
    ├── BadParameter            422  a query parameter with a value that cannot be used
    ├── BadBody                 422  a request body that is not what the route takes
    ├── BadCursor               400  a cursor that was not made here, or for another query
    ├── EditionGone             410  a cursor into an edition that is no longer served
    ├── Unauthorised            401  an admin route without the token
    ├── RunRefused              409  another run is going on, or there is nothing left to decide
    ├── RateNotSourced          409  a cost needs a rate that no source gives
    ├── HourNotGiven            409  a price depends on the hour and only a date was given
    ├── NotAcceptable           406  the client accepts nothing that the route has
    ├── NotReady                503  there is no edition to answer from
    └── Plain                   any  what the framework refuses by itself (404, 405, 413, 414, 500, ...)

Nothing here repeats input at length, and nothing shows a traceback.
"""

from collections.abc import Iterable, Mapping
from http import HTTPStatus

from registry.web.responses import PRIVATE

MEDIA_TYPE = "application/problem+json"
_ECHO = 80


class Problem(Exception):
    """A refusal. `members` are what RFC 9457 calls extension members; `kind` is the last part of the type URI.

    cache: how long the answer may be kept; one that hangs on the published state alone may say SHARED.
    """

    status = 500
    kind = "internal-error"
    title = "Internal error"

    def __init__(self, detail: str, **members: object) -> None:
        super().__init__(detail)
        self.detail, self.members = detail, dict(members)
        self.headers: Mapping[str, str] = {}
        self.cache = PRIVATE


class NotFound(Problem):
    """Nothing has this id."""

    status, kind, title = 404, "not-found", "Not found"

    def __init__(self, what: str, id: str, did_you_mean: Iterable[str] = ()) -> None:  # noqa: A002 - the word of the API
        close = tuple(did_you_mean)
        super().__init__(f"There is no {what} called {quoted(id)}.", **({"did_you_mean": close} if close else {}))


class UnknownParameter(Problem):
    """The route has no such query parameter."""

    status, kind, title = 422, "unknown-parameter", "Unknown query parameter"

    def __init__(self, name: str, known: Iterable[str]) -> None:
        listed = tuple(known)
        has = f"it has {', '.join(listed)}" if listed else "it has none"
        super().__init__(f"This route has no parameter {quoted(name)}; {has}.", parameter=shortened(name), known=listed)


class BadParameter(Problem):
    """A query parameter has a value that cannot be used."""

    status, kind, title = 422, "bad-parameter", "Bad query parameter"

    def __init__(self, name: str, expected: str, **members: object) -> None:
        super().__init__(f"{name}: {expected}.", parameter=name, **members)


class BadBody(Problem):
    """The request body is not what the route takes; `where` is the path to the wrong value."""

    status, kind, title = 422, "bad-body", "Bad request body"

    def __init__(self, where: str, expected: str) -> None:
        super().__init__(f"{where}: {expected}.", where=where)


class BadCursor(Problem):
    """The cursor was not made for this query."""

    status, kind, title = 400, "bad-cursor", "Bad cursor"

    def __init__(self) -> None:
        super().__init__("The cursor was not made for this query: start again without it.", parameter="cursor")


class EditionGone(Problem):
    """The cursor belongs to another edition."""

    status, kind, title = 410, "edition-gone", "Edition gone"

    def __init__(self, asked: int, served: int) -> None:
        detail = f"The cursor belongs to edition {asked}; edition {served} is served now: start again without it."
        super().__init__(detail, asked=asked, edition=served)


class Unauthorised(Problem):
    """An admin route without the token, or with a wrong one."""

    status, kind, title = 401, "unauthorised", "Unauthorised"

    def __init__(self) -> None:
        super().__init__("This route needs the admin token: Authorization: Bearer TOKEN.")
        self.headers = {"WWW-Authenticate": 'Bearer realm="modeldex"'}


class RunRefused(Problem):
    """What was asked for cannot be begun now."""

    status, kind, title = 409, "run-refused", "Not begun"


class RateNotSourced(Problem):
    """No source gives a rate that the cost needs."""

    status, kind, title = 409, "rate-not-sourced", "Rate not sourced"


class HourNotGiven(Problem):
    """The price depends on the hour and only a date was given."""

    status, kind, title = 409, "hour-needed", "The price depends on the hour"


class NotAcceptable(Problem):
    """The client accepts nothing that the route can give."""

    status, kind, title = 406, "not-acceptable", "Not acceptable"

    def __init__(self, offered: str) -> None:
        super().__init__(f"This route answers in {offered}, which the Accept header rules out.", offered=offered)


class NotReady(Problem):
    """There is no edition to answer from."""

    status, kind, title = 503, "not-ready", "Not ready"


PLAIN: Mapping[int, tuple[str, str]] = {
    # status: kind and title; our own words, since those of the standard library differ between versions of Python
    400: ("bad-request", "Bad request"),
    404: ("not-found", "Not found"),
    405: ("method-not-allowed", "Method not allowed"),
    413: ("body-too-large", "Body too large"),
    414: ("address-too-long", "Address too long"),
    429: ("too-many-requests", "Too many requests"),
    500: ("internal-error", "Internal error"),
}


class Plain(Problem):
    """A refusal that HTTP itself has a name for."""

    def __init__(self, status: int, detail: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(detail)
        self.status = status
        self.kind, self.title = PLAIN.get(status, (f"status-{status}", HTTPStatus(status).phrase))
        self.headers = headers or {}


def problem_members(problem: Problem, base_url: str) -> dict[str, object]:
    """The JSON object of a problem; its type leads to the API's documentation."""
    return {
        "type": f"{base_url}/docs/api#problem-{problem.kind}",
        "title": problem.title,
        "status": problem.status,
        "detail": problem.detail,
        **problem.members,
    }


def shortened(text: str) -> str:
    """At most 80 printable characters of what a client sent."""
    clean = "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text)
    return clean if len(clean) <= _ECHO else clean[: _ECHO - 1] + "…"


def quoted(text: str) -> str:
    """What a client sent, shortened, in quotes."""
    return f"'{shortened(text)}'"
