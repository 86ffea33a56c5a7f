"""The catalog in the shape of LiteLLM's price map, for programs that are pointed at another map.

LiteLLM bills a missing price as zero without a word. So an offering stands here only if all that a plain call is billed
by is sourced; LiteLLM refuses what it does not find. Prices under conditions that the map has no words for (a region, a
size) are left out, and of prices by the hour the peak one stands, as in LiteLLM's own map: nothing is billed too low.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from registry.domain.catalog import Catalog, DatedRate, Offering
from registry.domain.pricing import in_force
from scrapers.claims import When

Entry = dict[str, str | int | bool | Decimal]

_PROVIDERS: Mapping[str, tuple[str, str]] = {
    # provider: LiteLLM's word for it, and what its keys begin with
    "openai": ("openai", ""),
    "anthropic": ("anthropic", ""),
    "amazon-bedrock": ("bedrock", ""),
    "cohere": ("cohere_chat", ""),
    "google": ("gemini", "gemini/"),
    "google-vertex": ("vertex_ai", "vertex_ai/"),
    "alibaba": ("dashscope", "dashscope/"),
    "amazon-polly": ("aws_polly", "aws_polly/"),
    "cloudflare-workers-ai": ("cloudflare", "cloudflare/"),
    "digitalocean": ("gradient_ai", "gradient_ai/"),
    "friendli": ("friendliai", "friendliai/"),
    "lambda": ("lambda_ai", "lambda_ai/"),
    "llama": ("meta_llama", "meta_llama/"),
    "moonshotai": ("moonshot", "moonshot/"),
    "novita-ai": ("novita", "novita/"),
    "snowflake-cortex": ("snowflake", "snowflake/"),
    "togetherai": ("together_ai", "together_ai/"),
    "vercel": ("vercel_ai_gateway", "vercel_ai_gateway/"),
    "voyageai": ("voyage", "voyage/"),
    "xiaomi": ("xiaomi_mimo", "xiaomi_mimo/"),
}
"""A provider that is in no row keeps its id, with `_` for `-`: LiteLLM's words are Python names."""

_FIELDS: Mapping[str, str] = {
    # meter: LiteLLM's field of its price
    "input": "input_cost_per_token",
    "output": "output_cost_per_token",
    "reasoning": "output_cost_per_reasoning_token",
    "cache_read": "cache_read_input_token_cost",
    "cache_write": "cache_creation_input_token_cost",
    "cache_write_1h": "cache_creation_input_token_cost_above_1hr",
    "input_audio": "input_cost_per_audio_token",
    "output_audio": "output_cost_per_audio_token",
    "input_image": "input_cost_per_image_token",
    "output_image": "output_cost_per_image_token",
    "input_character": "input_cost_per_character",
    "output_character": "output_cost_per_character",
    "image": "output_cost_per_image",
    "source_image": "input_cost_per_image",
    "second": "output_cost_per_second",
    "input_second": "input_cost_per_second",
    "page": "ocr_cost_per_page",
    "query": "input_cost_per_query",
}
_TIERS: Mapping[str, str] = {"standard": "", "batch": "_batches", "priority": "_priority", "flex": "_flex"}
_TEXT_MODES = frozenset({"chat", "completion", "responses"})
_MODES: Mapping[str, str] = {
    "image": "image_generation",
    "video": "video_generation",
    "speech": "audio_speech",
    "transcription": "audio_transcription",
}
_CAPABILITIES: Mapping[str, str] = {
    "function_calling": "supports_function_calling",
    "tool_choice": "supports_tool_choice",
    "parallel_tool_calls": "supports_parallel_function_calling",
    "structured_output": "supports_response_schema",
    "reasoning": "supports_reasoning",
    "vision": "supports_vision",
    "pdf_input": "supports_pdf_input",
    "audio_input": "supports_audio_input",
    "audio_output": "supports_audio_output",
    "prompt_caching": "supports_prompt_caching",
    "web_search": "supports_web_search",
    "computer_use": "supports_computer_use",
    "system_messages": "supports_system_messages",
}


def litellm_map(catalog: Catalog, day: date) -> dict[str, Entry]:
    """LiteLLM's key -> entry, with the prices of a day in USD per single unit. A key without a prefix goes first."""
    ordered = sorted(catalog.offerings.values(), key=lambda each: (bool(_words(each)[1]), each.id))
    found: dict[str, Entry] = {}
    for offering in ordered:
        entry = None if offering.unlisted else _entry(catalog, offering, day)
        if entry:
            found.setdefault(_words(offering)[1] + offering.api_model_id, entry)
    return found


def _words(offering: Offering) -> tuple[str, str]:
    word = offering.provider.replace("-", "_")
    return _PROVIDERS.get(offering.provider, (word, f"{word}/"))


def _entry(catalog: Catalog, offering: Offering, day: date) -> Entry | None:
    """The entry, None where something that a plain call is billed by is not sourced."""
    model = catalog.models.get(offering.model)
    mode = offering.mode or (model.mode if model else None) or "chat"
    prices = _prices(in_force(offering.rates, day))
    needed = {"input_cost_per_token", "output_cost_per_token"} if mode in _TEXT_MODES else set()
    if not prices or not needed <= prices.keys():
        return None
    entry: Entry = {"litellm_provider": _words(offering)[0], "mode": _MODES.get(mode, mode), **prices}
    limits = {"max_input_tokens": offering.max_input or offering.context, "max_output_tokens": offering.max_output}
    entry |= {name: limit for name, limit in limits.items() if limit}
    entry |= {
        field: offering.capabilities[name] for name, field in _CAPABILITIES.items() if name in offering.capabilities
    }
    if offering.retires and len(offering.retires) == len("YYYY-MM-DD"):
        entry["deprecation_date"] = offering.retires
    return entry


def _prices(rates: Iterable[DatedRate]) -> dict[str, Decimal]:
    """LiteLLM's field -> USD per unit. Of several prices of one field, by the hour, the highest."""
    found: dict[str, Decimal] = {}
    for rate in rates:
        field = _field(rate)
        if field:
            found[field] = max(rate.usd, found.get(field, rate.usd))
    return found


def _field(rate: DatedRate) -> str | None:
    """The field of a rate, None where LiteLLM has none."""
    base, tier, when = _FIELDS.get(rate.meter), _TIERS.get(rate.tier), rate.when
    bare = When(prompt_over=when.prompt_over, utc=when.utc, weekdays=when.weekdays, excluding=when.excluding)
    if base is None or tier is None or when != bare:
        return None
    if when.prompt_over is None:
        return f"{base}{tier}"
    thousands, rest = divmod(when.prompt_over, 1000)
    return None if rest else f"{base}_above_{thousands}k_tokens{tier}"
