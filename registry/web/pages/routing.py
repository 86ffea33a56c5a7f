"""What every page route shares: the site that it answers for, and its answer as HTML, Markdown or CSV."""

from typing import Annotated

from fastapi import Depends, Request, Response

from registry.settings import Settings
from registry.web.api.routing import Current
from registry.web.pages.site import Site
from registry.web.pages.templates import render
from registry.web.parameters import AS_OF, ParameterTable
from registry.web.responses import SHARED, text_response
from registry.web.views.parts import Moment

HTML = "text/html; charset=utf-8"
MARKDOWN = "text/markdown; charset=utf-8"
CSV = "text/csv; charset=utf-8"
_AS_OF_ONLY = ParameterTable(AS_OF)


def site_of(request: Request, published: Current) -> Site:
    """The published state that this request answers from, as pages see it."""
    settings: Settings = request.app.state.settings
    return Site(
        catalog=published.catalog,
        edition=published.edition,
        day=published.day,
        base_url=request.app.state.base_url,
        last_refresh=published.last_refresh,
        next_refresh=published.next_refresh,
        issues_url=settings.issues_url,
        sources=published.sources,
        changes=published.changes,
    )


def as_of(request: Request) -> Moment | None:
    """The day or instant that is asked for. Other parameters (campaign tags) are left alone. Raises BadParameter."""
    given = [(name, value) for name, value in request.query_params.multi_items() if name == "as_of"]
    return _AS_OF_ONLY.read(given).moment()


CurrentSite = Annotated[Site, Depends(site_of)]
AsOf = Annotated[Moment | None, Depends(as_of)]


def html(template: str, site: Site, page: object, *, status: int = 200, cache: str = SHARED) -> Response:
    """A page."""
    return text_response(render(template, site, page), HTML, status=status, cache=cache)
