"""A sample of every kind of page of a catalog: the same one each time, spread evenly over the ids."""

from collections.abc import Iterable
from itertools import islice

from registry.domain.catalog import Catalog, Offering
from registry.web.feeds.crawlers import standing_pages


def spread(ids: Iterable[str], count: int) -> list[str]:
    """About `count` of the ids, evenly apart."""
    ordered = sorted(ids)
    return list(islice(ordered[:: max(1, len(ordered) // count)], count))


def offerings(catalog: Catalog, count: int) -> list[Offering]:
    """Offerings with a price, and among them the ones with the most prices."""
    priced = [key for key, each in catalog.offerings.items() if each.rates]
    longest = sorted(priced, key=lambda key: len(catalog.offerings[key].rates))[-2:]
    return [catalog.offerings[key] for key in [*spread(priced, count), *longest]]


def pages(catalog: Catalog) -> list[str]:
    """Addresses of pages of every kind."""
    some = [*offerings(catalog, 8), *(catalog.offerings[key] for key in spread(catalog.offerings, 4))]
    return [
        *standing_pages(),
        *(f"/providers/{each.provider}/{each.slug}" for each in some),
        *(f"/models/{model}" for model in spread(catalog.models, 6)),
        *(f"/models/{model}/history" for model in spread(catalog.models, 2)),
        *(f"/providers/{provider}" for provider in spread(catalog.providers, 4)),
        *(f"/labs/{lab}" for lab in spread(catalog.labs, 4)),
        *(f"/families/{family}" for family in spread(catalog.families, 4)),
    ]
