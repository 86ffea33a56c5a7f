"""What waits for a second source or a person, and what sources do not agree on."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from pydantic import Field

from registry.domain.catalog import Catalog, Claimed, Disagreement, Held
from registry.domain.conditions import Condition
from registry.domain.money import times
from registry.domain.review import Decision, HeldDocument
from registry.web.views.parts import Exact, instant_text
from registry.web.views.rates import condition_view
from scrapers.claims import FIELDS
from scrapers.meters import METERS

_TRUTHS = {"yes": True, "no": False}

Value = Exact | bool | int | str | None

Tier = Annotated[str | None, Field(description="Of a price: its service tier.", examples=["standard"])]
When = Annotated[Condition | None, Field(description="Of a price: its condition.")]
Unit = Annotated[str | None, Field(description="Of a price: the unit.", examples=["token"])]
Per = Annotated[int | None, Field(description="Of a price: the number of units.", examples=[1000000])]
OfferingId = Annotated[str, Field(description="The offering's id.", examples=["openai/gpt-5.6-luna"])]
PageUrl = Annotated[str | None, Field(description="The path of the offering's page; null if it has none.")]


@dataclass(frozen=True, slots=True)
class DecisionView:
    """What a person decided."""

    verdict: Annotated[str, Field(description="accept or reject.", examples=["reject"])]
    why: Annotated[str, Field(description="The reason that was given.", examples=["A typing error of the feed."])]
    at: Annotated[str | None, Field(description="When it was decided.", examples=["2026-11-23T09:30:00Z"])]


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document that is held whole."""

    url: Annotated[str, Field(description="Where it was read.")]
    fetched_at: Annotated[str | None, Field(description="When it was fetched.", examples=["2026-11-23T03:00:12Z"])]
    sha256: Annotated[str, Field(description="Of its bytes.")]
    version: Annotated[str | None, Field(description="Its version, where it has one.")]
    rows: Annotated[int, Field(description="Offerings in it.", examples=[20])]


@dataclass(frozen=True, slots=True)
class HeldView:
    """A claim, or a whole document, that a guard stopped: what its source said before stands."""

    id: Annotated[str, Field(description="The same for the same claim, for good.", examples=["3f9a0c51d2e4"])]
    kind: Annotated[str, Field(description="claim, or document for a source held whole.", examples=["claim"])]
    source: Annotated[str, Field(description="Who says it.", examples=["litellm"])]
    offering: Annotated[str | None, Field(description="Of a claim: the offering.", examples=["openai/gpt-5.6-luna"])]
    field: Annotated[str | None, Field(description="Of a claim: what it is about.", examples=["input"])]
    tier: Tier
    when: When
    unit: Unit
    per: Per
    old: Annotated[Value, Field(description="What stands; a price is USD per `per` units; null: nothing.")]
    new: Annotated[Value, Field(description="What is held; a price is USD per `per` units.", examples=[200])]
    reason: Annotated[str, Field(description="Why.", examples=["the price changed by a unit-sized factor"])]
    state: Annotated[str, Field(description="open, or rejected by a person.", examples=["open"])]
    since: Annotated[str | None, Field(description="When the source first said it.", examples=["2026-11-23T03:00:12Z"])]
    url: PageUrl
    document: Annotated[DocumentView | None, Field(description="Of a document: where it is from.")]
    decision: Annotated[DecisionView | None, Field(description="The newest decision about it.")]


@dataclass(frozen=True, slots=True)
class ClaimedView:
    """What one source says."""

    source: Annotated[str, Field(description="The source's name.", examples=["models-dev"])]
    value: Annotated[Value, Field(description="What it says; a price is USD per `per` units.", examples=[0.2])]
    published: Annotated[bool, Field(description="Whether this is what the catalog publishes.", examples=[True])]
    since: Annotated[
        str | None, Field(description="The day on which it began to; null: before all evidence.", examples=[None])
    ]
    seen: Annotated[str, Field(description="The day on which it was last seen to say so.", examples=["2026-11-12"])]
    url: Annotated[str | None, Field(description="The page that it cites.")]


@dataclass(frozen=True, slots=True)
class DisagreementView:
    """A field of an offering of which sources say different things now, the published claim first."""

    offering: OfferingId
    field: Annotated[str, Field(description="A field, or the meter of a price.", examples=["input"])]
    tier: Tier
    when: When
    unit: Unit
    per: Per
    claims: tuple[ClaimedView, ...]
    url: PageUrl


def held_view(catalog: Catalog, held: Held | HeldDocument, decision: Decision | None = None) -> HeldView:
    """One entry of the queue, with the newest decision about it."""
    told = DecisionView(decision.verdict, decision.why, instant_text(decision.at)) if decision else None
    if isinstance(held, HeldDocument):
        return _document_view(held, told)
    meter = METERS.get(held.field)
    return HeldView(
        id=held.id,
        kind="claim",
        source=held.source,
        offering=held.offering,
        field=held.field,
        tier=held.tier if meter else None,
        when=condition_view(held.when),
        unit=meter.unit if meter else None,
        per=meter.per if meter else None,
        old=_shown(held.field, held.old),
        new=_shown(held.field, held.new),
        reason=held.reason,
        state=held.state,
        since=instant_text(held.since),
        url=_page(catalog, held.offering),
        document=None,
        decision=told,
    )


def disagreement_view(catalog: Catalog, found: Disagreement) -> DisagreementView:
    """One field with each source's value."""
    meter = METERS.get(found.field)
    return DisagreementView(
        offering=found.offering,
        field=found.field,
        tier=found.tier if meter else None,
        when=condition_view(found.when),
        unit=meter.unit if meter else None,
        per=meter.per if meter else None,
        claims=tuple(
            _claimed_view(found.field, claim, published=not place) for place, claim in enumerate(found.claims)
        ),
        url=_page(catalog, found.offering),
    )


def _document_view(held: HeldDocument, decision: DecisionView | None) -> HeldView:
    return HeldView(
        id=held.id,
        kind="document",
        source=held.source,
        offering=None,
        field=None,
        tier=None,
        when=None,
        unit=None,
        per=None,
        old=None,
        new=None,
        reason=held.reason,
        state=held.state,
        since=instant_text(held.since),
        url=None,
        document=DocumentView(held.url, instant_text(held.fetched_at), held.sha256, held.version, held.rows),
        decision=decision,
    )


def _claimed_view(field: str, claim: Claimed, *, published: bool) -> ClaimedView:
    since = claim.since.isoformat() if claim.since else None
    return ClaimedView(claim.source, _shown(field, claim.value), published, since, claim.seen.isoformat(), claim.url)


def _shown(field: str, value: str | None) -> Value:
    """A claim's text as JSON has it: a price per displayed units, a number, true or false, else the text."""
    if value is None:
        return None
    if field in METERS:
        return times(Decimal(value), METERS[field].per)
    if FIELDS.get(field) is int and value.isdigit():
        return int(value)
    return _TRUTHS.get(value, value) if FIELDS.get(field) is bool else value


def _page(catalog: Catalog, offering: str) -> str | None:
    found = catalog.offerings.get(offering)
    return f"/providers/{found.provider}/{found.slug}" if found else None
