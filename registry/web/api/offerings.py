"""Offerings: the list, one with its rates, and who says what of it."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Request, Response

from registry.web.api import lookup
from registry.web.api.envelope import ListOf, page
from registry.web.api.routing import PREFIX, ApiModelId, Current, ProviderId, get, reading
from registry.web.listing import OFFERING_LIST, list_offerings
from registry.web.parameters import AS_OF, ParameterTable, Values
from registry.web.responses import json_response
from registry.web.state import Reader
from registry.web.views import OfferingDetail, OfferingView, offering_detail, offering_view
from registry.web.views.parts import moment_text
from registry.web.views.witnesses import FieldView, field_views

router = APIRouter(prefix=PREFIX, tags=["Offerings"])
_ONE = ParameterTable(AS_OF)


@dataclass(frozen=True, slots=True)
class OfferingSources:
    """Every field of an offering with its claims."""

    id: str
    as_of: str | None
    fields: tuple[FieldView, ...]


@get(
    router,
    "/offerings",
    ListOf[OfferingView],
    "Offerings by filter",
    parameters=OFFERING_LIST,
    problems=(400, 410, 422),
)
def offerings(published: Current, values: Annotated[Values, reading(OFFERING_LIST)]) -> Response:
    """Models on providers. Filters combine with and; a repeated filter or a comma list as each says."""
    cut, catalog = list_offerings(published, values), published.catalog
    items = [offering_view(catalog, catalog.offerings[row.id], cut.at) for row in cut.rows]
    return page(published, items, cut.next, cut.total, values)


# Before the offering itself: its id may hold slashes and would swallow the last part of this path.
@get(
    router,
    "/offerings/{provider}/{api_model_id:path}/sources",
    OfferingSources,
    "Who says what of an offering",
    parameters=_ONE,
    problems=(404, 422),
)
def offering_sources(
    request: Request,
    published: Current,
    provider: ProviderId,
    api_model_id: ApiModelId,
    values: Annotated[Values, reading(_ONE)],
) -> Response:
    """Every field: its value, the claim that won, the other claims, each with URL, fetch time and sha256."""
    found = lookup.offering(published, f"{provider}/{api_model_id}")
    reader: Reader = request.app.state.reader
    at = values.moment() or published.day
    fields = field_views(found, reader.witnesses(published, found), published.sources, at)
    return json_response(OfferingSources(found.id, moment_text(at), fields))


@get(
    router,
    "/offerings/{provider}/{api_model_id:path}",
    OfferingDetail,
    "One offering",
    parameters=_ONE,
    problems=(404, 422),
)
def offering(
    published: Current, provider: ProviderId, api_model_id: ApiModelId, values: Annotated[Values, reading(_ONE)]
) -> Response:
    """One offering: rates in force now or at `as_of`, limits, capabilities, lifecycle, recipe, sources."""
    found = lookup.offering(published, f"{provider}/{api_model_id}")
    return json_response(offering_detail(published.catalog, found, values.moment() or published.day))
