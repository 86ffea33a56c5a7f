"""Providers, labs, families, capabilities and meters: where models are served and how they are grouped."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from registry.domain.catalog import Catalog, Family, Lab, Provider
from registry.web.views.offerings import lab_name
from registry.web.views.parts import Named
from scrapers.claims import CAPABILITIES
from scrapers.meters import Meter


@dataclass(frozen=True, slots=True)
class LinksView:
    """A provider's own pages; null is not known."""

    docs: str | None
    pricing: str | None
    console: str | None
    status: str | None


@dataclass(frozen=True, slots=True)
class ProviderView:
    """Who serves models over an API."""

    id: Annotated[str, Field(description="Its id.", examples=["openai"])]
    name: Annotated[str, Field(description="Display name.", examples=["OpenAI API"])]
    kind: Annotated[str | None, Field(description="The protocol that it speaks.", examples=["openai"])]
    about: Annotated[str | None, Field(description="What it is, in our own words.")]
    base_url: Annotated[str | None, Field(description="Base URL.", examples=["https://api.openai.com/v1"])]
    env: Annotated[tuple[str, ...], Field(description="Usual environment variables.", examples=[["OPENAI_API_KEY"]])]
    package: Annotated[str | None, Field(description="The AI SDK package.", examples=["@ai-sdk/openai"])]
    links: LinksView
    offerings: Annotated[int, Field(description="How many offerings it has.", examples=[96])]
    models: Annotated[int, Field(description="How many models those are.", examples=[81])]
    url: Annotated[str, Field(description="The path of its page.", examples=["/providers/openai"])]


@dataclass(frozen=True, slots=True)
class FamilyView:
    """A lab's line as people say it."""

    id: Annotated[str, Field(description="lab/slug.", examples=["openai/gpt-5.6"])]
    name: Annotated[str, Field(description="Display name.", examples=["GPT-5.6"])]
    lab: Named | None
    models: Annotated[tuple[Named, ...], Field(description="Its models, by id.")]
    url: Annotated[str, Field(description="The path of its page.", examples=["/families/openai/gpt-5.6"])]


@dataclass(frozen=True, slots=True)
class LabView:
    """Who makes models."""

    id: Annotated[str, Field(description="Its id.", examples=["openai"])]
    name: Annotated[str, Field(description="Display name.", examples=["OpenAI"])]
    website: Annotated[str | None, Field(description="Its own site.", examples=["https://openai.com"])]
    models: Annotated[int, Field(description="How many models it made.", examples=[74])]
    families: Annotated[tuple[Named, ...], Field(description="Its families, by id.")]
    url: Annotated[str, Field(description="The path of its page.", examples=["/labs/openai"])]


@dataclass(frozen=True, slots=True)
class CapabilityView:
    """One of the closed list of capabilities, and how many offerings have it."""

    id: Annotated[str, Field(description="Its name in filters and answers.", examples=["vision"])]
    yes: Annotated[int, Field(description="Offerings with a sourced yes.", examples=[4210])]
    no: Annotated[int, Field(description="Offerings with a sourced no.", examples=[2110])]
    not_sourced: Annotated[int, Field(description="Offerings of which no source says.", examples=[5680])]


@dataclass(frozen=True, slots=True)
class MeterView:
    """One thing that can be billed."""

    id: Annotated[str, Field(description="Its name in rates and estimates.", examples=["input"])]
    unit: Annotated[str, Field(description="What is counted.", examples=["token"])]
    per: Annotated[int, Field(description="How many units a displayed price is for.", examples=[1000000])]
    label: Annotated[str, Field(description="Display name.", examples=["Input tokens"])]


def provider_view(catalog: Catalog, provider: Provider) -> ProviderView:
    """One provider with the size of its list."""
    offerings = catalog.offerings_of_provider.get(provider.id, ())
    return ProviderView(
        id=provider.id,
        name=provider.name,
        kind=provider.kind,
        about=provider.about,
        base_url=provider.base_url,
        env=provider.env,
        package=provider.package,
        links=LinksView(provider.docs_url, provider.pricing_url, provider.console_url, provider.status_url),
        offerings=len(offerings),
        models=len({offering.model for offering in offerings}),
        url=f"/providers/{provider.id}",
    )


def family_view(catalog: Catalog, family: Family) -> FamilyView:
    """One family with its models."""
    members = catalog.models_of_family.get(family.id, ())
    models = tuple(Named(model.id, model.name) for model in members)
    return FamilyView(family.id, family.name, lab_name(catalog, family.lab), models, f"/families/{family.id}")


def lab_view(catalog: Catalog, lab: Lab) -> LabView:
    """One lab with its families."""
    models = catalog.models_of_lab.get(lab.id, ())
    ids = {model.family for model in models if model.family}
    families = tuple(Named(family, catalog.families[family].name) for family in sorted(ids & catalog.families.keys()))
    return LabView(lab.id, lab.name, lab.url, len(models), families, f"/labs/{lab.id}")


def capability_views(catalog: Catalog) -> tuple[CapabilityView, ...]:
    """Every capability with its counts over all offerings."""
    total = len(catalog.offerings)
    views = []
    for name in CAPABILITIES:
        said = [offering.capabilities[name] for offering in catalog.offerings.values() if name in offering.capabilities]
        views.append(CapabilityView(name, sum(said), len(said) - sum(said), total - len(said)))
    return tuple(views)


def meter_view(meter: Meter) -> MeterView:
    """One meter."""
    return MeterView(meter.id, meter.unit, meter.per, meter.label)
