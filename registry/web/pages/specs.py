"""The specifications of an offering: limits, dates, modalities, capabilities; yes, no and not sourced apart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from registry.domain.catalog import Model
from registry.web.pages.wording import CAPABILITY_LABELS, MODALITY_NOUNS, listed
from registry.web.views import OfferingDetail


@dataclass(frozen=True, slots=True)
class Spec:
    """One line of a specification; value None is not sourced."""

    label: str
    value: str | None


@dataclass(frozen=True, slots=True)
class Capabilities:
    """Labels of the capabilities, apart by what the sources say. `chips` are the sourced yes, as sources name them."""

    chips: tuple[str, ...]
    yes: tuple[str, ...]
    no: tuple[str, ...]
    not_sourced: tuple[str, ...]


def capabilities(view: OfferingDetail) -> Capabilities:
    """Vision is image input, Multimodal more than one input modality."""
    said: dict[str, bool | None] = dict(view.capabilities)
    takes = view.modalities.input
    if takes and said.get("vision") is None:
        said["vision"] = "image" in takes
    yes = [label for name, label in CAPABILITY_LABELS.items() if said.get(name) is True]
    multimodal = ["Multimodal"] if len(takes) > 1 else []
    # models.dev says for every offering whether it calls tools; LiteLLM calls the same thing function calling.
    tools = ["Tool Use"] if said.get("function_calling") and "models-dev" in view.sources else []
    first = [label for label in ("Vision",) if label in yes]
    rest = [label for label in yes if label not in first and label != "Function Calling"]
    calling = [label for label in ("Function Calling",) if label in yes]
    return Capabilities(
        chips=(*first, *multimodal, *calling, *tools, *rest),
        yes=tuple(yes),
        no=tuple(label for name, label in CAPABILITY_LABELS.items() if said.get(name) is False),
        not_sourced=tuple(label for name, label in CAPABILITY_LABELS.items() if said.get(name) is None),
    )


def specs(view: OfferingDetail, model: Model) -> tuple[Spec, ...]:
    """The model as this provider serves it; what the provider's sources leave open is the model's own."""
    lines: Sequence[tuple[str, str | None]] = (
        ("Announced", view.announced or model.announced),
        ("Released", view.released or model.released),
        ("Knowledge cutoff", view.knowledge_cutoff or model.knowledge_cutoff),
        ("Context", tokens(view.limits.context)),
        ("Max input", tokens(view.limits.input)),
        ("Max output", tokens(view.limits.output)),
        ("Input", modalities(view.modalities.input)),
        ("Output", modalities(view.modalities.output)),
        ("Architecture", model.architecture),
        ("Licence", model.licence),
        ("Weights", weights(view.open_weights)),
        ("Availability", _sentence(model.availability)),
        ("Dimensions", f"{view.dimensions:,}" if view.dimensions else None),
        ("Reasoning efforts", listed(view.reasoning_efforts) or None),
        ("Version", view.version),
        ("Deprecated", view.deprecated),
        ("Retires", view.retires),
        ("Retires not before", view.retires_earliest),
        ("Last listed", view.unlisted),
    )
    return tuple(Spec(label, value) for label, value in lines if value or label in _ALWAYS)


_ALWAYS = frozenset(
    {"Released", "Knowledge cutoff", "Context", "Max output", "Input", "Output", "Architecture", "Licence", "Weights"}
)
"""Lines that are printed as not sourced when nothing is known; the others are left out."""


def model_specs(model: Model) -> tuple[Spec, ...]:
    """The model itself, whoever serves it."""
    lines = (
        Spec("Announced", model.announced),
        Spec("Released", model.released),
        Spec("Knowledge cutoff", model.knowledge_cutoff),
        Spec("Context", tokens(model.context)),
        Spec("Max input", tokens(model.max_input)),
        Spec("Max output", tokens(model.max_output)),
        Spec("Input", modalities(model.input_modalities)),
        Spec("Output", modalities(model.output_modalities)),
        Spec("Architecture", model.architecture),
        Spec("Licence", model.licence),
        Spec("Weights", weights(model.open_weights)),
        Spec("Availability", _sentence(model.availability)),
    )
    return tuple(spec for spec in lines if spec.value or spec.label in _ALWAYS)


def capability_labels(sourced: Mapping[str, bool | None], wanted: bool) -> tuple[str, ...]:
    """The labels of the capabilities that a source says yes (or no) to."""
    return tuple(label for name, label in CAPABILITY_LABELS.items() if sourced.get(name) is wanted)


def tokens(count: int | None) -> str | None:
    """`1,050,000 tokens`."""
    return f"{count:,} tokens" if count else None


def modalities(words: Sequence[str]) -> str | None:
    """`text, images and PDF files`."""
    return listed([MODALITY_NOUNS.get(word, word) for word in words]) or None


def weights(are_open: bool | None) -> str | None:
    """Open or closed."""
    return {True: "Open", False: "Closed", None: None}[are_open]


def _sentence(clause: str | None) -> str | None:
    return clause[0].upper() + clause[1:] if clause else None
