"""What changed and how fresh everything is: changes, editions, sources, status."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Request, Response

from registry.domain.catalog import CHANGE_KINDS
from registry.domain.news import ChangeFilter, cursor_after, read_cursor
from registry.web.api.envelope import ListOf, page, short_list
from registry.web.api.routing import PREFIX, Current, EditionNumber, get, reading
from registry.web.listing import CURSOR, DEFAULT_LIMIT, LIMIT, SHORT_LIST
from registry.web.parameters import TEXT, Parameter, ParameterTable, Values, choice, since, text
from registry.web.problems import BadCursor, NotFound
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

_CHANGES = ParameterTable(
    Parameter("since", "From this day on, or after this edition.", "2026-07-01", since, TEXT),
    choice("kind", "Only changes of these kinds.", tuple(CHANGE_KINDS), "price", repeated=True),
    Parameter("offering", "Only changes of this offering.", "openai/gpt-5.6-luna", text, TEXT),
    LIMIT,
    CURSOR,
)


@get(router, "/changes", ListOf[ChangeView], "What changed", parameters=_CHANGES, problems=(400, 422))
def changes(request: Request, published: Current, values: Annotated[Values, reading(_CHANGES)]) -> Response:
    """Dated changes, newest first. A cursor stays good in later editions: it says after which change to go on."""
    wanted = ChangeFilter(_since(values), values.all("kind"), values.get("offering", str))
    limit, after = values.get("limit", int) or DEFAULT_LIMIT, _after(values.get("cursor", str))
    reader: Reader = request.app.state.reader
    if after is None:
        found = reader.changes(published, wanted, limit=limit + 1)
    else:
        # The change before goes along, to see that the cursor was made for this query.
        found = reader.changes(published, wanted, start=after, limit=limit + 2)
        if not found.changes or found.changes[0].id != after:
            raise BadCursor
    told = found.changes[after is not None :]
    following = cursor_after(told[limit - 1]) if len(told) > limit else None
    return page(published, [change_view(published.catalog, one) for one in told[:limit]], following, found.total)


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


def _since(values: Values) -> date | int | None:
    said = values.get("since", object)
    return said if isinstance(said, date | int) else None


def _after(cursor: str | None) -> int | None:
    try:
        return None if cursor is None else read_cursor(cursor)
    except ValueError:
        raise BadCursor from None
