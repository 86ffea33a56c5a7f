"""The routes of what helps programs find their way, and of the badges."""

import re

from fastapi import APIRouter, Response
from fastapi.routing import APIRoute

from registry.web.api import documentation, lookup
from registry.web.api.routing import Current
from registry.web.feeds import badge, page, sitemap, wayfinding
from registry.web.pages import router as pages
from registry.web.pages import tools
from registry.web.pages.routing import CurrentSite
from registry.web.problems import NotFound
from registry.web.responses import SHARED, text_response
from registry.web.state import Published
from registry.web.views import offering_view

router = APIRouter(include_in_schema=False, default_response_class=Response)

_WITH_PAGES = (pages.router, tools.router, documentation.router, page.router)
_NO_PAGE = re.compile(r".*[{.].*")


@router.get("/badge/{provider}/{slug}.svg")
def one_badge(provider: str, slug: str, published: Current) -> Response:
    """What an offering costs, as an image."""
    found = lookup.offering_of_page(published, provider, slug)
    return _finished(badge.badge(offering_view(published.catalog, found, published.day)), badge.MEDIA_TYPE)


@router.get("/sitemap.xml")
def whole_sitemap(site: CurrentSite, published: Current) -> Response:
    """Every page, or the list of the files that together have them."""
    files = _files(published, standing_pages())
    one = sitemap.sitemap(site.base_url, files[0]) if len(files) == 1 else sitemap.sitemap_index(site.base_url, files)
    return _finished(one, sitemap.MEDIA_TYPE)


@router.get("/sitemap-{number}.xml")
def part_of_sitemap(number: str, site: CurrentSite, published: Current) -> Response:
    """One of these files. Raises NotFound."""
    files = dict(enumerate(_files(published, standing_pages()), 1))
    if not number.isdecimal() or len(number) > 4 or int(number) not in files:
        raise NotFound("sitemap", number)
    return _finished(sitemap.sitemap(site.base_url, files[int(number)]), sitemap.MEDIA_TYPE)


@router.get("/robots.txt")
def robots(site: CurrentSite) -> Response:
    """What robots may read."""
    return text_response(wayfinding.robots(site), wayfinding.PLAIN)


@router.get("/llms.txt")
def llms(site: CurrentSite) -> Response:
    """Where the facts are, for a language model."""
    return text_response(wayfinding.llms(site), wayfinding.PLAIN)


@router.get("/opensearch.xml")
def opensearch(site: CurrentSite) -> Response:
    """The search, for a browser."""
    return _finished(wayfinding.opensearch(site), wayfinding.OPENSEARCH)


def _finished(body: bytes, media_type: str) -> Response:
    return Response(body, media_type=media_type, headers={"Cache-Control": SHARED})


def standing_pages() -> tuple[str, ...]:
    """The pages that are there whatever the catalog holds: read from the routes, so that none is forgotten."""
    paths = {route.path for each in _WITH_PAGES for route in each.routes if isinstance(route, APIRoute)}
    return tuple(sorted(path for path in paths if not _NO_PAGE.fullmatch(path)))


def _files(published: Published, pages: tuple[str, ...]) -> tuple[tuple[sitemap.Address, ...], ...]:
    listed = tuple(sitemap.addresses(published.catalog, pages, published.day))
    return tuple(tuple(part) for part in sitemap.parts(listed))
