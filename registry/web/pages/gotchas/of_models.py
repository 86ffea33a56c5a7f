"""What trips people up with a model on its provider: its end, its ID, its limits and what it refuses."""

import re

from registry.domain.catalog import Offering
from registry.web.pages.gotchas.subject import Subject, costs_more, more_than
from registry.web.pages.wording import listed

_PROFILES = {
    "us": "in the US",
    "eu": "in the EU",
    "apac": "in Asia and the Pacific",
    "au": "in Australia",
    "jp": "in Japan",
    "in": "in India",
    "ca": "in Canada",
    "us-gov": "in AWS GovCloud",
    "global": "anywhere",
}
"""The prefix of an inference profile of Amazon Bedrock -> where it answers."""
_VERSION = re.compile(r"^([a-z]*)[0-9.]+$")
"""A word that ends in a version; one with letters behind the digits (72b, 4o) is no version."""
_KEPT = re.compile(r"default|latest|accounts|fireworks|models|routers|v?\d+:\d+|(?:version|revision) .*")
_LOW = ("fp8", "fp4", "int8", "int4", "awq", "nvfp4")


def unlisted(subject: Subject) -> str | None:
    """No source has it any more."""
    day = subject.offering.unlisted
    return f"No source has listed this offering since {day.isoformat()}; calls may fail." if day else None


def ends(subject: Subject) -> str | None:
    """It stops or has stopped answering, and what newer there is of its line."""
    offering, status = subject.offering, subject.view.status
    if offering.retires:
        verb = "stopped" if status == "retired" else "stops"
        said = f"{offering.api_model_id} {verb} answering on {offering.retires}"
    elif status == "deprecated":
        said = "It is deprecated, and no source gives the day on which it stops answering"
    else:
        return None
    newer = _newest_of_its_line(subject)
    return f"{said}; the newest of its line here is {newer.api_model_id}." if newer else f"{said}."


def _newest_of_its_line(subject: Subject) -> Offering | None:
    """The latest of the models that came after it and have its name but for the version, served in the same way."""
    offering = subject.offering
    model = subject.catalog.models.get(offering.model)
    released = offering.released or (model.released if model else None)
    line, served = _line(offering), _served(offering)
    later = [
        other
        for other in subject.siblings()
        if _after(other.released, released) and not other.retires and not _is_alias(other)
        if other.model != offering.model and _served(other) == served and _line(other) == line
    ]
    return max(later, key=lambda other: (other.released or "", -len(other.api_model_id)), default=None)


def _line(offering: Offering) -> tuple[str, ...]:
    """`alibaba/qwen2.5-72b-instruct` -> alibaba, qwen, 72b, instruct."""
    words = [_VERSION.sub(r"\1", word) for word in re.split(r"[^a-z0-9.]+", offering.model)]
    return tuple(word for word in words if word)


def _served(offering: Offering) -> set[str]:
    """How it is served, without the words that only say where its provider keeps it."""
    return {word for word in offering.serving if not _KEPT.fullmatch(word)}


def _after(later: str | None, day: str | None) -> bool:
    """Whether both days are sourced and differ as far as both are known: 2026-02 and 2026-02-05 do not."""
    known = min(len(later or ""), len(day or ""))
    return bool(later and day and later[:known] > day[:known])


def not_open_to_all(subject: Subject) -> str | None:
    """A preview, a limited or an announced model."""
    text = {
        "preview": "This is a preview: its behaviour, limits and price can change without a new model ID.",
        "limited": "Access is limited: an account must be let in before the model ID works.",
        "announced": "It is announced and not yet open for everyone.",
    }
    return text.get(subject.view.status)


def batch_only(subject: Subject) -> str | None:
    """It answers no single request."""
    if subject.offering.deployment == "batch_only":
        return "It answers in batches only: the result of a job comes hours later, not with the response."
    return None


def dedicated(subject: Subject) -> str | None:
    """It must be deployed first."""
    if subject.offering.deployment == "dedicated":
        return "It needs a deployment of its own, which is billed by the hour even while nobody calls it."
    return None


def fine_tuned(subject: Subject) -> str | None:
    """An ID that stands for many."""
    if subject.offering.api_model_id.startswith("ft:"):
        return "It stands for models that you tune yourself: their IDs go on with the name of your organization."
    return None


