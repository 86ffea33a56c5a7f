"""What is too strange to be believed from one source alone. Rows of a table, applied to the tracks of one offering.

A claim that a guard stops is *held*: the source's former value stands, and the claim waits where people see it until
a second source says the same, until the source has said it for as long as its guard asks, or until a person decides.
Held is a function of the evidence and of the recorded decisions, never of the order of arrival.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from itertools import pairwise

from registry.domain.authority import rank
from registry.domain.catalog import Held, PriceKey
from registry.domain.money import plain
from registry.domain.timeline import GRACE, Step
from scrapers.claims import ALWAYS
from scrapers.meters import METERS

Tracks = dict[PriceKey, dict[str, tuple[Step, ...]]]
ToldTracks = Mapping[PriceKey, Mapping[str, tuple[Step, ...]]]

DEAREST_TOKEN = Decimal("0.001")
"""USD. The dearest tokens ever listed cost $600 per million."""

_UNITS = tuple(Decimal(10) ** power for power in (2, 3, 4, 5, 6, 9))
_TOLERANCE = Decimal("0.01")


def is_unit_sized(old: Decimal, new: Decimal) -> bool:
    """Whether two prices differ as a price per token and one per thousand do: by a power of ten from a hundred on."""
    if not old or not new:
        return False
    ratio = max(old / new, new / old)
    return any(abs(ratio / unit - 1) <= _TOLERANCE for unit in _UNITS)


@dataclass(frozen=True, slots=True)
class Guard:
    """One reason to hold a change of price. patience: how long a source must insist; None is for ever, dated or not."""

    reason: str
    trips: Callable[[Decimal, Decimal], bool]
    patience: timedelta | None


GUARDS: tuple[Guard, ...] = (
    Guard("the price changed by a unit-sized factor", is_unit_sized, None),
    Guard("the price fell to zero", lambda old, new: old > 0 and new == 0, timedelta(days=21)),
    Guard("the price rose to more than five times", lambda old, new: old > 0 and new > 5 * old, timedelta(days=21)),
    Guard("the price fell by more than 80%", lambda old, new: 0 < new < old / 5, timedelta(days=21)),
)


def guarded(
    offering: str, tracks: ToldTracks, decisions: Mapping[str, str], typical: Mapping[str, Decimal] | None = None
) -> tuple[Tracks, tuple[Held, ...]]:
    """The tracks without what is held, and what is held.

    decisions: held id -> `accept` or `reject`; typical: meter -> what the model's providers charge, where enough do.
    """
    kept: Tracks = {}
    found: list[Held] = []
    for key, own in tracks.items():
        kept[key] = {}
        usual = (typical or {}).get(key[0]) if key[1:] == ("standard", ALWAYS) else None
        for source in own:
            steps, held = _believed(offering, key, source, own, decisions, usual)
            found += held
            if steps:
                kept[key][source] = steps
    believed = _within_rows(offering, kept, found, decisions)
    # A source that says it, takes it back and says it again makes one claim: the first time is what is told.
    return believed, tuple(reversed({claim.id: claim for claim in reversed(found)}.values()))


def _believed(
    offering: str,
    key: PriceKey,
    source: str,
    own: Mapping[str, Sequence[Step]],
    decisions: Mapping[str, str],
    usual: Decimal | None,
) -> tuple[tuple[Step, ...], list[Held]]:
    """One source's steps of one key without the held ones, over which the value before them goes on."""
    steps: list[Step] = []
    held: list[Held] = []
    for step in own[source]:
        before = steps[-1] if steps else None
        reason = _doubt(step, before, own, usual) or _absurdity(step, key, own)
        if reason is not None:
            claim = _held(offering, key, step, before.usd if before else None, reason)
            if decisions.get(claim.id) != "accept":
                held.append(replace(claim, state="rejected" if claim.id in decisions else "open"))
                if before is not None and before.end == step.start:
                    steps[-1] = replace(before, end=step.end)
                continue
        steps.append(step)
    return tuple(steps), held


def _doubt(step: Step, before: Step | None, own: Mapping[str, Sequence[Step]], usual: Decimal | None) -> str | None:
    if _is_confirmed(step, own):
        return None
    if usual and _is_far(step.usd, usual) and (before is None or not _is_far(before.usd, usual)):
        return "a hundred times what others charge for this model"
    if before is None:
        return _doubt_at_first_sight(step, own)
    if usual and _is_far(before.usd, usual):
        return None  # the former price was the strange one
    for guard in GUARDS:
        if guard.trips(before.usd, step.usd) and not _is_past(guard, before, step):
            return guard.reason
    return None


def _is_far(usd: Decimal, usual: Decimal) -> bool:
    return usd >= usual * 100


