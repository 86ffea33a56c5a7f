"""Disagreements among sources where an override has the last word: its claim comes first, as the published one does."""

from dataclasses import replace
from datetime import date

from registry.domain.catalog import Claimed, Disagreement, Offering
from registry.domain.money import plain
from registry.domain.overrides import OVERRIDE, text_of
from registry.domain.pricing import in_force
from scrapers.meters import METERS


def answered(offering: Offering, dispute: Disagreement, day: date) -> Disagreement:
    """A disagreement about an offering, with the claim in front of an override that is in force on a day."""
    claim = _of_price(offering, dispute, day) if dispute.field in METERS else _of_field(offering, dispute.field, day)
    return replace(dispute, claims=(claim, *dispute.claims)) if claim else dispute


def _of_price(offering: Offering, dispute: Disagreement, day: date) -> Claimed | None:
    for rate in in_force(offering.rates, day):
        if rate.source == OVERRIDE and (rate.meter, rate.tier, rate.when) == (
            dispute.field,
            dispute.tier,
            dispute.when,
        ):
            return Claimed(OVERRIDE, plain(rate.usd), rate.valid_from.date() if rate.valid_from else None, day)
    return None


def _of_field(offering: Offering, name: str, day: date) -> Claimed | None:
    if offering.citations.get(name) != OVERRIDE:
        return None
    return Claimed(OVERRIDE, text_of(getattr(offering, name)), None, day)
