"""The routes of whoever runs this instance: a refresh now, decisions about what is held, and how the runs went.

Without `MODELDEX_ADMIN_TOKEN` there is nothing here. With it, a request is authorised before anything of it is read.
"""

import re
from collections.abc import Callable, Coroutine, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from secrets import compare_digest
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response, Security
from fastapi.routing import APIRoute
from fastapi.security import HTTPBearer
from pydantic import Field

from registry.domain.review import Verdict
from registry.errors import DatabaseError, LeaseHeld, NothingToDecide, UnknownHeld, WrongUsage
from registry.refresh.deciding import LONGEST_REASON
from registry.settings import Settings
from registry.web.api.routing import JSON_ONLY, NO_PARAMETERS, PREFIX, reading, refusals
from registry.web.operator import Operator, Run
from registry.web.problems import BadBody, NotFound, NotReady, Plain, RunRefused, Unauthorised
from registry.web.responses import PRIVATE, json_response
from registry.web.views.parts import instant_text

_NUMBER = re.compile(r"[0-9]{1,9}")
_REFUSED = {
    401: "The token is missing or wrong.",
    404: "Nothing has this id, or this instance has no admin routes.",
    409: "Another run is going on, or what was held is settled.",
    422: "An unknown parameter or a body that cannot be used.",
}


class Guarded(APIRoute):
    """A route that only a bearer of the token gets to: asked before parameters and body are read."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler behind the question for the token."""
        handle = super().get_route_handler()

        async def guarded(request: Request) -> Response:
            _authorise(request)
            return await handle(request)

        return guarded


def _authorise(request: Request) -> None:
    settings: Settings = request.app.state.settings
    if settings.admin_token is None:
        raise Plain(404, "There is nothing at this address.")
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    token = settings.admin_token.get_secret_value()
    if scheme.lower() != "bearer" or not compare_digest(given.strip().encode(), token.encode()):
        raise Unauthorised


router = APIRouter(
    prefix=f"{PREFIX}/admin",
    tags=["Administration"],
    route_class=Guarded,
    default_response_class=Response,
    dependencies=[Security(HTTPBearer(auto_error=False)), JSON_ONLY, reading(NO_PARAMETERS)],
)
"""HTTPBearer is there for the OpenAPI document; it is `Guarded` that asks."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something is decided."""

    why: Annotated[
        str,
        Field(
            description="For the audit trail.",
            min_length=1,
            max_length=LONGEST_REASON,
            examples=["The provider's price list says so."],
        ),
    ]


@dataclass(frozen=True, slots=True)
class RunView:
    """One run: a refresh, or a decision put into effect."""

    id: Annotated[int, Field(description="Its number.", examples=[12])]
    status: Annotated[
        str, Field(description="running, succeeded, partial, failed or lost (taken for dead).", examples=["running"])
    ]
    started: Annotated[str | None, Field(description="When it began.", examples=["2026-11-23T09:30:00Z"])]
    finished: Annotated[str | None, Field(description="When it ended; null while it runs.", examples=[None])]
    outcome: Annotated[
        Mapping[str, object] | None, Field(description="How each source went, or what was decided.", examples=[None])
    ]
    url: Annotated[str, Field(description="Where to ask how it goes.", examples=["/api/v1/admin/runs/12"])]


HeldId = Annotated[str, Path(description="The id of what is held.", examples=["3f9a0c51d2e4"])]
RunNumber = Annotated[str, Path(description="The run's number.", examples=["12"])]


@router.post(
    "/refresh",
    summary="Refresh now",
    operation_id="begin_refresh",
    status_code=202,
    response_model=None,
    responses={202: {"model": RunView, "description": "It has begun."}, **refusals(_REFUSED)},
)
def begin_refresh(request: Request) -> Response:
    """Read the sources and publish what changed. Answers at once, with the address of the run."""
    return _begun(request, lambda operator: operator.refresh())


@router.post(
    "/held/{held}/accept",
    summary="Accept what is held",
    operation_id="accept_held",
    status_code=202,
    response_model=None,
    responses={202: {"model": RunView, "description": "It has begun."}, **refusals(_REFUSED)},
)
def accept_held(request: Request, held: HeldId, reason: Reason) -> Response:
    """Publish a held claim, or what a held document says. Both the decision and its reason are kept for good."""
    return _decided(request, held, "accept", reason)


@router.post(
    "/held/{held}/reject",
    summary="Reject what is held",
    operation_id="reject_held",
    status_code=202,
    response_model=None,
    responses={202: {"model": RunView, "description": "It has begun."}, **refusals(_REFUSED)},
)
def reject_held(request: Request, held: HeldId, reason: Reason) -> Response:
    """Leave a claim or a document unpublished. Both the decision and its reason are kept for good."""
    return _decided(request, held, "reject", reason)


@router.get(
    "/runs/{number}",
    summary="How a run went",
    operation_id="one_run",
    response_model=None,
    responses={200: {"model": RunView, "description": "The answer."}, **refusals(_REFUSED)},
)
def one_run(request: Request, number: RunNumber) -> Response:
    """The record of a refresh or a decision."""
    operator: Operator = request.app.state.operator
    with _translated():
        found = operator.run(int(number)) if _NUMBER.fullmatch(number) else None
    if found is None:
        raise NotFound("run", number)
    return json_response(_run_view(found), cache=PRIVATE)


def _decided(request: Request, held: str, verdict: Verdict, reason: Reason) -> Response:
    return _begun(request, lambda operator: operator.decide(held, verdict, reason.why))


def _begun(request: Request, begin: Callable[[Operator], int]) -> Response:
    operator: Operator = request.app.state.operator
    with _translated():
        number = begin(operator)
        found = operator.run(number)
    if found is None:
        raise NotFound("run", str(number))
    answer = json_response(_run_view(found), status=202, cache=PRIVATE)
    answer.headers["Location"] = f"{PREFIX}/admin/runs/{number}"
    return answer


@contextmanager
def _translated() -> Iterator[None]:
    """What an operator refuses, as a problem."""
    try:
        yield
    except UnknownHeld as error:
        raise NotFound("held claim or document", error.asked) from None
    except (LeaseHeld, NothingToDecide) as error:
        raise RunRefused(f"{error}.") from None
    except WrongUsage as error:
        raise BadBody("body.why", str(error)) from None
    except DatabaseError as error:
        raise NotReady(f"{error}.") from None


def _run_view(run: Run) -> RunView:
    return RunView(
        id=run.id,
        status=run.status,
        started=instant_text(run.started),
        finished=instant_text(run.finished),
        outcome=run.outcome,
        url=f"{PREFIX}/admin/runs/{run.id}",
    )
