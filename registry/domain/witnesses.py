"""What every source says of one offering, each claim with the document that holds it: the provenance of its values.

A price is told by a source's *track* (registry/domain/timeline.py), by which the catalog itself is reconciled, so that
the claim shown for a past day is what the source said of that day, and not what it says now.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Generic, TypeVar

from registry.domain.catalog import DatedRate, PriceKey
from registry.domain.pricing import in_force
from registry.domain.rates import Told, tracks
from registry.domain.reconcile import last_words
from registry.domain.timeline import Step, valid_from, valid_to
from scrapers.claims import Evidence, Scalar


@dataclass(frozen=True, slots=True)
class Witness:
    """All that one source has said of one offering. documents: time of a snapshot -> the document that was taken then.

    There is a document for the end of every span: in it the source last said what the span says.
    """

    told: Told
    documents: Mapping[datetime, Evidence]


Value = TypeVar("Value", bound=Scalar | Decimal)


@dataclass(frozen=True, slots=True)
class Claim(Generic[Value]):
    """What one source says, in which document. A price is USD per single unit; url: the page that the source cites."""

    source: str
    value: Value
    url: str | None
    document: Evidence


def claims_of_field(witnesses: Sequence[Witness], name: str) -> list[Claim[Scalar]]:
    """What each source that still lists the offering says of a field, or each that did if none does."""
    documents = {one.told.source: one.documents for one in witnesses}
    return [
        Claim(source, span.said.facts[name], span.said.url, documents[source][span.last_seen])
        for source, span in last_words(one.told for one in witnesses)
        if name in span.said.facts
    ]


@dataclass(frozen=True, slots=True)
class Prices:
    """What each source says of each price over time."""

    witnesses: Sequence[Witness]
    tracks: Mapping[PriceKey, Mapping[str, Sequence[Step]]]

    @classmethod
    def of(cls, witnesses: Sequence[Witness]) -> "Prices":
        """Read out of all that was said."""
        return cls(witnesses, tracks([one.told for one in witnesses]))

    def claims(self, published: DatedRate, at: date | datetime) -> list[Claim[Decimal]]:
        """What each source says of a published price at a day or instant.

        Of the source that won it is where it says the published value: reconciling carries a value over times of which
        the source itself told another, such as up to a documented change that it noticed late.
        """
        found = []
        for one in self.witnesses:
            steps = self.tracks.get((published.meter, published.tier, published.when), {}).get(one.told.source, ())
            holding = [step for step in steps if in_force((_dated(step, published),), at)]
            if one.told.source == published.source:
                same = [step for step in steps if step.usd == published.usd]
                holding = [step for step in holding if step in same] or same[-1:] or holding
            found += [_claim(one, step) for step in holding[-1:]]
        return found


def _dated(step: Step, published: DatedRate) -> DatedRate:
    start, end = valid_from(step), valid_to(step)
    return DatedRate(published.meter, step.usd, published.tier, published.when, start, end, step.basis, step.source)


def _claim(witness: Witness, step: Step) -> Claim[Decimal]:
    said = next(span.said for span in witness.told.spans if span.last_seen == step.last_seen)
    return Claim(witness.told.source, step.usd, said.url, witness.documents[step.last_seen])
