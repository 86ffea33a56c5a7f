"""Overrides as values: cited corrections and private entries that somebody who runs a catalog writes down.

An override stands above every source, for as long as it is known to be right:

- with an end (`until`, exclusive) it holds until then, whatever the sources say;
- without one it names the value that it replaces, and lapses when the sources say anything else. What a declaration
  tells of an offering or a provider that nobody else knows replaces nothing, and lapses when somebody says something.

Whether one holds is a function of the evidence and of the day of its newest document, never of the clock.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import ClassVar, Literal

from registry.domain.catalog import Offering, PriceKey, Provider
from registry.domain.evidence import SourceHistory, Span
from registry.domain.money import plain
from scrapers.claims import FIELDS, Scalar, Statement

OVERRIDE = "override"
"""The name under which overrides are a source."""

DERIVED = ("model", "deployment", "status", "announced")
"""The fields of an offering that always have a value, or none that a feed could give."""

OFFERING_FIELDS = (*DERIVED, *(name for name in FIELDS if name in Offering.__slots__ and name not in DERIVED))
"""The fields of an offering that an override may give, beside `capability.NAME`."""

PROVIDER_FIELDS = tuple(name for name in Provider.__slots__ if name not in ("id", "citations"))
"""The fields of a provider that an override may give."""


@dataclass(frozen=True, slots=True)
class Cited:
    """Who says so and why. source: an https URL, or free text such as "contract 2026-17"; date: when it was written.

    until: when it ends (UTC, exclusive), None if it is to lapse; place: `file:line`, for messages alone.
    """

    source: str
    why: str
    date: date
    until: datetime | None = None
    place: str = field(default="", compare=False)

    @property
    def begins(self) -> datetime:
        """The first moment of its date."""
        return datetime.combine(self.date, time(), UTC)


@dataclass(frozen=True, slots=True)
class Declaration:
    """There is this offering, whoever else knows it. subject: its id."""

    subject: str
    cited: Cited

    @property
    def provider(self) -> str:
        """The provider's id."""
        return self.subject.partition("/")[0]

    @property
    def api_model_id(self) -> str:
        """The API model ID."""
        return self.subject.partition("/")[2]


@dataclass(frozen=True, slots=True)
class Correction:
    """One field of one offering or provider. replaces: what the sources say, None if they say nothing of it."""

    kind: Literal["offering", "provider"]
    subject: str
    field: str
    value: Scalar
    cited: Cited
    replaces: Scalar | None = None


@dataclass(frozen=True, slots=True)
class Price:
    """One price of one offering, USD per single unit. replaces: as in a correction, also per single unit.

    since: the first moment at which it holds. Without it, a price that replaces another holds for as long as that one
    did, and any other from its date on.
    """

    kind: ClassVar[Literal["offering"]] = "offering"
    subject: str
    key: PriceKey
    usd: Decimal
    cited: Cited
    since: datetime | None = None
    replaces: Decimal | None = None

    @property
    def begins(self) -> datetime:
        """When it holds from, where nothing else is known of it."""
        return self.since or self.cited.begins


Entry = Declaration | Correction | Price


@dataclass(frozen=True, slots=True)
class Overrides:
    """All entries of the override files, in the order in which they were read. sha256: of those files."""

    declarations: tuple[Declaration, ...] = ()
    corrections: tuple[Correction, ...] = ()
    prices: tuple[Price, ...] = ()
    sha256: str = ""

    def __len__(self) -> int:
        return len(self.declarations) + len(self.corrections) + len(self.prices)

    @property
    def about_values(self) -> tuple[Correction | Price, ...]:
        """The entries that give a value."""
        return (*self.corrections, *self.prices)

    def history(self) -> SourceHistory:
        """The declared offerings as a source that says nothing of them but that they exist."""
        if not self.declarations:
            return SourceHistory(OVERRIDE, ())
        at = max(one.cited.begins for one in self.declarations)
        bare = [
            Statement(one.provider, one.api_model_id, one.cited.place, url=one.cited.source)
            for one in self.declarations
        ]
        spans = {(one.provider, one.api_model_id.lower()): (Span(one, at, at),) for one in bare}
        return SourceHistory(OVERRIDE, (at,), spans)


NONE = Overrides()
"""No overrides at all."""


def said_of_offering(offering: Offering, name: str) -> Scalar | None:
    """What the sources say of a field of an offering, None if none says anything."""
    if offering.sources == (OVERRIDE,):
        return None
    if name.startswith("capability."):
        return offering.capabilities.get(name.partition(".")[2])
    cited = name in DERIVED or name in offering.citations
    return _something(getattr(offering, name)) if cited else None


def said_of_provider(provider: Provider, name: str) -> Scalar | None:
    """What the sources and our own tables say of a field of a provider, None if they say nothing."""
    if name == "name" and name not in provider.citations:
        return None
    return _something(getattr(provider, name))


def _something(value: Scalar | None) -> Scalar | None:
    return None if value == () else value


def holds(correction: Correction, said: Scalar | None, day: date) -> bool:
    """Whether a correction is in force on the day of the newest evidence, by which the sources say `said`."""
    if correction.cited.until is not None:
        return not is_over(correction.cited, day)
    return _same(said, correction.replaces)


def is_over(cited: Cited, day: date) -> bool:
    """Whether an end has come by the end of a day."""
    return cited.until is not None and cited.until.date() <= day


def _same(one: Scalar | None, other: Scalar | None) -> bool:
    """Lists are the same in any order; true is not 1."""
    if isinstance(one, tuple) and isinstance(other, tuple):
        return sorted(one) == sorted(other)
    return type(one) is type(other) and one == other


def text_of(value: Scalar | Decimal) -> str:
    """A value in words, as the review queue and disagreements tell it; an amount is plain USD per single unit."""
    match value:
        case bool():
            return "yes" if value else "no"
        case Decimal():
            return plain(value)
        case tuple():
            return ", ".join(value)
        case _:
            return str(value)


def in_succession(prices: Sequence[Price]) -> list[tuple[Price, datetime | None]]:
    """The prices of one key in order, each with the moment at which the next one takes over."""
    sequence = sorted(prices, key=lambda price: price.begins)
    following = [*(price.begins for price in sequence[1:]), None]
    return list(zip(sequence, following, strict=True))
