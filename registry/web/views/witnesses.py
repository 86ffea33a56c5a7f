"""Who says what of an offering: for each field the published value, the claim that won, and the other claims."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Annotated

from pydantic import Field

from registry.domain.catalog import Offering, SourceState
from registry.domain.conditions import Condition
from registry.domain.money import times
from registry.domain.pricing import in_force
from registry.web.views.parts import Exact, Moment, instant_text
from registry.web.views.rates import condition_view
from scrapers.claims import FIELDS, Evidence, Scalar, Statement, When
from scrapers.meters import METERS

Said = Exact | bool | int | str | tuple[str, ...] | None

_FIELDS = tuple(name for name in FIELDS if name in Offering.__dataclass_fields__)
"""The claims that are published under their own name; the rest are hints for identity."""


@dataclass(frozen=True, slots=True)
class Witness:
    """What one source says of one offering in the newest document that has it."""

    statement: Statement
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class ClaimView:
    """What one source says, and the document in which it says it."""

    source: Annotated[str, Field(description="The source's name.", examples=["models-dev"])]
    value: Annotated[Said, Field(description="What it says; a price is USD per `per` units.", examples=[1050000])]
    won: Annotated[bool, Field(description="Whether this is the claim that is published.", examples=[True])]
    url: Annotated[str | None, Field(description="The page that the source cites, else where it was read.")]
    fetched_at: Annotated[str | None, Field(description="When the document was fetched.")]
    sha256: Annotated[str | None, Field(description="Of the raw document.")]


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

    Without witnesses the winning claim alone is told, with the newest document of its source.
    """
    newest = {state.name: state for state in states}
    facts = (_fact(offering, name, witnesses, newest) for name in _fact_names(offering, witnesses))
    rates = (_rate(offering, key, witnesses, newest, at) for key in _rate_keys(offering, at))
    return tuple(view for view in chain(facts, rates) if view.claims or view.value is not None)


def _fact_names(offering: Offering, witnesses: Sequence[Witness]) -> list[str]:
    capabilities = set(offering.capabilities)
    for witness in witnesses:
        capabilities |= {name.partition(".")[2] for name in witness.statement.facts if name.startswith("capability.")}
    return [*_FIELDS, *(f"capability.{name}" for name in sorted(capabilities))]


def _fact(offering: Offering, name: str, witnesses: Sequence[Witness], newest: Mapping[str, SourceState]) -> FieldView:
    winner = offering.citations.get(name)
    value: Scalar | None = (
        offering.capabilities.get(name.partition(".")[2])
        if name.startswith("capability.")
        else getattr(offering, name) or None
        if name != "open_weights"
        else offering.open_weights
    )
    said = [(witness, witness.statement.facts[name]) for witness in witnesses if name in witness.statement.facts]
    return FieldView(name, value, None, None, None, winner, _claims(said, value, winner, newest))


_RateKey = tuple[str, str, When]


def _rate_keys(offering: Offering, at: Moment) -> list[_RateKey]:
    return list(dict.fromkeys((rate.meter, rate.tier, rate.when) for rate in in_force(offering.rates, at)))


def _rate(
    offering: Offering, key: _RateKey, witnesses: Sequence[Witness], newest: Mapping[str, SourceState], at: Moment
) -> FieldView:
    meter, tier, when = key
    per = METERS[meter].per
    published = next(
        rate for rate in reversed(in_force(offering.rates, at)) if (rate.meter, rate.tier, rate.when) == key
    )
    said: list[tuple[Witness, Said]] = [
        (witness, times(rate.usd, per))
        for witness in witnesses
        for rate in witness.statement.rates
        if (rate.meter, rate.tier, rate.when) == key and rate.until is None
    ]
    value = times(published.usd, per)
    claims = _claims(said, value, published.source, newest)
    return FieldView(f"rates.{meter}", value, tier, condition_view(when), per, published.source, claims)


def _claims(
    said: Sequence[tuple[Witness, Said]], value: Said, winner: str | None, newest: Mapping[str, SourceState]
) -> tuple[ClaimView, ...]:
    """The winning claim first, then the others by source."""
    claims = [
        ClaimView(
            source=witness.evidence.source,
            value=claimed,
            won=witness.evidence.source == winner,
            url=witness.statement.url or witness.evidence.url,
            fetched_at=instant_text(witness.evidence.fetched_at),
            sha256=witness.evidence.sha256,
        )
        for witness, claimed in said
    ]
    if winner and not any(claim.won for claim in claims):
        state = newest.get(winner)
        claims.append(
            ClaimView(
                source=winner,
                value=value,
                won=True,
                url=state.url if state else None,
                fetched_at=instant_text(state.snapshot_at) if state else None,
                sha256=state.sha256 if state else None,
            )
        )
    return tuple(sorted(claims, key=lambda claim: (not claim.won, claim.source)))
