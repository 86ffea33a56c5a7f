"""Models: the list, one with its offerings, and its price history."""

from typing import Annotated

from fastapi import APIRouter, Response

from registry.web.api import lookup
from registry.web.api.envelope import ListOf, page
from registry.web.api.routing import PREFIX, Current, LabId, ModelSlug, get, reading
from registry.web.listing import MODEL_LIST, list_models
from registry.web.parameters import AS_OF, ParameterTable, Values
from registry.web.responses import json_response
from registry.web.views import ModelDetail, ModelView, model_detail, model_history
from registry.web.views.models import ModelHistory, model_at

router = APIRouter(prefix=PREFIX, tags=["Models"])
_ONE = ParameterTable(AS_OF)


@get(router, "/models", ListOf[ModelView], "Models by filter", parameters=MODEL_LIST, problems=(400, 410, 422))
def models(published: Current, values: Annotated[Values, reading(MODEL_LIST)]) -> Response:
    """Models, whoever serves them. Filters combine with and; a repeated filter or a comma list as each says."""
    cut = list_models(published, values)
    items = []
    for row in cut.rows:
        found = (row.offering, row.rates) if row.offering else None
        items.append(model_at(published.catalog, published.catalog.models[row.id], cut.at, found))
    return page(published, items, cut.next, cut.total, values)


@get(router, "/models/{lab}/{model}", ModelDetail, "One model", parameters=_ONE, problems=(404, 422))
def model(published: Current, lab: LabId, model: ModelSlug, values: Annotated[Values, reading(_ONE)]) -> Response:
    """One model with its offerings and their rates in force now or at `as_of`."""
    found = lookup.model(published, f"{lab}/{model}")
    return json_response(model_detail(published.catalog, found, values.moment() or published.day))


@get(router, "/models/{lab}/{model}/history", ModelHistory, "A model's price history", problems=(404, 422))
def history(published: Current, lab: LabId, model: ModelSlug) -> Response:
    """Every dated rate of every offering of a model."""
    return json_response(model_history(published.catalog, lookup.model(published, f"{lab}/{model}")))
