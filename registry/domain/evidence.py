"""What sources have said and when: the input of the catalog.

A source is seen at the times of its snapshots. Of one subject it says the same thing over a run of snapshots: that run
is a `Span`. The spans of a subject are disjoint and ordered in time, whatever order the snapshots arrived in, so that
the catalog is a function of the set of snapshots alone.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Generic, TypeVar

from scrapers.claims import ProviderStatement, Statement

Said = TypeVar("Said")


@dataclass(frozen=True, slots=True)
class Span(Generic[Said]):
    """One statement over the snapshots in which its source made it: from `first_seen` to `last_seen`, both inclusive.

    `said` compares by value; in the store it is the statement's canonical JSON, in the domain the statement itself.
    """

    said: Said
    first_seen: datetime
    last_seen: datetime


@dataclass(frozen=True, slots=True)
class SourceHistory:
    """All that one source has said: the times of its snapshots in order, and for each subject its spans in order.

    Keys of `offerings` are (provider, folded API model ID) in the source's own words; of `providers`, the source's
    word.
    A subject whose last span ends before the newest snapshot has been dropped by the source.
    """

    name: str
    snapshots: tuple[datetime, ...]
    offerings: Mapping[tuple[str, str], tuple[Span[Statement], ...]] = field(default_factory=dict)
    providers: Mapping[str, tuple[Span[ProviderStatement], ...]] = field(default_factory=dict)


def observe(
    spans: Sequence[Span[Said]], snapshots: Sequence[datetime], at: datetime, said: Said | None
) -> tuple[Span[Said], ...]:
    """The spans of a subject after one more snapshot, taken `at`, in which the source said `said` (None: nothing).

    `snapshots` are the times of the source's other snapshots, in order; `at` may lie anywhere among them.
    A snapshot at a time that is already known is the caller's to refuse.
    """
    position = bisect_left(snapshots, at)
    before = snapshots[position - 1] if position else None
    after = snapshots[position] if position < len(snapshots) else None
    kept: list[Span[Said]] = []
    for span in spans:
        if span.first_seen < at < span.last_seen:
            if span.said == said:
                return tuple(spans)
            assert before is not None and after is not None  # noqa: S101, PT018 - a span's ends are snapshots
            kept += [replace(span, last_seen=before), replace(span, first_seen=after)]
        else:
            kept.append(span)
    if said is not None:
        kept.append(Span(said, at, at))
    kept.sort(key=lambda span: span.first_seen)
    return _joined(kept, before, at, after)


def _joined(
    spans: Sequence[Span[Said]], before: datetime | None, at: datetime, after: datetime | None
) -> tuple[Span[Said], ...]:
    """Neighbouring spans that say the same at adjacent snapshots become one."""
    joined: list[Span[Said]] = []
    for span in spans:
        last = joined[-1] if joined else None
        adjacent = last is not None and (last.last_seen, span.first_seen) in ((before, at), (at, after))
        if last is not None and adjacent and last.said == span.said:
            joined[-1] = replace(last, last_seen=span.last_seen)
        else:
            joined.append(span)
    return tuple(joined)
