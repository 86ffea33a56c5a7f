"""The grammar of LiteLLM's cost fields: a base field and suffixes that combine, up to three deep.

`cache_creation_input_token_cost_above_12hr_above_272k_tokens_priority` is the base `cache_creation_input_token_cost`
kept for 12 hours, for prompts over 272,000 tokens, in the priority tier.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

from scrapers.claims import Tier

_METERS: dict[str, str] = {
    "input_cost_per_token": "input",
    "output_cost_per_token": "output",
    "output_cost_per_reasoning_token": "reasoning",
    "cache_read_input_token_cost": "cache_read",
    "cache_creation_input_token_cost": "cache_write",
    "input_cost_per_audio_token": "input_audio",
    "output_cost_per_audio_token": "output_audio",
    "cache_read_input_audio_token_cost": "cache_read_audio",
    "cache_creation_input_audio_token_cost": "cache_write_audio",
    "input_cost_per_image_token": "input_image",
    "output_cost_per_image_token": "output_image",
    "cache_read_input_image_token_cost": "cache_read_image",
    "input_cost_per_video_token": "input_video",
    "output_cost_per_video_token": "output_video",
    "citation_cost_per_token": "citation",
    "input_cost_per_character": "input_character",
    "output_cost_per_character": "output_character",
    "input_cost_per_pixel": "input_pixel",
    "output_cost_per_pixel": "output_pixel",
    "input_cost_per_image": "source_image",
    "output_cost_per_image": "image",
    "input_cost_per_second": "input_second",
    "output_cost_per_second": "second",
    "output_cost_per_video_per_second": "second",
    "input_cost_per_audio_per_second": "input_audio_second",
    "input_cost_per_video_per_second": "input_video_second",
    "ocr_cost_per_page": "page",
    "annotation_cost_per_page": "annotated_page",
    "input_cost_per_request": "request",
    "input_cost_per_query": "query",
    "input_cost_per_text_message": "message",
    "google_maps_grounding_cost_per_query": "maps_grounding",
    "code_interpreter_cost_per_session": "session",
}

_SYNONYMS: dict[str, str] = {
    "input_cost_per_token_cache_hit": "cache_read",
    "cache_read_input_token_cost_per_audio_token": "cache_read_audio",
}
"""Second names for a meter: they count only where the first name is absent."""

_WITHOUT_METER: dict[str, str] = {
    "cost_per_second": "provisioned throughput",
    "explicit_cache_read_input_token_cost": "price without a meter",
    "guardrail_cost_per_unit": "price without a meter",
    "input_dbu_cost_per_token": "price in another currency",
    "output_dbu_cost_per_token": "price in another currency",
    "output_db_cost_per_token": "price in another currency",
    "ocr_cost_per_credit": "price in another currency",
}
"""Fields that we know and that nothing can be billed by. A DBU and a credit are the provider's own currency."""

_TIERS: dict[str, Tier] = {"batches": "batch", "batch_requests": "batch", "priority": "priority", "flex": "flex"}


_LONGEST = 150
"""Characters of a name: twice the longest real one. Each suffix of a name is one more call."""


@dataclass(frozen=True, slots=True)
class CostField:
    """What one field prices. synonym: it gives way to the meter's own field. left_out: why it is no rate."""

    meter: str
    tier: Tier = "standard"
    prompt_over: int | None = None
    size: str | None = None
    quality: str | None = None
    synonym: bool = False
    left_out: str | None = None


@lru_cache(maxsize=4096)
def cost_field(name: str) -> CostField:
    """A field's name -> what it prices; `left_out` says so if it prices nothing that we can bill."""
    if len(name) > _LONGEST:
        return CostField("", left_out="price without a meter")
    if name in _METERS:
        return CostField(_METERS[name])
    if name in _SYNONYMS:
        return CostField(_SYNONYMS[name], synonym=True)
    if name in _WITHOUT_METER:
        return CostField("", left_out=_WITHOUT_METER[name])
    return _without_suffix(name) or CostField("", left_out="price without a meter")


def _without_suffix(name: str) -> CostField | None:
    for pattern, read in _SUFFIXES:
        if found := pattern.fullmatch(name):
            return read(found)
    return None


def _tier(found: re.Match[str]) -> CostField:
    base, word = cost_field(found[1]), found[2]
    return replace(base, tier=_TIERS[word]) if word in _TIERS else replace(base, left_out="service tier is unknown")


def _step(found: re.Match[str]) -> CostField:
    return replace(cost_field(found[1]), prompt_over=int(found[2]) * 1000)


def _kept(found: re.Match[str]) -> CostField:
    return CostField(f"cache_write_{found[2]}h")


def _size(found: re.Match[str]) -> CostField:
    return replace(cost_field(found[1]), size=found[2].lower())


def _premium(found: re.Match[str]) -> CostField:
    return replace(cost_field(found[1]), quality="premium")


def _pixels(found: re.Match[str]) -> CostField:
    return replace(cost_field(found[1]), size=f"over {found[2]}x{found[3]}")


_SUFFIXES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], CostField]], ...] = (
    (re.compile(r"(.+)_(batches|batch_requests|priority|flex|balanced|ultrafast|decisions)"), _tier),
    (re.compile(r"(.+)_above_([0-9]{1,6})k_tokens"), _step),
    (re.compile(r"(cache_creation_input_token_cost)_above_(1|12)hr"), _kept),
    (re.compile(r"(output_cost_per_(?:second|image))_([0-9.]+[kKp]|[0-9]+)"), _size),
    (re.compile(r"(output_cost_per_image.*?)(?:_and)?_premium_image"), _premium),
    (re.compile(r"(output_cost_per_image)_above_([0-9]+)_and_([0-9]+)_pixels"), _pixels),
)
"""Every suffix and what it changes in the field before it, outermost first."""
