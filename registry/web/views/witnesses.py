"""Who says what of an offering: for each field the published value, the claim that won, and the other claims."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain
from typing import Annotated

from pydantic import Field

from registry.domain.catalog import DatedRate, Offering, SourceState
from registry.domain.conditions import Condition
from registry.domain.money import times
from registry.domain.pricing import in_force
from registry.domain.witnesses import Claim, Prices, Witness, claims_of_field
from registry.web.views.parts import Exact, Moment, instant_text
from registry.web.views.rates import condition_view
from scrapers.claims import FIELDS, Scalar
from scrapers.meters import METERS

Said = Exact | bool | int | str | tuple[str, ...] | None

_CAPABILITY = "capability."
_FIELDS = tuple(name for name in FIELDS if name in Offering.__dataclass_fields__)
"""The claims that are published under their own name; the rest are hints for identity."""


@dataclass(frozen=True, slots=True)
class ClaimView:
    """What one source says, and the document in which it says it."""

    source: Annotated[str, Field(description="The source's name.", examples=["models-dev"])]
    value: Annotated[Said, Field(description="What it says; a price is USD per `per` units.", examples=[1050000])]
    won: Annotated[
        bool, Field(description="Whether this is the claim that is published, value and all.", examples=[True])
    ]
    url: Annotated[str | None, Field(description="The page that the source cites, else where it was read.")]
    fetched_at: Annotated[str | None, Field(description="When the document was fetched; null without one.")]
    sha256: Annotated[str | None, Field(description="Of the raw document; null without one.")]


@dataclass(frozen=True, slots=True)
class FieldView:
    """One field of an offering with all its claims, the published one first."""

    field: Annotated[str, Field(description="A field, or `rates.METER`.", examples=["context"])]
    value: Annotated[Said, Field(description="What is published; null if nothing is.", examples=[1050000])]
    tier: Annotated[str | None, Field(description="Of a rate: its service tier.", examples=["standard"])]
    when: Annotated[Condition | None, Field(description="Of a rate: its condition.")]
    per: Annotated[int | None, Field(description="Of a rate: the number of units of the prices.")]
    source: Annotated[str | None, Field(description="The source whose claim is published.", examples=["models-dev"])]
    claims: tuple[ClaimView, ...]


def field_views(
    offering: Offering, witnesses: Sequence[Witness], states: Iterable[SourceState], at: Moment
) -> tuple[FieldView, ...]:
    """Every published or claimed field of an offering; the prices are those in force at a day or instant.

    A winner that has left no witness (without a database, there is none) is told without a document.
    """
    urls = {state.name: state.url for state in states}
    facts = (_fact(offering, name, witnesses, urls) for name in _fact_names(offering, witnesses))
    prices = Prices.of(witnesses)
    rates = (_rate(rate, prices, urls, at) for rate in _published(offering, at))
    return tuple(view for view in chain(facts, rates) if view.claims or view.value is not None)


def _fact_names(offering: Offering, witnesses: Sequence[Witness]) -> list[str]:
    said = {name for one in witnesses for span in one.told.spans[-1:] for name in span.said.facts}
    capabilities = {*offering.capabilities, *(name.partition(".")[2] for name in said if name.startswith(_CAPABILITY))}
    return [*_FIELDS, *(f"{_CAPABILITY}{name}" for name in sorted(capabilities))]


def _fact(offering: Offering, name: str, witnesses: Sequence[Witness], urls: Mapping[str, str]) -> FieldView:
    value, winner = _value(offering, name), offering.citations.get(name)
    claims = claims_of_field(witnesses, name)
    if name == "context" and not claims:
        claims = claims_of_field(witnesses, "max_input")  # which is published for it where there is no better
    heard = any(one.told.source == winner for one in witnesses)
    views = [_claim_view(claim, claim.value, claim.source == winner and claim.value == value) for claim in claims]
    return FieldView(name, value, None, None, None, winner, _told(views, value, None if heard else winner, urls))


def _value(offering: Offering, name: str) -> Scalar | None:
    if name.startswith(_CAPABILITY):
        return offering.capabilities.get(name.removeprefix(_CAPABILITY))
    value: Scalar | None = getattr(offering, name)
    return None if value == () else value


def _published(offering: Offering, at: Moment) -> Iterable[DatedRate]:
    """The rates in force, one for each meter, tier and condition."""
    return {(rate.meter, rate.tier, rate.when): rate for rate in in_force(offering.rates, at)}.values()


def _rate(rate: DatedRate, prices: Prices, urls: Mapping[str, str], at: Moment) -> FieldView:
    per = METERS[rate.meter].per
    views = [
        _claim_view(claim, times(claim.value, per), claim.source == rate.source and claim.value == rate.usd)
        for claim in prices.claims(rate, at)
    ]
    value, heard = times(rate.usd, per), any(one.told.source == rate.source for one in prices.witnesses)
    claims = _told(views, value, None if heard else rate.source, urls)
    return FieldView(f"rates.{rate.meter}", value, rate.tier, condition_view(rate.when), per, rate.source, claims)


def _claim_view(claim: Claim[Scalar] | Claim[Decimal], value: Said, won: bool) -> ClaimView:
    return ClaimView(
        source=claim.source,
        value=value,
        won=won,
        url=claim.url or claim.document.url,
        fetched_at=instant_text(claim.document.fetched_at),
        sha256=claim.document.sha256,
    )


def _told(
    views: Iterable[ClaimView], value: Said, unheard: str | None, urls: Mapping[str, str]
) -> tuple[ClaimView, ...]:
    """The winning claim first, then the others by source. unheard: a winner of which there is no witness."""
    alone = [ClaimView(unheard, value, True, urls.get(unheard), None, None)] if unheard else []
    return tuple(sorted([*views, *alone], key=lambda view: (not view.won, view.source)))
