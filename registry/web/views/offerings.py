"""An offering as the API prints it: the contract's shape, in lists and alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from registry.domain.catalog import Catalog, Offering
from registry.domain.lifecycle import status_on
from registry.domain.pricing import instant
from registry.web.recipes import recipe
from registry.web.views.parts import Limits, Modalities, Moment, Named, moment_text
from registry.web.views.rates import RateView, rate_history, rates_at
from scrapers.claims import CAPABILITIES

Day = Annotated[str | None, Field(description="YYYY, YYYY-MM or YYYY-MM-DD, as sourced.", examples=["2026-07-09"])]


@dataclass(frozen=True, slots=True)
class OfferingView:
    """A model on a provider, with the rates in force."""

    id: Annotated[str, Field(description="provider/api-model-id.", examples=["openai/gpt-5.6-luna"])]
    provider: Annotated[Named, Field(description="Who serves it.")]
    lab: Annotated[Named | None, Field(description="Who made the model.")]
    family: Annotated[Named | None, Field(description="The lab's line.")]
    model: Annotated[Named, Field(description="The model, whoever serves it.")]
    api_model_id: Annotated[str, Field(description="What to send as the model.", examples=["gpt-5.6-luna"])]
    slug: Annotated[str, Field(description="The last part of its page's path.", examples=["gpt-5.6-luna"])]
    rates: Annotated[tuple[RateView, ...], Field(description="In force now or at as_of, every hour window included.")]
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
    deprecated: Day
    retires: Day
    deployment: Annotated[str, Field(description="serverless, dedicated or batch_only.", examples=["serverless"])]
    url: Annotated[str, Field(description="The path of its page.", examples=["/providers/openai/gpt-5.6-luna"])]
    mode: Annotated[str | None, Field(description="chat, embedding, image, ...", examples=["chat"])]
    open_weights: Annotated[bool | None, Field(description="Whether the model's weights are open.", examples=[False])]
    unlisted: Annotated[str | None, Field(description="The last day on which a source listed it, once none does.")]
    retires_earliest: Annotated[str | None, Field(description="Not before this day; no end is announced.")]
    sources: Annotated[tuple[str, ...], Field(description="Every source that speaks of it.", examples=[["litellm"]])]


@dataclass(frozen=True, slots=True)
class RecipeView:
    """What a program needs to call the offering; null is not known."""

    kind: Annotated[str | None, Field(description="The protocol that it speaks.", examples=["openai"])]
    base_url: Annotated[
        str | None,
        Field(description="What the programs ask; it may hold ${VARIABLE}s.", examples=["https://api.openai.com/v1"]),
    ]
    env: Annotated[tuple[str, ...], Field(description="What the programs read.", examples=[["OPENAI_API_KEY"]])]
    package: Annotated[str | None, Field(description="The AI SDK package.", examples=["@ai-sdk/openai"])]
    model: Annotated[str, Field(description="The model id to send.", examples=["gpt-5.6-luna"])]
    endpoints: Annotated[tuple[str, ...], Field(description="Paths that answer.", examples=[["/v1/responses"]])]
    docs_url: Annotated[str | None, Field(description="The provider's documentation.")]
    task: Annotated[str | None, Field(description="What the programs ask of it.", examples=["chat"])]
    install: Annotated[str | None, Field(description="Shell line for the SDK.", examples=["pip install openai"])]
    auth: Annotated[str | None, Field(description="Shell lines.", examples=["export OPENAI_API_KEY=..."])]
    python: Annotated[str | None, Field(description="A whole program that calls it.")]
    curl: Annotated[str | None, Field(description="The same in the shell.")]


@dataclass(frozen=True, slots=True)
class OfferingDetail(OfferingView):
    """One offering alone: the list's shape, then how to call it and who says so."""

    as_of: Annotated[str, Field(description="The moment that the rates are for.", examples=["2026-11-23"])]
    recipe: RecipeView
    dimensions: Annotated[int | None, Field(description="Of an embedding.")]
    reasoning_efforts: Annotated[tuple[str, ...], Field(description="Reasoning efforts that it takes.")]
    version: Annotated[str | None, Field(description="The date that the API model ID pins.")]
    serving: Annotated[tuple[str, ...], Field(description="What a reseller's suffix says.", examples=[["fp8"]])]
    rule: Annotated[str, Field(description="The identity rule that named its model.", examples=["lab-own-id"])]
    citations: Annotated[Mapping[str, str], Field(description="Field -> the source whose value is published.")]


