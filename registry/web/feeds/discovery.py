"""Which pages have feeds: one table, for the links in the head of a page and for those above it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

ATOM = "application/atom+xml"
CALENDAR = "text/calendar"

_ANY = "[^/]+"
_RULES: tuple[tuple[str, str, str], ...] = (
    # the page, the media type, what follows the page's path
    ("/changes", ATOM, ".atom"),
    ("/deprecations", CALENDAR, ".ics"),
    (f"/providers/{_ANY}", ATOM, ".atom"),
    (f"/providers/{_ANY}", CALENDAR, ".ics"),
    (f"/providers/{_ANY}/{_ANY}", ATOM, ".atom"),
    (f"/models/{_ANY}/{_ANY}", ATOM, ".atom"),
    (f"/labs/{_ANY}", ATOM, ".atom"),
    (f"/families/{_ANY}/{_ANY}", ATOM, ".atom"),
)
_COMPILED = tuple((re.compile(page), media_type, ending) for page, media_type, ending in _RULES)
_TITLES = {ATOM: "Changes", CALENDAR: "Shutdowns"}
_ENDINGS = {
    "application/json": ".json",
    "text/markdown": ".md",
    "text/csv": ".csv",
    ATOM: ".atom",
    CALENDAR: ".ics",
}


@dataclass(frozen=True, slots=True)
class FeedLink:
    """One feed of a page."""

    title: str
    media_type: str
    href: str


@dataclass(frozen=True, slots=True)
class MachineLink:
    """A page for programs, named by its ending: `.json`, `.atom`."""

    label: str
    title: str
    href: str


EVERYWHERE = FeedLink("Changes of all models", ATOM, "/changes.atom")


def feeds_of(path: str) -> tuple[FeedLink, ...]:
    """The feeds of a page by its path; where it has none of its own, that of all changes."""
    return _own(path) or (EVERYWHERE,)


def machine_links(path: str, twins: Iterable[tuple[str, str]]) -> tuple[MachineLink, ...]:
    """What a page offers to programs: its twins, given as (media type, path), and its own feeds."""
    same = (MachineLink(_ENDINGS[media_type], "This page", href) for media_type, href in twins)
    feeds = (MachineLink(_ENDINGS[feed.media_type], feed.title, feed.href) for feed in _own(path))
    return (*same, *feeds)


def _own(path: str) -> tuple[FeedLink, ...]:
    return tuple(
        FeedLink(_TITLES[media_type], media_type, f"{path}{ending}")
        for page, media_type, ending in _COMPILED
        if page.fullmatch(path)
    )
