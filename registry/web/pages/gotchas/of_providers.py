"""What trips people up with a provider, whatever the model."""

from registry.web.pages.gotchas.subject import Subject
from registry.web.pages.wording import listed
from registry.web.protocols import KINDS
from registry.web.recipes import FALLBACK_KEY


def protocol(subject: Subject) -> str | None:
    """What is peculiar to the way in which it is called."""
    return KINDS[subject.recipe.kind].gotcha if subject.recipe else None


def other_address(subject: Subject) -> str | None:
    """Somebody else's SDK, at another base URL."""
    owner = KINDS[subject.recipe.kind].owner if subject.recipe else None
    if owner is None:
        return None
    return f"It is called with {owner}'s SDK at another base URL; a key of {owner} does not work here."


def answer_limit(subject: Subject) -> str | None:
    """It wants to be told how long the answer may be."""
    if subject.recipe is None or not KINDS[subject.recipe.kind].needs_max_tokens:
        return None
    most = subject.offering.max_output
    return f"Every call must say max_tokens{f', here at most {most:,}' if most else ''}; an answer is cut off there."


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
