"""The vocabulary that every source speaks. Pure values: no I/O, no database, no opinion about who is right.

A **claim** is "source S, in snapshot X, says field F of subject O is V". A parser returns a `Reading`: one `Statement`
for each subject, which holds all the claims that this document makes about it, and a count of what was skipped and why.

A statement speaks of subjects in the words of its own source (`vertex_ai-anthropic_models`, not `google-vertex`):
which provider and model those words mean is decided by registry/domain/identity, never here.

Amounts are `Decimal` USD per single unit of the meter (a token, not a million), on the 1e-15 grid with at most
12 significant digits (see `scrapers.text.money`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

Tier = Literal["standard", "batch", "flex", "priority", "fast"]
TIERS: tuple[Tier, ...] = ("standard", "batch", "flex", "priority", "fast")


@dataclass(frozen=True, slots=True, order=True)
class When:
    """The condition under which a rate applies. The empty condition is `When()`: always.

    prompt_over: the rate applies to the whole request if its prompt has MORE than this many tokens.
    utc: windows "HH:MM-HH:MM" in UTC, start inclusive, end exclusive; weekdays: ISO, Monday is 1;
    excluding: ISO dates on which the window is not in force (public holidays).
    """

    prompt_over: int | None = None
    utc: tuple[str, ...] = ()
    weekdays: tuple[int, ...] = ()
    excluding: tuple[str, ...] = ()
    region: str | None = None
    size: str | None = None
    quality: str | None = None


ALWAYS = When()


@dataclass(frozen=True, slots=True)
class Rate:
    """One price. `since`/`until` are set only where the source itself dates the price (UTC; until is exclusive).

    documented: the source dates the change at `since`: it prices the same meter and tier before it in the same list.
    With `since` set and documented False the source only says "known from" that day.
    """

    meter: str
    usd: Decimal
    tier: Tier = "standard"
    when: When = ALWAYS
    since: datetime | None = None
    until: datetime | None = None
    documented: bool = False


Scalar = str | int | bool | tuple[str, ...]
"""The value of a claim that is not a price. Dates are ISO strings of the precision that the source gives."""

FIELDS: dict[str, type] = {
    "name": str,  # display name, stripped, one line
    "family": str,  # the source's own word for the line; a hint
    "mode": str,  # chat | completion | responses | embedding | rerank | image | image_edit | video | speech |
    #               transcription | realtime | ocr | moderation
    "released": str,  # YYYY, YYYY-MM or YYYY-MM-DD
    "updated": str,
    "knowledge_cutoff": str,
    "deprecated": str,  # the day on which it was or will be deprecated
    "retires": str,  # the day on which it stops answering
    "retires_earliest": str,  # the day before which it will not stop answering; no day of its end is announced
    "status": str,  # announced | limited | preview | available | deprecated | retired
    "context": int,  # tokens, prompt and answer together
    "max_input": int,  # tokens of the prompt alone
    "max_output": int,
    "dimensions": int,  # of an embedding
    "input_modalities": tuple,  # of text, image, audio, video, pdf
    "output_modalities": tuple,  # of text, image, audio, video, embedding
    "open_weights": bool,
    "licence": str,
    "reasoning_efforts": tuple,
    "endpoints": tuple,  # paths such as /v1/responses
    "requests_per_minute": int,
    "tokens_per_minute": int,
    "cache_min_tokens": int,
    "package": str,  # the npm package of the AI SDK that speaks to it, when it differs from the provider's
    "base_url": str,  # the base URL of this one offering, when it differs from the provider's
}
"""Every field that a statement about an offering may carry beside `capability.NAME` (bool), with its type."""

CAPABILITIES: tuple[str, ...] = (
    "function_calling",
    "tool_choice",
    "parallel_tool_calls",
    "structured_output",
    "reasoning",
    "vision",
    "pdf_input",
    "audio_input",
    "audio_output",
    "video_input",
    "image_output",
    "prompt_caching",
    "web_search",
    "computer_use",
    "fine_tuning",
    "streaming",
    "system_messages",
    "assistant_prefill",
    "temperature",
    "url_context",
    "interleaved_reasoning",
)
"""The closed list of capabilities. A statement's field is `capability.` and one of these."""


@dataclass(frozen=True, slots=True)
class Statement:
    """All that one document says of one offering.

    provider and api_model_id are the source's own words, bounded and validated but not mapped; the API model ID is
    already free of what the source's key grammar puts around it (a provider prefix, a region).
    key: the source's own key of the entry, unique within the document, for provenance.
    url: the page that the source itself cites for this entry.
    match: genai-prices' own match clause: the ids that this source says its prices apply to.
    callable_id: False if the source itself says that `api_model_id` is not an id one can call.
    """

    provider: str
    api_model_id: str
    key: str
    facts: Mapping[str, Scalar] = field(default_factory=dict)
    rates: tuple[Rate, ...] = ()
    url: str | None = None
    match: Mapping[str, object] | None = None
    callable_id: bool = True


@dataclass(frozen=True, slots=True)
class ProviderStatement:
    """All that one document says of one provider, in the source's own words."""

    provider: str
    name: str | None = None
    env: tuple[str, ...] = ()
    package: str | None = None
    base_url: str | None = None
    docs_url: str | None = None
    pricing_urls: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What a parser read from one document.

    skipped: how many entries or fields were left out, by reason, so that nothing is dropped silently.
    """

    statements: tuple[Statement, ...]
    providers: tuple[ProviderStatement, ...] = ()
    skipped: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where and when bytes came from. `sha256` is of the document as it was parsed, uncompressed."""

    source: str
    url: str
    fetched_at: datetime
    sha256: str
    version: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """Bytes with their evidence: what an origin gives and a parser reads."""

    body: bytes
    evidence: Evidence

    @property
    def day(self) -> date:
        """The UTC day on which the document was fetched."""
        return self.evidence.fetched_at.date()
