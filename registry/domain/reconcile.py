"""One offering out of all that its sources say: for each field the claim of the highest authority wins and is named."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations

from registry.domain.authority import rank
from registry.domain.catalog import Claimed, Disagreement
from registry.domain.evidence import Span
from registry.domain.rates import Told
from registry.domain.timeline import GRACE
from scrapers.claims import Scalar, Statement


@dataclass(frozen=True, slots=True)
class Won:
    """The reconciled value of one field and the source that won it."""

    value: Scalar
    source: str


def current(teller: Told) -> Span[Statement] | None:
    """What a source says now; None if it has dropped the subject for longer than the grace."""
    if not teller.spans:
        return None
    last = teller.spans[-1]
    return last if teller.newest - last.last_seen < GRACE else None


def last_words(told: Iterable[Told]) -> list[tuple[str, Span[Statement]]]:
    """(source, what it says) of each source that still lists the subject, or of all if none does; highest
    authority first.
    """
    tellers = list(told)
    living = [(teller.source, span) for teller in tellers if (span := current(teller)) is not None]
    spoken = living or [(teller.source, teller.spans[-1]) for teller in tellers if teller.spans]
    return sorted(spoken, key=lambda pair: (rank(pair[0]), pair[0]))


def fields(told: Iterable[Told]) -> dict[str, Won]:
    """Every field that any source claims, with its winner."""
    won: dict[str, Won] = {}
    for source, span in last_words(told):
        for name, value in span.said.facts.items():
            held = won.get(name)
            if held is None or rank(source, name) < rank(held.source, name):
                won[name] = Won(value, source)
    if "context" not in won and "max_input" in won:
        # LiteLLM's input limit is the whole context for most: better than nothing, and named as its source's.
        won["context"] = won["max_input"]
    return won


_DISPUTED = (
    "context",
    "max_input",
    "max_output",
    "released",
    "knowledge_cutoff",
    "deprecated",
    "retires",
    "open_weights",
)
"""The fields, beside prices, in which a difference between sources is worth showing."""


def disagreements(offering: str, told: Iterable[Told]) -> tuple[Disagreement, ...]:
    """The fields of which living sources say different things, the published claim first."""
    spoken = last_words(told)
    if len(spoken) < 2:
        return ()
    found = []
    for name in _DISPUTED:
        claims = [(source, span) for source, span in spoken if name in span.said.facts]
        claims.sort(key=lambda claim: rank(claim[0], name))
        if _differ([str(span.said.facts[name]) for _, span in claims]):
            found.append(Disagreement(offering, name, tuple(_claimed(name, source, span) for source, span in claims)))
    return tuple(found)


def _differ(values: Sequence[str]) -> bool:
    """Whether any two say different things; a month and a day in it (2026-06, 2026-06-15) do not."""
    return any(not (one.startswith(other) or other.startswith(one)) for one, other in combinations(values, 2))


def _claimed(name: str, source: str, span: Span[Statement]) -> Claimed:
    value = span.said.facts[name]
    text = ("yes" if value else "no") if isinstance(value, bool) else str(value)
    return Claimed(source, text, span.first_seen.date(), span.last_seen.date(), span.said.url)


def unlisted_since(told: Sequence[Told]) -> datetime | None:
    """When the offering was last seen, if every source that had it has dropped it for the grace; else None."""
    if any(current(teller) is not None for teller in told):
        return None
    return max(teller.spans[-1].last_seen for teller in told)


def text(won: Mapping[str, Won], name: str) -> str | None:
    """A field that is a string."""
    held = won.get(name)
    return held.value if held is not None and isinstance(held.value, str) else None


def number(won: Mapping[str, Won], name: str) -> int | None:
    """A field that is a whole number."""
    held = won.get(name)
    return held.value if held is not None and isinstance(held.value, int) and not isinstance(held.value, bool) else None


def words(won: Mapping[str, Won], name: str) -> tuple[str, ...]:
    """A field that is a list of words."""
    held = won.get(name)
    return held.value if held is not None and isinstance(held.value, tuple) else ()


def flag(won: Mapping[str, Won], name: str) -> bool | None:
    """A field that is true or false."""
    held = won.get(name)
    return held.value if held is not None and isinstance(held.value, bool) else None
