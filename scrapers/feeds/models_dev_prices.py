"""The prices of one models.dev entry: USD per 1,000,000 tokens, with steps by prompt size and faster modes."""

import re
from collections.abc import Iterator
from decimal import Decimal

from scrapers import text
from scrapers.claims import ALWAYS, Rate, Tier, When
from scrapers.feeds.tally import Tally, members
from scrapers.strict_json import Json

_MILLION = 1_000_000

_METERS = {
    "input": "input",
    "output": "output",
    "reasoning": "reasoning",
    "cache_read": "cache_read",
    "cache_write": "cache_write",
    "input_audio": "input_audio",
    "output_audio": "output_audio",
}
_NOT_PRICES = frozenset({"tiers", "tier", "context_over_200k"})

_MODE_TIERS: dict[tuple[str, str], Tier] = {
    ("service_tier", "priority"): "priority",
    ("service_tier", "flex"): "flex",
    ("service_tier", "batch"): "batch",
    ("speed", "fast"): "fast",
}
"""What a mode adds to the request's body -> the service tier that it buys."""

_IMAGE_PRICES: tuple[tuple[re.Pattern[str], Decimal | None], ...] = (
    (re.compile(r"gpt-image"), Decimal(3)),
    (re.compile(r"gpt-\d"), None),
    (re.compile(r"gemini|nano-banana|deep-research"), Decimal(20)),
)
"""For models that answer in images: id -> how many times the input price an image output price is at the least.

Some providers give the price of an image token as `output`, others that of a text token, for the same model: Gemini
image models cost 60 to 120 times their input for images and 6 to 8 times for text; GPT Image 4 to 8 times for images
and twice for text. None: never an image price (GPT-5 answers in text, whatever its modalities say). A model that no
row names gives its image price if it answers in images alone.
"""


def rates(model: dict[str, Json], *, where: str, outputs: tuple[str, ...], tally: Tally) -> list[Rate]:
    """Every rate of one entry. `where` names it in errors; `outputs` are its output modalities."""
    cost = members(model.get("cost"))
    output = _output_meter(where, cost, outputs)
    found: dict[tuple[str, Tier, When], Rate] = {}
    for prices, tier, when in _price_lists(model, cost, where, tally):
        for meter, usd in _amounts(prices, where, output, tally):
            found.setdefault((meter, tier, when), Rate(meter, usd, tier, when))
    return list(found.values())


def _price_lists(
    model: dict[str, Json], cost: dict[str, Json], where: str, tally: Tally
) -> Iterator[tuple[dict[str, Json], Tier, When]]:
    yield cost, "standard", ALWAYS
    yield from _steps(cost, "standard", where, tally)
    modes = members(members(model.get("experimental")).get("modes"))
    for mode in modes.values():
        prices = members(members(mode).get("cost"))
        if not prices:
            continue
        tier = _mode_tier(members(members(members(mode).get("provider")).get("body")))
        if tier is None:
            tally.skip("mode without a known service tier")
            continue
        yield prices, tier, ALWAYS
        yield from _steps(prices, tier, where, tally)


def _steps(cost: dict[str, Json], tier: Tier, where: str, tally: Tally) -> Iterator[tuple[dict[str, Json], Tier, When]]:
    """`context_over_200k` is a copy of the first step, whatever its threshold: only read where there are no tiers."""
    tiers = tally.listed(cost.get("tiers"), where)
    for step in tiers:
        condition = members(members(step).get("tier"))
        size = text.whole(condition.get("size"))
        if condition.get("type") != "context" or not size:
            tally.skip("price step with an unknown condition")
        else:
            yield members(step), tier, When(prompt_over=text.threshold(size))
    legacy = members(cost.get("context_over_200k"))
    if legacy and not tiers:
        yield legacy, tier, When(prompt_over=200_000)


def _mode_tier(body: dict[str, Json]) -> Tier | None:
    for field, value in body.items():
        tier = _MODE_TIERS.get((field, str(value)))
        if tier is not None:
            return tier
    return None


def _amounts(prices: dict[str, Json], where: str, output: str, tally: Tally) -> Iterator[tuple[str, Decimal]]:
    for field, value in prices.items():
        if field in _NOT_PRICES:
            continue
        meter = _METERS.get(field)
        if meter is None:
            tally.skip("price without a meter")
            continue
        usd = tally.price(value, _MILLION, where)
        if usd is not None:
            yield (output if meter == "output" else meter), usd


def _output_meter(where: str, cost: dict[str, Json], outputs: tuple[str, ...]) -> str:
    """What the entry's `output` is the price of: tokens of text, of images or of video."""
    if outputs == ("video",):
        return "output_video"
    return "output_image" if "image" in outputs and _output_is_images(where, cost, outputs) else "output"


def _output_is_images(where: str, cost: dict[str, Json], outputs: tuple[str, ...]) -> bool:
    price_in, price_out = text.money(cost.get("input")), text.money(cost.get("output"))
    for pattern, times in _IMAGE_PRICES:
        if pattern.search(where.lower()):
            return bool(times and price_in and price_out and price_out >= times * price_in)
    return "text" not in outputs
