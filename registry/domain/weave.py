"""Several sources' tracks of one price, woven into one history.

1. A documented change (a source dates it) cuts every track that does not date its own steps. A value that a source has
not
   changed since before the change is out of date from then on; a value that the change ended is out of date whenever it
   was seen; a value first seen after the change reaches back to it and no further.
2. A documented change of the standard price cuts the other tiers and steps of the same meter likewise: what a source
said
   of them before it noticed the change is not carried past it.
3. A change that several sources saw is dated at its first sight; a value first seen after another source was seen to
   change to it reaches back to that change.
4. A source that was last read before another, which had agreed with it, was seen to change has been overtaken.
5. In every stretch of time the source of the highest authority that has a value there wins.
6. Equal neighbours are one: a change is shown once, at the documented date if there is one.
"""

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal

from registry.domain.authority import rank
from registry.domain.catalog import Basis
from registry.domain.timeline import BEGINNING, END, Step, day_of

_SAME_CHANGE = timedelta(days=120)
"""For how long after its first sight the same change, seen by another source, is taken to be one and the same."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A documented change at `at`, from `ended` to `began`; both None where it is the standard price that changed.

    noticed: for each source that followed the change, when it was first seen to do so.
    """

    at: datetime
    ended: Decimal | None = None
    began: Decimal | None = None
    noticed: Mapping[str, datetime] = field(default_factory=dict)


def documented_cuts(tracks: Iterable[Sequence[Step]]) -> tuple[Cut, ...]:
    """The documented changes in the tracks of one key, in order of time."""
    tracks = list(tracks)
    cuts = {}
    for steps in tracks:
        for before, after in itertools.pairwise(steps):
            if after.basis == "documented" and before.usd != after.usd:
                noticed = {
                    step.source: step.first_seen
                    for told in tracks
                    for step in reversed(told)
                    if step.usd == after.usd and step.end > after.start
                }
                cuts[after.start] = Cut(after.start, before.usd, after.usd, noticed)
    return tuple(cuts[at] for at in sorted(cuts))


def of_standard(cuts: Iterable[Cut]) -> tuple[Cut, ...]:
    """The standard price's cuts as the other tiers and steps of the meter see them."""
    return tuple(Cut(cut.at, noticed=cut.noticed) for cut in cuts)


def living(tracks: Sequence[Sequence[Step]], cuts: Sequence[Cut]) -> list[Step]:
    """What is left of the tracks of one key when the outdated is taken out (rules 1 to 4)."""
    latest_first = sorted(cuts, key=lambda cut: cut.at, reverse=True)
    if len(tracks) == 1:
        return _within(tracks[0], latest_first)
    seen_first = _dated_at_first_sight(tracks)
    return _without_the_overtaken([step for steps in seen_first for step in _within(steps, latest_first)])


def _dated_at_first_sight(tracks: Sequence[Sequence[Step]]) -> list[list[Step]]:
    changes = [
        (before, after)
        for steps in tracks
        for before, after in itertools.pairwise(steps)
        if after.basis == "observed" and before.usd != after.usd
    ]
    return [_dated_by(changes, steps) for steps in tracks] if changes else [list(steps) for steps in tracks]


def _dated_by(changes: Sequence[tuple[Step, Step]], steps: Sequence[Step]) -> list[Step]:
    dated: list[Step] = []
    for step in steps:
        before = dated[-1] if dated else None
        same = [(old, new) for old, new in changes if new.source != step.source and new.usd == step.usd]
        if before is None and step.basis == "undated":
            reached = [new.start for _, new in same if new.start <= day_of(step.first_seen)]
            step = replace(step, start=max(reached), basis="observed") if reached else step  # noqa: PLW2901
        elif before is not None and step.basis == "observed" and before.end == step.start:
            earlier = [
                new.start
                for old, new in same
                if old.usd == before.usd and before.start < new.start < step.start <= new.start + _SAME_CHANGE
            ]
            if earlier:
                dated[-1] = replace(before, end=min(earlier))
                step = replace(step, start=min(earlier))  # noqa: PLW2901
        dated.append(step)
    return dated


def woven(steps: Sequence[Step], cuts: Sequence[Cut]) -> tuple[Step, ...]:
    """One history out of living steps (rules 5 and 6): in order, without overlaps, possibly with gaps."""
    return _joined(steps, {cut.at for cut in cuts})


def _within(steps: Sequence[Step], latest_first: Sequence[Cut]) -> list[Step]:
    kept = []
    for place, step in enumerate(steps):
        before = steps[place - 1] if place else None
        held = step if step.basis == "documented" else _cut_down(step, before, latest_first)
        if held is not None and held.start < held.end:
            kept.append(held)
    return kept


def _cut_down(step: Step, before: Step | None, latest_first: Sequence[Cut]) -> Step | None:
    """What is left of one step under the cuts; None if nothing is."""
    for cut in latest_first:
        if cut.at >= step.end:
            continue
        if _follows(step, cut):
            reaches_back = step.start < cut.at <= step.first_seen
            late = before is not None and before.start < cut.at <= step.start
            return replace(step, start=cut.at) if reaches_back or late else step
        if step.usd == cut.ended and step.start >= cut.at:
            turned_back = before is not None and before.usd == cut.began
            return step if turned_back else None
        if step.start < cut.at:
            if step.usd == cut.ended or day_of(step.first_seen) <= cut.at or cut.ended is None:
                step = replace(step, end=cut.at)
            else:
                return replace(step, start=cut.at)
    return step


def _follows(step: Step, cut: Cut) -> bool:
    """Whether the source had noticed the change when it said this."""
    if cut.began is not None:
        return step.usd == cut.began
    noticed = cut.noticed.get(step.source)
    return noticed is not None and step.first_seen >= noticed


def _without_the_overtaken(steps: Sequence[Step]) -> list[Step]:
    kept = []
    for step in steps:
        changes = [
            later.start
            for earlier, later in itertools.pairwise(steps)
            if earlier.source == later.source != step.source
            and later.basis == "observed"
            and earlier.end == later.start > step.last_seen
            and earlier.usd == step.usd != later.usd
        ]
        kept.append(replace(step, end=min(changes)) if changes and step.end == END else step)
    return [step for step in kept if step.start < step.end]


def _joined(steps: Sequence[Step], cut_at: set[datetime]) -> tuple[Step, ...]:
    by_authority = sorted(steps, key=lambda step: (rank(step.source), step.source))
    edges = sorted({step.start for step in steps} | {step.end for step in steps})
    documented = {(step.start, step.usd): step for step in reversed(by_authority) if step.basis == "documented"}
    joined: list[Step] = []
    for start, end in itertools.pairwise(edges):
        winner = next((step for step in by_authority if step.start <= start and end <= step.end), None)
        if winner is None:
            continue
        if joined and joined[-1].end == start and joined[-1].usd == winner.usd:
            joined[-1] = replace(joined[-1], end=end)
            continue
        told = documented.get((start, winner.usd))
        basis: Basis = "undated" if start == BEGINNING else "documented" if told or start in cut_at else "observed"
        joined.append(replace(told or winner, start=start, end=end, basis=basis))
    return tuple(joined)
