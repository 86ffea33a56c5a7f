"""The routes of the feeds. They stand before those of the pages, whose last part of a path takes anything."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request, Response

from registry.domain.catalog import Catalog, Model, Offering
from registry.domain.news import ChangeFilter
from registry.web.api import lookup
from registry.web.api.routing import Current
from registry.web.changes import CHANGE_LIST, wanted_changes
from registry.web.compat import router as compat
from registry.web.deprecations import CALENDAR_FILTERS, ending_offerings
from registry.web.feeds import atom, calendar, crawlers, page, spreadsheets
from registry.web.feeds.news import EVERYTHING, MOST_READ, Subject, news_feed
from registry.web.feeds.shutdowns import shutdowns
from registry.web.pages.queries import Query
from registry.web.pages.routing import CurrentSite
from registry.web.pages.site import Site
from registry.web.responses import SHARED
from registry.web.state import Published, Reader

router = APIRouter(include_in_schema=False, default_response_class=Response)
for part in (compat.router, crawlers.router, page.router, spreadsheets.router):
    router.include_router(part)


class News:
    """What a request needs to answer with a feed of changes."""

    def __init__(self, request: Request, site: CurrentSite, published: Current) -> None:
        self.reader: Reader = request.app.state.reader
        self.site: Site = site
        self.published: Published = published

    def of(self, subject: Subject, wanted: ChangeFilter) -> Response:
        """The feed of a subject. Raises NotReady."""
        found = self.reader.changes(self.published, replace(wanted, as_learnt=True), limit=MOST_READ)
        feed = news_feed(self.site, subject, found.changes, self.published.editions)
        return finished(atom.atom(feed), atom.MEDIA_TYPE)


CurrentNews = Annotated[News, Depends()]


def finished(body: bytes, media_type: str) -> Response:
    """A document that is a function of the published state."""
    return Response(body, media_type=media_type, headers={"Cache-Control": SHARED})


@router.get("/changes.atom")
def every_change(request: Request, news: CurrentNews) -> Response:
    """What changed anywhere, or what the filters of the page keep of it."""
    query = Query.of_all("/changes", request.query_params.multi_items(), CHANGE_LIST)
    filters = sorted(query.filters)
    words = ", ".join(f"{name}: {value}" for name, value in filters)
    subject = (
        replace(EVERYTHING, name=f"{EVERYTHING.name} ({words})", query=urlencode(filters)) if words else EVERYTHING
    )
    return news.of(subject, wanted_changes(news.published, query.values))


@router.get("/providers/{name}.atom")
def changes_of_provider(name: str, news: CurrentNews) -> Response:
    """What changed at a provider."""
    found = lookup.provider(news.published, name)
    return news.of(Subject(found.name, f"/providers/{found.id}"), ChangeFilter(providers=(found.id,)))


@router.get("/providers/{provider}/{slug}.atom")
def changes_of_offering(provider: str, slug: str, news: CurrentNews) -> Response:
    """What changed in one offering."""
    found = lookup.offering_of_page(news.published, provider, slug)
    page = f"/providers/{found.provider}/{found.slug}"
    return news.of(Subject(_name(news.site, found), page), ChangeFilter(offering=found.id))


@router.get("/models/{lab}/{slug}.atom")
def changes_of_model(lab: str, slug: str, news: CurrentNews) -> Response:
    """What changed in a model, whoever serves it."""
    found = lookup.model(news.published, f"{lab}/{slug}")
    offerings = news.published.catalog.offerings_of_model.get(found.id, ())
    return news.of(Subject(found.name, f"/models/{found.id}"), _among(offerings))


@router.get("/labs/{name}.atom")
def changes_of_lab(name: str, news: CurrentNews) -> Response:
    """What changed in a lab's models, whoever serves them."""
    catalog, found = news.published.catalog, lookup.lab(news.published, name)
    offerings = _offerings_of(catalog, catalog.models_of_lab.get(found.id, ()))
    return news.of(Subject(f"models by {found.name}", f"/labs/{found.id}"), _among(offerings))


@router.get("/families/{lab}/{slug}.atom")
def changes_of_family(lab: str, slug: str, news: CurrentNews) -> Response:
    """What changed in a family's models, whoever serves them."""
    catalog, found = news.published.catalog, lookup.family(news.published, f"{lab}/{slug}")
    offerings = _offerings_of(catalog, catalog.models_of_family.get(found.id, ()))
    return news.of(Subject(f"the {found.name} family", f"/families/{found.id}"), _among(offerings))


@router.get("/deprecations.ics")
def every_shutdown(request: Request, site: CurrentSite, published: Current) -> Response:
    """When offerings stop answering, wherever they are, or those that the filters keep."""
    query = Query.of_all("/deprecations.ics", request.query_params.multi_items(), CALENDAR_FILTERS)
    words = ", ".join(f"{name}: {value}" for name, value in sorted(query.filters))
    name = f"Shutdowns of AI models ({words})" if words else "Shutdowns of AI models"
    return _calendar(site, name, ending_offerings(published, query.values))


@router.get("/providers/{name}.ics")
def shutdowns_of_provider(name: str, site: CurrentSite, published: Current) -> Response:
    """When offerings of a provider stop answering."""
    found = lookup.provider(published, name)
    return _calendar(site, f"Shutdowns on {found.name}", site.catalog.offerings_of_provider.get(found.id, ()))


def _calendar(site: Site, name: str, offerings: Iterable[Offering]) -> Response:
    listed = (each for each in offerings if not each.unlisted)
    return finished(calendar.calendar(name, shutdowns(site, listed), site.edition.day), calendar.MEDIA_TYPE)


def _offerings_of(catalog: Catalog, models: Iterable[Model]) -> Iterable[Offering]:
    return (each for model in models for each in catalog.offerings_of_model.get(model.id, ()))


def _among(offerings: Iterable[Offering]) -> ChangeFilter:
    return ChangeFilter(offerings=tuple(each.id for each in offerings))


def _name(site: Site, offering: Offering) -> str:
    model, provider = site.catalog.models.get(offering.model), site.catalog.providers.get(offering.provider)
    return f"{model.name if model else offering.api_model_id} on {provider.name if provider else offering.provider}"
