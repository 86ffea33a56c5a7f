"""What trips people up with the prices of an offering."""

from collections.abc import Mapping
from decimal import Decimal

from registry.web.pages.gotchas.subject import Subject, costs_more, less, more, more_than
from registry.web.pages.wording import EN_DASH, listed, price

_FLOORS: Mapping[int, tuple[str, ...]] = {
    512: ("opus-5", "opus-5-5", "fable-5", "fable-5-1", "mythos-5", "mythos-5-1"),
    1024: ("sonnet-5", "sonnet-4-6", "sonnet-4-5", "opus-4-8", "opus-4-1", "4-sonnet", "4-opus", "3-7-sonnet"),
    2048: ("opus-4-7", "mythos-preview", "3-5-haiku", "3-haiku"),
    4096: ("opus-4-6", "opus-4-5", "haiku-4-5"),
}
CACHE_FLOORS = {f"anthropic/claude-{name}": floor for floor, names in _FLOORS.items() for name in names}
"""Model -> the tokens below which its prefix is not cached at `FLOORED`, without an error.

From https://platform.claude.com/docs/en/build-with-claude/prompt-caching#cache-limitations
"""
FLOORED = frozenset({"anthropic", "google-vertex", "azure", "azure-ai", "claude-platform-aws"})


def by_the_hour(subject: Subject) -> str | None:
    """The clock decides."""
    windows = {str(window) for value in subject.conditions("utc") if isinstance(value, tuple) for window in value}
    if not windows:
        return None
    hours = listed([window.replace("-", EN_DASH) for window in sorted(windows)])
    return f"The price depends on the hour (windows in UTC: {hours}); the clock that counts is the provider's."


def by_the_prompt(subject: Subject) -> str | None:
    """A long prompt is dearer as a whole."""
    steps = sorted(int(str(step)) for step in subject.conditions("prompt_over"))
    if not steps:
        return None
    size = listed([f"{step:,}" for step in steps], "or")
    return f"A prompt over {size} tokens is billed at the higher rate as a whole, its first tokens included."


def by_the_region(subject: Subject) -> str | None:
    """Some regions are dearer."""
    own = subject.price("input")
    there = {
        str(rate.when["region"]): rate.usd
        for rate in subject.view.rates
        if rate.when and rate.when.keys() == {"region"} and (rate.meter, rate.tier) == ("input", "standard")
    }
    dearer = {region: usd for region, usd in there.items() if own and costs_more(usd, own)}
    if not own or not dearer:
        return None
    most = max(dearer.values())
    where = listed(sorted(dearer)) if len(dearer) <= 3 else f"{len(dearer)} regions"
    up_to = "" if len(set(dearer.values())) == 1 else "up to "
    return f"The price depends on the region: in {where} input costs {up_to}{more(most, own)}."


def cache_writes(subject: Subject) -> str | None:
    """Filling the cache costs more than not using it."""
    plain, written, read = (subject.price(meter) for meter in ("input", "cache_write", "cache_read"))
    if not plain or not written or not costs_more(written, plain):
        return None
    said = f"Writing to the cache costs {more_than(written, plain)} input"
    if read is not None and read < plain:
        reads = int((written - plain) // (plain - read)) + 1
        said += f": it pays off once what was written is read {'again' if reads == 1 else f'{reads} times'}"
    floor = CACHE_FLOORS.get(subject.offering.model) if subject.offering.provider in FLOORED else None
    return f"{said}; a prefix under {floor:,} tokens is not cached at all." if floor else f"{said}."


def reasoning(subject: Subject) -> str | None:
    """Tokens that nobody sees are billed."""
    if not subject.offering.capabilities.get("reasoning"):
        return None
    apart, output = subject.price("reasoning"), subject.price("output")
    if apart is not None:
        return f"Reasoning tokens have a price of their own: {price(apart)} per 1M." if apart != output else None
    efforts = subject.offering.reasoning_efforts
    how_many = f"; the effort ({listed(efforts, 'or')}) decides how many" if len(efforts) > 1 else ""
    return f"Reasoning tokens are billed as output, although they may not be shown{how_many}."


def sound(subject: Subject) -> str | None:
    """Audio is dearer than text."""
    text, heard = subject.price("input"), subject.price("input_audio")
    if not text or not heard or not costs_more(heard, text):
        return None
    return f"Audio input costs {price(heard)} per 1M tokens, {more_than(heard, text)} text."


def searches(subject: Subject) -> str | None:
    """A built-in search is billed besides the tokens."""
    found = next((r for r in subject.view.rates if r.meter == "web_search" and r.tier == "standard" and r.usd), None)
    return (
        f"Web search is billed on top of the tokens: {price(found.usd)} per {found.per:,} searches." if found else None
    )


def batches(subject: Subject) -> str | None:
    """What waiting saves."""
    now, later = subject.price("input"), subject.price("input", "batch")
    if not now or not later or not costs_more(now, later) or not _alike(subject, now, later):
        return None
    return f"In a batch it costs {less(later, now)}; a single request is never billed at that rate."


def _alike(subject: Subject, now: Decimal, later: Decimal) -> bool:
    """Whether the output is as much cheaper in a batch as the input is."""
    output, waiting = subject.price("output"), subject.price("output", "batch")
    return not output or (waiting is not None and waiting * now == output * later)
