"""The routes of the pages that people work with: comparing, estimating, the calendar of shutdowns, the chart."""

from fastapi import APIRouter, Response

from registry.web.pages import deprecations
from registry.web.pages.routing import CurrentSite, html

router = APIRouter(include_in_schema=False, default_response_class=Response)


@router.get("/deprecations")
def shutdowns(site: CurrentSite) -> Response:
    """What stops, by month."""
    return html("deprecations.html", site, deprecations.deprecations_page(site))
