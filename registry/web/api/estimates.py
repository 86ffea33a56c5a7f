"""What a usage costs. A cost that needs a rate nobody sources is refused with its name; nothing is guessed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, cast

from fastapi import APIRouter, Body, Request, Response
from pydantic import StrictInt, StrictStr

from registry.domain.catalog import Offering
from registry.domain.pricing import (
    Estimate,
    HourNeeded,
    InvalidUsage,
    NotSourced,
    UnknownRegion,
    current_moment,
    estimate,
)
from registry.web.api import lookup
from registry.web.api.envelope import ListOf, whole_list
from registry.web.api.routing import JSON_ONLY, PREFIX, Current, get, reading, responses
from registry.web.parameters import AS_OF, TEXT, WHOLE, Parameter, ParameterTable, Values, choice, text, whole
from registry.web.problems import BadParameter, HourNotGiven, Problem, RateNotSourced
from registry.web.responses import PRIVATE, SHARED, json_response
from registry.web.state import Published
from registry.web.views import EstimateView, estimate_view
from registry.web.views.parts import Moment
from scrapers.claims import TIERS, Tier
from scrapers.meters import METERS

router = APIRouter(prefix=PREFIX, tags=["Prices"])

LARGEST_BATCH = 200

USAGE = ParameterTable(
    Parameter("offering", "The offering's id.", "openai/gpt-5.6-luna", text, TEXT, required=True),
    choice("tier", "The service tier, standard unless told.", TIERS, "batch"),
    AS_OF,
    Parameter("region", "The region whose price it is, where prices differ by region.", "us", text, TEXT),
    Parameter(
        "requests",
        "Of how many equal requests the usage is the sum, 1 unless told: long-prompt prices look at the prompt of one.",
        1,
        whole,
        {"type": "integer", "minimum": 1},
    ),
    *(
        Parameter(meter.id, f"{meter.label}: how many ({meter.unit}).", 100000, whole, WHOLE)
        for meter in METERS.values()
    ),
)
Usage = dict[str, StrictInt | StrictStr | None]
_EXAMPLE = [{"offering": "openai/gpt-5.6-luna", "input": 100000, "output": 100000, "tier": "batch"}]


@get(router, "/estimate", EstimateView, "What a usage costs", parameters=USAGE, problems=(404, 409, 422))
def estimate_one(request: Request, published: Current, values: Annotated[Values, reading(USAGE)]) -> Response:
    """The exact cost of one usage. `input` is uncached prompt; `cache_read` and `cache_write` come on top of it.

    `output` includes reasoning unless `reasoning` is given. A long-prompt step applies to the whole request.
    """
    offering = lookup.offering(published, values.get("offering", str) or "")
    asked, now = values.moment(), request.app.state.reader.now()
    at = asked or moment_of(offering, published, now)
    by_clock = asked is None and isinstance(at, datetime)
    return json_response(_estimated(offering, values, at), cache=PRIVATE if by_clock else SHARED)


@router.post(
    "/estimate",
    summary="What several usages cost",
    operation_id="estimate_many",
    response_class=Response,
    response_model=None,
    responses=responses(ListOf[EstimateView], (404, 409, 422)),
    dependencies=[JSON_ONLY, reading(ParameterTable())],
)
def estimate_many(
    request: Request,
    published: Current,
    usages: Annotated[list[Usage], Body(max_length=LARGEST_BATCH, min_length=1, examples=[_EXAMPLE])],
) -> Response:
    """The exact cost of each usage of a list, in its order: the members are the parameters of GET /estimate.

    One that cannot be told refuses the whole list; `index` in the problem says which.
    """
    now: datetime = request.app.state.reader.now()
    views = []
    for index, usage in enumerate(usages):
        try:
            values = USAGE.read((name, str(value)) for name, value in usage.items() if value is not None)
            offering = lookup.offering(published, values.get("offering", str) or "")
            views.append(_estimated(offering, values, values.moment() or moment_of(offering, published, now)))
        except Problem as problem:
            problem.members["index"] = index
            raise
    return whole_list(published, views, cache=PRIVATE)


def moment_of(offering: Offering, published: Published, now: datetime) -> Moment:
    """Without as_of the clock decides; where the hour does not matter, the answer is the day's."""
    moment = current_moment(offering.rates, now)
    return moment if isinstance(moment, datetime) else published.day


def _cost(offering: Offering, usage: Mapping[str, int], at: Moment, tier: Tier, values: Values) -> Estimate:
    requests = values.get("requests", int)
    return estimate(
        offering,
        usage,
        at=at,
        tier=tier,
        region=values.get("region", str),
        requests=1 if requests is None else requests,
    )


def _estimated(offering: Offering, values: Values, at: Moment) -> EstimateView:
    usage = {meter: quantity for meter in METERS if (quantity := values.get(meter, int)) is not None}
    if not any(usage.values()):
        raise BadParameter("usage", "name at least one meter with a quantity, such as input=1000", known=tuple(METERS))
    tier = cast(Tier, values.get("tier", str) or "standard")
    try:
        return estimate_view(_cost(offering, usage, at, tier, values), at)
    except UnknownRegion as unknown:
        first = next(meter for meter, quantity in usage.items() if quantity)
        raise RateNotSourced(
            f"{unknown}.", offering=offering.id, meter=first, tier=tier, prompt_over=None, regions=unknown.known
        ) from None
    except InvalidUsage as invalid:
        raise BadParameter("requests", f"{invalid}") from None
    except NotSourced as missing:
        raise RateNotSourced(
            f"{str(missing)[0].upper()}{str(missing)[1:]}.",
            offering=offering.id,
            meter=missing.meter,
            tier=missing.tier,
            prompt_over=missing.prompt_over,
        ) from None
    except HourNeeded as missing:
        raise HourNotGiven(f"{missing}.", offering=offering.id, windows=missing.windows) from None
