"""The lines of a comparison, as rows of a table: what each shows, and which value is the better one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from registry.domain.catalog import Catalog, Model, Offering
from registry.web.pages.prices import figure, unconditional
from registry.web.pages.wording import (
    CAPABILITY_LABELS,
    DEPLOYMENTS,
    MODALITY_NOUNS,
    TIER_LABELS,
    grouped,
    listed,
    unit_of,
)
from registry.web.views import ModelView, OfferingView, RateView, model_view, offering_view, rates_at
from registry.web.views.models import cheapest
from registry.web.views.offerings import provider_name
from registry.web.views.parts import Moment
from scrapers.meters import METERS


@dataclass(frozen=True, slots=True)
class Side:
    """One of those compared. A model has the prices of its cheapest offering; `under` says which.

    view: its own facts if it is an offering; model: those of the model; offering: what an estimate is made of.
    """

    name: str
    href: str
    under: str
    view: OfferingView | None
    model: ModelView | None
    rates: Sequence[RateView]
    offering: Offering | None

    @property
    def facts(self) -> OfferingView | ModelView | None:
        """Its own facts: the offering's before the model's."""
        return self.view or self.model


@dataclass(frozen=True, slots=True)
class Line:
    """One line. text None: not sourced; value: what is compared; best: `lowest` or `highest`, None for no order."""

    label: str
    text: Callable[[Side], str | None]
    value: Callable[[Side], Decimal | int | None] | None = None
    best: str | None = None


def _price(meter: str, tier: str = "standard") -> Line:
    unit = unit_of(meter)
    label = METERS[meter].label if tier == "standard" else f"{METERS[meter].label}, {TIER_LABELS[tier].lower()}"
    return Line(
        label if unit == "1M tokens" else f"{label} per {unit}",
        lambda side: figure(side.rates, meter, tier),
        lambda side: rate.usd if (rate := unconditional(side.rates, meter, tier)) else None,
        "lowest",
    )


def _limit(label: str, of: Callable[[OfferingView | ModelView], int | None]) -> Line:
    def value(side: Side) -> int | None:
        return of(side.facts) if side.facts else None

    return Line(label, lambda side: grouped(value(side)), value, "highest")


def _capability(name: str) -> Line:
    def text(side: Side) -> str | None:
        said = side.facts.capabilities.get(name) if side.facts else None
        return None if said is None else ("Yes" if said else "No")

    return Line(CAPABILITY_LABELS[name], text)


def _fact(label: str, of: Callable[[OfferingView | ModelView], str | None]) -> Line:
    return Line(label, lambda side: of(side.facts) if side.facts else None)


def _of_model(label: str, of: Callable[[ModelView], str | None]) -> Line:
    return Line(label, lambda side: of(side.model) if side.model else None)


def _of_offering(label: str, of: Callable[[OfferingView], str | None]) -> Line:
    return Line(label, lambda side: of(side.view) if side.view else None)


def _shutdown(side: Side) -> str | None:
    """The day of the offering that it has its prices from, so that nobody moves to what is about to end."""
    if side.offering is None:
        return None
    earliest = side.offering.retires_earliest
    day = side.offering.retires or (f"not before {earliest}" if earliest else None)
    return f"{day} (its cheapest offering)" if day and side.view is None else day


def _modalities(words: Sequence[str]) -> str | None:
    return listed([MODALITY_NOUNS.get(word, word) for word in words]) or None


def _weights(view: OfferingView | ModelView) -> str | None:
    return None if view.open_weights is None else ("Open" if view.open_weights else "Closed")


GROUPS: tuple[tuple[str, tuple[Line, ...]], ...] = (
    (
        "Prices, US dollars per 1M tokens",
        (
            _price("input"),
            _price("output"),
            _price("cache_read"),
            _price("cache_write"),
            _price("input", "batch"),
            _price("output", "batch"),
        ),
    ),
    (
        "Limits, tokens",
        (
            _limit("Context", lambda view: view.limits.context),
            _limit("Max input", lambda view: view.limits.input),
            _limit("Max output", lambda view: view.limits.output),
        ),
    ),
    (
        "What it takes and gives",
        (
            _fact("Takes", lambda view: _modalities(view.modalities.input)),
            _fact("Gives", lambda view: _modalities(view.modalities.output)),
            *(_capability(name) for name in CAPABILITY_LABELS),
        ),
    ),
    (
        "Lifecycle",
        (
            _fact("Status", lambda view: view.status.capitalize()),
            _fact("Released", lambda view: view.released),
            _fact("Knowledge cutoff", lambda view: view.knowledge_cutoff),
            Line("Shuts down", _shutdown),
        ),
    ),
    (
        "Who and where",
        (
            _fact("Lab", lambda view: view.lab.name if view.lab else None),
            _fact("Family", lambda view: view.family.name if view.family else None),
            _fact("Weights", _weights),
            _of_model("Licence", lambda view: view.licence),
            _of_offering("Deployment", lambda view: DEPLOYMENTS.get(view.deployment)),
            _of_model("Providers", lambda view: f"{len(view.providers):,}"),
        ),
    ),
)
"""Every line of the table in its group; lines that nobody has a value for are left out."""


def side_of(catalog: Catalog, one: Model | Offering, at: Moment) -> Side:
    """One of those compared, with the rates in force at a day or instant."""
    if isinstance(one, Offering):
        found = offering_view(catalog, one, at)
        model = catalog.models.get(one.model)
        facts = model_view(catalog, model, at) if model else None
        return Side(found.model.name, found.url, f"on {found.provider.name}", found, facts, found.rates, one)
    of_model = model_view(catalog, one, at)
    best = cheapest(catalog.offerings_of_model.get(one.id, ()), at)
    if best is None:
        return Side(of_model.name, of_model.url, "price not sourced", None, of_model, (), None)
    provider = provider_name(catalog, best[0].provider).name
    under = f"at its cheapest, on {provider}"
    return Side(of_model.name, of_model.url, under, None, of_model, rates_at(best[0].rates, at), best[0])
