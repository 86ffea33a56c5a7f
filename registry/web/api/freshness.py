"""What changed and how fresh everything is: changes, editions, sources, status."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Response

from registry.domain.catalog import Change
from registry.web.api.envelope import ListOf, page, whole_list
from registry.web.api.routing import PREFIX, Current, EditionNumber, get, reading
from registry.web.listing import CURSOR, DEFAULT_LIMIT, LIMIT
from registry.web.parameters import TEXT, Parameter, ParameterTable, Unreadable, Values, choice, day, text, whole
from registry.web.problems import BadCursor, NotFound
from registry.web.responses import json_response
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

KINDS = ("price", "new", "retired", "unlisted", "relisted", "limit", "capability", "status", "lifecycle", "renamed")


@dataclass(frozen=True, slots=True)
class Since:
    """A day, or the number of an edition: what came after it."""

    day: date | None
    edition: int | None

    def includes(self, change: Change) -> bool:
        """Whether a change came on that day or later, or after that edition."""
        if self.edition is not None:
            return change.edition > self.edition
        return self.day is not None and change.day >= self.day


def since(value: str) -> Since:
    """A day or the number of an edition."""
    try:
        return Since(None, whole(value)) if value.isdigit() else Since(day(value), None)
    except Unreadable:
        raise Unreadable("expected a day such as 2026-06-26 or the number of an edition") from None


_CHANGES = ParameterTable(
    Parameter("since", "From this day on, or after this edition.", "2026-07-01", since, TEXT),
    choice("kind", "Only changes of these kinds.", KINDS, "price", repeated=True),
    Parameter("offering", "Only changes of this offering.", "openai/gpt-5.6-luna", text, TEXT),
    LIMIT,
    CURSOR,
)


@get(router, "/changes", ListOf[ChangeView], "What changed", parameters=_CHANGES, problems=(400, 422))
def changes(published: Current, values: Annotated[Values, reading(_CHANGES)]) -> Response:
    """Dated changes, newest first. A cursor stays good in later editions: it says after which change to go on."""
    kept = _filter(values)
    found = [change for change in published.changes if kept(change)]
    begin = _begin(found, values.get("cursor", str))
    end = begin + (values.get("limit", int) or DEFAULT_LIMIT)
    following = f"c{found[end - 1].id}" if end < len(found) else None
    return page(published, [change_view(published.catalog, one) for one in found[begin:end]], following, len(found))


@get(router, "/sources", ListOf[SourceView], "How fresh each source is")
def sources(published: Current) -> Response:
    """Every source: last success, age, rows, held claims, next run."""
    rows = [source_view(state, published.day, published.next_refresh) for state in published.sources]
    return whole_list(published, rows)


@get(router, "/editions", ListOf[EditionView], "All editions")
def editions(published: Current) -> Response:
    """Every published state, newest first."""
    return whole_list(published, [edition_view(one) for one in published.editions])


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


def _filter(values: Values) -> Callable[[Change], bool]:
    after, kinds, offering = values.get("since", Since), values.all("kind"), values.get("offering", str)

    def kept(change: Change) -> bool:
        return (
            (after is None or after.includes(change))
            and (not kinds or change.kind in kinds)
            and (offering is None or change.offering.lower() == offering.lower())
        )

    return kept


def _begin(found: list[Change], cursor: str | None) -> int:
    if cursor is None:
        return 0
    if not (cursor[:1] == "c" and cursor[1:].isascii() and cursor[1:].isdigit()):
        raise BadCursor
    last = int(cursor[1:])
    position = next((index for index, change in enumerate(found) if change.id == last), None)
    if position is None:
        raise BadCursor
    return position + 1