def responses_only(subject: Subject) -> str | None:
    """It has no chat completions."""
    endpoints = subject.offering.endpoints
    if any("responses" in path for path in endpoints) and not any("chat" in path for path in endpoints):
        return "It answers on the Responses API only; chat completions are refused."
    return None


def no_temperature(subject: Subject) -> str | None:
    """A parameter that it refuses."""
    chats = subject.recipe is None or subject.recipe.task in ("chat", "responses")
    if chats and subject.offering.capabilities.get("temperature") is False:
        return "It does not take a temperature: leave the parameter out."
    return None


def no_system_message(subject: Subject) -> str | None:
    """A message that it refuses."""
    if subject.offering.capabilities.get("system_messages") is False:
        return "It takes no system message: put the instructions into the first user message."
    return None


def no_streaming(subject: Subject) -> str | None:
    """The whole answer comes at once."""
    if subject.offering.capabilities.get("streaming") is False:
        return "It does not stream: the whole answer comes at once."
    return None


def prompt_is_smaller(subject: Subject) -> str | None:
    """Its context is not all for the prompt."""
    prompt, context = subject.offering.max_input, subject.offering.context
    if prompt and context and prompt < context:
        return f"A prompt may take {prompt:,} of the {context:,} tokens of context; the rest is kept for the answer."
    return None


def vectors(subject: Subject) -> str | None:
    """How long its vectors are."""
    size = subject.offering.dimensions
    if size and subject.offering.mode in (None, "embedding"):
        return f"Its vectors have {size:,} numbers; vectors of another model cannot be compared with them."
    return None


def alias(subject: Subject) -> str | None:
    """An ID that can come to mean another model or version, and one that cannot."""
    offering = subject.offering
    if _is_alias(offering):
        return "This ID is an alias: the model behind it can change. Pin a dated ID where results must stay the same."
    pinned = [o for o in subject.twins() if o.version and o.serving == offering.serving]
    if offering.version or not pinned:
        return None
    newest = max(pinned, key=lambda other: (other.version or "", other.api_model_id))
    return f"This ID names no version; {newest.api_model_id} stays at that of {newest.version}."


def _is_alias(offering: Offering) -> bool:
    return offering.api_model_id.lower().endswith("latest")


def pinned(subject: Subject) -> str | None:
    """An ID that never moves."""
    version = subject.offering.version
    return f"The ID pins the version of {version}; it does not move when a newer one comes." if version else None


def variant(subject: Subject) -> str | None:
    """A free or a quantized form of the model."""
    words = set(subject.offering.serving)
    if "free" in words:
        return "This is the free variant of the model; limits are tighter than those of the paid ID."
    low = [word.upper() for word in _LOW if word in words]
    return f"It is served quantized ({listed(low)}): answers can differ from other providers'." if low else None


def profile(subject: Subject) -> str | None:
    """A cross-region inference profile of Amazon Bedrock, or that there are some."""
    model_id = subject.offering.api_model_id
    if subject.offering.provider != "amazon-bedrock" or "." not in model_id:
        return None
    prefix, _, rest = model_id.partition(".")
    if prefix in _PROFILES:
        return f'The prefix "{prefix}." is an inference profile, answered {_PROFILES[prefix]}{_dearer(subject, rest)}.'
    known = {other.api_model_id for other in subject.twins()}
    others = [found for name in _PROFILES if (found := f"{name}.{model_id}") in known]
    if others:
        return f"A region without the model refuses this ID; {listed(others[:3], 'or')} is answered across regions."
    return None


def _dearer(subject: Subject, rest: str) -> str:
    """What the profile costs beside the global one."""
    world = subject.catalog.offerings.get(f"{subject.offering.provider}/global.{rest}")
    everywhere, own = subject.price_elsewhere(world, "input"), subject.price("input")
    if not everywhere or not own or not costs_more(own, everywhere):
        return ""
    return f"; its input costs {more_than(own, everywhere)} that of global.{rest}"


def prefix(subject: Subject) -> str | None:
    """The model ID is more than a lab and a name."""
    model_id = subject.offering.api_model_id
    before = model_id.rpartition("/")[0]
    return f'The model ID is sent whole, with its "{before}/".' if "/" in before else None
