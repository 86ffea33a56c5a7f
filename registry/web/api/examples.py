"""Requests that the documentation shows, and what they are answered now, where the answer is short."""

import json
import shlex
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import Request, Response

from registry.web.api import comparisons, estimates, freshness, models, resolving
from registry.web.encoding import json_bytes
from registry.web.parameters import Values
from registry.web.problems import Problem
from registry.web.responses import PRIVATE
from registry.web.state import Published

Schema = Mapping[str, Any]
"""A part of the OpenAPI document, which we made ourselves."""

_LUNA = "openai/gpt-5.6-luna"


Answer = Callable[[Request, Published, Values], Response]


@dataclass(frozen=True, slots=True)
class Example:
    """A request: its parameters as its handler reads them, and how it is answered if the answer is shown."""

    parameters: Mapping[str, object]
    answer: Answer | None = None

    @property
    def query(self) -> str:
        """The parameters as they are written in an address."""
        given = self.parameters.items()
        pairs = [(name, ",".join(value) if isinstance(value, tuple) else str(value)) for name, value in given]
        return urlencode(pairs, safe="/,:", quote_via=quote)


def _plain(handler: Callable[[Published, Values], Response]) -> Answer:
    """A handler that needs nothing of the request itself."""
    return lambda _, published, values: handler(published, values)


EXAMPLES: Mapping[str, Example] = {
    # the operation's id: its request
    "models": Example(
        {"q": "gpt 5.6 luna", "limit": 1, "fields": ("id", "name", "limits", "released")},
        _plain(models.models),
    ),
    "offerings": Example({"capability": ("vision",), "context_min": 200000, "sort": "input", "limit": 5}),
    "estimate_one": Example({"offering": _LUNA, "input": 100000, "output": 5000}, estimates.estimate_one),
    "compare": Example({"id": (_LUNA, "deepseek/deepseek-v4-pro")}),
    "deprecations": Example(
        {"provider": ("openai",), "when": "coming", "limit": 1},
        _plain(comparisons.deprecations),
    ),
    "resolved": Example(
        {"name": "us.openai.gpt-5.6-luna", "provider": "amazon-bedrock"},
        _plain(resolving.resolved),
    ),
    "changes": Example({"kind": ("price",), "direction": "down", "limit": 1}, freshness.changes),
    "editions": Example({"limit": 1}, _plain(freshness.editions)),
    "disagreements": Example({"field": ("input",), "limit": 5}),
    "held": Example({"source": ("litellm",), "limit": 5}),
}
"""The requests that say more than what is required."""


def answers(request: Request, published: Published) -> Mapping[str, str]:
    """Operation id -> the answer to its example, indented; those whose example is not in the catalog are left out."""
    found = ((operation, _answer(example, request, published)) for operation, example in EXAMPLES.items())
    return {operation: text for operation, text in found if text}


def command(method: str, path: str, route: Schema, base_url: str, schemas: Schema) -> str:
    """The request as a command for curl."""
    address = path
    for parameter in route.get("parameters", ()):
        if parameter["in"] == "path":
            address = address.replace(f"{{{parameter['name']}}}", str(example_of(parameter)))
    example = EXAMPLES.get(route["operationId"])
    query = f"?{example.query}" if example and example.query else ""
    options = [*_token(route), *_body(route, schemas)]
    verb = "curl" if method == "GET" else f"curl -X {method}"
    if not options:
        return f"{verb} '{base_url}{address}{query}'"
    return " \\\n  ".join((f"{verb} '{base_url}{address}{query}'", *options))


def example_of(parameter: Schema) -> object:
    """What a parameter may be: the route's own example, or the first of its schema."""
    examples = parameter.get("schema", {}).get("examples", ())
    return parameter.get("example", examples[0] if examples else "")


def _answer(example: Example, request: Request, published: Published) -> str | None:
    if example.answer is None:
        return None
    try:
        answer = example.answer(request, published, Values(example.parameters))
    except Problem:
        return None
    if answer.headers["Cache-Control"] == PRIVATE:  # it is of this moment, and the page is kept
        return None
    said = json.loads(bytes(answer.body), parse_float=Decimal)
    if said.get("items") == []:
        return None
    return json_bytes(said, indent=True).decode()


def _token(route: Schema) -> Iterator[str]:
    if route.get("security"):
        yield '-H "Authorization: Bearer $MODELDEX_ADMIN_TOKEN"'


def _body(route: Schema, schemas: Schema) -> Iterator[str]:
    for media_type, content in route.get("requestBody", {}).get("content", {}).items():
        schema = content["schema"]
        named = schemas.get(schema.get("$ref", "").rpartition("/")[2], {})
        members = {name: one["examples"][0] for name, one in named.get("properties", {}).items()}
        yield f"-H 'Content-Type: {media_type}'"
        yield f"-d {shlex.quote(json.dumps(members or schema['examples'][0]))}"
