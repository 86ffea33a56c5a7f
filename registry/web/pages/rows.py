"""Rows of the dense tables: an offering in its headline prices, aligned by column."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from registry.domain.catalog import DatedRate, Offering
from registry.domain.money import times
from registry.domain.pricing import headline, in_force
from registry.web.pages.prices import Cell, cells
from registry.web.pages.site import Site
from registry.web.pages.wording import grouped
from scrapers.meters import METERS

MOST_ELSEWHERE = 8
MOST_RELATED = 8
OWN = "its own"
"""What stands in place of a difference in the row of the lab itself."""


@dataclass(frozen=True, slots=True)
class OfferingRow:
    """One offering in a table. Prices are USD per 1M tokens; None is not sourced.

    difference: against the price of the model's own lab, in words; None where that is not sourced.
    checked: the last day on which a source that lists it was read; None if none has been.
    """

    id: str
    href: str
    model_name: str
    model_href: str
    provider_name: str
    provider_href: str
    api_model_id: str
    input: Cell | None
    output: Cell | None
    cache: Cell | None
    batch: Cell | None
    context: str | None
    max_output: str | None
    released: str | None
    status: str
    difference: str | None = None
    checked: str | None = None


def offering_rows(
    site: Site, offerings: Sequence[Offering], at: date | datetime, own: Offering | None = None
) -> tuple[OfferingRow, ...]:
    """Rows in the given order. `own` is the lab's own offering, which the others are compared with."""
    rates = [in_force(offering.rates, at) for offering in offerings]
    columns = {meter: cells([_amount(each, meter) for each in rates]) for meter in ("input", "output", "cache_read")}
    batch = cells([_amount(each, "input", "batch") for each in rates])
    reference = _amount(in_force(own.rates, at), "input") if own else None
    read = {source.name: source.snapshot_at for source in site.sources}
    return tuple(
        OfferingRow(
            id=offering.id,
            href=f"/providers/{offering.provider}/{offering.slug}",
            model_name=_model_name(site, offering),
            model_href=f"/models/{offering.model}",
            provider_name=_provider_name(site, offering),
            provider_href=f"/providers/{offering.provider}",
            api_model_id=offering.api_model_id,
            input=columns["input"][place],
            output=columns["output"][place],
            cache=columns["cache_read"][place],
            batch=batch[place],
            context=grouped(offering.context),
            max_output=grouped(offering.max_output),
            released=offering.released,
            status="unlisted" if offering.unlisted else offering.status,
            difference=_difference(_amount(rates[place], "input"), reference) if offering is not own else OWN,
            checked=_checked(offering, read),
        )
        for place, offering in enumerate(offerings)
    )


def elsewhere(site: Site, offering: Offering, at: date | datetime) -> tuple[OfferingRow, ...]:
    """The same model on other providers and under other ids, cheapest first, what is not sourced last; the first few.

    The page of the model has them all.
    """
    others = [each for each in site.catalog.offerings_of_model.get(offering.model, ()) if each.id != offering.id]
    return offering_rows(site, cheapest_first(others, at)[:MOST_ELSEWHERE], at)


def related(site: Site, offering: Offering, at: date | datetime) -> tuple[OfferingRow, ...]:
    """Other models on the same provider, the same family first, then the same lab, the newest first; a few."""
    models = site.catalog.models
    own = models.get(offering.model)
    if own is None:
        return ()
    seen, chosen = {offering.model}, []
    near = [
        each for each in site.catalog.offerings_of_provider.get(offering.provider, ()) if _is_near(site, each, own.lab)
    ]
    near.sort(key=lambda each: models[each.model].released or "", reverse=True)
    near.sort(key=lambda each: own.family is None or models[each.model].family != own.family)
    for each in near:
        if each.model not in seen:
            seen.add(each.model)
            chosen.append(each)
    return offering_rows(site, chosen[:MOST_RELATED], at)


def cheapest_first(offerings: Iterable[Offering], at: date | datetime) -> list[Offering]:
    """By headline input price, then output, then id; then the free ones, those that are no longer listed or not sold by
    the call, and those without a price.
    """

    def key(offering: Offering) -> tuple[int, Decimal, Decimal, str]:
        rates = in_force(offering.rates, at)
        rate_in, rate_out = headline(rates, "input"), headline(rates, "output")
        if rate_in is None or offering.unlisted or offering.deployment != "serverless":
            return 2 if rate_in else 3, Decimal(0), Decimal(0), offering.id
        return int(rate_in.usd == 0), rate_in.usd, rate_out.usd if rate_out else Decimal(0), offering.id

    return sorted(offerings, key=key)


def _is_near(site: Site, offering: Offering, lab: str) -> bool:
    model = site.catalog.models.get(offering.model)
    return model is not None and model.lab == lab and not offering.unlisted


def _amount(rates: Iterable[DatedRate], meter: str, tier: str = "standard") -> Decimal | None:
    rate = headline(rates, meter, tier)
    return times(rate.usd, METERS[meter].per) if rate else None


def _difference(amount: Decimal | None, reference: Decimal | None) -> str | None:
    if amount is None or not reference:
        return None
    if amount == reference:
        return "same"
    change = (amount - reference) / reference * 100
    return f"{abs(change):.0f}% {'more' if change > 0 else 'less'}"


def _checked(offering: Offering, read: Mapping[str, datetime | None]) -> str | None:
    if offering.unlisted:
        return offering.unlisted.isoformat()
    days = [at.date().isoformat() for name in offering.sources if (at := read.get(name))]
    return max(days, default=None)


def _model_name(site: Site, offering: Offering) -> str:
    model = site.catalog.models.get(offering.model)
    return model.name if model else offering.model


def _provider_name(site: Site, offering: Offering) -> str:
    provider = site.catalog.providers.get(offering.provider)
    return provider.name if provider else offering.provider
