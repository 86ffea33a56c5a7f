"""Which changes somebody asks for. The store asks SQL for the same; a test holds the two against each other."""

import re
from dataclasses import dataclass
from datetime import date

from registry.domain.catalog import Change


@dataclass(frozen=True, slots=True)
class ChangeFilter:
    """What a change must be. since: of that day or later, or of an edition after that number.

    kinds: one of these rows of `CHANGE_KINDS`, empty for all; offering: of this id, whatever its case; offerings: of
    one of these ids as they are written, None for all.
    """

    since: date | int | None = None
    kinds: tuple[str, ...] = ()
    offering: str | None = None
    provider: str | None = None
    offerings: tuple[str, ...] | None = None

    def includes(self, change: Change) -> bool:
        """Whether a change is asked for."""
        return (
            self._is_recent(change)
            and (not self.kinds or change.kind in self.kinds)
            and (self.offering is None or change.offering.lower() == self.offering.lower())
            and (self.provider is None or change.offering.startswith(f"{self.provider}/"))
            and (self.offerings is None or change.offering in self.offerings)
        )

    def _is_recent(self, change: Change) -> bool:
        if isinstance(self.since, int):
            return change.edition > self.since
        return self.since is None or change.day >= self.since


@dataclass(frozen=True, slots=True)
class FoundChanges:
    """Some of the changes that were asked for, newest first, and how many there are in all."""

    changes: tuple[Change, ...]
    total: int


_CURSOR = re.compile(r"c[0-9]{1,18}")


def cursor_after(change: Change) -> str:
    """Where a list of changes goes on: good in later editions too, since ids grow with time."""
    return f"c{change.id}"


def read_cursor(text: str) -> int:
    """The id of the change after which to go on. Raises ValueError."""
    if not _CURSOR.fullmatch(text):
        raise ValueError("expected the `next` of the changes before")
    return int(text[1:])
