"""What lists filter and sort by: rows that are alike for models and offerings, so that one table of filters serves."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from registry.domain.catalog import Catalog, DatedRate, Model, Offering
from registry.domain.pricing import headline, in_force
from registry.web.search import Entry, SearchIndex
from registry.web.views.models import Priced, cheapest, lowest
from registry.web.views.parts import Moment


@dataclass(frozen=True, slots=True)
class Row:
    """One model or offering. `rates` are those in force: of a model, those of its cheapest listed offering.

    offering: whose rates they are; None for a model that no listed offering prices.
    """

    id: str
    name: str
    lab: str | None
    family: str | None
    model: str
    providers: tuple[str, ...]
    open_weights: bool | None
    subject: Model | Offering
    rates: tuple[DatedRate, ...]
    offering: Offering | None
    entry: Entry

    def price(self, meter: str, tier: str = "standard") -> Decimal | None:
        """The unconditional price of a meter, USD per single unit; None is not sourced."""
        rate = headline(self.rates, meter, tier)
        return rate.usd if rate else None


@dataclass(frozen=True, slots=True)
class Counts:
    """How many rows of a whole list each lab and each provider has, by id."""

    labs: Counter[str]
    providers: Counter[str]

    @classmethod
    def of(cls, rows: Sequence[Row]) -> "Counts":
        """Counted once for a state, since every list page shows them."""
        return cls(Counter(row.lab for row in rows if row.lab), Counter(name for row in rows for name in row.providers))


def offering_rows(catalog: Catalog, search: SearchIndex, at: Moment) -> tuple[Row, ...]:
    """Every offering by id, with its rates in force at a day or instant."""
    return tuple(
        _offering_row(catalog, offering, search.offerings[key], at)
        for key, offering in sorted(catalog.offerings.items())
    )


def model_rows(catalog: Catalog, search: SearchIndex, at: Moment) -> tuple[Row, ...]:
    """Every model by id, with the rates of its cheapest listed offering at a day or instant."""
    return tuple(_model_row(catalog, model, search.models[key], at) for key, model in sorted(catalog.models.items()))


def at_the_cheapest(models: Iterable[Row], offerings: Iterable[Row]) -> list[Row]:
    """Rows of models at the cheapest of these rows of offerings; without a price where none of them is the model's."""
    priced: dict[str, list[Priced]] = {}
    for row in offerings:
        if row.offering:
            priced.setdefault(row.model, []).append((row.offering, row.rates))
    found = ((row, lowest(priced.get(row.id, ()))) for row in models)
    return [replace(row, offering=one[0] if one else None, rates=one[1] if one else ()) for row, one in found]


def _offering_row(catalog: Catalog, offering: Offering, entry: Entry, at: Moment) -> Row:
    model = catalog.models.get(offering.model)
    weights = offering.open_weights
    return Row(
        id=offering.id,
        name=model.name if model else offering.api_model_id,
        lab=model.lab if model else None,
        family=model.family if model else None,
        model=offering.model,
        providers=(offering.provider,),
        open_weights=weights if weights is not None or model is None else model.open_weights,
        subject=offering,
        rates=in_force(offering.rates, at),
        offering=offering,
        entry=entry,
    )


def _model_row(catalog: Catalog, model: Model, entry: Entry, at: Moment) -> Row:
    offerings = catalog.offerings_of_model.get(model.id, ())
    found = cheapest(offerings, at)
    return Row(
        id=model.id,
        name=model.name,
        lab=model.lab,
        family=model.family,
        model=model.id,
        providers=tuple(sorted({offering.provider for offering in offerings})),
        open_weights=model.open_weights,
        subject=model,
        rates=found[1] if found else (),
        offering=found[0] if found else None,
        entry=entry,
    )
