"""What the providers of one model charge as a rule: a guard's yardstick for a price told in another unit."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from statistics import median_low

from registry.domain.meeting import Place, Subject
from registry.domain.reconcile import last_words
from scrapers.claims import ALWAYS, Statement

ENOUGH = 4
"""Of how many providers a median is taken; fewer tell nothing."""

_METERS = frozenset({"input", "output", "cache_read", "cache_write"})


def typical_prices(subjects: Mapping[Place, Subject], models: Mapping[Place, str]) -> dict[str, dict[str, Decimal]]:
    """Model -> meter -> the median of its providers' standard prices, USD per unit, where there are enough of them."""
    charged: dict[str, dict[str, dict[str, Decimal]]] = {}
    for (provider, folded), subject in subjects.items():
        for _, span in last_words(subject.told.values())[:1]:
            for meter, usd in _plain(span.said):
                charged.setdefault(models[provider, folded], {}).setdefault(meter, {}).setdefault(provider, usd)
    return {
        model: {
            meter: median_low(providers.values()) for meter, providers in meters.items() if len(providers) >= ENOUGH
        }
        for model, meters in charged.items()
    }


def _plain(statement: Statement) -> Iterable[tuple[str, Decimal]]:
    for rate in statement.rates:
        if rate.meter in _METERS and rate.tier == "standard" and rate.when == ALWAYS and rate.usd > 0:
            yield rate.meter, rate.usd
