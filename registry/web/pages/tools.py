"""The routes of the pages that people work with: comparing, estimating, the calendar of shutdowns, the chart."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from fastapi import APIRouter, Request, Response

from registry.domain.catalog import Model, Offering
from registry.web.api import comparisons, lookup
from registry.web.api.estimates import moment_of
from registry.web.api.routing import Current
from registry.web.deprecations import DEPRECATION_LIST
from registry.web.listing import MODEL_LIST
from registry.web.pages import charts, deprecations
from registry.web.pages.compare import compare_page
from registry.web.pages.entries import Entries, read
from registry.web.pages.estimate import estimate_page
from registry.web.pages.meant import unknown_id
from registry.web.pages.queries import NEWEST_FIRST, Query
from registry.web.pages.routing import CurrentSite, html
from registry.web.pages.workload import DEFAULT_INPUT, DEFAULT_OUTPUT, Form, Workload
from registry.web.parameters import (
    AS_OF,
    TEXT,
    WHOLE,
    YES_OR_NO,
    Parameter,
    ParameterTable,
    Unreadable,
    choice,
    text,
    whole,
    yes_or_no,
)
from registry.web.problems import NotFound
from registry.web.responses import PRIVATE, SHARED
from registry.web.state import Published
from registry.web.views.comparisons import MOST_SIDES


def _share(value: str) -> int:
    number = whole(value)
    if number > 100:
        raise Unreadable("expected a share from 0 to 100 percent")
    return number


def _tokens(value: str) -> int:
    number = whole(value)
    if number > LARGEST_REQUEST:
        raise Unreadable(f"expected at most {LARGEST_REQUEST:,}")
    return number


LARGEST_REQUEST = 10**12
USUAL = {"input": DEFAULT_INPUT, "cached": 0, "output": DEFAULT_OUTPUT, "requests": 1_000}
"""What the form asks about where nothing is given."""
_PATHS = {"id": "/compare", "offering": "/estimate"}
Found = TypeVar("Found", bound=Model | Offering)
_WORKLOAD = (
    Parameter("input", "Prompt tokens of one request.", DEFAULT_INPUT, _tokens, WHOLE),
    Parameter("output", "Output tokens of one request.", DEFAULT_OUTPUT, _tokens, WHOLE),
    Parameter("cached", "How many percent of the prompt are read from the cache.", 80, _share, WHOLE),
    Parameter("batch", "Whether it is sent to the batch tier.", True, yes_or_no, YES_OR_NO),
    AS_OF,
)
COMPARED = ParameterTable(
    Parameter("id", f"2 to {MOST_SIDES} ids of models or offerings.", "openai/gpt-5.6-luna", text, TEXT, repeated=True),
    choice("only", "`differences` leaves out the rows that are alike.", ("differences",), "differences"),
    *_WORKLOAD,
)
ESTIMATED = ParameterTable(
    Parameter("offering", f"1 to {MOST_SIDES} ids of offerings.", "openai/gpt-5.6-luna", text, TEXT, repeated=True),
    Parameter("requests", "How many requests a day.", 1_000, _tokens, WHOLE),
    *_WORKLOAD,
)

router = APIRouter(include_in_schema=False, default_response_class=Response)


@router.get("/deprecations")
def calendar_of_shutdowns(request: Request, site: CurrentSite, published: Current) -> Response:
    """What stops, and when."""
    query = Query.of("/deprecations", request.query_params.multi_items(), DEPRECATION_LIST)
    return html("deprecations.html", site, deprecations.deprecations_page(site, published, query))


@router.get("/charts")
def price_against_context(request: Request, site: CurrentSite, published: Current) -> Response:
    """The models of a list as points."""
    query = Query.of("/charts", request.query_params.multi_items(), MODEL_LIST, NEWEST_FIRST)
    return html("charts.html", site, charts.charts_page(site, published, query))


@router.get("/compare")
def compare(request: Request, site: CurrentSite, published: Current) -> Response:
    """Models and offerings side by side."""
    entries = read(COMPARED, request.query_params.multi_items())
    ids = entries.values.all("id")
    named, entries = _found(published, "id", comparisons.named, entries)
    asked = entries.values.moment()
    page = compare_page(
        site,
        named,
        _workload(entries),
        _form("/compare", "id", tuple(named), entries),
        only_differences=entries.values.get("only", str) == "differences",
        left_out=max(len(ids) - MOST_SIDES, 0),
        as_of=asked,
        at=asked or published.day,
    )
    return html("compare.html", site, page, status=_status("id", entries))


@router.get("/estimate")
def estimate(request: Request, site: CurrentSite, published: Current) -> Response:
    """What a month of requests costs."""
    entries = read(ESTIMATED, request.query_params.multi_items())
    ids = entries.values.all("offering")
    named, entries = _found(published, "offering", lookup.offering, entries)
    asked, now = entries.values.moment(), request.app.state.reader.now()
    offerings = [(offering, asked or moment_of(offering, published, now)) for offering in named.values()]
    page = estimate_page(
        site,
        offerings,
        None if "requests" in entries.wrong else _workload(entries),
        _form("/estimate", "offering", tuple(named), entries),
        requests=_number(entries, "requests"),
        left_out=max(len(ids) - MOST_SIDES, 0),
        as_of=asked,
    )
    by_the_clock = asked is None and any(isinstance(moment, datetime) for _, moment in offerings)
    cache = PRIVATE if by_the_clock else SHARED
    return html("estimate.html", site, page, status=_status("offering", entries), cache=cache)


def _found(
    published: Published, name: str, find: Callable[[Published, str], Found], entries: Entries
) -> tuple[dict[str, Found], Entries]:
    """What the ids of a parameter name, as many as fit; those that name nothing are told beside the field."""
    found: dict[str, Found] = {}
    wrong = []
    for given in entries.values.all(name)[:MOST_SIDES]:
        try:
            found[given] = find(published, given)
        except NotFound:
            wrong.append(unknown_id(published, _PATHS[name], name, entries, given))
    return found, entries.with_wrong(name, wrong)


def _status(name: str, entries: Entries) -> int:
    if not entries.wrong:
        return 200
    return 404 if name in entries.wrong else 422


def _workload(entries: Entries) -> Workload | None:
    """What is to be costed, None where its fields cannot be used."""
    if entries.has_wrong(("input", "cached", "output", "batch", "as_of")):
        return None
    numbers = {name: _number(entries, name) for name in ("input", "cached", "output")}
    return Workload(**numbers, batch=entries.values.get("batch", bool) or False)


def _number(entries: Entries, name: str) -> int:
    value = entries.values.get(name, int)
    return USUAL[name] if value is None else value


def _form(action: str, holds: str, ids: tuple[str, ...], entries: Entries) -> Form:
    fields = {name: entries.shown(name, _number(entries, name)) for name in USUAL}
    added = {holds: entries.shown(holds, "")}
    return Form(action, holds, ids, fields | added, entries.values.get("batch", bool) or False, entries)
