"""What is wrong between entries that are right by themselves: two about one thing, and one that could never lapse."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TypeVar

from registry.domain.overrides import Correction, Declaration, Overrides, Price
from registry.overrides.blocks import Block, Mistake
from registry.overrides.cells import UNKNOWN

One = TypeVar("One", Declaration, Correction, Price)


def mistakes_between(overrides: Overrides, endless: Iterable[tuple[Block, Correction | Price]]) -> Iterator[Mistake]:
    """Every mistake that takes two entries to see. endless: the entries with neither `until` nor `replaces`."""
    yield from _repeated(overrides.declarations, lambda one: one.subject.lower(), "declared")
    yield from _repeated(overrides.corrections, lambda one: (one.kind, one.subject.lower(), one.field), "given a value")
    yield from _overlapping(overrides.prices)
    declared = {one.subject.lower() for one in overrides.declarations}
    for block, entry in endless:
        if entry.subject.lower() not in declared:
            yield block.mistake(_endless(entry))


def _repeated(entries: Iterable[One], key: Callable[[One], Hashable], done: str) -> Iterator[Mistake]:
    first: dict[Hashable, One] = {}
    for one in entries:
        known = first.setdefault(key(one), one)
        if known is not one:
            yield _at(one, f"{_what(one)} is {done} already at {known.cited.place}: keep one of the two")


def _overlapping(prices: Sequence[Price]) -> Iterator[Mistake]:
    """Prices of one key follow one another: each ends where the next begins, unless its own end is later."""
    by_key: dict[Hashable, list[Price]] = {}
    for price in prices:
        by_key.setdefault((price.subject.lower(), price.key), []).append(price)
    for entries in by_key.values():
        for one, other in pairwise(sorted(entries, key=lambda price: price.begins)):
            if one.begins == other.begins or (one.cited.until is not None and one.cited.until > other.begins):
                yield _at(other, f"{_what(other)} overlaps with {one.cited.place}: let one end where the next begins")


def _endless(entry: Correction | Price) -> str:
    return (
        f"{_what(entry)} has neither `until` nor `replaces`: say when it ends, or name the value that the sources give"
        f' (`replaces = ...`, "{UNKNOWN}" if they give none), so that it lapses when they change it'
    )


def _what(entry: Declaration | Correction | Price) -> str:
    if isinstance(entry, Declaration):
        return entry.subject
    return f"{entry.key[0] if isinstance(entry, Price) else entry.field} of {entry.subject}"


def _at(entry: Declaration | Correction | Price, text: str) -> Mistake:
    file, _, line = entry.cited.place.rpartition(":")
    return Mistake(file, int(line), text)
