"""The routes of the pages. An entity has its `.json` and `.md` twins at the same address."""

from collections.abc import Container
from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from starlette.responses import RedirectResponse

from registry.domain.news import ChangeFilter
from registry.web.api import lookup
from registry.web.api.routing import Current
from registry.web.changes import CHANGE_LIST, list_changes
from registry.web.listing import MODEL_LIST, OFFERING_LIST, all_models, all_offerings
from registry.web.pages import about, changes, lists, markdown, model, offering, places, review, tools
from registry.web.pages.assets import by_hashed_name
from registry.web.pages.queries import NEWEST_FIRST, Query
from registry.web.pages.routing import CSV, MARKDOWN, AsOf, CurrentSite, html
from registry.web.pages.site import Site
from registry.web.pages.spreadsheets import spreadsheet
from registry.web.problems import NotFound
from registry.web.responses import json_response, text_response
from registry.web.review import DISAGREEMENT_LIST, HELD_LIST
from registry.web.state import Published, Reader
from registry.web.views import family_view, lab_view, model_detail, offering_detail, provider_view

router = APIRouter(include_in_schema=False, default_response_class=Response)
router.include_router(tools.router)
_PLAIN_IN_PATHS = "/:@!$&'()*+,;=~"
FOR_EVER = "public, max-age=31536000, immutable"


@router.get("/")
def home(request: Request, site: CurrentSite, published: Current) -> Response:
    """The table of models with the latest changes beside it."""
    query = Query.of("/models", request.query_params.multi_items(), MODEL_LIST, NEWEST_FIRST)
    return html("list.html", site, lists.home_page(site, published, query, request.query_params.multi_items()))


@router.get("/models")
def models(request: Request, site: CurrentSite, published: Current) -> Response:
    """The table of models."""
    query = Query.of("/models", request.query_params.multi_items(), MODEL_LIST, NEWEST_FIRST)
    return html(
        "list.html", site, lists.list_page(site, published, query, lists.MODELS, request.query_params.multi_items())
    )


@router.get("/models.csv")
def models_csv(request: Request, published: Current) -> Response:
    """The same table for a spreadsheet."""
    query = Query.of_all("/models.csv", request.query_params.multi_items(), MODEL_LIST, NEWEST_FIRST)
    return text_response(spreadsheet(all_models(published, query.values)), CSV)


@router.get("/offerings")
def offerings(request: Request, site: CurrentSite, published: Current) -> Response:
    """The table of offerings."""
    query = Query.of("/offerings", request.query_params.multi_items(), OFFERING_LIST, NEWEST_FIRST)
    return html(
        "list.html", site, lists.list_page(site, published, query, lists.OFFERINGS, request.query_params.multi_items())
    )


@router.get("/offerings.csv")
def offerings_csv(request: Request, published: Current) -> Response:
    """The same table for a spreadsheet."""
    query = Query.of_all("/offerings.csv", request.query_params.multi_items(), OFFERING_LIST, NEWEST_FIRST)
    return text_response(spreadsheet(all_offerings(published, query.values)), CSV)


@router.get("/models/{lab}/{slug}")
def one_model(lab: str, slug: str, site: CurrentSite, published: Current, at: AsOf) -> Response:
    """A model, or one of its twins."""
    name, twin = _twin(f"{lab}/{slug}", published.catalog.models)
    found = lookup.model(published, name)
    if twin == "json":
        return json_response(model_detail(published.catalog, found, at or published.day))
    page = model.model_page(site, found, at)
    return text_response(markdown.model_markdown(site, page), MARKDOWN) if twin else html("model.html", site, page)


@router.get("/models/{lab}/{slug}/history")
def one_history(lab: str, slug: str, site: CurrentSite, published: Current) -> Response:
    """Every dated price of a model."""
    return html("history.html", site, model.history_page(site, lookup.model(published, f"{lab}/{slug}")))


@router.get("/providers")
def providers(site: CurrentSite) -> Response:
    """The list of providers."""
    return html("index.html", site, places.providers_page(site))


@router.get("/providers/{name}")
def one_provider(request: Request, name: str, site: CurrentSite, published: Current) -> Response:
    """A provider, or one of its twins."""
    name, twin = _twin(name, site.catalog.providers)
    found = lookup.provider(published, name)
    if twin == "json":
        return json_response(provider_view(site.catalog, found))
    reader: Reader = request.app.state.reader
    newest = reader.changes(published, ChangeFilter(providers=(found.id,)), limit=places.MOST_CHANGES)
    return _place(site, places.provider_page(site, found, newest.changes), twin)


