"""Which changes somebody asks for. The store asks SQL for the same; a test holds the two against each other."""

import operator
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from registry.domain.catalog import Change

DIRECTIONS: Mapping[str, Callable[[Decimal, Decimal], bool]] = {"up": operator.gt, "down": operator.lt}
"""How the new price stands to the old one."""


@dataclass(frozen=True, slots=True)
class ChangeFilter:
    """What a change must be, and in which order changes are told.

    since: of that day or later, or of an edition after that number; until: of that day or earlier.
    kinds: one of these rows of `CHANGE_KINDS`; providers: at one of these; sources: told by one of these. Empty is all.
    offering: of this id, whatever its case; offerings: of one of these ids as they are written, None for all.
    direction: a price that went this way, a row of `DIRECTIONS`.
    as_learnt: what came to be known last is first; else what took effect last.
    """

    since: date | int | None = None
    kinds: tuple[str, ...] = ()
    offering: str | None = None
    until: date | None = None
    providers: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    offerings: tuple[str, ...] | None = None
    direction: str | None = None
    as_learnt: bool = False

    def includes(self, change: Change) -> bool:
        """Whether a change is asked for."""
        return (
            self._is_in_time(change)
            and (not self.kinds or change.kind in self.kinds)
            and (self.offering is None or change.offering.lower() == self.offering.lower())
            and (not self.providers or change.offering.startswith(tuple(f"{one}/" for one in self.providers)))
            and (not self.sources or change.source in self.sources)
            and (self.offerings is None or change.offering in self.offerings)
            and (self.direction is None or _moves(change, self.direction))
        )

    def in_order(self, changes: Iterable[Change]) -> list[Change]:
        """Changes in the order that is asked for, newest first."""
        return sorted(changes, key=lambda one: one.id if self.as_learnt else (one.day, one.id), reverse=True)

    def _is_in_time(self, change: Change) -> bool:
        if self.until is not None and change.day > self.until:
            return False
        if isinstance(self.since, int):
            return change.edition > self.since
        return self.since is None or change.day >= self.since


@dataclass(frozen=True, slots=True)
class FoundChanges:
    """Some of the changes that were asked for, newest first, and how many there are in all."""

    changes: tuple[Change, ...]
    total: int


@dataclass(frozen=True, slots=True)
class ChangeCount:
    """How many changes of a kind an offering has, as a source tells them."""

    offering: str
    kind: str
    source: str | None
    number: int


FindChanges = Callable[[int | None, int], FoundChanges]
"""Finds the changes that are asked for, from the one with this id on (the newest), and at most so many."""


@dataclass(frozen=True, slots=True)
class ChangePage:
    """A page of the changes that were asked for. next: the cursor of the page after it, None at the end."""

    changes: tuple[Change, ...]
    next: str | None
    total: int


class NotInThisList(ValueError):
    """The change after which to go on is none of those that are asked for."""


_CURSOR = re.compile(r"c[0-9]{1,18}")


def cursor_after(change: Change) -> str:
    """Where a list of changes goes on: good in later editions too, since a change stays where it is."""
    return f"c{change.id}"


def read_cursor(text: str) -> int:
    """The id of the change after which to go on. Raises ValueError."""
    if not _CURSOR.fullmatch(text):
        raise ValueError("expected the `next` of the changes before")
    return int(text[1:])


def page_of_changes(find: FindChanges, after: int | None, limit: int) -> ChangePage:
    """The changes after the one with the id `after`, or the first ones. Raises NotInThisList."""
    # The change before goes along, to see that the cursor was made for this list; one more tells whether it goes on.
    before = 0 if after is None else 1
    found = find(after, before + limit + 1)
    if before and [one.id for one in found.changes[:1]] != [after]:
        raise NotInThisList("was not made for this list of changes: start again without it")
    told = found.changes[before:]
    return ChangePage(told[:limit], cursor_after(told[limit - 1]) if len(told) > limit else None, found.total)


def _moves(change: Change, direction: str) -> bool:
    if change.kind != "price" or change.old is None or change.new is None:
        return False
    return DIRECTIONS[direction](Decimal(change.new), Decimal(change.old))
