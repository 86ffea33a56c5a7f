"""One side of a comparison, and an offering's place in the calendar of shutdowns."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from registry.domain.catalog import Catalog, Model, Offering
from registry.web.views.models import ModelView, model_view
from registry.web.views.offerings import OfferingView, offering_view, provider_name
from registry.web.views.parts import Moment, Named

MOST_SIDES = 6
"""How many models or offerings fit side by side, in a comparison and in an estimate."""


@dataclass(frozen=True, slots=True)
class ComparedView:
    """A model or an offering beside others; the member that `kind` names is set."""

    kind: Annotated[str, Field(description="model or offering.", examples=["offering"])]
    id: Annotated[str, Field(description="Its id.", examples=["openai/gpt-5.6-luna"])]
    offering: OfferingView | None
    model: ModelView | None


@dataclass(frozen=True, slots=True)
class DeprecationView:
    """An offering that has been or will be deprecated or shut down."""

    offering: Annotated[str, Field(description="Its id.", examples=["openai/gpt-4"])]
    model: Named
    provider: Named
    status: Annotated[str, Field(description="Its state now.", examples=["deprecated"])]
    deprecated: Annotated[str | None, Field(description="The day of its deprecation, as sourced.")]
    retires: Annotated[str | None, Field(description="The day on which it stops answering, as sourced.")]
    retires_earliest: Annotated[str | None, Field(description="Not before this day; no end is announced.")]
    url: Annotated[str, Field(description="The path of its page.")]


def compared_view(catalog: Catalog, one: Model | Offering, at: Moment) -> ComparedView:
    """One side of a comparison."""
    if isinstance(one, Offering):
        return ComparedView("offering", one.id, offering_view(catalog, one, at), None)
    return ComparedView("model", one.id, None, model_view(catalog, one, at))


def deprecation_view(catalog: Catalog, offering: Offering) -> DeprecationView:
    """One row of the calendar."""
    model = catalog.models.get(offering.model)
    return DeprecationView(
        offering=offering.id,
        model=Named(offering.model, model.name if model else offering.model),
        provider=provider_name(catalog, offering.provider),
        status=offering.status,
        deprecated=offering.deprecated,
        retires=offering.retires,
        retires_earliest=offering.retires_earliest,
        url=f"/providers/{offering.provider}/{offering.slug}",
    )
