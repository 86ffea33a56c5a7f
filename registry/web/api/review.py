"""What is not settled: claims that wait for a second source or a person, and what sources do not agree on."""

from typing import Annotated

from fastapi import APIRouter, Response

from registry.web.api.envelope import ListOf, page
from registry.web.api.routing import PREFIX, Current, get, reading
from registry.web.parameters import Values
from registry.web.review import DISAGREEMENT_LIST, HELD_LIST, list_disagreements, list_held
from registry.web.views import DisagreementView, HeldView, disagreement_view, held_view

router = APIRouter(prefix=PREFIX, tags=["Review"])


@get(
    router,
    "/disagreements",
    ListOf[DisagreementView],
    "What sources do not agree on",
    parameters=DISAGREEMENT_LIST,
    problems=(400, 410, 422),
)
def disagreements(published: Current, values: Annotated[Values, reading(DISAGREEMENT_LIST)]) -> Response:
    """Fields of which living sources say different things now, with every claim; the published one is the first."""
    part = list_disagreements(published, values)
    items = [disagreement_view(published.catalog, one) for one in part.items]
    return page(published, items, part.next, part.total)


@get(
    router,
    "/held",
    ListOf[HeldView],
    "Claims that wait for a second source or a person",
    parameters=HELD_LIST,
    problems=(400, 410, 422),
)
def held(published: Current, values: Annotated[Values, reading(HELD_LIST)]) -> Response:
    """Claims and whole documents that a guard stopped, with the reason: what their source said before stands."""
    part = list_held(published, values)
    items = [held_view(published.catalog, one, published.decisions.get(one.id)) for one in part.items]
    return page(published, items, part.next, part.total)
