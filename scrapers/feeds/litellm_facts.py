"""What a LiteLLM entry says beside prices: limits, capabilities, modalities, the day on which it shuts down."""

from collections.abc import Callable

from scrapers import text
from scrapers.claims import Scalar
from scrapers.feeds.tally import Tally, words
from scrapers.strict_json import Json

_MODES = {
    "chat": "chat",
    "completion": "completion",
    "responses": "responses",
    "embedding": "embedding",
    "rerank": "rerank",
    "image_generation": "image",
    "image_edit": "image_edit",
    "video_generation": "video",
    "audio_speech": "speech",
    "audio_transcription": "transcription",
    "realtime": "realtime",
    "ocr": "ocr",
    "moderation": "moderation",
}

_CAPABILITIES = {
    "supports_function_calling": "function_calling",
    "supports_tool_choice": "tool_choice",
    "supports_parallel_function_calling": "parallel_tool_calls",
    "supports_response_schema": "structured_output",
    "supports_reasoning": "reasoning",
    "supports_vision": "vision",
    "supports_pdf_input": "pdf_input",
    "supports_audio_input": "audio_input",
    "supports_audio_output": "audio_output",
    "supports_video_input": "video_input",
    "supports_prompt_caching": "prompt_caching",
    "supports_web_search": "web_search",
    "supports_computer_use": "computer_use",
    "supports_native_streaming": "streaming",
    "supports_system_messages": "system_messages",
    "supports_assistant_prefill": "assistant_prefill",
    "supports_sampling_params": "temperature",
    "supports_url_context": "url_context",
}

_INPUTS = frozenset({"text", "image", "audio", "video", "pdf"})
_OUTPUTS = frozenset({"text", "image", "audio", "video", "embedding"})

_NUMBERS: dict[str, tuple[str, Callable[[object], int | None]]] = {
    "max_input_tokens": ("max_input", text.token_limit),
    "max_output_tokens": ("max_output", text.token_limit),
    "output_vector_size": ("dimensions", text.token_limit),
    "prompt_cache_min_tokens": ("cache_min_tokens", text.token_limit),
    "rpm": ("requests_per_minute", text.whole),
    "tpm": ("tokens_per_minute", text.whole),
}
"""`max_tokens`, which vanished in 1.109.1, is not read: without its two successors it meant either of them."""


def mode(entry: dict[str, Json]) -> str | None:
    """The entry's mode in our words, if we have one for it."""
    return _MODES.get(str(entry.get("mode")))


def facts(entry: dict[str, Json], tally: Tally) -> dict[str, Scalar]:
    """Every claim of an entry that is not a price."""
    found: dict[str, Scalar | None] = {"mode": mode(entry)}
    for field, (name, reader) in _NUMBERS.items():
        found[name] = _positive(entry.get(field), reader, tally)
    found["retires"] = text.calendar_date(entry.get("deprecation_date"))
    if entry.get("deprecation_date") and not found["retires"]:
        tally.skip("date is impossible")
    for field, capability in _CAPABILITIES.items():
        value = entry.get(field)
        found[f"capability.{capability}"] = value if isinstance(value, bool) else None
    found |= _modalities(entry, tally)
    found["reasoning_efforts"] = words(entry.get("reasoning_effort_levels")) or None
    found["endpoints"] = tuple(path for path in words(entry.get("supported_endpoints"), 80) if path[0] == "/") or None
    return {name: value for name, value in found.items() if value is not None}


def _positive(value: Json, reader: Callable[[object], int | None], tally: Tally) -> int | None:
    number = reader(value)
    if value is not None and not (number and number > 0):
        tally.skip("limit is junk")
        return None
    return number


def _modalities(entry: dict[str, Json], tally: Tally) -> dict[str, Scalar | None]:
    found: dict[str, Scalar | None] = {}
    for field, name, known in (
        ("supported_modalities", "input_modalities", _INPUTS),
        ("supported_output_modalities", "output_modalities", _OUTPUTS),
    ):
        listed = words(entry.get(field))
        usable = tuple(word for word in listed if word in known)
        tally.skip("modality is unknown", len(listed) - len(usable))
        found[name] = usable or None
    inputs, outputs = found["input_modalities"], found["output_modalities"]
    if isinstance(inputs, tuple) and entry.get("supports_pdf_input") is True and "pdf" not in inputs:
        found["input_modalities"] = (*inputs, "pdf")
    if isinstance(outputs, tuple):
        found["capability.image_output"] = "image" in outputs
    return found
