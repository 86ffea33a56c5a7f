"""The routes of the lists as CSV: the same rows, filters and order as the page and the API."""

from fastapi import APIRouter, Request, Response

from registry.web.api.routing import Current
from registry.web.changes import CHANGE_LIST, all_changes
from registry.web.deprecations import DEPRECATION_LIST, endings
from registry.web.feeds import tables
from registry.web.pages.queries import Query
from registry.web.pages.routing import CSV
from registry.web.responses import text_response
from registry.web.review import DISAGREEMENT_LIST, HELD_LIST, all_disagreements, all_held
from registry.web.views import change_view, disagreement_view, held_view, lab_view, provider_view
from registry.web.views.comparisons import deprecation_view

router = APIRouter(include_in_schema=False, default_response_class=Response)


@router.get("/providers.csv")
def providers(published: Current) -> Response:
    """Every provider, by id."""
    catalog = published.catalog
    rows = (provider_view(catalog, catalog.providers[key]) for key in sorted(catalog.providers))
    return text_response(tables.PROVIDERS.text(rows), CSV)


@router.get("/labs.csv")
def labs(published: Current) -> Response:
    """Every lab, by id."""
    catalog = published.catalog
    return text_response(tables.LABS.text(lab_view(catalog, catalog.labs[key]) for key in sorted(catalog.labs)), CSV)


@router.get("/changes.csv")
def changes(request: Request, published: Current) -> Response:
    """What changed, exactly as it is filtered."""
    query = Query.of_all("/changes.csv", request.query_params.multi_items(), CHANGE_LIST)
    found = all_changes(request.app.state.reader, published, query.values)
    return text_response(tables.CHANGES.text(change_view(published.catalog, one) for one in found), CSV)


@router.get("/deprecations.csv")
def deprecations(request: Request, published: Current) -> Response:
    """What stops, exactly as it is filtered: what is still to come, soonest first, then the newest past."""
    query = Query.of_all("/deprecations.csv", request.query_params.multi_items(), DEPRECATION_LIST)
    rows = (deprecation_view(published.catalog, one.offering) for one in endings(published, query.values).all)
    return text_response(tables.DEPRECATIONS.text(rows), CSV)


@router.get("/held.csv")
def held(request: Request, published: Current) -> Response:
    """The review queue, exactly as it is filtered."""
    query = Query.of_all("/held.csv", request.query_params.multi_items(), HELD_LIST)
    rows = (
        held_view(published.catalog, one, published.decisions.get(one.id)) for one in all_held(published, query.values)
    )
    return text_response(tables.HELD.text(rows), CSV)


@router.get("/disagreements.csv")
def disagreements(request: Request, published: Current) -> Response:
    """Who disagrees, exactly as it is filtered: a row for each source's value."""
    query = Query.of_all("/disagreements.csv", request.query_params.multi_items(), DISAGREEMENT_LIST)
    views = (disagreement_view(published.catalog, one) for one in all_disagreements(published, query.values))
    return text_response(tables.DISAGREEMENTS.text(tables.said(views)), CSV)
