"""The routes of the drop-in files. None redirects: some clients do not follow."""

from fastapi import APIRouter, Response

from registry.exports.as_litellm import litellm_map
from registry.exports.as_openai import listed_model, openai_models
from registry.web.api import lookup
from registry.web.api.routing import Current
from registry.web.responses import json_response

router = APIRouter(prefix="/compat", include_in_schema=False, default_response_class=Response)


@router.get("/litellm/model_prices_and_context_window.json")
def litellm(published: Current) -> Response:
    """LiteLLM's price map."""
    return json_response(litellm_map(published.catalog, published.day))


@router.get("/openai/v1/models")
def models(published: Current) -> Response:
    """OpenAI's list of models."""
    return json_response(openai_models(published.catalog))


@router.get("/openai/v1/models/{identifier:path}")
def one_model(identifier: str, published: Current) -> Response:
    """One of its models. Raises NotFound."""
    return json_response(listed_model(published.catalog, lookup.offering(published, identifier)))
