"""The API's own documentation: the OpenAPI document, and a page that shows it without a script or a third party."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from fastapi import APIRouter, FastAPI, Request, Response

from registry.web.api.examples import Schema, answers, command, example_of
from registry.web.api.routing import Current
from registry.web.encoding import json_bytes
from registry.web.pages.head import Head
from registry.web.pages.routing import CurrentSite, html
from registry.web.pages.site import Link
from registry.web.problems import PLAIN, Plain, Problem
from registry.web.responses import SHARED

router = APIRouter(include_in_schema=False)

_LIST_OF = re.compile(r"ListOf_(\w+?)_")
_MANY_PARAMETERS = 8
_MANY_CHOICES = 8


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

    @property
    def long(self) -> bool:
        """Whether there are so many choices that they fold away."""
        return len(self.choices) > _MANY_CHOICES


@dataclass(frozen=True, slots=True)
class ShapeLink:
    """What an answer is: a shape, or a list of it."""

    name: str
    is_list: bool


@dataclass(frozen=True, slots=True)
class RouteEntry:
    """One route. answers are (status, words, shape or None); request: a command for curl; reply: its answer now."""

    anchor: str
    method: str
    path: str
    summary: str
    explanation: tuple[str, ...]
    parameters: tuple[ParameterLine, ...]
    answers: tuple[tuple[str, str, ShapeLink | None], ...]
    request: str
    reply: str | None

    @property
    def long(self) -> bool:
        """Whether there are so many parameters that they fold away."""
        return len(self.parameters) > _MANY_PARAMETERS


@dataclass(frozen=True, slots=True)
class RouteGroup:
    """The routes of one subject."""

    title: str
    anchor: str
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
def reference(request: Request, site: CurrentSite, published: Current) -> Response:
    """The page that documents the API."""
    page = reference_page(request.app.openapi(), site.base_url, answers(request, published))
    return html("api.html", site, page)


def reference_page(document: Schema, base_url: str = "", replies: Mapping[str, str] = {}) -> ReferencePage:
    """The page made from an OpenAPI document. replies: operation id -> an answer to its example."""
    description = "Every route, parameter and answer of the Modeldex JSON API: models, offerings, dated prices, costs."
    trail = (Link("Modeldex", "/"), Link("API"))
    return ReferencePage(
        head=Head("The JSON API · Modeldex", description, "/docs/api", trail, (("application/json", "/openapi.json"),)),
        introduction=_paragraphs(document["info"]["description"]),
        groups=_groups(document, base_url, replies),
        shapes=_shapes(document),
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


def _groups(document: Schema, base_url: str, replies: Mapping[str, str]) -> tuple[RouteGroup, ...]:
    groups: dict[str, list[RouteEntry]] = {}
    for path, methods in document["paths"].items():
        for method, route in methods.items():
            request = command(method.upper(), path, route, base_url, document["components"]["schemas"])
            entry = _route(path, method.upper(), route, request, replies.get(route["operationId"]))
            groups.setdefault(route["tags"][0], []).append(entry)
    return tuple(RouteGroup(title, _anchor(title), tuple(routes)) for title, routes in groups.items())


def _route(path: str, method: str, route: Schema, request: str, reply: str | None) -> RouteEntry:
    return RouteEntry(
        anchor=_anchor(f"{method}-{path}"),
        method=method,
        path=path,
        summary=route["summary"],
        explanation=_paragraphs(route.get("description", "")),
        parameters=tuple(_parameter(parameter) for parameter in route.get("parameters", ())),
        answers=tuple(_answers(route["responses"])),
        request=request,
        reply=reply,
    )


def _anchor(words: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")


def _parameter(parameter: Schema) -> ParameterLine:
    schema = parameter.get("schema", {})
    example = example_of(parameter)
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


def _answers(responses: Schema) -> Iterator[tuple[str, str, ShapeLink | None]]:
    for status, response in sorted(responses.items()):
        schemas = [content.get("schema", {}) for content in response.get("content", {}).values()]
        names = [_last(schema["$ref"]) for schema in schemas if "$ref" in schema]
        yield status, response["description"], _shape_link(names[0]) if names else None


def _shape_link(name: str) -> ShapeLink:
    of = _LIST_OF.fullmatch(name)
    return ShapeLink(of[1], is_list=True) if of else ShapeLink(name, is_list=False)


def _shapes(document: Schema) -> tuple[ShapeEntry, ...]:
    """What answers and bodies are made of; that of lists once, whatever they are of."""
    schemas = document["components"]["schemas"]
    used: set[str] = set()
    waiting = [name for methods in document["paths"].values() for route in methods.values() for name in _named(route)]
    while waiting:
        name = waiting.pop()
        if name not in used:
            used.add(name)
            waiting += _named(schemas[name])
    lists = sorted(name for name in used if _LIST_OF.fullmatch(name))
    plain = sorted(used.difference(lists))
    return (*(_shape("ListOf", schemas[name]) for name in lists[:1]), *(_shape(name, schemas[name]) for name in plain))


def _named(part: object) -> list[str]:
    """The names of the shapes that a part of the document refers to."""
    if isinstance(part, Mapping):
        own = [_last(value) for key, value in part.items() if key == "$ref"]
        return own + [name for value in part.values() for name in _named(value)]
    return [name for value in part for name in _named(value)] if isinstance(part, list) else []


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
