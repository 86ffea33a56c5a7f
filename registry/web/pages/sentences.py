"""Sentences written from facts: why, about, questions and answers. Nothing here is copied from a source."""

from collections.abc import Sequence
from dataclasses import dataclass

from registry.domain.catalog import Model, Provider
from registry.domain.money import dollars
from registry.web.pages.prices import unconditional
from registry.web.pages.wording import MODALITY_NOUNS, MODE_NOUNS, article, listed, per_units
from registry.web.views import OfferingView, RateView


@dataclass(frozen=True, slots=True)
class Question:
    """One question with its answer; `code` is the part of the answer that is an id."""

    question: str
    answer: str
    code: str | None = None


def why(view: OfferingView, provider: Provider) -> str:
    """One or two sentences: what is offered at what price, and what the provider is."""
    main = _main_rate(view.rates)
    if main is None:
        first = f"{provider.name} offers {view.model.name}; its price is not sourced."
    elif main.usd == 0:
        first = f"{provider.name} offers {view.model.name} free of charge."
    else:
        first = (
            f"{provider.name} offers {view.model.name} with pay-as-you-go pricing at "
            f"{dollars(main.usd)}/{_short_unit(main)}."
        )
    return f"{first} {provider.about}" if provider.about else first


def about(model: Model, lab: str | None, family: str | None) -> tuple[str, ...]:
    """Two to four sentences on a model: what it is, when it came, what it takes, whether its weights are open."""
    sentences = (_kind(model, lab, family), _arrival(model), _abilities(model), _openness(model))
    return tuple(sentence for sentence in sentences if sentence)


def questions(view: OfferingView, model: Model, lab: str | None, family: str | None) -> tuple[Question, ...]:
    """The four questions of an offering's page, each with an answer, sourced or not."""
    name, provider = view.model.name, view.provider.name
    return (
        Question(f"What does {name} cost on {provider}?", cost(view)),
        Question(
            f"What API model ID do I use for {name} on {provider}?",
            f"Use the model ID {view.api_model_id} when calling {provider}'s API.",
            view.api_model_id,
        ),
        Question(f"Who created {name}?", creator(name, lab, family)),
        Question(f"Is {name} open source?", openness(name, view.open_weights, model.licence)),
    )


def cost(view: OfferingView) -> str:
    """`On P, M costs $X per 1M input tokens and $Y per 1M output tokens.`, or what of it is not sourced."""
    name, provider = view.model.name, view.provider.name
    rate_in, rate_out = unconditional(view.rates, "input"), unconditional(view.rates, "output")
    if rate_in and rate_out:
        return (
            f"On {provider}, {name} costs {dollars(rate_in.usd)} per 1M input tokens "
            f"and {dollars(rate_out.usd)} per 1M output tokens."
        )
    main = _main_rate(view.rates)
    if main is None:
        return f"What {name} costs on {provider} is not sourced."
    return f"On {provider}, {name} costs {dollars(main.usd)} per {_long_unit(main)}."


def creator(name: str, lab: str | None, family: str | None) -> str:
    """`M was created by L as part of the F model family.`"""
    if lab is None:
        return f"Who created {name} is not sourced."
    part = f" as part of the {family} model family" if family else ""
    return f"{name} was created by {lab}{part}."


def openness(name: str, open_weights: bool | None, licence: str | None) -> str:
    """Whether a model is open source, as its sources say."""
    if open_weights is None:
        return f"Whether {name} is open source is not sourced."
    if not open_weights:
        return f"{name} is not open source; our sources list it as proprietary."
    return f"{name}'s weights are open; the licence is {licence or 'not sourced'}."


def _kind(model: Model, lab: str | None, family: str | None) -> str:
    noun = MODE_NOUNS.get(model.mode or "", "model")
    if model.mode in (None, "chat", "responses") and len(model.input_modalities) > 1:
        noun = f"multimodal {noun}"
    by = f" by {lab}" if lab else ""
    part = f", part of the {family} family" if family else ""
    return f"{model.name} is {article(noun)}{by}{part}."


def _arrival(model: Model) -> str | None:
    if model.availability:
        return f"It {model.availability}."
    if model.announced and model.released and model.announced != model.released:
        return f"It was announced {_on(model.announced)} and released {_on(model.released)}."
    return f"It was released {_on(model.released)}." if model.released else None


def _abilities(model: Model) -> str | None:
    takes = [MODALITY_NOUNS[word] for word in model.input_modalities if word in MODALITY_NOUNS]
    gives = [MODALITY_NOUNS[word] for word in model.output_modalities if word in MODALITY_NOUNS]
    if not takes or not gives:
        return f"Its context is {model.context:,} tokens." if model.context else None
    text = f"It takes {listed(takes)} and answers with {listed(gives)}"
    limits = []
    if model.context:
        limits.append(f"a context of {model.context:,} tokens")
    if model.max_output and model.max_output != model.context:
        limits.append(f"at most {model.max_output:,} tokens of output")
    return f"{text}, with {listed(limits)}." if limits else f"{text}."


def _openness(model: Model) -> str | None:
    if model.open_weights is None:
        return None
    if not model.open_weights:
        return "Its weights are not public."
    return f"Its weights are public under {model.licence}." if model.licence else "Its weights are public."


def _on(day: str) -> str:
    return f"on {day}" if len(day) == 10 else f"in {day}"


def _main_rate(rates: Sequence[RateView]) -> RateView | None:
    """The rate that a sentence names: input, or whatever else the offering is billed by."""
    found = unconditional(rates, "input")
    if found:
        return found
    return next((rate for rate in rates if rate.tier == "standard" and rate.when is None), None)


def _short_unit(rate: RateView) -> str:
    return "1M input tokens" if rate.meter == "input" else _long_unit(rate)


def _long_unit(rate: RateView) -> str:
    if rate.unit == "token":
        return f"1M {rate.meter.replace('_', ' ')} tokens"
    return per_units(rate.per, rate.unit)
