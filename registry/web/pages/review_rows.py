"""What is not settled, in words: what is held and who disagrees, for pages, Markdown and the command line."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from registry.domain.catalog import Offering
from registry.domain.money import dollars
from registry.web.pages.site import Site
from registry.web.pages.wording import TIER_LABELS, Conditional, condition, unit_of
from registry.web.views import DisagreementView, HeldView, disagreement_view, held_view
from scrapers.meters import METERS


@dataclass(frozen=True, slots=True)
class HeldRow:
    """One entry of the queue. name None: a whole document; old None: nothing stands; decision: why it was rejected."""

    id: str
    day: str
    source: str
    name: str | None
    provider: str | None
    api_model_id: str | None
    href: str | None
    what: str
    old: str | None
    new: str | None
    reason: str
    document: str | None
    rejected: bool
    decision: str | None


@dataclass(frozen=True, slots=True)
class SaidRow:
    """What one source says. since None: since before all evidence."""

    source: str
    value: str
    published: bool
    since: str | None
    seen: str
    url: str | None


@dataclass(frozen=True, slots=True)
class DisagreementRow:
    """One field of an offering with what each source says of it, the published value first."""

    name: str
    provider: str
    api_model_id: str
    href: str | None
    what: str
    said: tuple[SaidRow, ...]


class Rated(Conditional, Protocol):
    """Whatever has a service tier and a condition."""

    @property
    def tier(self) -> str | None:
        """The service tier, None where there is none."""


def field_label(field: str) -> str:
    """A field, or the meter of a price: `Input tokens`, `Max output`."""
    return METERS[field].label if field in METERS else field.replace("_", " ").capitalize()


def what(view: HeldView | DisagreementView) -> str:
    """What a claim is about: `Input tokens, batch, prompts over 200,000 tokens`."""
    if view.field is None:
        return "The whole document"
    return price_label(view.field, view)


def price_label(field: str, rate: Rated | None) -> str:
    """A field, or of a price the meter with what tells it from other prices of the meter."""
    parts = [field_label(field)]
    if rate and rate.tier not in (None, "standard"):
        parts.append(TIER_LABELS[rate.tier].lower())
    if rate and rate.when:
        said = condition(rate)
        parts.append(said[0].lower() + said[1:])
    return ", ".join(parts)


def value_text(field: str | None, value: object) -> str:
    """A claimed value: a price with its unit where that is not one million tokens, a number, yes or no, or text."""
    if isinstance(value, Decimal):
        unit = unit_of(field) if field in METERS else "1M tokens"
        return dollars(value) if unit == "1M tokens" else f"{dollars(value)} / {unit}"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:,}" if isinstance(value, int) else str(value)


def held_row(site: Site, view: HeldView) -> HeldRow:
    """One entry of the queue in words."""
    offering = site.catalog.offerings.get(view.offering or "")
    return HeldRow(
        id=view.id,
        day=(view.since or "")[:10],
        source=view.source,
        name=_name(site, offering, view.offering) if view.offering else None,
        provider=_provider(site, view.offering) if view.offering else None,
        api_model_id=view.offering.partition("/")[2] if view.offering else None,
        href=view.url,
        what=what(view),
        old=None if view.old is None else value_text(view.field, view.old),
        new=None if view.new is None else value_text(view.field, view.new),
        reason=view.reason,
        document=view.document.url if view.document else None,
        rejected=view.state == "rejected",
        decision=view.decision.why if view.decision else None,
    )


def disagreement_row(site: Site, view: DisagreementView) -> DisagreementRow:
    """One disagreement in words."""
    return DisagreementRow(
        name=_name(site, site.catalog.offerings.get(view.offering), view.offering),
        provider=_provider(site, view.offering),
        api_model_id=view.offering.partition("/")[2],
        href=view.url,
        what=what(view),
        said=tuple(
            SaidRow(one.source, value_text(view.field, one.value), one.published, one.since, one.seen, one.url)
            for one in view.claims
        ),
    )


def held_of(site: Site, offering: Offering) -> tuple[HeldRow, ...]:
    """What is held of one offering and not settled."""
    found = (one for one in site.catalog.held_of_offering.get(offering.id, ()) if one.state == "open")
    return tuple(held_row(site, held_view(site.catalog, one)) for one in found)


def disagreements_of(site: Site, offering: Offering) -> tuple[DisagreementRow, ...]:
    """Who disagrees about one offering."""
    return tuple(
        disagreement_row(site, disagreement_view(site.catalog, one))
        for one in site.catalog.disagreements_of_offering.get(offering.id, ())
    )


def _name(site: Site, offering: Offering | None, identifier: str) -> str:
    model = site.catalog.models.get(offering.model) if offering else None
    return model.name if model else identifier.partition("/")[2]


def _provider(site: Site, identifier: str) -> str:
    provider = site.catalog.providers.get(identifier.partition("/")[0])
    return provider.name if provider else identifier.partition("/")[0]
