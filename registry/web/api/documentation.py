"""The API's own documentation: the OpenAPI document, and a page that shows it without a script or a third party."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from fastapi import APIRouter, FastAPI, Request, Response

from registry.web.encoding import json_bytes
from registry.web.pages.head import Head
from registry.web.pages.routing import CurrentSite, html
from registry.web.pages.site import Link
from registry.web.problems import PLAIN, Plain, Problem
from registry.web.responses import SHARED

router = APIRouter(include_in_schema=False)

Schema = Mapping[str, Any]
"""A part of the OpenAPI document, which we made ourselves."""


@dataclass(frozen=True, slots=True)
class ParameterLine:
    """One parameter of a route."""

    name: str
    place: str
    kind: str
    choices: tuple[str, ...]
    required: bool
    explanation: str
    example: str


@dataclass(frozen=True, slots=True)
class RouteEntry:
    """One route. answers are (status, words, name of the schema or empty)."""

    anchor: str
    method: str
    path: str
    summary: str
    explanation: tuple[str, ...]
    parameters: tuple[ParameterLine, ...]
    answers: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class RouteGroup:
    """The routes of one subject."""

    title: str
    routes: tuple[RouteEntry, ...]


@dataclass(frozen=True, slots=True)
class ShapeEntry:
    """One shape of an answer. members are (name, kind, words)."""

    name: str
    explanation: str
    members: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class ProblemEntry:
    """One kind of refusal; its type URI ends in the anchor."""

    anchor: str
    status: int
    title: str
    explanation: str


@dataclass(frozen=True, slots=True)
class ReferencePage:
    """What the template of the documentation receives."""

    head: Head
    introduction: tuple[str, ...]
    groups: tuple[RouteGroup, ...]
    shapes: tuple[ShapeEntry, ...]
    problems: tuple[ProblemEntry, ...]


@lru_cache(maxsize=4)
def openapi_bytes(app: FastAPI) -> bytes:
    """The OpenAPI document as JSON."""
    return json_bytes(app.openapi())


@router.get("/openapi.json", response_model=None)
def openapi(request: Request) -> Response:
    """The OpenAPI document."""
    return Response(openapi_bytes(request.app), media_type="application/json", headers={"Cache-Control": SHARED})


@router.get("/docs/api", response_model=None)
def reference(request: Request, site: CurrentSite) -> Response:
    """The page that documents the API."""
    return html("api.html", site, reference_page(request.app.openapi()))


def reference_page(document: Schema) -> ReferencePage:
    """The page made from an OpenAPI document."""
    description = "Every route, parameter and answer of the Modeldex JSON API: models, offerings, dated prices, costs."
    trail = (Link("Modeldex", "/"), Link("API"))
    return ReferencePage(
        head=Head("The JSON API · Modeldex", description, "/docs/api", trail, (("application/json", "/openapi.json"),)),
        introduction=_paragraphs(document["info"]["description"]),
        groups=_groups(document),
        shapes=tuple(_shape(name, schema) for name, schema in sorted(document["components"]["schemas"].items())),
        problems=problem_entries(),
    )


def problem_entries() -> tuple[ProblemEntry, ...]:
    """Every kind of refusal, by status."""
    kinds = [kind for kind in Problem.__subclasses__() if kind is not Plain]
    entries = {
        kind.kind: ProblemEntry(f"problem-{kind.kind}", kind.status, kind.title, kind.__doc__ or "") for kind in kinds
    }
    for status, (name, title) in PLAIN.items():
        entries.setdefault(name, ProblemEntry(f"problem-{name}", status, title, "What HTTP itself means by it."))
    return tuple(sorted(entries.values(), key=lambda entry: (entry.status, entry.anchor)))


def _groups(document: Schema) -> tuple[RouteGroup, ...]:
    groups: dict[str, list[RouteEntry]] = {}
    for path, methods in document["paths"].items():
        for method, route in methods.items():
            groups.setdefault(route["tags"][0], []).append(_route(path, method.upper(), route))
    return tuple(RouteGroup(title, tuple(routes)) for title, routes in groups.items())


def _route(path: str, method: str, route: Schema) -> RouteEntry:
    return RouteEntry(
        anchor=f"{method}-{path}".lower().translate(str.maketrans("/{}:", "----")).strip("-"),
        method=method,
        path=path,
        summary=route["summary"],
        explanation=_paragraphs(route.get("description", "")),
        parameters=tuple(_parameter(parameter) for parameter in route.get("parameters", ())),
        answers=tuple(_answers(route["responses"])),
    )


def _parameter(parameter: Schema) -> ParameterLine:
    schema = parameter.get("schema", {})
    example = parameter.get("example", "")
    return ParameterLine(
        name=parameter["name"],
        place=parameter["in"],
        kind=_kind(schema),
        choices=tuple(schema.get("enum") or schema.get("items", {}).get("enum") or ()),
        required=parameter.get("required", False),
        explanation=parameter.get("description", ""),
        example=",".join(map(_written, example)) if isinstance(example, list) else _written(example),
    )


def _written(example: object) -> str:
    """An example as it is written in an address: `true`, not Python's True."""
    return str(example).lower() if isinstance(example, bool) else str(example)


def _answers(responses: Schema) -> Iterator[tuple[str, str, str]]:
    for status, response in sorted(responses.items()):
        schemas = [content.get("schema", {}) for content in response.get("content", {}).values()]
        yield (
            status,
            response["description"],
            next((_last(schema["$ref"]) for schema in schemas if "$ref" in schema), ""),
        )


def _shape(name: str, schema: Schema) -> ShapeEntry:
    members = tuple(
        (member, _kind(said), said.get("description", "")) for member, said in schema.get("properties", {}).items()
    )
    return ShapeEntry(name, " ".join(schema.get("description", "").split()), members)


def _kind(schema: Schema) -> str:
    """The type in a word or two: `number or null`, `list of RateView`."""
    if "$ref" in schema:
        return _last(schema["$ref"])
    options: Sequence[Schema] = schema.get("anyOf", ())
    kinds = [_kind(option) for option in options if "type" in option or "$ref" in option]
    if kinds:
        return " or ".join(dict.fromkeys(kinds))
    if schema.get("type") == "array":
        return f"list of {_kind(schema.get('items', {}))}"
    return str(schema.get("format") or schema.get("type", "any"))


def _last(reference: str) -> str:
    return reference.rpartition("/")[2]


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(" ".join(part.split()) for part in text.split("\n\n") if part.strip())
