"""The lists that are no lists of models or offerings, as CSV. A row is what the API says; one column a fact.

An empty cell is not sourced; a price is USD per the units that its own cells name.
"""

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from json import dumps
from typing import Generic, TypeVar

from registry.domain.conditions import Condition
from registry.exports.as_csv import Cell, cell
from registry.web.views import ChangeView, DisagreementView, HeldView, LabView, ProviderView
from registry.web.views.comparisons import DeprecationView
from registry.web.views.review import ClaimedView

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Table(Generic[Row]):
    """A list as a table: the columns in order, each with what it is read from."""

    columns: Mapping[str, Callable[[Row], Cell]]

    def text(self, rows: Iterable[Row]) -> str:
        """RFC 4180 with a heading. A cell that a spreadsheet would run as a formula gets an apostrophe."""
        target = StringIO()
        writer = csv.writer(target, lineterminator="\r\n")
        writer.writerow(self.columns)
        writer.writerows([cell(read(row)) for read in self.columns.values()] for row in rows)
        return target.getvalue()


PROVIDERS: Table[ProviderView] = Table(
    {
        "id": lambda row: row.id,
        "name": lambda row: row.name,
        "kind": lambda row: row.kind,
        "base_url": lambda row: row.base_url,
        "env": lambda row: " ".join(row.env) or None,
        "docs": lambda row: row.links.docs,
        "pricing": lambda row: row.links.pricing,
        "console": lambda row: row.links.console,
        "status": lambda row: row.links.status,
        "models": lambda row: row.models,
        "offerings": lambda row: row.offerings,
        "url": lambda row: row.url,
    }
)
LABS: Table[LabView] = Table(
    {
        "id": lambda row: row.id,
        "name": lambda row: row.name,
        "website": lambda row: row.website,
        "models": lambda row: row.models,
        "families": lambda row: len(row.families),
        "url": lambda row: row.url,
    }
)
CHANGES: Table[ChangeView] = Table(
    {
        "day": lambda row: row.day,
        "basis": lambda row: row.basis,
        "edition": lambda row: row.edition,
        "kind": lambda row: row.kind,
        "offering": lambda row: row.offering,
        "field": lambda row: row.field or None,
        "tier": lambda row: row.rate.tier if row.rate else None,
        "when": lambda row: _condition(row.rate.when if row.rate else None),
        "old": lambda row: row.old,
        "new": lambda row: row.new,
        "per": lambda row: row.per,
        "unit": lambda row: row.unit,
        "percent": lambda row: row.percent,
        "source": lambda row: row.source,
        "url": lambda row: row.url,
    }
)
DEPRECATIONS: Table[DeprecationView] = Table(
    {
        "offering": lambda row: row.offering,
        "model": lambda row: row.model.id,
        "model_name": lambda row: row.model.name,
        "provider": lambda row: row.provider.id,
        "provider_name": lambda row: row.provider.name,
        "status": lambda row: row.status,
        "deprecated": lambda row: row.deprecated,
        "retires": lambda row: row.retires,
        "retires_earliest": lambda row: row.retires_earliest,
        "url": lambda row: row.url,
    }
)
HELD: Table[HeldView] = Table(
    {
        "id": lambda row: row.id,
        "kind": lambda row: row.kind,
        "source": lambda row: row.source,
        "offering": lambda row: row.offering,
        "field": lambda row: row.field,
        "tier": lambda row: row.tier,
        "when": lambda row: _condition(row.when),
        "old": lambda row: row.old,
        "new": lambda row: row.new,
        "per": lambda row: row.per,
        "unit": lambda row: row.unit,
        "reason": lambda row: row.reason,
        "state": lambda row: row.state,
        "since": lambda row: row.since,
        "url": lambda row: row.url,
    }
)


@dataclass(frozen=True, slots=True)
class Said:
    """One source's value of a field that sources do not agree on."""

    about: DisagreementView
    claim: ClaimedView


DISAGREEMENTS: Table[Said] = Table(
    {
        "offering": lambda row: row.about.offering,
        "field": lambda row: row.about.field,
        "tier": lambda row: row.about.tier,
        "when": lambda row: _condition(row.about.when),
        "source": lambda row: row.claim.source,
        "value": lambda row: row.claim.value,
        "per": lambda row: row.about.per,
        "unit": lambda row: row.about.unit,
        "published": lambda row: row.claim.published,
        "since": lambda row: row.claim.since,
        "seen": lambda row: row.claim.seen,
        "cites": lambda row: row.claim.url,
        "url": lambda row: row.about.url,
    }
)


def said(views: Iterable[DisagreementView]) -> Sequence[Said]:
    """A row for each source's value, the published one first."""
    return [Said(view, claim) for view in views for claim in view.claims]


def _condition(when: Condition | None) -> str | None:
    """A condition in the words of the contract, as JSON; empty for always."""
    return dumps(when, separators=(",", ":")) if when else None
