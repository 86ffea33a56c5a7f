"""How values are said: one place for each. None is always "Not sourced"."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Protocol

from registry.domain.conditions import Condition, weekdays
from registry.domain.money import dollars
from scrapers.meters import METERS

NOT_SOURCED = "Not sourced"
EN_DASH = "\N{EN DASH}"
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

CAPABILITY_LABELS = {
    "function_calling": "Function Calling",
    "tool_choice": "Tool Choice",
    "parallel_tool_calls": "Parallel Tool Calls",
    "structured_output": "Structured Output",
    "reasoning": "Reasoning",
    "vision": "Vision",
    "pdf_input": "PDF Input",
    "audio_input": "Audio Input",
    "audio_output": "Audio Output",
    "video_input": "Video Input",
    "image_output": "Image Output",
    "prompt_caching": "Prompt Caching",
    "web_search": "Web Search",
    "computer_use": "Computer Use",
    "fine_tuning": "Fine-tuning",
    "streaming": "Streaming",
    "system_messages": "System Messages",
    "assistant_prefill": "Assistant Prefill",
    "temperature": "Temperature",
    "url_context": "URL Context",
    "interleaved_reasoning": "Interleaved Reasoning",
}
TIER_LABELS = {"standard": "Standard", "batch": "Batch", "flex": "Flex", "priority": "Priority", "fast": "Fast"}
MODE_NOUNS = {
    "chat": "language model",
    "responses": "language model",
    "completion": "text completion model",
    "embedding": "embedding model",
    "rerank": "reranking model",
    "image": "image model",
    "image_edit": "image editing model",
    "video": "video model",
    "speech": "speech model",
    "transcription": "transcription model",
    "realtime": "real-time speech model",
    "ocr": "document reading model",
    "moderation": "moderation model",
}
MODALITY_NOUNS = {
    "text": "text",
    "image": "images",
    "audio": "audio",
    "video": "video",
    "pdf": "PDF files",
    "embedding": "embeddings",
}
DEPLOYMENTS = {"serverless": "Serverless", "dedicated": "Dedicated", "batch_only": "Batch only"}
STATUS_CHIPS = {"announced": "Announced", "limited": "Limited access", "preview": "Preview", "deprecated": "Deprecated"}


def price(usd: Decimal) -> str:
    """A price in words: `$0.20`; a sourced zero is `$0.00 (free)`."""
    return dollars(usd) if usd else "$0.00 (free)"


def per_units(per: int, unit: str) -> str:
    """What a displayed price is for: `1M tokens`, `1K requests`, `image`."""
    if per == 1:
        return unit
    size = {1_000_000: "1M", 1_000: "1K"}.get(per, f"{per:,}")
    return f"{size} {plural(unit)}"


def plural(unit: str) -> str:
    """Several of a meter's units: `queries`."""
    return {"query": "queries", "search": "searches"}.get(unit, f"{unit}s")


def unit_of(meter: str) -> str:
    """What a meter's displayed price is for, behind a slash: `1M tokens`."""
    known = METERS[meter]
    return per_units(known.per, known.unit)


def grouped(tokens: int | None) -> str | None:
    """A token count for a column of them, whole, so that digits stand under digits: `1,050,000`."""
    return None if tokens is None else f"{tokens:,}"


def compact(tokens: int) -> str:
    """A token count where room is short: `1.05M`, `200K`, `8,192`; never rounded to another number."""
    for size, letter in ((1_000_000, "M"), (1_000, "K")):
        if tokens >= size and tokens % (size // 100) == 0:
            return f"{tokens / size:.2f}".rstrip("0").rstrip(".") + letter
    return f"{tokens:,}"


def human_date(day: str) -> str:
    """`2026-07-30` -> `30 Jul 2026`; a month or a year keeps its precision, an instant loses its hour."""
    parts = day[:10].split("-")
    if len(parts) == 3:
        return f"{int(parts[2])} {MONTHS[int(parts[1]) - 1]} {parts[0]}"
    return f"{MONTHS[int(parts[1]) - 1]} {parts[0]}" if len(parts) == 2 else parts[0]


def listed(words: Sequence[str], conjunction: str = "and") -> str:
    """`a, b and c`."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {conjunction} {words[-1]}"


def article(noun: str) -> str:
    """The noun with `a` or `an`."""
    return f"{'an' if noun[:1].lower() in 'aeiou' else 'a'} {noun}"


def rounded(number: Decimal) -> str:
    """A percentage or a ratio to one decimal: `33.3`, `80`."""
    return f"{number:.1f}".removesuffix(".0")


def percent_change(old: Decimal, new: Decimal) -> str | None:
    """`▼ 80%`, and `▲ under 0.1%` for what would be no change when rounded; None from a free price."""
    if old in (0, new):
        return None
    change = (new - old) / old * 100
    size = rounded(abs(change))
    size = "under 0.1" if size == "0" else size
    return f"{'▲' if change > 0 else '▼'} {size}%"


class Conditional(Protocol):
    """Whatever holds under a condition."""

    @property
    def when(self) -> Condition | None:
        """The condition, None for always."""


def condition(rate: Conditional, step: int | None = None, *, windowed: bool = False) -> str:
    """When a rate applies. `step`: the long-prompt threshold that its unconditional sibling ends at.

    windowed: the same price has hour windows beside it, so that this one holds outside them.
    """
    when = rate.when or {}
    parts = [_said(name, when[name]) for name in ("prompt_over", "utc", "weekdays", "except") if name in when]
    parts += [f"{name} {when[name]}" for name in ("region", "size", "quality") if name in when]
    if step and "prompt_over" not in when:
        parts.insert(0, f"prompts up to {step:,} tokens")
    if windowed and "utc" not in when:
        parts.append("other hours")
    text = ", ".join(parts) or "always"
    return text[0].upper() + text[1:]


def _said(name: str, value: object) -> str:
    if name == "prompt_over":
        return f"prompts over {value:,} tokens"
    if not isinstance(value, tuple):
        return str(value)
    if name == "utc":
        return listed([window.replace("-", EN_DASH) for window in value]) + " UTC"
    if name == "weekdays":
        return weekdays(value, EN_DASH)
    return f"except {listed(value)}"