@dataclass(frozen=True, slots=True)
class OfferingHistory:
    """Every dated rate of one offering."""

    id: str
    provider: Named
    api_model_id: str
    rates: tuple[RateView, ...]


def offering_view(catalog: Catalog, offering: Offering, at: Moment) -> OfferingView:
    """The list's shape of an offering, with the rates in force at a day or instant."""
    return OfferingView(**_members(catalog, offering, at))  # type: ignore[arg-type]


def offering_detail(catalog: Catalog, offering: Offering, at: Moment) -> OfferingDetail:
    """One offering alone."""
    return OfferingDetail(
        **_members(catalog, offering, at),  # type: ignore[arg-type]
        as_of=moment_text(at) or "",
        recipe=recipe_view(catalog, offering),
        dimensions=offering.dimensions,
        reasoning_efforts=offering.reasoning_efforts,
        version=offering.version,
        serving=offering.serving,
        rule=offering.rule,
        citations=dict(sorted(offering.citations.items())),
    )


def offering_history(catalog: Catalog, offering: Offering) -> OfferingHistory:
    """The whole price history of an offering."""
    return OfferingHistory(
        offering.id, provider_name(catalog, offering.provider), offering.api_model_id, rate_history(offering.rates)
    )


def recipe_view(catalog: Catalog, offering: Offering) -> RecipeView:
    """How to call an offering: what the programs do, else what it says of itself, else what its provider says."""
    provider = catalog.providers.get(offering.provider)
    programs = recipe(catalog, offering)
    return RecipeView(
        kind=programs.kind if programs else provider.kind if provider else None,
        base_url=programs.base_url if programs else offering.base_url or (provider.base_url if provider else None),
        env=programs.variables if programs else provider.env if provider else (),
        package=offering.package or (provider.package if provider else None),
        model=offering.api_model_id,
        endpoints=offering.endpoints,
        docs_url=provider.docs_url if provider else None,
        task=programs.task if programs else None,
        install=programs.install if programs else None,
        auth=programs.auth if programs else None,
        python=programs.python if programs else None,
        curl=programs.curl if programs else None,
    )


def capabilities_view(sourced: Mapping[str, bool]) -> dict[str, bool | None]:
    """Every capability of the closed list: yes, no, or null for not sourced."""
    return {name: sourced.get(name) for name in CAPABILITIES}


def provider_name(catalog: Catalog, provider: str) -> Named:
    """A provider's id and display name."""
    known = catalog.providers.get(provider)
    return Named(provider, known.name if known else provider)


def lab_name(catalog: Catalog, lab: str) -> Named | None:
    """A lab's id and display name; None if the catalog does not know it."""
    known = catalog.labs.get(lab)
    return Named(known.id, known.name) if known else None


def family_name(catalog: Catalog, family: str | None) -> Named | None:
    """A family's id and display name; None if the model has none."""
    known = catalog.families.get(family or "")
    return Named(known.id, known.name) if known else None


def _members(catalog: Catalog, offering: Offering, at: Moment) -> dict[str, object]:
    model = catalog.models.get(offering.model)
    weights = offering.open_weights
    return {
        "id": offering.id,
        "provider": provider_name(catalog, offering.provider),
        "lab": lab_name(catalog, model.lab) if model else None,
        "family": family_name(catalog, model.family) if model else None,
        "model": Named(offering.model, model.name if model else offering.model),
        "api_model_id": offering.api_model_id,
        "slug": offering.slug,
        "rates": rates_at(offering.rates, at),
        "limits": Limits(offering.context, offering.max_input, offering.max_output),
        "modalities": Modalities(offering.input_modalities, offering.output_modalities),
        "capabilities": capabilities_view(offering.capabilities),
        "status": status_on(offering, instant(at).date()),
        "announced": offering.announced,
        "released": offering.released,
        "knowledge_cutoff": offering.knowledge_cutoff,
        "deprecated": offering.deprecated,
        "retires": offering.retires,
        "deployment": offering.deployment,
        "url": f"/providers/{offering.provider}/{offering.slug}",
        "mode": offering.mode,
        "open_weights": weights if weights is not None or model is None else model.open_weights,
        "unlisted": moment_text(offering.unlisted),
        "retires_earliest": offering.retires_earliest,
        "sources": offering.sources,
    }
