"""What changed and how fresh everything is: changes, editions, sources, status."""

from typing import Annotated

from fastapi import APIRouter, Request, Response

from registry.web.api.envelope import ListOf, page, short_list
from registry.web.api.routing import PREFIX, Current, EditionNumber, get, reading
from registry.web.changes import CHANGE_LIST, list_changes
from registry.web.listing import SHORT_LIST
from registry.web.parameters import Values
from registry.web.problems import NotFound
from registry.web.responses import json_response
from registry.web.state import Reader
from registry.web.views import (
    ChangeView,
    EditionView,
    SourceView,
    StatusView,
    change_view,
    edition_view,
    source_view,
    status_view,
)

router = APIRouter(prefix=PREFIX, tags=["Freshness"])


@get(router, "/changes", ListOf[ChangeView], "What changed", parameters=CHANGE_LIST, problems=(400, 422))
def changes(request: Request, published: Current, values: Annotated[Values, reading(CHANGE_LIST)]) -> Response:
    """Dated changes, newest first. A cursor stays good in later editions: it says after which change to go on."""
    reader: Reader = request.app.state.reader
    part = list_changes(reader, published, values)
    return page(published, [change_view(published.catalog, one) for one in part.items], part.next, part.total)


@get(
    router, "/sources", ListOf[SourceView], "How fresh each source is", parameters=SHORT_LIST, problems=(400, 410, 422)
)
def sources(published: Current, values: Annotated[Values, reading(SHORT_LIST)]) -> Response:
    """Every source: last success, age, rows, held claims, next run."""
    rows = [source_view(state, published.day, published.next_refresh) for state in published.sources]
    return short_list(published, rows, values)


@get(router, "/editions", ListOf[EditionView], "All editions", parameters=SHORT_LIST, problems=(400, 410, 422))
def editions(published: Current, values: Annotated[Values, reading(SHORT_LIST)]) -> Response:
    """Every published state, newest first."""
    return short_list(published, [edition_view(one) for one in published.editions], values)


@get(router, "/editions/{number}", EditionView, "One edition", problems=(404, 422))
def edition(published: Current, number: EditionNumber) -> Response:
    """One published state: its number, date, digest and size."""
    for one in published.editions:
        if str(one.number) == number:
            return json_response(edition_view(one))
    raise NotFound("edition", number)


@get(router, "/status", StatusView, "Whether everything is fine")
def status(published: Current) -> Response:
    """The edition, the last and the next refresh, and the state of each source."""
    return json_response(
        status_view(
            published.edition,
            published.sources,
            day=published.day,
            last_refresh=published.last_refresh,
            next_refresh=published.next_refresh,
            disagreements=len(published.catalog.disagreements),
        )
    )
