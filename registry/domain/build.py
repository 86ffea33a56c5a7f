"""The catalog as a pure function of the evidence: identify, reconcile, and name what belongs together.

statements -> offerings (where statements of several sources meet) -> models, families, labs, providers
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from registry.domain.authority import rank
from registry.domain.catalog import Catalog, Disagreement, Family, Held, Lab, Model, Offering, Provider, Status
from registry.domain.evidence import SourceHistory
from registry.domain.facts import OURS, Facts
from registry.domain.identity.families import family_of
from registry.domain.identity.resolve import Index, Resolution, build_index, resolve
from registry.domain.meeting import Place, Subject, attach_names, subjects_of
from registry.domain.models import model_of
from registry.domain.provider_facts import provider_of, spoken
from registry.domain.rates import Prices, Told, prices
from registry.domain.reconcile import Won, disagreements, fields, flag, last_words, number, text, unlisted_since, words
from registry.domain.slugs import assign
from registry.domain.typical import typical_prices
from scrapers.claims import CAPABILITIES

_STATUSES: dict[str, Status] = {
    "announced": "announced",
    "limited": "limited",
    "preview": "preview",
    "deprecated": "deprecated",
    "retired": "retired",
}
_DEDICATED = frozenset({"sagemaker"})
"""Providers that sell machines of one's own, not calls."""


def build(
    histories: Sequence[SourceHistory],
    *,
    facts: Facts | None = None,
    slugs: Mapping[str, str] | None = None,
    decisions: Mapping[str, str] | None = None,
) -> Catalog:
    """The catalog that the evidence gives.

    slugs: offering id -> page slug of the former edition, kept for ever; decisions: held id -> `accept` or `reject`.
    """
    facts = facts or Facts()
    subjects, spelled, resolutions = _met(histories)
    page_slugs = assign(
        ((f"{key[0]}/{spelled[key]}", spelled[key], subject.first_seen) for key, subject in subjects.items()),
        slugs or {},
    )
    typical = typical_prices(subjects, {key: found.model for key, found in resolutions.items()})
    offerings: dict[str, Offering] = {}
    held: list[Held] = []
    disputed: list[Disagreement] = []
    for key in sorted(subjects, key=lambda key: f"{key[0]}/{spelled[key]}"):
        identifier, told = f"{key[0]}/{spelled[key]}", list(subjects[key].told.values())
        found = prices(identifier, told, decisions, typical.get(resolutions[key].model))
        held += found.held
        disputed += (*found.disagreements, *disagreements(identifier, told))
        offerings[identifier] = _offering(
            identifier, spelled[key], page_slugs[identifier], told, found, resolutions[key], facts
        )
    catalog = _catalog(offerings, histories, facts)
    return replace(catalog, held=tuple(held), disagreements=tuple(disputed))


def regrouped(
    catalog: Catalog,
    offerings: Mapping[str, Offering],
    histories: Sequence[SourceHistory],
    facts: Facts | None = None,
) -> Catalog:
    """A catalog with other offerings in it, which the evidence does not give: what follows from them follows."""
    made = _catalog(offerings, histories, facts or Facts())
    return replace(made, held=catalog.held, disagreements=catalog.disagreements)


def index_of(catalog: Catalog) -> Index:
    """What labs are known to sell, for resolving a name against a finished catalog."""
    return build_index((offering.provider, offering.api_model_id) for offering in catalog.offerings.values())


def statements_about(histories: Sequence[SourceHistory], offering: Offering, index: Index | None = None) -> list[Told]:
    """What every source says of one offering, or has said, for its provenance; highest authority first.

    index: what labs are known to sell, where the histories are only what can be about the offering.
    """
    subject = _met(histories, index)[0].get((offering.provider, offering.api_model_id.lower()))
    return _ranked(subject) if subject else []


def statements_of_each(histories: Sequence[SourceHistory], index: Index | None = None) -> dict[Place, list[Told]]:
    """What `statements_about` gives, of every offering at once."""
    return {place: _ranked(subject) for place, subject in _met(histories, index)[0].items()}


def _ranked(subject: Subject) -> list[Told]:
    return sorted(subject.told.values(), key=lambda one: (rank(one.source), one.source))


