"""Which pages have feeds: one table, for the links in the head of a page and for the list of all feeds."""

import re
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
)
_COMPILED = tuple((re.compile(page), media_type, ending) for page, media_type, ending in _RULES)
_TITLES = {ATOM: "Changes", CALENDAR: "Shutdowns"}


@dataclass(frozen=True, slots=True)
class FeedLink:
    """One feed of a page."""

    title: str
    media_type: str
    href: str


EVERYWHERE = FeedLink("Changes of all models", ATOM, "/changes.atom")


def feeds_of(path: str) -> tuple[FeedLink, ...]:
    """The feeds of a page by its path; where it has none of its own, that of all changes."""
    own = tuple(
        FeedLink(_TITLES[media_type], media_type, f"{path}{ending}")
        for page, media_type, ending in _COMPILED
        if page.fullmatch(path)
    )
    return own or (EVERYWHERE,)
