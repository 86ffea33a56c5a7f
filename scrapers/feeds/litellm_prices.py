"""The prices of one LiteLLM entry: USD per single unit, by the grammar of its cost fields."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from scrapers import text
from scrapers.claims import ALWAYS, Rate, Tier, When
from scrapers.feeds import litellm_hours
from scrapers.feeds.litellm_fields import CostField, cost_field
from scrapers.feeds.litellm_keys import Key
from scrapers.feeds.tally import Tally, items, members
from scrapers.meters import METERS
from scrapers.strict_json import Json

_SEARCH = "search_context_cost_per_query"
_SEARCH_SIZES = ("low", "medium", "high")
_GENERATED = {"source_image": "image", "input_pixel": "output_pixel"}
_IMAGE_MODES = frozenset({"image", "image_edit"})

_UPLIFTS = {
    "regional_processing_uplift_multiplier_eu": When(region="eu"),
    "regional_processing_uplift_multiplier_us": When(region="us"),
    "regional_endpoint_uplift_multiplier": When(region="regional"),
}
"""Factors on every token price: data kept in one region, or (Vertex AI) any endpoint that is not the global one."""

_PROVIDER_FACTORS: dict[str, tuple[Tier, When]] = {
    "us": ("standard", When(region="us")),
    "eu": ("standard", When(region="eu")),
    "fast": ("fast", ALWAYS),
}

Slot = tuple[str, Tier, When]


def rates(entry: dict[str, Json], key: Key, mode: str | None, where: str, tally: Tally) -> list[Rate]:
    """Every rate that an entry states itself under the conditions of its key; zeros and factors are settled later."""
    found: dict[Slot, Decimal] = {}
    _add(found, _field_prices(entry, where, tally), key)
    for condition, prices in _steps(entry, where, tally):
        _add(
            found,
            ((replace(field, prompt_over=condition), usd) for field, usd in _field_prices(prices, where, tally)),
            key,
        )
    found = _by_hour(found, members(entry.get("off_peak_pricing")), key, where, tally)
    found |= _searches(members(entry.get(_SEARCH)), key, where, tally)
    if mode in _IMAGE_MODES:
        found = _generated(found, key)
    return [Rate(meter, usd, tier, when) for (meter, tier, when), usd in found.items()]


def with_factors(rates: Iterable[Rate], entry: dict[str, Json], tally: Tally) -> tuple[Rate, ...]:
    """The rates, and the same token rates times each factor that the entry gives for a region or the fast tier."""
    plain = list(rates)
    listed = {(rate.meter, rate.tier, rate.when) for rate in plain}
    raised = []
    for factor, tier, when in _factors(entry, tally):
        for rate in plain:
            target = replace(when, prompt_over=rate.when.prompt_over)
            usd = text.money(rate.usd * factor) if _takes_factors(rate) else None
            if usd is not None and (rate.meter, tier, target) not in listed:
                raised.append(Rate(rate.meter, usd, tier, target))
    return (*plain, *raised)


def _takes_factors(rate: Rate) -> bool:
    only_a_step = rate.when == When(prompt_over=rate.when.prompt_over)
    return rate.tier == "standard" and only_a_step and METERS[rate.meter].unit == "token"


def _factors(entry: dict[str, Json], tally: Tally) -> Iterator[tuple[Decimal, Tier, When]]:
    listed: list[tuple[Json, Tier, When]] = [
        (entry[field], "standard", when) for field, when in _UPLIFTS.items() if field in entry
    ]
    for name, value in members(entry.get("provider_specific_entry")).items():
        if name in _PROVIDER_FACTORS:
            listed.append((value, *_PROVIDER_FACTORS[name]))
    for value, tier, when in listed:
        factor = text.money(value)
        if factor is None or not Decimal("0.5") <= factor <= Decimal(10):
            tally.skip("factor is out of bounds")
        else:
            yield factor, tier, when


def _field_prices(prices: dict[str, Json], where: str, tally: Tally) -> Iterator[tuple[CostField, Decimal]]:
    for name, value in prices.items():
        if "cost" not in name or name == _SEARCH:
            continue
        field = cost_field(name)
        if field.left_out is not None:
            tally.skip(field.left_out)
            continue
        usd = tally.price(value, 1, where)
        if usd is not None:
            yield field, usd


def _add(found: dict[Slot, Decimal], prices: Iterable[tuple[CostField, Decimal]], key: Key) -> None:
    """The first price of a slot stands; synonyms come last."""
    for field, usd in sorted(prices, key=lambda price: price[0].synonym):
        when = When(
            field.prompt_over, region=key.region, size=field.size or key.size, quality=field.quality or key.quality
        )
        found.setdefault((field.meter, field.tier, when), usd)


def _steps(entry: dict[str, Json], where: str, tally: Tally) -> Iterator[tuple[int | None, dict[str, Json]]]:
    for step in tally.listed(entry.get("tiered_pricing"), where):
        bounds = items(members(step).get("range"))
        start = text.whole(bounds[0]) if bounds else None
        if start is None or start < 0:
            tally.skip("price step with an unknown condition")
        else:
            yield (text.threshold(start) or None), members(step)


def _by_hour(
    found: dict[Slot, Decimal], off_peak: dict[str, Json], key: Key, where: str, tally: Tally
) -> dict[Slot, Decimal]:
    """LiteLLM's base becomes the price of the peak hours, its off-peak price the unconditional one."""
    if not off_peak:
        return found
    cheap: dict[Slot, Decimal] = {}
    _add(cheap, _field_prices(off_peak, where, tally), key)
    peak = litellm_hours.peak(off_peak)
    if peak is None:
        tally.skip("off-peak hours that cannot be turned round")
        return {slot: usd for slot, usd in found.items() if slot not in cheap}
    hours = {
        (meter, tier, replace(when, utc=peak.utc, weekdays=peak.weekdays)): found[meter, tier, when]
        for meter, tier, when in cheap
        if (meter, tier, when) in found
    }
    return found | cheap | hours


def _searches(costs: dict[str, Json], key: Key, where: str, tally: Tally) -> dict[Slot, Decimal]:
    """One price if every size costs the same or only one is given, else one for each size."""
    found = {}
    for size in _SEARCH_SIZES:
        usd = tally.price(costs.get(f"search_context_size_{size}"), 1, where)
        if usd is not None:
            found[size] = usd
    if len(set(found.values())) == 1:
        return {("web_search", "standard", When(region=key.region)): next(iter(found.values()))}
    return {("web_search", "standard", When(region=key.region, size=size)): usd for size, usd in found.items()}


def _generated(found: dict[Slot, Decimal], key: Key) -> dict[Slot, Decimal]:
    """`input_cost_per_image` of an image model is what a generated image costs, unless the entry prices its output."""
    answers = any(usd and (meter == "image" or meter.startswith("output")) for (meter, _, _), usd in found.items())
    if answers and key.size is None:
        return found
    renamed = {(_GENERATED.get(meter, meter), tier, when): usd for (meter, tier, when), usd in found.items() if usd}
    per_image = {(tier, when) for meter, tier, when in renamed if meter == "image"}
    # The same price a second time, by the pixel: billing both would charge twice.
    return {slot: usd for slot, usd in renamed.items() if slot[0] != "output_pixel" or slot[1:] not in per_image}