def _met(
    histories: Sequence[SourceHistory], index: Index | None = None
) -> tuple[dict[Place, Subject], dict[Place, str], dict[Place, Resolution]]:
    """The offerings with all that is told of them, how their ids are spelled, and which models they are."""
    subjects = subjects_of(histories)
    spelled = {key: subject.spelling for key, subject in subjects.items()}
    index = index or build_index((provider, spelled[provider, folded]) for provider, folded in subjects)
    resolutions = {key: resolve(key[0], spelled[key], index) for key in subjects}
    attach_names(histories, subjects, resolutions, index)
    return subjects, spelled, resolutions


def _offering(
    identifier: str,
    api_model_id: str,
    slug: str,
    told: Sequence[Told],
    found: Prices,
    resolution: Resolution,
    facts: Facts,
) -> Offering:
    provider = identifier.split("/", 1)[0]
    won = fields(told)
    unlisted = unlisted_since(told)
    known = facts.models.get(resolution.model) if provider == resolution.lab else None
    announced = known.announced if known else None
    cited = {name: held.source for name, held in won.items()} | ({"announced": OURS} if announced else {})
    return Offering(
        id=identifier,
        provider=provider,
        api_model_id=api_model_id,
        slug=slug,
        model=resolution.model,
        name=text(won, "name"),
        mode=text(won, "mode"),
        rates=found.rates,
        context=number(won, "context"),
        max_input=number(won, "max_input"),
        max_output=number(won, "max_output"),
        dimensions=number(won, "dimensions"),
        input_modalities=words(won, "input_modalities"),
        output_modalities=words(won, "output_modalities"),
        capabilities=_capabilities(won),
        status=_status(won, api_model_id),
        announced=announced,
        released=text(won, "released"),
        knowledge_cutoff=text(won, "knowledge_cutoff"),
        deprecated=text(won, "deprecated"),
        retires=text(won, "retires"),
        retires_earliest=text(won, "retires_earliest"),
        open_weights=flag(won, "open_weights"),
        deployment=_deployment(provider, resolution),
        endpoints=words(won, "endpoints"),
        reasoning_efforts=words(won, "reasoning_efforts"),
        package=text(won, "package"),
        base_url=text(won, "base_url"),
        version=resolution.version,
        serving=resolution.serving,
        unlisted=unlisted.date() if unlisted else None,
        rule=resolution.rule,
        sources=tuple(source for source, _ in last_words(told)),
        citations=dict(sorted(cited.items())),
    )


def _deployment(provider: str, resolution: Resolution) -> str:
    """How it is sold: an id such as `openai/gpt-5.6-luna:batch` takes batches alone."""
    if provider in _DEDICATED:
        return "dedicated"
    return "batch_only" if "batch" in resolution.serving else "serverless"


def _capabilities(won: Mapping[str, Won]) -> dict[str, bool]:
    values = {name: flag(won, f"capability.{name}") for name in CAPABILITIES}
    return {name: value for name, value in values.items() if value is not None}


def _status(won: Mapping[str, Won], api_model_id: str) -> Status:
    said = _STATUSES.get(text(won, "status") or "")
    return said or ("preview" if "preview" in api_model_id.lower() else "available")


def _catalog(offerings: Mapping[str, Offering], histories: Sequence[SourceHistory], facts: Facts) -> Catalog:
    by_model: dict[str, list[Offering]] = {}
    for offering in offerings.values():
        by_model.setdefault(offering.model, []).append(offering)
    models: dict[str, Model] = {}
    families: dict[str, Family] = {}
    for identifier in sorted(by_model):
        lab, slug = identifier.split("/", 1)
        family = family_of(lab, slug)
        if family is not None:
            families.setdefault(family[0], Family(family[0], family[1], lab))
        models[identifier] = model_of(identifier, family[0] if family else None, by_model[identifier], facts)
    return Catalog(
        labs=_labs(models.values(), facts),
        families={identifier: families[identifier] for identifier in sorted(families)},
        providers=_providers(offerings.values(), histories, facts),
        models=models,
        offerings=offerings,
    )


def _labs(models: Iterable[Model], facts: Facts) -> dict[str, Lab]:
    labs = {}
    for identifier in sorted({model.lab for model in models}):
        known = facts.labs.get(identifier)
        labs[identifier] = Lab(identifier, known.name, known.url) if known else Lab(identifier, spoken(identifier))
    return labs


def _providers(offerings: Iterable[Offering], histories: Sequence[SourceHistory], facts: Facts) -> dict[str, Provider]:
    wanted = sorted({offering.provider for offering in offerings})
    return {identifier: provider_of(identifier, histories, facts) for identifier in wanted}
