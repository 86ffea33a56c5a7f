"""The prices of one genai-prices entry: meters, steps, dated changes, hours of the day, service tiers.

`prices` is one object or a list of objects with constraints, of which the last active one holds. `price_variants` are
partial prices for a kind of request, of which the first active one holds, meter by meter.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal

from scrapers import text
from scrapers.claims import ALWAYS, Rate, Tier, When
from scrapers.feeds.tally import Tally, members
from scrapers.strict_json import Json

_METERS: dict[str, tuple[str, int]] = {
    "input_mtok": ("input", 1_000_000),
    "output_mtok": ("output", 1_000_000),
    "cache_read_mtok": ("cache_read", 1_000_000),
    "cache_write_mtok": ("cache_write", 1_000_000),
    "cache_write_5m_mtok": ("cache_write", 1_000_000),
    "cache_write_1h_mtok": ("cache_write_1h", 1_000_000),
    "output_reasoning_mtok": ("reasoning", 1_000_000),
    "output_citation_mtok": ("citation", 1_000_000),
    "input_audio_mtok": ("input_audio", 1_000_000),
    "output_audio_mtok": ("output_audio", 1_000_000),
    "cache_audio_read_mtok": ("cache_read_audio", 1_000_000),
    "cache_audio_write_mtok": ("cache_write_audio", 1_000_000),
    "input_image_mtok": ("input_image", 1_000_000),
    "output_image_mtok": ("output_image", 1_000_000),
    "cache_image_read_mtok": ("cache_read_image", 1_000_000),
    "input_video_mtok": ("input_video", 1_000_000),
    "output_video_mtok": ("output_video", 1_000_000),
    "input_mchars": ("input_character", 1_000_000),
    "input_gpixels": ("input_pixel", 1_000_000_000),
    "audio_hours": ("input_second", 3_600),
    "input_audio_hours": ("input_second", 3_600),
    "output_audio_hours": ("second", 3_600),
    "input_document_kpages": ("page", 1_000),
    "input_annotated_document_kpages": ("annotated_page", 1_000),
    "input_text_messages_kcount": ("message", 1_000),
    "rerank_searches_kcount": ("query", 1_000),
    "requests_kcount": ("request", 1_000),
    "storage_searches_kcount": ("file_search", 1_000),
    "web_searches_kcount": ("web_search", 1_000),
}
"""Price key -> our meter and how many of its units the price is for."""

_VARIANTS: dict[tuple[str, str], tuple[Tier, When]] = {
    ("processing", "batch"): ("batch", ALWAYS),
    ("service_tier", "flex"): ("flex", ALWAYS),
    ("service_tier", "priority"): ("priority", ALWAYS),
    ("service_tier", "fast"): ("fast", ALWAYS),
    ("speed", "fast"): ("fast", ALWAYS),
    ("route", "mistral/eu"): ("standard", When(region="eu")),
}
_RENAMED: dict[tuple[str, Tier], Tier] = {("openai", "fast"): "priority"}
"""OpenAI renamed its priority tier to fast on 2026-07-30: one tier under two names."""

_NO_VARIANT = frozenset({("service_tier", "default"), ("search_type", "web")})
"""Variants that are the standard price itself."""

_FIRST_MOMENT = datetime.min.replace(tzinfo=UTC)
_CLOCK = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])(?::00)?(?:Z|\+00:00)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class _Offer:
    """One set of prices and when it holds: from `since` (None is always), in one window of the day, or both."""

    amounts: dict[tuple[str, int | None], Decimal]
    since: date | None = None
    window: str | None = None


def rates(provider: str, model: dict[str, Json], where: str, tally: Tally) -> list[Rate]:
    """Every rate of one entry, dated where the source dates it. `where` names the entry in errors."""
    found = _standard(_offers(model.get("prices"), where, tally))
    for tier, when, offers in _variants(provider, model, where, tally):
        found += _variant_rates(offers, tier, when)
    return _joined(found)


def _joined(rates: list[Rate]) -> list[Rate]:
    """A price that a dated entry only repeats has not changed: its two spans become one."""
    spans: dict[tuple[str, Tier, When], list[Rate]] = {}
    for rate in sorted(rates, key=lambda rate: rate.since or _FIRST_MOMENT):
        span = spans.setdefault((rate.meter, rate.tier, rate.when), [])
        if span and span[-1].usd == rate.usd and span[-1].until == rate.since is not None:
            span[-1] = replace(span[-1], until=rate.until)
        else:
            span.append(rate)
    return [rate for span in spans.values() for rate in span]


def _standard(offers: list[_Offer]) -> list[Rate]:
    """The base prices in the order of time, and the windows, which hold whatever the date."""
    found = []
    dated = [offer for offer in offers if offer.window is None]
    for place, offer in enumerate(dated):
        later = [other.since or date.min for other in dated[place + 1 :]]
        until = min(later, default=None)
        if until is not None and until <= (offer.since or date.min):
            continue  # A later price of the list holds on every day of this one.
        before = [other for other in dated[:place] if (other.since or date.min) < (offer.since or date.min)]
        found += _dated_rates(offer, until, before, "standard", ALWAYS)
    for amounts, windows, until in _windows(offers):
        found += _dated_rates(_Offer(amounts), until, [], "standard", When(utc=windows))
    return found


def _windows(
    offers: list[_Offer],
) -> Iterator[tuple[dict[tuple[str, int | None], Decimal], tuple[str, ...], date | None]]:
    """Windows of equal prices together, with the day on which a base price further down the list overrules them."""
    grouped: list[tuple[dict[tuple[str, int | None], Decimal], list[str], date | None]] = []
    for place, offer in enumerate(offers):
        if offer.window is None:
            continue
        overruled = [other.since or date.min for other in offers[place + 1 :] if other.window is None]
        until = min(overruled, default=None)
        if until == date.min:
            continue
        for amounts, windows, same_until in grouped:
            if amounts == offer.amounts and same_until == until:
                windows.append(offer.window)
                break
        else:
            grouped.append((offer.amounts, [offer.window], until))
    for amounts, windows, until in grouped:
        yield amounts, tuple(sorted(windows)), until


def _variant_rates(offers: list[_Offer], tier: Tier, when: When) -> Iterator[Rate]:
    """First active one wins, for each meter by itself: one further down ends where one further up starts."""
    for place, offer in enumerate(offers):
        for key, usd in offer.amounts.items():
            earlier = [other.since or date.min for other in offers[:place] if key in other.amounts]
            until = min(earlier, default=None)
            if until is not None and until <= (offer.since or date.min):
                continue
            before = [other for other in offers[place + 1 :] if (other.since or date.min) < (offer.since or date.min)]
            single = replace(offer, amounts={key: usd})
            yield from _dated_rates(single, until, before, tier, when)


def _dated_rates(offer: _Offer, until: date | None, before: list[_Offer], tier: Tier, when: When) -> list[Rate]:
    """`documented`: the same list prices the meter before this start, so that day is a change and no first sight."""
    return [
        Rate(
            meter=meter,
            usd=usd,
            tier=tier,
            when=replace(when, prompt_over=step),
            since=_midnight(offer.since),
            until=_midnight(until),
            documented=offer.since is not None and any((meter, step) in other.amounts for other in before),
        )
        for (meter, step), usd in offer.amounts.items()
    ]


def _midnight(day: date | None) -> datetime | None:
    return datetime(day.year, day.month, day.day, tzinfo=UTC) if day else None


def _variants(
    provider: str, model: dict[str, Json], where: str, tally: Tally
) -> Iterator[tuple[Tier, When, list[_Offer]]]:
    grouped: dict[tuple[Tier, When], tuple[tuple[str, str], list[_Offer]]] = {}
    for variant in tally.listed(model.get("price_variants"), where):
        conditions = [(key, str(value)) for key, value in members(members(variant).get("when")).items()]
        if len(conditions) == 1 and conditions[0] in _NO_VARIANT:
            continue
        known = _VARIANTS.get(conditions[0]) if len(conditions) == 1 else None
        offers = _offers([variant], where, tally)
        if known is None or any(offer.window for offer in offers):
            tally.skip("price of an unknown kind of request")
            continue
        tier, when = _RENAMED.get((provider, known[0]), known[0]), known[1]
        name, listed = grouped.setdefault((tier, when), (conditions[0], []))
        if name == conditions[0]:  # else it is the same tier under its other name, with the same prices
            listed += offers
    for (tier, when), (_, offers) in grouped.items():
        yield tier, when, offers


def _offers(prices: Json, where: str, tally: Tally) -> list[_Offer]:
    if isinstance(prices, dict):
        return [_Offer(_amounts(prices, where, tally))]
    if not isinstance(prices, list):
        tally.misshapen(where, "prices", prices)
        return []
    found = []
    for listed in tally.listed(prices, where):
        amounts = _amounts(members(members(listed).get("prices")), where, tally)
        offer = _constrained(amounts, members(members(listed).get("constraint")), tally)
        if offer is not None:
            found.append(offer)
    return found


def _constrained(
    amounts: dict[tuple[str, int | None], Decimal], constraint: dict[str, Json], tally: Tally
) -> _Offer | None:
    if not constraint:
        return _Offer(amounts)
    if set(constraint) == {"start_date"}:
        day = text.calendar_date(constraint["start_date"])
        if day is not None and len(day) == 10:
            return _Offer(amounts, since=date.fromisoformat(day))
        tally.skip("date is impossible")
        return None
    window = _window(constraint)
    if window is None:
        tally.skip("price under an unknown constraint")
        return None
    return _Offer(amounts, window=window)


def _window(constraint: dict[str, Json]) -> str | None:
    if set(constraint) != {"start_time", "end_time"}:
        return None
    ends = [_CLOCK.fullmatch(str(constraint[name])) for name in ("start_time", "end_time")]
    return "-".join(f"{end[1]}:{end[2]}" for end in ends if end) if all(ends) else None


def _amounts(prices: dict[str, Json], where: str, tally: Tally) -> dict[tuple[str, int | None], Decimal]:
    """(meter, prompt size that it starts above) -> USD per unit."""
    found: dict[tuple[str, int | None], Decimal] = {}
    for key, value in prices.items():
        meter = _METERS.get(key)
        if meter is None:
            tally.skip("price without a meter")
            continue
        for step, amount in _steps(value, where, tally):
            usd = tally.price(amount, meter[1], where)
            if usd is not None:
                found.setdefault((meter[0], step), usd)
    return found


def _steps(value: Json, where: str, tally: Tally) -> Iterator[tuple[int | None, Json]]:
    """A price is a number, or a base with steps that each hold for the whole request above their start."""
    if not isinstance(value, dict):
        yield None, value
        return
    yield None, value.get("base")
    for step in tally.listed(value.get("tiers"), where):
        start = text.whole(members(step).get("start"))
        if start is None or start < 0:
            tally.skip("price step with an unknown condition")
        else:
            yield text.threshold(start) or None, members(step).get("price")
