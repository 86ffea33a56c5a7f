"""What one source says of one price over time: its *track*, read out of its statements.

A *key* is one thing that has a price: (meter, tier, condition). The first value that a source is seen to give is
undated
and holds for every earlier date, unless the source was seen before without it; a later value holds from the day on
which
it is first seen. Where a source dates its prices itself, its dates count.

A source that stops pricing a key for less than `GRACE` has not stopped: release trains differ, rows drop out and
return.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from registry.domain.catalog import Basis
from scrapers.claims import Rate

GRACE = timedelta(days=45)
BEGINNING = datetime(1, 1, 1, tzinfo=UTC)
END = datetime(9999, 12, 31, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Seen:
    """What one source said of one key over a run of its snapshots: the rates (several if it dates them), or none.

    read_before: the source's last snapshot before the run, of which a subject that is back was missing.
    """

    first_seen: datetime
    last_seen: datetime
    rates: tuple[Rate, ...]
    read_before: datetime | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One value of a track from `start` until `end` (exclusive).

    first_seen and last_seen: when the source was seen to say it; exact_by: the source that gives the exact value of
    which this one's is a rounding.
    """

    start: datetime
    end: datetime
    usd: Decimal
    basis: Basis
    source: str
    first_seen: datetime
    last_seen: datetime
    exact_by: str | None = None


def track(source: str, seen: Sequence[Seen], newest: datetime) -> tuple[Step, ...]:
    """One source's steps for one key.

    seen: in order, with the runs in which the subject was there without the key;
    newest: the source's newest snapshot, which tells for how long a value has been missing.
    """
    steps: list[Step] = []
    known_without = False
    for run in seen:
        if run.rates:
            steps = _told(source, steps, run, known_without)
        elif not steps:
            known_without = True
    if steps and newest - steps[-1].last_seen >= GRACE:
        steps[-1] = replace(steps[-1], end=min(steps[-1].end, day_of(steps[-1].last_seen) + timedelta(days=1)))
    return tuple(step for step in steps if step.start < step.end)


def _told(source: str, steps: list[Step], run: Seen, known_without: bool) -> list[Step]:
    """The steps after one more run of snapshots."""
    dated = sorted(run.rates, key=lambda rate: rate.since or BEGINNING)
    told = [
        Step(
            rate.since or BEGINNING,
            rate.until or (dated[place + 1].since if place + 1 < len(dated) else None) or END,
            rate.usd,
            "documented" if rate.documented else "observed" if rate.since else "undated",
            source,
            run.first_seen,
            run.last_seen,
        )
        for place, rate in enumerate(dated)
    ]
    if not steps:
        if known_without and told[0].basis == "undated":
            told[0] = replace(told[0], start=day_of(run.first_seen), basis="observed")
        return told
    steps = _without_the_withdrawn(steps, run.first_seen, told)
    last = steps[-1]
    if run.read_before is not None and run.read_before - last.last_seen >= GRACE:
        steps = [*steps[:-1], replace(last, end=min(last.end, day_of(last.last_seen) + timedelta(days=1)))]
    if told[0].basis == "undated":
        return _continued(steps, told, run)
    kept = [replace(step, end=min(step.end, told[0].start)) for step in steps if step.start < told[0].start]
    return [*kept, *told]


def _without_the_withdrawn(steps: list[Step], seen: datetime, told: list[Step]) -> list[Step]:
    """What was announced for later stands only as long as it is repeated.

    An announced value that was never seen in force, and in whose place the old one is told, did not come.
    """
    now = next((step.usd for step in told if step.start <= seen < step.end), None)
    begun = steps[:1]
    for step in steps[1:]:
        withdrawn = step.start > step.last_seen and now == begun[-1].usd
        if step.start <= seen and not withdrawn:
            begun.append(step)
    return begun if len(begun) == len(steps) else [*begun[:-1], replace(begun[-1], end=END)]


def _continued(steps: list[Step], told: list[Step], run: Seen) -> list[Step]:
    """A list that begins undated, told by a source that has spoken before."""
    first, last = told[0], steps[-1]
    changes_at = first.end
    before = next((step for step in reversed(steps) if step.start < changes_at), None)
    if before is not None and before.usd == first.usd:
        earlier = [step for step in steps if step.start < before.start]
        same = replace(
            before,
            end=changes_at,
            last_seen=max(before.last_seen, first.last_seen if len(told) == 1 else before.last_seen),
        )
        return [*earlier, same, *told[1:]]
    if len(told) > 1:
        return told  # The source tells its whole history anew: it corrects what it said before.
    start = day_of(run.first_seen)
    kept = [replace(step, end=min(step.end, start)) for step in steps if step.start < start]
    return [*kept, replace(first, start=start, basis="observed")] if last.usd != first.usd else [*steps[:-1], last]


def day_of(moment: datetime) -> datetime:
    """An observed change is known to the day: the order of arrival within a day decides nothing."""
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)


def valid_from(step: Step) -> datetime | None:
    """The published start of a step: None is undated."""
    return None if step.start == BEGINNING else step.start


def valid_to(step: Step) -> datetime | None:
    """The published end of a step: None is still in force."""
    return None if step.end == END else step.end