def _absurdity(step: Step, key: PriceKey, own: Mapping[str, Sequence[Step]]) -> str | None:
    """A token dearer than any that has been sold is told per thousand or per million by mistake."""
    if METERS[key[0]].unit == "token" and step.usd > DEAREST_TOKEN and not _is_confirmed(step, own):
        return "a token price above $1,000 per million"
    return None


def _is_past(guard: Guard, before: Step, step: Step) -> bool:
    """Whether a guard that looks at a change has nothing to say of it any more, or never had.

    A source that insists is believed, and one that dates its change; what happened while it was not read is no jump.
    """
    if guard.patience is None:
        return False
    unread = step.first_seen - before.last_seen >= GRACE
    return step.basis == "documented" or unread or step.last_seen - step.first_seen >= guard.patience


def _is_confirmed(step: Step, own: Mapping[str, Sequence[Step]]) -> bool:
    """Whether another source says the same, and not only long before."""
    return any(
        other.usd == step.usd and other.last_seen > step.first_seen - GRACE
        for source, steps in own.items()
        if source != step.source
        for other in steps
    )


def _doubt_at_first_sight(step: Step, own: Mapping[str, Sequence[Step]]) -> str | None:
    """A first price is doubted where others price the same thing, alike, and it is off by a unit."""
    others = [steps[-1] for source, steps in own.items() if source != step.source and steps]
    strange = [other for other in others if is_unit_sized(other.usd, step.usd)]
    if not strange:
        return None
    outranked = any(rank(other.source) < rank(step.source) for other in strange)
    outvoted = len(strange) > 1 and len({other.usd for other in strange}) == 1
    return f"a unit-sized factor away from {strange[0].source}" if outranked or outvoted else None


def _within_rows(offering: str, tracks: Tracks, found: list[Held], decisions: Mapping[str, str]) -> Tracks:
    """The guards on several prices of one row: swapped columns, a cache dearer than the input that it saves."""
    for key in list(tracks):
        meter, tier, when = key
        if meter == "output":
            _hold_swapped(offering, ("input", tier, when), key, tracks, found, decisions)
        if meter == "cache_read":
            _hold_dear_cache(offering, ("input", tier, when), key, tracks, found, decisions)
    return tracks


def _hold_swapped(
    offering: str, inputs: PriceKey, outputs: PriceKey, tracks: Tracks, found: list[Held], decisions: Mapping[str, str]
) -> None:
    for source in tracks[outputs].keys() & tracks.get(inputs, {}).keys():
        pairs = zip(pairwise(tracks[inputs][source]), pairwise(tracks[outputs][source]), strict=False)
        for (old_in, new_in), (old_out, new_out) in pairs:
            swapped = new_in.start == new_out.start and (new_in.usd, new_out.usd) == (old_out.usd, old_in.usd)
            if swapped and old_in.usd != old_out.usd and not _is_confirmed(new_in, tracks[inputs]):
                for key, step, before in ((inputs, new_in, old_in), (outputs, new_out, old_out)):
                    claim = _held(offering, key, step, before.usd, "input and output look swapped")
                    _take_out(claim, key, step, before, tracks, found, decisions)


def _hold_dear_cache(
    offering: str, inputs: PriceKey, caches: PriceKey, tracks: Tracks, found: list[Held], decisions: Mapping[str, str]
) -> None:
    for source in sorted(tracks[caches].keys() & tracks.get(inputs, {}).keys()):
        steps = tracks[caches][source]
        for place, step in enumerate(steps):
            beside = [one for one in tracks[inputs][source] if one.start <= step.first_seen < one.end]
            if beside and step.usd > beside[-1].usd and not _is_confirmed(step, tracks[caches]):
                before = steps[place - 1] if place else None
                claim = _held(offering, caches, step, before.usd if before else None, "cache read above input")
                _take_out(claim, caches, step, before, tracks, found, decisions)


def _take_out(
    claim: Held,
    key: PriceKey,
    step: Step,
    before: Step | None,
    tracks: Tracks,
    found: list[Held],
    decisions: Mapping[str, str],
) -> None:
    if decisions.get(claim.id) == "accept":
        return
    found.append(replace(claim, state="rejected" if claim.id in decisions else "open"))
    steps = [one for one in tracks[key][step.source] if one is not step]
    if before is not None and before in steps and before.end == step.start:
        steps[steps.index(before)] = replace(before, end=step.end)
    if steps:
        tracks[key][step.source] = tuple(steps)
    else:
        del tracks[key][step.source]


def _held(offering: str, key: PriceKey, step: Step, old: Decimal | None, reason: str) -> Held:
    meter, tier, when = key
    told = f"{step.source}|{offering}|{meter}|{tier}|{when}|{plain(step.usd)}"
    return Held(
        id=hashlib.sha256(told.encode()).hexdigest()[:12],
        source=step.source,
        offering=offering,
        field=meter,
        tier=tier,
        when=when,
        old=plain(old) if old is not None else None,
        new=plain(step.usd),
        reason=reason,
        since=step.first_seen,
    )
