"""What an offering is asked to do: one call of its protocol's table, or None where no source says enough.

A mode that a source gives decides; without one, the mode of the same model elsewhere. An offering of which nobody says
a mode is a chat only if nothing about it says otherwise.
"""

import re
from collections.abc import Mapping

from registry.domain.catalog import Model, Offering
from registry.facts import CALLS
from registry.web.protocols import Kind

MODES: Mapping[str, str] = {
    "chat": "chat",
    "responses": "responses",
    "completion": "completion",
    "embedding": "embedding",
    "rerank": "rerank",
    "image": "image",
    "speech": "speech",
    "transcription": "transcription",
    "moderation": "moderation",
    "ocr": "ocr",
}
"""A mode -> the call of the table; a mode that is not here (video, realtime, ...) has none."""

ANSWERED = frozenset({"chat", "responses", "completion", "embedding"})
"""Calls of OpenAI's protocol that an API of the same kind answers if a source gives an offering of it that mode."""

VARIANTS: tuple[tuple[tuple[str, ...], str, re.Pattern[str], str | None], ...] = (
    (("openai", "azure"), "image", re.compile(r"dall-e-"), "image_address"),
    (("openai", "azure"), "chat", re.compile(r"gpt-(?:4o-(?:mini-)?)?audio"), "spoken_chat"),
    (("gemini",), "image", re.compile(r"imagen-"), None),  # The newest SDK refuses it on the Gemini API.
    (("vertex",), "image", re.compile(r"(?!gemini-)"), None),
    (("vertex",), "speech", re.compile(r"(?!gemini-)"), None),
    (("bedrock",), "embedding", re.compile(r"(?:[a-z-]+\.)?amazon\.titan-embed-text-v"), "titan_embedding"),
    (("bedrock",), "embedding", re.compile(r"(?:[a-z-]+\.)?cohere\.embed-"), "cohere_embedding"),
)
"""Kinds, task, the start of the API model IDs whose call is another, and that call; None: the table has none."""

_OTHER_TASKS = re.compile(
    r"(?:^|[^a-z])(?:\w*embed\w*|bge|e5|gte|\w*rerank\w*|\w*whisper|asr|stt|tts|speech|voice\w*|realtime|live|ocr|"
    r"moderation|transcribe|lyria|music|detector|studiovoice)(?:$|[^a-z])",
    re.ASCII,
)
"""Words in an API model ID that tell of something else than a chat."""
_SESSIONS = re.compile(r"(?:^|[^a-z])(?:realtime|live|streaming)(?:$|[^a-z])", re.ASCII)


def task_of(kind_name: str, kind: Kind, offering: Offering, model: Model | None) -> str | None:
    """The call by which an offering of a kind is asked, a key of `kind.calls`; None if there is none or nobody says."""
    task = _task(kind_name, offering, model)
    if task is None:
        return None
    variant = _variant(kind_name, task, offering)
    return variant if variant in kind.calls else None


def _task(kind_name: str, offering: Offering, model: Model | None) -> str | None:
    if _only(offering, "responses", but="chat"):
        return "responses"
    if _only(offering, "interactions", but="chat"):
        return None
    if offering.mode:
        task = MODES.get(offering.mode)
        return None if task == "transcription" and _in_sessions(offering) else task
    if offering.output_modalities and "text" not in offering.output_modalities:
        return "embedding" if offering.output_modalities == ("embedding",) else None
    return _unsourced(kind_name, offering, model.mode if model else None)


def _unsourced(kind_name: str, offering: Offering, elsewhere: str | None) -> str | None:
    """The task of an offering whose own mode no source gives, from that of its model elsewhere."""
    drawn = elsewhere == "image" and "text" in offering.output_modalities
    if kind_name not in ("openai", "azure") and (drawn or elsewhere == "responses"):
        return "chat"  # What draws beside its words, or answers OpenAI's newer API, is a chat at other providers.
    if elsewhere:
        return MODES.get(elsewhere)
    reads = not offering.input_modalities or "text" in offering.input_modalities
    return "chat" if reads and not _OTHER_TASKS.search(offering.api_model_id.lower()) else None


def _variant(kind_name: str, task: str, offering: Offering) -> str | None:
    """The kind's own call for such an ID; what only some of a kind answer must be documented for the provider."""
    for kinds, of, ids, variant in VARIANTS:
        if kind_name in kinds and of == task and ids.match(offering.api_model_id.lower()):
            return variant
    said = offering.mode is not None or (bool(offering.output_modalities) and "text" not in offering.output_modalities)
    if kind_name != "openai-compatible" or task == "chat" or (said and task in ANSWERED):
        return task
    documented = CALLS.get(f"{offering.provider}/{task}")
    return documented.call if documented else None


def _only(offering: Offering, word: str, *, but: str) -> bool:
    """Whether its endpoints tell of one word and not of another."""
    paths = offering.endpoints
    return any(word in path for path in paths) and not any(but in path for path in paths)


def _in_sessions(offering: Offering) -> bool:
    """Whether it is spoken with over a connection that stays open, and not asked."""
    return _only(offering, "realtime", but="/audio/") or bool(_SESSIONS.search(offering.api_model_id.lower()))
