"""One model out of its offerings: the lab's own offering speaks first, then those that most sources know."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from typing import TypeVar

from registry.domain.catalog import Model, Offering
from registry.domain.facts import OURS, Facts
from registry.domain.identity.labs import LAB_PROVIDERS
from registry.domain.identity.spelling import key_of

_Value = TypeVar("_Value")
_UNSAID = frozenset({"instruct", "preview", "latest", "chat", "exp", "beta", "generate"})
"""Words of a slug that people leave out when they say its name."""

_IN_BRACKETS = re.compile(
    r"\s*[(\[](?:latest|free|beta free|fp8|tee|us|eu|global|default|\d{4}-\d{2}(?:-\d{2})?|\d{8}|preview \d.*)[)\]]",
    re.IGNORECASE,
)
_VENDOR_IN_FRONT = re.compile(r"^[A-Za-z0-9.& -]{2,24}: ?(?=\S)")


def model_of(identifier: str, family: str | None, offerings: Sequence[Offering], facts: Facts) -> Model:
    """The model of an id `lab/slug`. Each fact is that of the first of its offerings that has it."""
    lab, slug = identifier.split("/", 1)
    ranked = sorted(offerings, key=lambda offering: _place(offering, lab, slug))
    own = facts.models.get(identifier)
    ours = ("released", "announced", "open_weights", "licence", "architecture", "availability")
    citations = {field: OURS for field in ours if own is not None and getattr(own, field) is not None}

    def first(field: str, read: Callable[[Offering], _Value | None]) -> _Value | None:
        for offering in ranked:
            value = read(offering)
            if value is not None and value != ():
                citations.setdefault(
                    field, offering.citations.get(field, offering.sources[0] if offering.sources else "")
                )
                return value
        return None

    return Model(
        id=identifier,
        name=_name(ranked, lab, slug),
        lab=lab,
        family=family,
        slug=slug,
        mode=first("mode", lambda o: o.mode),
        released=(own.released if own else None) or first("released", lambda o: o.released),
        announced=own.announced if own else None,
        knowledge_cutoff=first("knowledge_cutoff", lambda o: o.knowledge_cutoff),
        open_weights=own.open_weights
        if own and own.open_weights is not None
        else first("open_weights", lambda o: o.open_weights),
        licence=own.licence if own else None,
        architecture=own.architecture if own else None,
        availability=own.availability if own else None,
        status=ranked[0].status,
        context=first("context", lambda o: o.context),
        max_input=first("max_input", lambda o: o.max_input),
        max_output=first("max_output", lambda o: o.max_output),
        input_modalities=first("input_modalities", lambda o: o.input_modalities) or (),
        output_modalities=first("output_modalities", lambda o: o.output_modalities) or (),
        capabilities=next((o.capabilities for o in ranked if o.capabilities), {}),
        citations=citations,
    )


def _place(offering: Offering, lab: str, slug: str) -> tuple[object, ...]:
    return (
        offering.provider not in LAB_PROVIDERS.get(lab, ()),
        offering.unlisted is not None,
        offering.provider != lab,
        offering.api_model_id.lower() != slug,
        bool(offering.serving),
        -len(offering.sources),
        offering.id,
    )


def _name(ranked: Sequence[Offering], lab: str, slug: str) -> str:
    """The lab's own display name, else the commonest that says all that the slug says; else the slug."""
    names = [(offering, cleaned(offering.name)) for offering in ranked if offering.name]
    telling = [(offering, name) for offering, name in names if name.lower() != offering.api_model_id.lower()]
    if telling and telling[0][0].provider in LAB_PROVIDERS.get(lab, ()):
        return telling[0][1]
    whole = [name for _, name in telling if _says_all(name, slug)]
    counts = Counter(whole)
    return max(counts, key=lambda name: (counts[name], -len(name), name)) if counts else slug


def _says_all(name: str, slug: str) -> bool:
    """Whether no word of the slug is missing in the name: "GPT-5.6 Luna" is no name for gpt-5.6-luna-pro."""
    said = key_of(name).replace("-", "")
    words = re.findall(r"[a-z]{3,}", slug)
    return all(word in said for word in words if word not in _UNSAID)


def cleaned(name: str) -> str:
    """A display name without what a listing puts around it: `OpenAI: GPT-4o (latest)` is `GPT-4o`."""
    bare = _IN_BRACKETS.sub("", _VENDOR_IN_FRONT.sub("", name)).strip()
    return bare or name
