"""What a price of zero in a feed means. The one place where a zero becomes free, or unknown, or no rate at all.

- 0 in and 0 out, and the id or the name says free: free, every zero is a rate
- 0 in and 0 out otherwise: unknown, a subscription or nobody filled it in
- 0 out of an embedding, rerank or moderation model: no rate, there is no such thing to bill
- 0 for a cache beside a priced input: a sourced zero
- every other zero: unknown
"""

import re
from collections.abc import Iterable
from itertools import groupby

from scrapers.claims import Rate
from scrapers.feeds.tally import Tally

UNKNOWN = "zero price that is unknown"
SUBSCRIPTION = "zero price of a subscription or unknown"
NOT_BILLED = "zero output price of a model without billed output"

ANSWERLESS_MODES = frozenset({"embedding", "rerank", "moderation"})
_ANSWERLESS_WORDS = re.compile(r"embed|rerank|moderation|(?<![a-z0-9])(?:bge|gte|e5|minilm|mini-lm)(?![a-z0-9])")


def has_answer(mode: str | None, *identifying_words: str) -> bool:
    """Whether a model has billable output: its mode says so, or without a mode its id and name."""
    if mode is not None:
        return mode not in ANSWERLESS_MODES
    return not any(_ANSWERLESS_WORDS.search(word.lower()) for word in identifying_words)


def settled(rates: Iterable[Rate], *, free: bool, answers: bool, tally: Tally) -> tuple[Rate, ...]:
    """The rates without the zeros that mean nothing; every zero that is dropped is counted in the tally.

    free: the id or the name says free; answers: the model has billable output (`has_answer`).
    Zeros are judged beside their neighbours of the same tier, condition and start.
    """
    kept: list[Rate] = []
    ordered = list(rates)
    for _, group in groupby(sorted(ordered, key=_neighbourhood), key=_neighbourhood):
        kept += _settled_neighbours(list(group), free=free, answers=answers, tally=tally)
    chosen = set(map(id, kept))
    return tuple(rate for rate in ordered if id(rate) in chosen)


def _neighbourhood(rate: Rate) -> str:
    return f"{rate.tier} {rate.when} {rate.since}"


def _settled_neighbours(rates: list[Rate], *, free: bool, answers: bool, tally: Tally) -> list[Rate]:
    amounts = {rate.meter: rate.usd for rate in rates}
    all_zero = not any(amounts.values())
    priced_input = bool(amounts.get("input"))
    kept = []
    for rate in rates:
        if rate.usd or (all_zero and free) or (priced_input and rate.meter.startswith("cache_")):
            kept.append(rate)
        elif rate.meter.startswith("output") and not answers:
            tally.skip(NOT_BILLED)
        else:
            tally.skip(SUBSCRIPTION if all_zero and "input" in amounts else UNKNOWN)
    return kept
