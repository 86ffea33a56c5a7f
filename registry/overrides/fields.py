"""What each field may hold, as a table: how it is read, and how that is said to somebody who wrote something else."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from registry.domain.catalog import STATUSES
from registry.domain.overrides import OFFERING_FIELDS, PROVIDER_FIELDS
from registry.facts import PROVIDERS
from scrapers.claims import CAPABILITIES, Scalar
from scrapers.text import base_url, calendar_date, line, token_limit, web_address, whole

Read = Callable[[object], Scalar | None]

_MODEL = re.compile(r"[a-z0-9][a-z0-9.-]*/[a-z0-9][a-z0-9.-]*", re.ASCII)
_VARIABLE = re.compile(r"[A-Z][A-Z0-9_]*", re.ASCII)
_MODES = (
    "chat",
    "completion",
    "responses",
    "embedding",
    "rerank",
    "image",
    "image_edit",
    "video",
    "speech",
    "transcription",
    "realtime",
    "ocr",
    "moderation",
)
_INPUTS = ("text", "image", "audio", "video", "pdf")
_OUTPUTS = ("text", "image", "audio", "video", "embedding")
_DEPLOYMENTS = ("serverless", "dedicated", "batch_only")
_KINDS = tuple(sorted({provider.kind for provider in PROVIDERS.values() if provider.kind}))


@dataclass(frozen=True, slots=True)
class Field:
    """How a value is read (None: it is none), and what it has to be, in words."""

    read: Read
    wanted: str


def one_of(words: tuple[str, ...]) -> Field:
    """One word of a closed list."""
    return Field(lambda value: value if isinstance(value, str) and value in words else None, f"one of {_listed(words)}")


def _some_of(words: tuple[str, ...]) -> Field:
    return Field(lambda value: _words(value, words.__contains__), f"a list of {_listed(words)}")


def _listed(words: tuple[str, ...]) -> str:
    return ", ".join(words)


def _words(value: object, good: Callable[[str], bool]) -> tuple[str, ...] | None:
    if not isinstance(value, list) or not value:
        return None
    return tuple(value) if all(isinstance(word, str) and good(word) for word in value) else None


def _matching(pattern: re.Pattern[str]) -> Read:
    return lambda value: value if isinstance(value, str) and pattern.fullmatch(value) else None


TEXT = Field(line, "a text on one line, at most 200 long")
DAY = Field(lambda value: calendar_date(str(value)), 'a day, a month or a year: "2026-11-23", "2026-11", "2026"')
TOKENS = Field(token_limit, "a whole number of tokens from 16 to 20,000,000")
FLAG = Field(lambda value: value if isinstance(value, bool) else None, "true or false")
ADDRESS = Field(web_address, "an http or https address")
BASE = Field(base_url, "an http or https address, which may hold ${VARIABLES}")
MODEL = Field(_matching(_MODEL), 'a model id in lower case, such as "lab/model-2"')
PATHS = Field(lambda value: _words(value, lambda path: path.startswith("/")), 'a list of paths such as "/v1/responses"')
VARIABLES = Field(
    lambda value: _words(value, lambda name: bool(_VARIABLE.fullmatch(name))), "a list of environment variables"
)
WORDS = Field(lambda value: _words(value, lambda word: line(word) == word), "a list of texts")

_SPECIAL: Mapping[str, Field] = {
    "model": MODEL,
    "deployment": one_of(_DEPLOYMENTS),
    "status": one_of(STATUSES),
    "mode": one_of(_MODES),
    **dict.fromkeys(("announced", "released", "knowledge_cutoff", "deprecated", "retires", "retires_earliest"), DAY),
    **dict.fromkeys(("context", "max_input", "max_output"), TOKENS),
    "dimensions": Field(lambda value: whole(value) or None, "a whole number"),
    "input_modalities": _some_of(_INPUTS),
    "output_modalities": _some_of(_OUTPUTS),
    "open_weights": FLAG,
    "endpoints": PATHS,
    "reasoning_efforts": WORDS,
    "kind": one_of(_KINDS),
    "base_url": BASE,
    "env": VARIABLES,
    **dict.fromkeys(("docs_url", "pricing_url", "console_url", "status_url"), ADDRESS),
}

OF_OFFERING: Mapping[str, Field] = {
    **{name: _SPECIAL.get(name, TEXT) for name in OFFERING_FIELDS},
    **{f"capability.{name}": FLAG for name in CAPABILITIES},
}
"""Every field of an offering that an override may give."""

OF_PROVIDER: Mapping[str, Field] = {name: _SPECIAL.get(name, TEXT) for name in PROVIDER_FIELDS}
"""Every field of a provider that an override may give."""
