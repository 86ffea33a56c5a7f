"""What a price of zero in a feed means. The one place where a zero becomes free, or unknown, or no rate at all.

- 0 in and 0 out, and the id or the name says free: free, every zero is a rate
- 0 in and 0 out otherwise: unknown, a subscription or nobody filled it in
- 0 out of an embedding, rerank or moderation model: no rate, there is no such thing to bill
- 0 for a cache beside a priced input: a sourced zero
- every other zero: unknown
"""

import re
from collections.abc import Iterable

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
    """
    ordered = tuple(rates)
    if all(rate.usd for rate in ordered):
        return ordered
    costly = {(rate.tier, rate.when, rate.since) for rate in ordered if rate.usd}
    priced_input = {(rate.tier, rate.when) for rate in ordered if rate.usd and rate.meter == "input"}
    kept = []
    for rate in ordered:
        all_zero = (rate.tier, rate.when, rate.since) not in costly
        cache = rate.meter.startswith("cache_") and (rate.tier, rate.when) in priced_input
        if rate.usd or cache or (free and all_zero):
            kept.append(rate)
        elif rate.meter.startswith("output") and not answers:
            tally.skip(NOT_BILLED)
        else:
            tally.skip(SUBSCRIPTION if all_zero else UNKNOWN)
    return tuple(kept)
