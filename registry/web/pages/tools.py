"""The routes of the pages that people work with: comparing, estimating, the calendar of shutdowns, the chart."""

from datetime import datetime

from fastapi import APIRouter, Request, Response

from registry.web.api import comparisons, lookup
from registry.web.api.estimates import moment_of
from registry.web.api.routing import Current
from registry.web.deprecations import DEPRECATION_LIST
from registry.web.listing import MODEL_LIST
from registry.web.pages import charts, deprecations
from registry.web.pages.compare import compare_page
from registry.web.pages.estimate import estimate_page
from registry.web.pages.queries import NEWEST_FIRST, Query
from registry.web.pages.routing import CurrentSite, html
from registry.web.pages.workload import DEFAULT_INPUT, DEFAULT_OUTPUT, Workload
from registry.web.parameters import (
    AS_OF,
    TEXT,
    WHOLE,
    YES_OR_NO,
    Parameter,
    ParameterTable,
    Unreadable,
    Values,
    choice,
    text,
    whole,
    yes_or_no,
)
from registry.web.responses import PRIVATE, SHARED
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
_WORKLOAD = (
    Parameter("input", "Prompt tokens of one request.", DEFAULT_INPUT, _tokens, WHOLE),
    Parameter("output", "Answer tokens of one request.", DEFAULT_OUTPUT, _tokens, WHOLE),
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
    pairs = _known(request, COMPARED)
    values = COMPARED.read(pairs)
    ids = values.all("id")
    asked = values.moment()
    named = {each: comparisons.named(published, each) for each in ids[:MOST_SIDES]}
    page = compare_page(
        site,
        named,
        _workload(values),
        only_differences=values.get("only", str) == "differences",
        left_out=max(len(ids) - MOST_SIDES, 0),
        as_of=asked,
        at=asked or published.day,
    )
    return html("compare.html", site, page)


@router.get("/estimate")
def estimate(request: Request, site: CurrentSite, published: Current) -> Response:
    """What a month of requests costs."""
    values = ESTIMATED.read(_known(request, ESTIMATED))
    ids = values.all("offering")
    offerings = [lookup.offering(published, each) for each in ids[:MOST_SIDES]]
    asked, now = values.moment(), request.app.state.reader.now()
    moments = [asked or moment_of(offering, published, now) for offering in offerings]
    page = estimate_page(
        site,
        list(zip(offerings, moments, strict=True)),
        _workload(values),
        requests=1_000 if (given := values.get("requests", int)) is None else given,
        left_out=max(len(ids) - MOST_SIDES, 0),
        as_of=asked,
    )
    by_the_clock = asked is None and any(isinstance(moment, datetime) for moment in moments)
    return html("estimate.html", site, page, cache=PRIVATE if by_the_clock else SHARED)


def _workload(values: Values) -> Workload:
    def given(name: str, usual: int) -> int:
        value = values.get(name, int)
        return usual if value is None else value

    return Workload(
        input=given("input", DEFAULT_INPUT),
        output=given("output", DEFAULT_OUTPUT),
        cached=given("cached", 0),
        batch=values.get("batch", bool) or False,
    )


def _known(request: Request, table: ParameterTable) -> list[tuple[str, str]]:
    """The parameters that the page has; others (campaign tags) are left alone."""
    return [pair for pair in request.query_params.multi_items() if pair[0] in table.parameters]
