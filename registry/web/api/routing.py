"""How a route of the API is declared: its path, the shape of its answer, its table of parameters, its problems.

One call registers the handler and writes its OpenAPI, so that neither can say what the other does not.
"""

from collections.abc import Callable, Mapping
from typing import Annotated, TypeVar

from fastapi import APIRouter, Depends, Path, Request, Response
from fastapi.params import Depends as DependsOn

from registry.web.negotiation import accepts
from registry.web.parameters import ParameterTable, Values
from registry.web.problems import MEDIA_TYPE, NotAcceptable, NotReady
from registry.web.state import PUBLISHED, Published, Reader

# On each router itself: a prefix given on inclusion is not part of the route's own path, which names it in the metrics.
PREFIX = "/api/v1"

NO_PARAMETERS = ParameterTable()

Handler = TypeVar("Handler", bound=Callable[..., Response])

_PROBLEM_SCHEMA: dict[str, object] = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri", "description": "Leads to the documentation of this problem."},
        "title": {"type": "string", "description": "The kind of problem in words."},
        "status": {"type": "integer", "description": "The HTTP status."},
        "detail": {"type": "string", "description": "What went wrong this time."},
    },
    "additionalProperties": True,
}

_PROBLEMS: dict[int, str] = {
    400: "A cursor that was not made for this query.",
    404: "Nothing has this id; `did_you_mean` may list some that do.",
    409: "A rate that the cost needs is not sourced, or the price depends on the hour.",
    410: "The cursor belongs to an edition that is gone.",
    422: "An unknown parameter or a value that cannot be used; `known` lists what can.",
}


def published_state(request: Request) -> Published:
    """The state that this request answers from: the one that the gate took. Raises NotReady."""
    published = request.scope.get(PUBLISHED)
    if not isinstance(published, Published):
        reader: Reader = request.app.state.reader
        raise NotReady(f"There is no catalog to answer from: {reader.reason}.")
    return published


def _accepts_json(request: Request) -> None:
    if not accepts(request.headers.get("accept", "").encode("latin-1"), "application/json"):
        raise NotAcceptable("application/json")


Current = Annotated[Published, Depends(published_state)]
LabId = Annotated[str, Path(description="The lab's id.", examples=["openai"])]
ModelSlug = Annotated[str, Path(description="The last part of the model's id.", examples=["gpt-5.6-luna"])]
FamilySlug = Annotated[str, Path(description="The last part of the family's id.", examples=["gpt-5.6"])]
ProviderId = Annotated[str, Path(description="The provider's id.", examples=["openai"])]
ApiModelId = Annotated[
    str, Path(description="The API model ID, slashes included; its case does not matter.", examples=["gpt-5.6-luna"])
]
EditionNumber = Annotated[str, Path(description="The edition's number.", examples=["7"])]

JSON_ONLY: DependsOn = Depends(_accepts_json)


def reading(table: ParameterTable) -> DependsOn:
    """The dependency that reads a request by a table of parameters."""

    def read(request: Request) -> Values:
        return table(request)

    depends: DependsOn = Depends(read)
    return depends


def get(
    router: APIRouter,
    path: str,
    shape: object,
    summary: str,
    *,
    parameters: ParameterTable = NO_PARAMETERS,
    problems: tuple[int, ...] = (422,),
) -> Callable[[Handler], Handler]:
    """Declare a GET route. A route without parameters refuses every parameter."""

    def register(handler: Handler) -> Handler:
        router.add_api_route(
            path,
            handler,
            methods=["GET"],
            summary=summary,
            operation_id=handler.__name__,
            response_class=Response,
            responses=responses(shape, problems),
            openapi_extra={"parameters": parameters.openapi()},
            dependencies=[JSON_ONLY, *([reading(NO_PARAMETERS)] if parameters is NO_PARAMETERS else [])],
            response_model=None,
        )
        return handler

    return register


def responses(shape: object, problems: tuple[int, ...]) -> dict[int | str, dict[str, object]]:
    """What OpenAPI says of a route's answers."""
    refused = {status: _PROBLEMS[status] for status in problems}
    return {200: {"model": shape, "description": "The answer."}, **refusals(refused)}


def refusals(words: Mapping[int, str]) -> dict[int | str, dict[str, object]]:
    """What OpenAPI says of a route's refusals: status -> when."""
    content = {"content": {MEDIA_TYPE: {"schema": _PROBLEM_SCHEMA}}}
    return {status: {"description": said, **content} for status, said in words.items()}
