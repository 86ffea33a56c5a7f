"""What a gotcha looks at, and what it may ask of it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from registry.domain.catalog import Catalog, Offering, Provider
from registry.domain.money import times
from registry.domain.pricing import headline, in_force
from registry.web.pages.wording import rounded
from registry.web.recipes import Recipe
from registry.web.views import OfferingDetail
from scrapers.meters import METERS


@dataclass(frozen=True, slots=True)
class Subject:
    """An offering as its page shows it at a day or instant, and the catalog that it stands in."""

    catalog: Catalog
    offering: Offering
    provider: Provider
    view: OfferingDetail
    recipe: Recipe | None
    at: date | datetime

    def price(self, meter: str, tier: str = "standard") -> Decimal | None:
        """USD for the meter's displayed number of units, in force without any condition."""
        rates = self.view.rates
        return next((r.usd for r in rates if (r.meter, r.tier, r.when) == (meter, tier, None)), None)

    def price_elsewhere(self, other: Offering | None, meter: str) -> Decimal | None:
        """The same of another offering at the same moment."""
        rate = headline(in_force(other.rates, self.at), meter) if other else None
        return times(rate.usd, METERS[meter].per) if rate else None

    def conditions(self, name: str) -> list[object]:
        """Every value that a condition has among the rates in force."""
        return list(dict.fromkeys(rate.when[name] for rate in self.view.rates if rate.when and name in rate.when))

    def siblings(self) -> Iterator[Offering]:
        """The other offerings of the same provider that are still listed and not on their way out."""
        return self._lasting(self.catalog.offerings_of_provider.get(self.offering.provider, ()))

    def twins(self) -> Iterator[Offering]:
        """Those of them that are of the same model."""
        others = self.catalog.offerings_of_model.get(self.offering.model, ())
        return self._lasting(other for other in others if other.provider == self.offering.provider)

    def _lasting(self, others: Iterable[Offering]) -> Iterator[Offering]:
        for other in others:
            if other.id != self.offering.id and not other.unlisted and other.status == "available":
                yield other


Gotcha = Callable[[Subject], str | None]
"""A line, or None where it does not hold or would say nothing."""


def costs_more(price: Decimal, than: Decimal) -> bool:
    """Whether a price is above another by 0.1% at least; what is less is how a source has rounded."""
    return price > than and (price - than) * 1000 >= than


def more(dearer: Decimal, cheaper: Decimal) -> str:
    """How much more one price is: `25% more`, `4 times as much`."""
    ratio = dearer / cheaper
    if ratio >= 2:
        return f"{rounded(ratio)} times as much"
    return f"{rounded((ratio - 1) * 100)}% more"


def more_than(dearer: Decimal, cheaper: Decimal) -> str:
    """The same before what it is compared with: `25% more than`, `4 times as much as`."""
    said = more(dearer, cheaper)
    return f"{said} {'as' if said.endswith('as much') else 'than'}"


def less(cheaper: Decimal, dearer: Decimal) -> str:
    """How much less one price is: `half as much`, `20% less`."""
    return "half as much" if cheaper * 2 == dearer else f"{rounded((1 - cheaper / dearer) * 100)}% less"
