"""Providers, labs and families, and the closed lists of capabilities and meters."""

from typing import Annotated

from fastapi import APIRouter, Response

from registry.web.api import lookup
from registry.web.api.envelope import ListOf, short_list
from registry.web.api.routing import PREFIX, Current, FamilySlug, LabId, ProviderId, get, reading
from registry.web.listing import SHORT_LIST
from registry.web.parameters import Values
from registry.web.responses import json_response
from registry.web.views import (
    FamilyView,
    LabView,
    ProviderView,
    capability_views,
    family_view,
    lab_view,
    meter_view,
    provider_view,
)
from registry.web.views.places import CapabilityView, MeterView
from scrapers.meters import METERS

router = APIRouter(prefix=PREFIX, tags=["Providers, labs and families"])


@get(router, "/providers", ListOf[ProviderView], "All providers", parameters=SHORT_LIST, problems=(400, 410, 422))
def providers(published: Current, values: Annotated[Values, reading(SHORT_LIST)]) -> Response:
    """Who serves models over an API, by id."""
    catalog = published.catalog
    return short_list(published, [provider_view(catalog, row) for _, row in sorted(catalog.providers.items())], values)


@get(router, "/providers/{provider}", ProviderView, "One provider", problems=(404, 422))
def provider(published: Current, provider: ProviderId) -> Response:
    """One provider; its offerings are at /offerings?provider=ID."""
    return json_response(provider_view(published.catalog, lookup.provider(published, provider)))


@get(router, "/labs", ListOf[LabView], "All labs", parameters=SHORT_LIST, problems=(400, 410, 422))
def labs(published: Current, values: Annotated[Values, reading(SHORT_LIST)]) -> Response:
    """Who makes models, by id."""
    catalog = published.catalog
    return short_list(published, [lab_view(catalog, row) for _, row in sorted(catalog.labs.items())], values)


@get(router, "/labs/{lab}", LabView, "One lab", problems=(404, 422))
def lab(published: Current, lab: LabId) -> Response:
    """One lab with its families; its models are at /models?lab=ID."""
    return json_response(lab_view(published.catalog, lookup.lab(published, lab)))


@get(router, "/families", ListOf[FamilyView], "All families", parameters=SHORT_LIST, problems=(400, 410, 422))
def families(published: Current, values: Annotated[Values, reading(SHORT_LIST)]) -> Response:
    """The labs' lines, by id."""
    catalog = published.catalog
    return short_list(published, [family_view(catalog, row) for _, row in sorted(catalog.families.items())], values)


@get(router, "/families/{lab}/{family}", FamilyView, "One family", problems=(404, 422))
def family(published: Current, lab: LabId, family: FamilySlug) -> Response:
    """One family with its models."""
    return json_response(family_view(published.catalog, lookup.family(published, f"{lab}/{family}")))


@get(
    router, "/capabilities", ListOf[CapabilityView], "All capabilities", parameters=SHORT_LIST, problems=(400, 410, 422)
)
def capabilities(published: Current, values: Annotated[Values, reading(SHORT_LIST)]) -> Response:
    """The closed list of capabilities, with how many offerings have each."""
    return short_list(published, capability_views(published.catalog), values)


@get(router, "/meters", ListOf[MeterView], "All meters", parameters=SHORT_LIST, problems=(400, 410, 422))
def meters(published: Current, values: Annotated[Values, reading(SHORT_LIST)]) -> Response:
    """What can be billed, in display order, with the unit and the number of units a displayed price is for."""
    return short_list(published, [meter_view(row) for row in METERS.values()], values)
