"""What trips people up with a provider, whatever the model."""

from registry.web.pages.gotchas.subject import Subject
from registry.web.pages.wording import listed
from registry.web.recipes import FALLBACK_KEY


def deployment(subject: Subject) -> str | None:
    """Azure is asked for a deployment."""
    if subject.recipe and subject.recipe.kind.startswith("azure"):
        return "The model field takes the name of your deployment, which is the model ID only if you named it so."
    return None


def region_of_bedrock(subject: Subject) -> str | None:
    """Each region is asked at its own address."""
    if subject.recipe and "AWS_REGION" in subject.recipe.variables:
        return "AWS_REGION is part of the address: models, quotas and access differ from region to region."
    return None


def location_of_vertex(subject: Subject) -> str | None:
    """Regions have hosts of their own."""
    if subject.recipe and "GOOGLE_CLOUD_LOCATION" in subject.recipe.variables:
        return (
            'At another location than "global" curl must ask LOCATION-aiplatform.googleapis.com; '
            "the SDK does so by itself."
        )
    return None


def other_address(subject: Subject) -> str | None:
    """Somebody else's SDK, at another base URL."""
    kinds = {
        "openai-compatible": "OpenAI",
        "openai-responses": "OpenAI",
        "anthropic-compatible": "Anthropic",
        "gemini-compatible": "Google",
    }
    owner = kinds.get(subject.recipe.kind) if subject.recipe else None
    if owner is None:
        return None
    return f"It is called with {owner}'s SDK at another base URL; a key of {owner} does not work here."


def answer_limit(subject: Subject) -> str | None:
    """Anthropic's API wants to be told how long the answer may be."""
    if subject.recipe is None or "anthropic" not in subject.recipe.kind:
        return None
    most = subject.offering.max_output
    return f"Every call must say max_tokens{f', here at most {most:,}' if most else ''}; an answer is cut off there."


def moved_import(subject: Subject) -> str | None:
    """A name that changed its place."""
    if subject.recipe and subject.recipe.kind == "mistral":
        return "Since version 2 of mistralai, Mistral is imported from mistralai.client."
    return None


def own_file(subject: Subject) -> str | None:
    """What is heard must be there."""
    if subject.recipe and subject.recipe.task == "transcription":
        return "The examples send speech.mp3 from the folder in which they run."
    return None


def environment(subject: Subject) -> str | None:
    """Where the programs have the key from."""
    recipe = subject.recipe
    if recipe is None:
        return None
    if recipe.variables[-1] == FALLBACK_KEY:
        own = next((name for name in subject.provider.env if name.endswith("KEY")), "the usual name")
        return f"A shell cannot export {own}, the provider's name for the key; the examples read {FALLBACK_KEY}."
    return f"The examples read {listed(recipe.variables)} from the environment."
