"""The catalog as values: what one edition says. Everything here is frozen; `Catalog` adds the indexes to read it by.

A catalog is built by `registry.domain.build` from evidence, written and read by `registry.store`, and shown by
`registry.web` and `registry.exports`. It holds the whole dated price history; what is in force on a day is a function
of it (`registry.domain.pricing`).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Literal, TypeVar

from scrapers.claims import ALWAYS, Tier, When

Basis = Literal["documented", "observed", "undated"]
Status = Literal["announced", "limited", "preview", "available", "deprecated", "retired"]
STATUSES: tuple[Status, ...] = ("announced", "limited", "preview", "available", "deprecated", "retired")


@dataclass(frozen=True, slots=True)
class DatedRate:
    """One price over one span of time: USD per single unit of the meter, in force from `valid_from` until `valid_to`.

    valid_from None: undated, it holds for every earlier date; valid_to (exclusive) None: still in force.
    source: the name of the source whose claim won; basis: where `valid_from` comes from.
    """

    meter: str
    usd: Decimal
    tier: Tier = "standard"
    when: When = ALWAYS
    valid_from: datetime | None = None
    valid_to: datetime | None = None
    basis: Basis = "undated"
    source: str = ""


@dataclass(frozen=True, slots=True)
class Lab:
    """Who makes models."""

    id: str
    name: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Family:
    """A lab's line as people say it (GPT-5.6). `id` is `lab/slug`."""

    id: str
    name: str
    lab: str


@dataclass(frozen=True, slots=True)
class Provider:
    """Who serves models over an API.

    kind: a row of the recipe table (`openai`, `anthropic`, `gemini`, `openai-compatible`, ...), None if not known how
    to call it.
    about: our own cited words, None where we have none.
    """

    id: str
    name: str
    kind: str | None = None
    about: str | None = None
    base_url: str | None = None
    env: tuple[str, ...] = ()
    package: str | None = None
    docs_url: str | None = None
    pricing_url: str | None = None
    console_url: str | None = None
    status_url: str | None = None
    citations: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Model:
    """One model, whoever serves it. `id` is `lab/slug`; facts are the lab's own where it serves the model itself.

    mode: chat, embedding, image, ... (scrapers.claims.FIELDS); dates keep the precision of their source.
    """

    id: str
    name: str
    lab: str
    family: str | None
    slug: str
    mode: str | None = None
    released: str | None = None
    announced: str | None = None
    knowledge_cutoff: str | None = None
    open_weights: bool | None = None
    licence: str | None = None
    architecture: str | None = None
    availability: str | None = None
    status: Status = "available"
    context: int | None = None
    max_input: int | None = None
    max_output: int | None = None
    input_modalities: tuple[str, ...] = ()
    output_modalities: tuple[str, ...] = ()
    capabilities: Mapping[str, bool] = field(default_factory=dict)
    citations: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Offering:
    """A model on a provider. `id` is `provider/api_model_id`; `slug` names its page and never changes.

    rates: the whole history, ordered by meter, tier, condition and time. capabilities: sourced yes and no; absent is
    not sourced. citations: field -> name of the source that won it. sources: every source that lists it.
    version: the date that the API model ID pins; serving: what a reseller's suffix says (`free`, `fp8`, `us`).
    retires_earliest: the day before which it will not stop answering, where no end is announced.
    unlisted: the last day on which a source had it, once every source has dropped it for 45 days.
    rule: the identity rule that named its model.
    """

    id: str
    provider: str
    api_model_id: str
    slug: str
    model: str
    name: str | None = None
    mode: str | None = None
    rates: tuple[DatedRate, ...] = ()
    context: int | None = None
    max_input: int | None = None
    max_output: int | None = None
    dimensions: int | None = None
    input_modalities: tuple[str, ...] = ()
    output_modalities: tuple[str, ...] = ()
    capabilities: Mapping[str, bool] = field(default_factory=dict)
    status: Status = "available"
    announced: str | None = None
    released: str | None = None
    knowledge_cutoff: str | None = None
    deprecated: str | None = None
    retires: str | None = None
    retires_earliest: str | None = None
    open_weights: bool | None = None
    deployment: str = "serverless"
    endpoints: tuple[str, ...] = ()
    reasoning_efforts: tuple[str, ...] = ()
    package: str | None = None
    base_url: str | None = None
    version: str | None = None
    serving: tuple[str, ...] = ()
    unlisted: date | None = None
    rule: str = ""
    sources: tuple[str, ...] = ()
    citations: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Edition:
    """One published state. `digest` is the sha256 of the canonical export; `day` is the newest evidence's UTC day."""

    number: int
    published_at: datetime
    day: date
    digest: str
    providers: int
    models: int
    offerings: int
    changes: int


