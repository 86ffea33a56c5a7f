"""What trips people up, written by us from facts: a table of predicates, the model's own first, then the provider's."""

from collections.abc import Callable
from dataclasses import dataclass

from registry.domain.catalog import Catalog, Offering, Provider
from registry.web.pages.wording import listed
from registry.web.recipes import FALLBACK_KEY, Recipe
from registry.web.views import OfferingDetail


@dataclass(frozen=True, slots=True)
class Subject:
    """What a gotcha looks at."""

    catalog: Catalog
    offering: Offering
    provider: Provider
    view: OfferingDetail
    recipe: Recipe | None


Gotcha = Callable[[Subject], str | None]


def gotchas(subject: Subject) -> tuple[str, ...]:
    """Every line of the table that holds, in its order."""
    return tuple(line for rule in GOTCHAS if (line := rule(subject)))


def _unlisted(subject: Subject) -> str | None:
    day = subject.offering.unlisted
    return f"No source has listed this offering since {day.isoformat()}; calls may fail." if day else None


def _retires(subject: Subject) -> str | None:
    offering = subject.offering
    if not offering.retires:
        return None
    tense = "stopped" if offering.status == "retired" else "stops"
    return f"{offering.api_model_id} {tense} answering on {offering.retires}."


def _preview(subject: Subject) -> str | None:
    text = {
        "preview": "This is a preview: its behaviour, limits and price can change without a new model ID.",
        "limited": "Access is limited: an account must be let in before the model ID works.",
        "announced": "It is announced and not yet open for everyone.",
    }
    return text.get(subject.offering.status)


def _hour_priced(subject: Subject) -> str | None:
    windows = {w for rate in subject.view.rates if rate.when for w in _windows(rate.when.get("utc"))}
    if not windows:
        return None
    hours = listed(sorted(windows))
    return f"The price depends on the hour (windows in UTC: {hours}); the clock that counts is the provider's."


def _windows(value: object) -> tuple[str, ...]:
    return tuple(str(window) for window in value) if isinstance(value, tuple) else ()


def _prompt_step(subject: Subject) -> str | None:
    steps = {rate.when["prompt_over"] for rate in subject.view.rates if rate.when and "prompt_over" in rate.when}
    if not steps:
        return None
    size = listed([f"{step:,}" for step in sorted(steps, key=lambda step: int(str(step)))], "or")
    return f"A prompt over {size} tokens is billed at the higher rate as a whole, its first tokens included."


def _reasoning(subject: Subject) -> str | None:
    billed_apart = any(rate.meter == "reasoning" for rate in subject.view.rates)
    if subject.offering.capabilities.get("reasoning") and not billed_apart:
        return "Reasoning tokens are billed as output, although they may not be shown."
    return None


def _pinned(subject: Subject) -> str | None:
    version = subject.offering.version
    return f"The ID pins the version of {version}; it does not move when a newer one comes." if version else None


def _latest(subject: Subject) -> str | None:
    if subject.offering.api_model_id.lower().endswith("latest"):
        return "This ID is an alias: the model behind it can change. Pin a dated ID where results must stay the same."
    return None


def _no_temperature(subject: Subject) -> str | None:
    if subject.offering.capabilities.get("temperature") is False:
        return "It does not take a temperature: leave the parameter out."
    return None


def _serving(subject: Subject) -> str | None:
    words = set(subject.offering.serving)
    if "free" in words:
        return "This is the free variant of the model; limits are tighter than those of the paid ID."
    low = [word.upper() for word in sorted(words & {"fp8", "fp4", "int8", "int4", "awq", "nvfp4"})]
    return f"It is served quantized ({listed(low)}): answers can differ from other providers'." if low else None


def _slash(subject: Subject) -> str | None:
    model_id = subject.offering.api_model_id
    if "/" in model_id:
        return f'The slash belongs to the model ID: send "{model_id}" whole.'
    return None


def _region_prefix(subject: Subject) -> str | None:
    prefix, dot, _ = subject.offering.api_model_id.partition(".")
    if subject.offering.provider != "amazon-bedrock" or not dot:
        return None
    if prefix in ("us", "eu", "apac", "au", "jp", "us-gov", "global"):
        return f'The prefix "{prefix}." is a cross-region inference profile, an ID of its own with its own price.'
    return None


def _environment(subject: Subject) -> str | None:
    recipe = subject.recipe
    if recipe is None:
        return None
    if recipe.variables[-1] == FALLBACK_KEY:
        own = next((name for name in subject.provider.env if name.endswith("KEY")), "the usual name")
        return f"A shell cannot export {own}, the provider's name for the key; the examples read {FALLBACK_KEY}."
    names = listed(recipe.variables)
    return f"The examples read {names} from the environment."


def _base_url(subject: Subject) -> str | None:
    if subject.recipe and subject.recipe.kind in ("openai-compatible", "openai-responses"):
        return "It is called with OpenAI's SDK at another base URL; a key of OpenAI does not work here."
    return None


def _deployment(subject: Subject) -> str | None:
    if subject.recipe and subject.recipe.kind == "azure":
        return "The model field takes the name of your deployment, which is the model ID only if you named it so."
    return None


def _responses_only(subject: Subject) -> str | None:
    endpoints = subject.offering.endpoints
    if any("responses" in path for path in endpoints) and not any("chat" in path for path in endpoints):
        return "It answers on the Responses API only; chat completions are refused."
    return None


GOTCHAS: tuple[Gotcha, ...] = (
    _unlisted,
    _retires,
    _preview,
    _hour_priced,
    _prompt_step,
    _reasoning,
    _no_temperature,
    _responses_only,
    _pinned,
    _latest,
    _serving,
    _slash,
    _region_prefix,
    _deployment,
    _base_url,
    _environment,
)
