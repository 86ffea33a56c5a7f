"""What a messy name means, and the rule that says so."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Response
from pydantic import Field

from registry.domain.identity.resolve import resolve
from registry.web.api.routing import PREFIX, Current, get, reading
from registry.web.parameters import TEXT, Parameter, ParameterTable, Values, text
from registry.web.responses import json_response
from registry.web.search import matching
from registry.web.state import Published
from registry.web.views.parts import Named

router = APIRouter(prefix=PREFIX, tags=["Models"])

MOST_CANDIDATES = 10
_NAMED = ParameterTable(
    Parameter(
        "name", "An API model ID or name, however it is spelled.", "us.openai.gpt-5.6-luna", text, TEXT, required=True
    ),
    Parameter("provider", "The provider on which it is used, if that is known.", "amazon-bedrock", text, TEXT),
)


@dataclass(frozen=True, slots=True)
class ResolvedView:
    """What a name means. With neither offering nor model, `candidates` may hold it."""

    name: Annotated[str, Field(description="The name that was asked for.", examples=["us.openai.gpt-5.6-luna"])]
    provider: Annotated[str | None, Field(description="The provider that was asked for.")]
    offering: Annotated[str | None, Field(description="The offering that it means.", examples=["openai/gpt-5.6-luna"])]
    model: Annotated[Named | None, Field(description="The model that it means.")]
    rule: Annotated[str | None, Field(description="The rule that says so.", examples=["listed"])]
    version: Annotated[str | None, Field(description="The version that the name pins.", examples=["2024-05-13"])]
    serving: Annotated[tuple[str, ...], Field(description="What the name says of how it is served.")]
    candidates: Annotated[tuple[str, ...], Field(description="Offerings that it may mean.")]


@get(router, "/resolve", ResolvedView, "What a messy name means", parameters=_NAMED)
def resolved(published: Current, values: Annotated[Values, reading(_NAMED)]) -> Response:
    """The offering or model that a name means, by which rule, or candidates."""
    return json_response(resolution(published, values.get("name", str) or "", values.get("provider", str)))


def resolution(published: Published, name: str, provider: str | None) -> ResolvedView:
    """An id that is listed as it is goes first; then the rules of identity; then what is spelled alike."""
    catalog = published.catalog
    listed = catalog.offering_by_folded_id.get((f"{provider}/{name}" if provider else name).lower())
    if listed:
        return _view(published, name, provider, "listed", listed.model, listed.id, listed.version, listed.serving)
    if name.lower() in catalog.models:
        return _view(published, name, provider, "model-id", name.lower())
    told = resolve(provider or "", name, published.identity)
    if told.model in catalog.models:
        return _view(published, name, provider, told.rule, told.model, None, told.version, told.serving)
    close = published.search.closest(f"{provider}/{name}" if provider else name, published.search.offerings)
    close = close or matching(published.search.offerings, name, catalog.offerings)[:MOST_CANDIDATES]
    return ResolvedView(name, provider, None, None, None, told.version, told.serving, close)


def _view(
    published: Published,
    name: str,
    provider: str | None,
    rule: str,
    model: str,
    offering: str | None = None,
    version: str | None = None,
    serving: tuple[str, ...] = (),
) -> ResolvedView:
    known = published.catalog.models.get(model)
    offerings = published.catalog.offerings_of_model.get(model, ())
    # The asked provider's first; a lab's own offering before its resellers'.
    lab = model.partition("/")[0]
    order = sorted(offerings, key=lambda one: (one.provider != provider, one.provider != lab, one.id))
    candidates = tuple(one.id for one in order if one.id != offering)[:MOST_CANDIDATES]
    named = Named(model, known.name if known else model)
    return ResolvedView(name, provider, offering, named, rule, version, serving, candidates)