CHANGE_KINDS: Mapping[str, str] = {
    # kind: what a reader is told; {field} is what changed, in words
    "price": "{field}",
    "new": "new offering",
    "retired": "retired",
    "unlisted": "no longer listed",
    "relisted": "listed again",
    "limit": "{field}",
    "capability": "{field}",
    "status": "status",
    "lifecycle": "{field}",
    "renamed": "renamed",
}


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two editions.

    kind: a row of `CHANGE_KINDS`.
    day: the day on which it took effect where a source documents it, else the day of the edition.
    old and new are the values as the API prints them (a price is USD per single unit, a plain decimal string).
    """

    id: int
    edition: int
    day: date
    kind: str
    offering: str
    field: str
    old: str | None
    new: str | None
    source: str | None = None
    rate: Mapping[str, object] | None = None


@dataclass(frozen=True, slots=True)
class SourceState:
    """How fresh one source is. `rows` and `skipped` are of its newest snapshot; `error` is of its newest attempt,
    if that failed.
    """

    name: str
    title: str
    home: str
    licence: str
    url: str
    last_success: datetime | None = None
    last_attempt: datetime | None = None
    error: str | None = None
    snapshot_at: datetime | None = None
    sha256: str | None = None
    version: str | None = None
    rows: int = 0
    skipped: Mapping[str, int] = field(default_factory=dict)
    held: int = 0
    enabled: bool = True


PriceKey = tuple[str, Tier, When]
"""One thing that has a price: meter, service tier, condition."""


@dataclass(frozen=True, slots=True)
class Held:
    """A claim that a guard stopped, waiting for a second source or a person. Amounts are plain USD per single unit.

    id: the same for the same claim in every edition, so that a decision about it lasts. state: open | rejected.
    tier and when are those of a price; a claim of another field has the standard tier and no condition.
    """

    id: str
    source: str
    offering: str
    field: str
    old: str | None
    new: str
    reason: str
    since: datetime
    tier: Tier = "standard"
    when: When = ALWAYS
    state: Literal["open", "rejected"] = "open"


@dataclass(frozen=True, slots=True)
class Claimed:
    """What one source says of a field now. since: the day on which it began to, None if that is before all evidence."""

    source: str
    value: str
    since: date | None
    seen: date
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Sources that say different things of one field now; the first claim is the one that is published.

    Amounts are plain USD per single unit; tier and when are those of a price.
    """

    offering: str
    field: str
    claims: tuple[Claimed, ...]
    tier: Tier = "standard"
    when: When = ALWAYS


@dataclass(frozen=True)
class Catalog:
    """One edition's content, with the indexes that reading it needs. Built once per edition and shared by all
    requests.
    """

    labs: Mapping[str, Lab]
    families: Mapping[str, Family]
    providers: Mapping[str, Provider]
    models: Mapping[str, Model]
    offerings: Mapping[str, Offering]
    held: tuple[Held, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()

    @cached_property
    def offerings_of_model(self) -> Mapping[str, tuple[Offering, ...]]:
        """Model id -> its offerings, by id."""
        return _grouped(sorted(self.offerings.values(), key=_id), lambda offering: offering.model)

    @cached_property
    def offerings_of_provider(self) -> Mapping[str, tuple[Offering, ...]]:
        """Provider id -> its offerings, by id."""
        return _grouped(sorted(self.offerings.values(), key=_id), lambda offering: offering.provider)

    @cached_property
    def models_of_lab(self) -> Mapping[str, tuple[Model, ...]]:
        """Lab id -> its models, by id."""
        return _grouped(sorted(self.models.values(), key=_id), lambda model: model.lab)

    @cached_property
    def models_of_family(self) -> Mapping[str, tuple[Model, ...]]:
        """Family id -> its models, by id."""
        return _grouped(
            sorted((m for m in self.models.values() if m.family), key=_id), lambda model: model.family or ""
        )

    @cached_property
    def held_of_offering(self) -> Mapping[str, tuple[Held, ...]]:
        """Offering id -> what is held of it."""
        return _grouped(self.held, lambda held: held.offering)

    @cached_property
    def disagreements_of_offering(self) -> Mapping[str, tuple[Disagreement, ...]]:
        """Offering id -> what its sources do not agree on."""
        return _grouped(self.disagreements, lambda found: found.offering)

    @cached_property
    def offering_by_slug(self) -> Mapping[tuple[str, str], Offering]:
        """(provider id, page slug) -> offering."""
        return {(o.provider, o.slug): o for o in self.offerings.values()}

    @cached_property
    def offering_by_folded_id(self) -> Mapping[str, Offering]:
        """Offering id in lower case -> offering: API model IDs meet without case."""
        return {o.id.lower(): o for o in self.offerings.values()}


_Row = TypeVar("_Row", Offering, Model, Held, Disagreement)


def _grouped(rows: Iterable[_Row], key: Callable[[_Row], str]) -> dict[str, tuple[_Row, ...]]:
    """The rows under each key, in their order."""
    groups: dict[str, list[_Row]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return {name: tuple(members) for name, members in groups.items()}


def _id(row: Offering | Model) -> str:
    return row.id
