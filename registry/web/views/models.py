"""A model as the API prints it, with the one offering that its lowest price belongs to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from pydantic import Field

from registry.domain.catalog import Catalog, DatedRate, Model, Offering
from registry.domain.lifecycle import status_on
from registry.domain.pricing import headline, in_force, instant
from registry.web.views.offerings import (
    Day,
    OfferingHistory,
    OfferingView,
    capabilities_view,
    family_name,
    lab_name,
    offering_history,
    offering_view,
)
from registry.web.views.parts import Limits, Modalities, Moment, Named, moment_text
from registry.web.views.rates import RateView, rate_view

Priced = tuple[Offering, tuple[DatedRate, ...]]
"""An offering with its rates in force."""


@dataclass(frozen=True, slots=True)
class CheapestView:
    """The listed offering with the lowest pay-as-you-go input price, and its prices: never a minimum mixed from two."""

    offering: Annotated[str, Field(description="Its id.", examples=["openai/gpt-5.6-luna"])]
    input: Annotated[RateView | None, Field(description="Its standard input rate.")]
    output: Annotated[RateView | None, Field(description="Its standard output rate; null is not sourced.")]
    cache_read: Annotated[RateView | None, Field(description="Its standard cache read rate; null is not sourced.")]


@dataclass(frozen=True, slots=True)
class ModelView:
    """One model, whoever serves it."""

    id: Annotated[str, Field(description="lab/slug.", examples=["openai/gpt-5.6-luna"])]
    name: Annotated[str, Field(description="Display name.", examples=["GPT-5.6 Luna"])]
    lab: Annotated[Named | None, Field(description="Who made it.")]
    family: Annotated[Named | None, Field(description="The lab's line.")]
    slug: Annotated[str, Field(description="The last part of its id.", examples=["gpt-5.6-luna"])]
    mode: Annotated[str | None, Field(description="chat, embedding, image, ...", examples=["chat"])]
    limits: Limits
    modalities: Modalities
    capabilities: Annotated[
        Mapping[str, bool | None],
        Field(description="Sourced yes or no; null is not sourced.", examples=[{"vision": True, "fine_tuning": None}]),
    ]
    status: Annotated[
        str,
        Field(description="announced, limited, preview, available, deprecated or retired.", examples=["available"]),
    ]
    announced: Day
    released: Day
    knowledge_cutoff: Day
    open_weights: Annotated[bool | None, Field(description="Whether its weights are open.", examples=[False])]
    licence: Annotated[str | None, Field(description="The licence of its weights.", examples=["apache-2.0"])]
    architecture: Annotated[str | None, Field(description="As its lab says.", examples=["Decoder Only"])]
    availability: Annotated[str | None, Field(description="Who can use it, in our own words.")]
    providers: Annotated[tuple[str, ...], Field(description="Ids of its providers.", examples=[["azure", "openai"]])]
    cheapest: Annotated[
        CheapestView | None,
        Field(
            description="Null if no listed offering has a sourced input price. In a list that is filtered by what an "
            "offering has or does, the cheapest of those that have it."
        ),
    ]
    url: Annotated[str, Field(description="The path of its page.", examples=["/models/openai/gpt-5.6-luna"])]


@dataclass(frozen=True, slots=True)
class ModelDetail(ModelView):
    """One model alone: the list's shape, then its offerings with their rates."""

    as_of: Annotated[str, Field(description="The moment that the rates are for.", examples=["2026-11-23"])]
    offerings: tuple[OfferingView, ...]
    citations: Annotated[Mapping[str, str], Field(description="Field -> the source whose value is published.")]


@dataclass(frozen=True, slots=True)
class ModelHistory:
    """Every dated rate of every offering of a model."""

    id: str
    name: str
    offerings: tuple[OfferingHistory, ...]


def model_view(catalog: Catalog, model: Model, at: Moment) -> ModelView:
    """The list's shape of a model."""
    return model_at(catalog, model, at, cheapest(catalog.offerings_of_model.get(model.id, ()), at))


def model_at(catalog: Catalog, model: Model, at: Moment, found: Priced | None) -> ModelView:
    """The list's shape of a model at the prices of the offering that was found for it."""
    return ModelView(**_members(catalog, model, at, found))  # type: ignore[arg-type]


def model_detail(catalog: Catalog, model: Model, at: Moment) -> ModelDetail:
    """One model alone, with the rates in force at a day or instant."""
    offerings = catalog.offerings_of_model.get(model.id, ())
    return ModelDetail(
        **_members(catalog, model, at, cheapest(offerings, at)),  # type: ignore[arg-type]
        as_of=moment_text(at) or "",
        offerings=tuple(offering_view(catalog, offering, at) for offering in offerings),
        citations=dict(sorted(model.citations.items())),
    )


def model_history(catalog: Catalog, model: Model) -> ModelHistory:
    """The price history of a model on every provider."""
    offerings = catalog.offerings_of_model.get(model.id, ())
    return ModelHistory(model.id, model.name, tuple(offering_history(catalog, offering) for offering in offerings))


def cheapest(offerings: Iterable[Offering], at: Moment) -> Priced | None:
    """The offering with the lowest sourced input price among those still listed, and its rates in force."""
    return lowest((each, in_force(each.rates, at)) for each in offerings)


def lowest(priced: Iterable[Priced]) -> Priced | None:
    """The offering with the lowest sourced input price among those still listed.

    A free plan is named only where nobody sells the model; a machine of one's own, or a queue, is not billed by use
    of a call and is never named.
    """
    found: list[tuple[bool, Decimal, str, Priced]] = []
    for offering, rates in priced:
        if offering.unlisted or offering.status == "retired" or offering.deployment != "serverless":
            continue
        rate = headline(rates, "input")
        if rate:
            found.append((rate.usd == 0, rate.usd, offering.id, (offering, rates)))
    return min(found, key=lambda row: row[:3])[3] if found else None


def _cheapest_view(found: Priced | None) -> CheapestView | None:
    if found is None:
        return None
    offering, rates = found

    def shown(meter: str) -> RateView | None:
        rate = headline(rates, meter)
        return rate_view(rate) if rate else None

    return CheapestView(offering.id, shown("input"), shown("output"), shown("cache_read"))


def _members(catalog: Catalog, model: Model, at: Moment, found: Priced | None) -> dict[str, object]:
    offerings = catalog.offerings_of_model.get(model.id, ())
    return {
        "id": model.id,
        "name": model.name,
        "lab": lab_name(catalog, model.lab),
        "family": family_name(catalog, model.family),
        "slug": model.slug,
        "mode": model.mode,
        "limits": Limits(model.context, model.max_input, model.max_output),
        "modalities": Modalities(model.input_modalities, model.output_modalities),
        "capabilities": capabilities_view(model.capabilities),
        "status": status_on(model, instant(at).date()),
        "announced": model.announced,
        "released": model.released,
        "knowledge_cutoff": model.knowledge_cutoff,
        "open_weights": model.open_weights,
        "licence": model.licence,
        "architecture": model.architecture,
        "availability": model.availability,
        "providers": tuple(sorted({offering.provider for offering in offerings})),
        "cheapest": _cheapest_view(found),
        "url": f"/models/{model.id}",
    }