@router.get("/providers/{provider}/{slug}")
def one_offering(
    request: Request, provider: str, slug: str, site: CurrentSite, published: Current, at: AsOf
) -> Response:
    """An offering, or one of its twins."""
    stem, twin = (slug, None) if (provider, slug) in site.catalog.offering_by_slug else _twin(slug, ())
    if (provider.lower(), stem.lower()) not in site.catalog.offering_by_slug and (
        page_of_id := _page_of_id(published, provider, slug)
    ):
        return _moved(request, page_of_id)
    found = lookup.offering_of_page(published, provider, stem)
    if twin == "json":
        return json_response(offering_detail(published.catalog, found, at or published.day))
    reader: Reader = request.app.state.reader
    page = published.page(
        (found.id, at), lambda: offering.offering_page(site, found, at, reader.witnesses(published, found))
    )
    return (
        text_response(markdown.offering_markdown(site, page), MARKDOWN) if twin else html("offering.html", site, page)
    )


@router.get("/providers/{provider}/{api_model_id:path}")
def by_api_model_id(request: Request, provider: str, api_model_id: str, published: Current) -> Response:
    """The API model ID in place of the page's slug leads to the page, as an address with a slash at its end does."""
    if not api_model_id or api_model_id.endswith("/"):
        return _moved(request, f"/providers/{provider}/{api_model_id}".rstrip("/"))
    found = _page_of_id(published, provider, api_model_id)
    if found is None:
        raise lookup.missing_offering(published, f"{provider}/{api_model_id}")
    return _moved(request, found)


@router.get("/labs")
def labs(site: CurrentSite) -> Response:
    """The list of labs."""
    return html("index.html", site, places.labs_page(site))


@router.get("/labs/{name}")
def one_lab(name: str, site: CurrentSite, published: Current) -> Response:
    """A lab, or one of its twins."""
    name, twin = _twin(name, site.catalog.labs)
    found = lookup.lab(published, name)
    if twin == "json":
        return json_response(lab_view(site.catalog, found))
    return _place(site, places.lab_page(site, found), twin)


@router.get("/families/{lab}/{slug}")
def one_family(lab: str, slug: str, site: CurrentSite, published: Current) -> Response:
    """A family, or one of its twins."""
    name, twin = _twin(f"{lab}/{slug}", site.catalog.families)
    found = lookup.family(published, name)
    if twin == "json":
        return json_response(family_view(site.catalog, found))
    return _place(site, places.family_page(site, found), twin)


@router.get("/changes")
def latest_changes(request: Request, site: CurrentSite, published: Current) -> Response:
    """What changed, by week."""
    query = Query.of("/changes", request.query_params.multi_items(), CHANGE_LIST)
    part = list_changes(request.app.state.reader, published, query.values)
    return html("changes.html", site, changes.changes_page(site, published, query, part))


@router.get("/held")
def held(request: Request, site: CurrentSite, published: Current) -> Response:
    """What waits for a second source or a person."""
    query = Query.of("/held", request.query_params.multi_items(), HELD_LIST)
    return html("held.html", site, review.held_page(site, published, query))


@router.get("/disagreements")
def disagreements(request: Request, site: CurrentSite, published: Current) -> Response:
    """What sources do not agree on."""
    query = Query.of("/disagreements", request.query_params.multi_items(), DISAGREEMENT_LIST)
    return html("disagreements.html", site, review.disagreements_page(site, published, query))


@router.get("/status")
def status(site: CurrentSite) -> Response:
    """How fresh the sources are."""
    return html("status.html", site, about.status_page(site))


@router.get("/methodology")
def methodology(site: CurrentSite) -> Response:
    """How values are chosen."""
    return html("methodology.html", site, about.methodology_page(site))


@router.get("/static/{name}")
def static_file(name: str) -> Response:
    """A static file under its hashed name, to be kept for ever."""
    found = by_hashed_name().get(name)
    if found is None:
        raise NotFound("file", name)
    return Response(found.body, media_type=found.media_type, headers={"Cache-Control": FOR_EVER})


def _page_of_id(published: Published, provider: str, name: str) -> str | None:
    """The page of an offering, or its twin, that is asked for by its API model ID; None if no offering has it."""
    for stem, twin in ((name, None), _twin(name, ())):
        found = published.catalog.offering_by_folded_id.get(f"{provider}/{stem}".lower())
        if found:
            return f"/providers/{found.provider}/{found.slug}{f'.{twin}' if twin else ''}"
    return None


def _moved(request: Request, path: str) -> Response:
    asked = request.url.query
    return RedirectResponse(quote(path, safe=_PLAIN_IN_PATHS) + (f"?{asked}" if asked else ""), 308)


def _place(site: Site, page: places.PlacePage, twin: str | None) -> Response:
    return text_response(markdown.place_markdown(site, page), MARKDOWN) if twin else html("place.html", site, page)


def _twin(name: str, known: Container[str]) -> tuple[str, str | None]:
    """A name that exists as it is comes first: an id may itself end in `.json` or `.md`."""
    stem, dot, ending = name.rpartition(".")
    if dot and ending in ("json", "md") and name not in known:
        return stem, ending
    return name, None
