"""Models and offerings side by side, and the calendar of shutdowns."""

from typing import Annotated

from fastapi import APIRouter, Response

from registry.domain.catalog import Model, Offering
from registry.web.api import lookup
from registry.web.api.envelope import ListOf, short_list, whole_list
from registry.web.api.routing import PREFIX, Current, get, reading
from registry.web.deprecations import DEPRECATION_LIST, endings
from registry.web.parameters import AS_OF, TEXT, Parameter, ParameterTable, Values, text
from registry.web.problems import BadParameter, NotFound
from registry.web.state import Published
from registry.web.views.comparisons import MOST_SIDES, ComparedView, DeprecationView, compared_view, deprecation_view

router = APIRouter(prefix=PREFIX, tags=["Models"])

_COMPARED = ParameterTable(
    Parameter(
        "id",
        f"2 to {MOST_SIDES} ids. An offering goes before a model of the same id;"
        " `model:` or `offering:` in front decides.",
        ("openai/gpt-5.6-luna", "deepseek/deepseek-v4-pro"),
        text,
        TEXT,
        repeated=True,
        required=True,
    ),
    AS_OF,
)


@get(router, "/compare", ListOf[ComparedView], "Side by side", parameters=_COMPARED, problems=(404, 422))
def compare(published: Current, values: Annotated[Values, reading(_COMPARED)]) -> Response:
    """2 to 6 models or offerings, in the order asked for."""
    ids = values.all("id")
    if not 2 <= len(ids) <= MOST_SIDES:
        raise BadParameter("id", f"expected 2 to {MOST_SIDES} different ids, found {len(ids)}")
    at = values.moment() or published.day
    return whole_list(published, [compared_view(published.catalog, named(published, one), at) for one in ids])


@get(
    router,
    "/deprecations",
    ListOf[DeprecationView],
    "Deprecated and retiring offerings",
    parameters=DEPRECATION_LIST,
    problems=(400, 410, 422),
)
def deprecations(published: Current, values: Annotated[Values, reading(DEPRECATION_LIST)]) -> Response:
    """Offerings with a sourced deprecation or shutdown: what is still to come, soonest first, then the newest past."""
    found = endings(published, values).all
    return short_list(published, [deprecation_view(published.catalog, one.offering) for one in found], values)


def named(published: Published, identifier: str) -> Model | Offering:
    """What an id means: an offering first, then a model; a prefix decides. Raises NotFound."""
    kind, _, rest = identifier.partition(":")
    if kind == "model":
        return lookup.model(published, rest)
    if kind == "offering":
        return lookup.offering(published, rest)
    try:
        return lookup.offering(published, identifier)
    except NotFound:
        return lookup.model(published, identifier)
