"""How fresh the catalog is: sources, editions, and the state of the whole."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from registry.domain.catalog import Edition, SourceState
from registry.web.views.parts import instant_text

Instant = Annotated[
    str | None, Field(description="An instant in UTC; null is never.", examples=["2026-11-23T03:00:12Z"])
]


STALE_DAYS = 21
"""The age in days beyond which the newest snapshot of a source is stale: three weekly refreshes without news."""


@dataclass(frozen=True, slots=True)
class SourceView:
    """How fresh one source is."""

    name: Annotated[str, Field(description="Its name in settings and citations.", examples=["models-dev"])]
    title: Annotated[str, Field(description="Display name.", examples=["models.dev"])]
    home: Annotated[str, Field(description="Its site.", examples=["https://models.dev"])]
    licence: Annotated[str, Field(description="The licence of its data.", examples=["MIT"])]
    url: Annotated[str, Field(description="Where it is read.")]
    enabled: Annotated[bool, Field(description="Whether this instance reads it.", examples=[True])]
    last_success: Instant
    last_attempt: Instant
    age_days: Annotated[int | None, Field(description="Days since its newest snapshot.", examples=[3])]
    stale: Annotated[
        bool,
        Field(description=f"Whether its newest snapshot is older than {STALE_DAYS} days, though no read has failed."),
    ]
    error: Annotated[str | None, Field(description="Why its newest attempt failed, if it did.")]
    snapshot_at: Instant
    sha256: Annotated[str | None, Field(description="Of the newest snapshot.")]
    version: Annotated[str | None, Field(description="Of the newest snapshot, where it has one.")]
    rows: Annotated[int, Field(description="Offerings in the newest snapshot.", examples=[8261])]
    skipped: Annotated[Mapping[str, int], Field(description="What was left out of it, by reason.")]
    held: Annotated[int, Field(description="Claims that wait for a second source or a person.", examples=[0])]
    next_refresh: Instant


@dataclass(frozen=True, slots=True)
class EditionView:
    """One published state of the catalog."""

    number: Annotated[int, Field(description="Grows by one.", examples=[7])]
    published_at: Instant
    day: Annotated[str, Field(description="The day of its newest evidence.", examples=["2026-11-23"])]
    digest: Annotated[str, Field(description="The sha256 of its canonical export.")]
    providers: Annotated[int, Field(description="How many.", examples=[312])]
    models: Annotated[int, Field(description="How many.", examples=[2810])]
    offerings: Annotated[int, Field(description="How many.", examples=[12480])]
    changes: Annotated[int, Field(description="Against the edition before.", examples=[214])]
    url: Annotated[str, Field(description="Its path in the API.", examples=["/api/v1/editions/7"])]


@dataclass(frozen=True, slots=True)
class StatusView:
    """Whether everything is fine: `ok`, or `attention` with the reasons."""

    status: Annotated[str, Field(description="ok or attention.", examples=["ok"])]
    reasons: Annotated[tuple[str, ...], Field(description="What needs attention, in words.", examples=[[]])]
    edition: EditionView
    last_refresh: Instant
    next_refresh: Instant
    overdue: Annotated[bool, Field(description="Whether a weekly slot has passed without a refresh.", examples=[False])]
    held: Annotated[int, Field(description="Claims that wait for a second source or a person.", examples=[3])]
    stale: Annotated[tuple[str, ...], Field(description="The sources that are stale.", examples=[["models-dev"]])]
    disagreements: Annotated[int, Field(description="Fields of which sources say different things.", examples=[12])]
    sources: tuple[SourceView, ...]


def source_view(state: SourceState, day: date, next_refresh: datetime | None) -> SourceView:
    """One source as seen on a UTC day."""
    seen = state.snapshot_at or state.last_success
    age = max((day - seen.date()).days, 0) if seen else None
    return SourceView(
        name=state.name,
        title=state.title,
        home=state.home,
        licence=state.licence,
        url=state.url,
        enabled=state.enabled,
        last_success=instant_text(state.last_success),
        last_attempt=instant_text(state.last_attempt),
        age_days=age,
        stale=age is not None and age > STALE_DAYS and state.enabled and not state.error,
        error=state.error,
        snapshot_at=instant_text(state.snapshot_at),
        sha256=state.sha256,
        version=state.version,
        rows=state.rows,
        skipped=dict(sorted(state.skipped.items())),
        held=state.held,
        next_refresh=instant_text(next_refresh) if state.enabled else None,
    )


def edition_view(edition: Edition) -> EditionView:
    """One edition."""
    return EditionView(
        number=edition.number,
        published_at=instant_text(edition.published_at),
        day=edition.day.isoformat(),
        digest=edition.digest,
        providers=edition.providers,
        models=edition.models,
        offerings=edition.offerings,
        changes=edition.changes,
        url=f"/api/v1/editions/{edition.number}",
    )


def status_view(
    edition: Edition,
    sources: Iterable[SourceState],
    *,
    day: date,
    last_refresh: datetime | None,
    next_refresh: datetime | None,
    disagreements: int,
) -> StatusView:
    """The state of the whole as seen on a UTC day. `next_refresh` is the first slot after the last refresh."""
    states = tuple(sources)
    overdue = next_refresh is not None and next_refresh.date() < day
    reasons = [f"refresh overdue since {next_refresh.date()}"] if overdue and next_refresh else []
    reasons += [f"{state.name}: {state.error}" for state in states if state.enabled and state.error]
    views = tuple(source_view(state, day, next_refresh) for state in states)
    return StatusView(
        status="attention" if reasons else "ok",
        reasons=tuple(reasons),
        edition=edition_view(edition),
        last_refresh=instant_text(last_refresh),
        next_refresh=instant_text(next_refresh),
        overdue=overdue,
        held=sum(state.held for state in states),
        stale=tuple(view.name for view in views if view.stale),
        disagreements=disagreements,
        sources=views,
    )
